package io.heddle.routing.tenant;

import io.heddle.topology.address.MacAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where one interface is plugged into a network; an interface is bound to it by {@code external_ids:iface-id}.
 *
 * @param id its identifier
 * @param network the network it is on
 * @param project its owner
 * @param name the owner's name for it, not unique
 * @param mac its MAC address, unique on the network
 * @param adminUp whether it is to carry frames
 * @param fixedIps its addresses
 * @param deviceId who uses it, as its user says
 * @param deviceOwner what kind of thing uses it, such as {@code compute:nova} or {@code network:dhcp}
 * @param portSecurity whether frames from other addresses than its own are dropped
 * @param allowedPairs further addresses it may send from
 * @param securityGroups the groups whose rules let frames through, if it is guarded
 * @param dhcpOptions further options its host is told
 * @param binding what was said about where it is plugged
 * @param qos its own quality of service policy, if any
 * @param standard description, tags, revision, times
 */
public record TenantPort(
        PortId id,
        NetworkId network,
        ProjectId project,
        String name,
        MacAddress mac,
        boolean adminUp,
        List<FixedIp> fixedIps,
        String deviceId,
        String deviceOwner,
        boolean portSecurity,
        List<AddressPair> allowedPairs,
        SortedSet<SecurityGroupId> securityGroups,
        List<DhcpOption> dhcpOptions,
        Binding binding,
        Optional<QosPolicyId> qos,
        StandardAttributes standard)
        implements TenantResource {

    /** The device owner of a router's port on a network of tenants; the device is the router. */
    public static final String ROUTER_INTERFACE = "network:router_interface";

    /** The device owner of a router's port on an external network; the device is the router. */
    public static final String ROUTER_GATEWAY = "network:router_gateway";

    /** The device owner of the port that holds a floating address; the device is the floating IP. */
    public static final String FLOATING_IP = "network:floatingip";

    /** The device owner of the port that holds a load balancer's address; the device is the load balancer. */
    public static final String LOAD_BALANCER = "Octavia";

    /** What the device owners begin with of ports that are there for a network, and no tenant's machine. */
    private static final String SERVICE = "network:";

    public TenantPort {
        fixedIps = List.copyOf(fixedIps);
        allowedPairs = List.copyOf(allowedPairs);
        securityGroups = Collections.unmodifiableSortedSet(new TreeSet<>(securityGroups));
        dhcpOptions = List.copyOf(dhcpOptions);
    }

    /** Whether it is there for its network, and no tenant's machine. */
    public boolean isOfService() {
        return deviceOwner.startsWith(SERVICE);
    }

    /** Whether it is a router's, a floating address's or a load balancer's: only these make it, change what it is and remove it. */
    public boolean isOfLayer3() {
        return deviceOwner.equals(ROUTER_INTERFACE) || isOnOutside() || isVirtual();
    }

    /** Whether it holds a load balancer's address, which no interface has. */
    public boolean isVirtual() {
        return deviceOwner.equals(LOAD_BALANCER);
    }

    /** Whether it holds what a router or a floating address has on an external network, and so is nobody's own. */
    public boolean isOnOutside() {
        return deviceOwner.equals(ROUTER_GATEWAY) || deviceOwner.equals(FLOATING_IP);
    }

    /** The router that joins the network by this port, if one does. */
    public Optional<RouterId> router() {
        return deviceOwner.equals(ROUTER_INTERFACE) ? UuidText.find(deviceId).map(RouterId::new) : Optional.empty();
    }

    /** The router that is on an external network by this port, if one is. */
    public Optional<RouterId> gatewayOf() {
        return deviceOwner.equals(ROUTER_GATEWAY) ? UuidText.find(deviceId).map(RouterId::new) : Optional.empty();
    }

    /** This port with other addresses. */
    public TenantPort withFixedIps(List<FixedIp> addresses, StandardAttributes attributes) {
        return changed(addresses, deviceId, deviceOwner, securityGroups, qos, attributes);
    }

    /** This port in other security groups. */
    public TenantPort inGroups(SortedSet<SecurityGroupId> groups, StandardAttributes attributes) {
        return changed(fixedIps, deviceId, deviceOwner, groups, qos, attributes);
    }

    /** This port, used by somebody else, or by nobody. */
    public TenantPort withDevice(String device, String owner, StandardAttributes attributes) {
        return changed(fixedIps, device, owner, securityGroups, qos, attributes);
    }

    /** This port with that policy of its own, or none. */
    public TenantPort withQos(Optional<QosPolicyId> policy) {
        return changed(fixedIps, deviceId, deviceOwner, securityGroups, policy, standard);
    }

    private TenantPort changed(
            List<FixedIp> addresses,
            String device,
            String owner,
            SortedSet<SecurityGroupId> groups,
            Optional<QosPolicyId> policy,
            StandardAttributes attributes) {
        return new TenantPort(
                id,
                network,
                project,
                name,
                mac,
                adminUp,
                addresses,
                device,
                owner,
                portSecurity,
                allowedPairs,
                groups,
                dhcpOptions,
                binding,
                policy,
                attributes);
    }

    @Override
    public TenantPort withStandard(StandardAttributes attributes) {
        return withFixedIps(fixedIps, attributes);
    }
}
