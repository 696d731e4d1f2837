package io.heddle.rest.tenant;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import java.util.Optional;

/**
 * What is asked for.
 *
 * @param project only what this project owns
 * @param network only this network, or its ports
 */
public record TenantFilter(Optional<ProjectId> project, Optional<NetworkId> network) {

    boolean passes(ProjectId owner) {
        return project.filter(wanted -> !wanted.equals(owner)).isEmpty();
    }

    boolean passes(TenantNetwork each) {
        return passes(each.project())
                && network.filter(wanted -> !wanted.equals(each.id())).isEmpty();
    }

    boolean passes(TenantPort each) {
        return passes(each.project())
                && network.filter(wanted -> !wanted.equals(each.network())).isEmpty();
    }
}
