package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.IpVersion;
import java.util.SortedSet;

/**
 * What may be asked of networks that the fabric itself routes: they share one space of addresses, which an operator lends to projects, and
 * a port sends from its own addresses and nothing else, as the fabric delivers by them.
 */
final class RoutedNetworks {

    private final RoutedPrefixes prefixes;

    RoutedNetworks(RoutedPrefixes prefixes) {
        this.prefixes = prefixes;
    }

    static boolean is(TenantNetwork network) {
        return network.segment().type() == NetworkType.ROUTED;
    }

    /** Refuses a routed network of a project that may have none. */
    void checkNetwork(NetworkType type, ProjectId project) {
        if (type != NetworkType.ROUTED) {
            return;
        }
        if (prefixes.prefixes().isEmpty()) {
            throw TenantRefusal.invalid(
                    "networks of type routed need addresses that the fabric is to route, and none are"
                            + " configured (tenants: routed-prefixes)");
        } else if (prefixes.of(project).isEmpty()) {
            throw TenantRefusal.forbidden("create_network:provider:network_type=routed");
        }
    }

    /** Refuses a subnet that is not of the project's prefixes, or has addresses of another. */
    void checkSubnet(Request request, TenantNetwork network, Cidr cidr) {
        if (!is(network)) {
            return;
        }
        if (cidr.version() == IpVersion.V6) {
            throw TenantRefusal.invalid("a routed network has IPv4 subnets only, and " + cidr + " is none");
        }
        SortedSet<IpPrefix> allowed = prefixes.of(network.project());
        if (allowed.stream().noneMatch(prefix -> RoutedPrefixes.holds(prefix, cidr))) {
            throw TenantRefusal.invalid(
                    "subnet " + cidr + " of a routed network must lie in one of the prefixes that its"
                            + " project may use: " + (allowed.isEmpty() ? "none" : allowed));
        }
        for (TenantSubnet other : request.state().subnets().values()) {
            if (is(request.state().networkOf(other.network())) && other.cidr().overlaps(cidr)) {
                throw TenantRefusal.conflict(
                        "RoutedSubnetInUse",
                        "Subnet " + cidr
                                + " overlaps with another subnet that the fabric routes, and all of those share"
                                + " one space of addresses.");
            }
        }
    }

    /** Refuses a port that could send from other addresses than its own. */
    static void checkPort(TenantNetwork network, TenantPort port) {
        if (!is(network)) {
            return;
        }
        if (!port.portSecurity()) {
            throw TenantRefusal.invalid(
                    "a port of a routed network cannot be without port security, as the fabric lets it"
                            + " send from its own addresses only");
        } else if (!port.allowedPairs().isEmpty()) {
            throw TenantRefusal.invalid(
                    "a port of a routed network has no allowed_address_pairs, as the fabric delivers to"
                            + " its own addresses only; give it further fixed_ips");
        }
    }

    /** Refuses a router on it. */
    static void checkNoRouter(TenantNetwork network) {
        if (is(network)) {
            throw TenantRefusal.bad(
                    "router",
                    "Network " + network.id()
                            + " is of type routed: the fabric itself is its router, and reaches all other"
                            + " routed networks");
        }
    }
}
