package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A router's way out, and the server that is chosen for it.
 *
 * @param port the router's port on the external network
 * @param network that network
 * @param own the router's addresses there, at most one of each version
 * @param isShared whether hosts without a floating address go out with the router's, over IPv4
 * @param prefixes those whose hosts go out with their own addresses, and are reached by them
 * @param floating the floating addresses that stand for hosts behind the router
 * @param allowances how much those of them may carry that are limited
 * @param server the server
 * @param others the other servers that are on the same physical network
 */
record Exit(
        TenantPort port,
        TenantNetwork network,
        List<IpAddress> own,
        boolean isShared,
        List<Cidr> prefixes,
        List<FloatingIp> floating,
        SortedMap<FloatingIpId, Allowance> allowances,
        Ways server,
        List<Ways> others) {

    Exit {
        own = List.copyOf(own);
        prefixes = List.copyOf(prefixes);
        floating = List.copyOf(floating);
        allowances = Collections.unmodifiableSortedMap(new TreeMap<>(allowances));
        others = List.copyOf(others);
    }

    MacAddress mac() {
        return port.mac();
    }

    /** How much a floating address may carry. */
    Allowance allowance(FloatingIp ip) {
        return allowances.getOrDefault(ip.id(), Allowance.UNLIMITED);
    }

    /** The router's address there of that version; without it, nothing of that version goes out. */
    Optional<IpAddress> own(IpVersion version) {
        return own.stream().filter(address -> address.version() == version).findFirst();
    }

    /** The router's IPv4 address there. */
    Optional<Ipv4Address> address() {
        return own(IpVersion.V4).flatMap(IpAddress::asIpv4);
    }

    /** All addresses on the external network that the router answers for, its own first. */
    Stream<IpAddress> addresses() {
        return Stream.concat(own.stream(), floating.stream().map(FloatingIp::address));
    }

    /** Where that is; nowhere if the server has no port there, which it was chosen for. */
    Optional<RouterExit> place() {
        return server.carrier(network.segment()) instanceof Carrier.Uplink uplink
                ? Optional.of(new RouterExit(
                        network.id(),
                        server.bridge(),
                        uplink.port(),
                        uplink.vlan(),
                        mac(),
                        addresses().toList()))
                : Optional.empty();
    }

    /** The metadata of frames on the external network. */
    long metadata() {
        return OverlayPipeline.network(network.segment());
    }
}
