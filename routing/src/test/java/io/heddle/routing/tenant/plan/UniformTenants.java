package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import java.util.SortedMap;

/** Networks that are all alike, with ports on one server after the other. */
public final class UniformTenants {

    private final Cloud cloud = new Cloud();

    /** So many networks of so many ports each, on so many servers. */
    public UniformTenants(int networks, int portsEach, int servers) {
        for (int i = 1; i <= servers; i++) {
            cloud.server(i);
        }
        int plugged = 0;
        for (int i = 1; i <= networks; i++) {
            TenantSubnet subnet = cloud.subnet(cloud.network(NetworkType.VXLAN, i), "10.0.0.0/24", true);
            for (int k = 1; k <= portsEach; k++) {
                cloud.plug(cloud.port(subnet, k, k).id(), Cloud.bridge(1 + plugged++ % servers));
            }
        }
    }

    /** What they asked for. */
    public TenantState state() {
        return cloud.state();
    }

    /** The servers. */
    public SortedMap<DatapathId, TenantServer> servers() {
        return cloud.servers();
    }

    /** What the servers are to hold. */
    public OverlayPlan plan() {
        return cloud.plan();
    }
}
