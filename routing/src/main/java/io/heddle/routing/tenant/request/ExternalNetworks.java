package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;

/** Which networks may lead out of all networks of tenants: an administrator's, on a physical network, with nothing in the way. */
final class ExternalNetworks {

    private ExternalNetworks() {}

    static void checkNew(Request request, Segment segment) {
        if (!request.by().isAdmin()) {
            throw TenantRefusal.forbidden("create_network:router:external");
        }
        checkPlace(segment);
    }

    /** Refuses that a network becomes external, or no longer is. */
    static void checkChange(Request request, TenantNetwork network) {
        if (!request.by().isAdmin()) {
            throw TenantRefusal.forbidden("update_network:router:external");
        }
        if (network.external()) {
            boolean isUsed = request.state().portsOf(network.id()).stream().anyMatch(TenantPort::isOnOutside);
            if (isUsed) {
                throw TenantRefusal.conflict(
                        "ExternalNetworkInUse",
                        "External network " + network.id()
                                + " cannot be updated to be made non-external, since it has existing gateway ports.");
            }
            return;
        }
        checkPlace(network.segment());
        if (!request.state().routersOf(network.id()).isEmpty()) {
            throw TenantRefusal.conflict(
                    "NetworkInUse",
                    "Unable to make network " + network.id()
                            + " external. One or more routers have an interface on it.");
        }
    }

    private static void checkPlace(Segment segment) {
        boolean isPhysical = segment.type() == NetworkType.FLAT
                || (segment.type() == NetworkType.VLAN
                        && !segment.physicalNetwork().isEmpty());
        if (!isPhysical) {
            throw TenantRefusal.invalid("An external network is a flat or VLAN network on a physical network, not "
                    + segment.type().apiName() + " on the fabric");
        }
    }
}
