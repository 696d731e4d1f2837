package io.heddle.routing.tenant;

import io.heddle.topology.address.MacAddress;
import java.util.List;

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
 * @param dhcpOptions further options its host is told
 * @param binding what was said about where it is plugged
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
        List<DhcpOption> dhcpOptions,
        Binding binding,
        StandardAttributes standard)
        implements TenantResource {

    public TenantPort {
        fixedIps = List.copyOf(fixedIps);
        allowedPairs = List.copyOf(allowedPairs);
        dhcpOptions = List.copyOf(dhcpOptions);
    }

    /** This port with other addresses. */
    public TenantPort withFixedIps(List<FixedIp> addresses, StandardAttributes attributes) {
        return new TenantPort(
                id,
                network,
                project,
                name,
                mac,
                adminUp,
                addresses,
                deviceId,
                deviceOwner,
                portSecurity,
                allowedPairs,
                dhcpOptions,
                binding,
                attributes);
    }
}
