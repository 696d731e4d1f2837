package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.TenantTrunk;

/**
 * Who asks, on behalf of which project.
 *
 * @param project the project
 * @param role what they may do
 */
public record Requester(ProjectId project, Role role) {

    /** What somebody may do. */
    public enum Role {
        /** Everything, in every project. */
        ADMIN,
        /** Read and write what their project owns. */
        MEMBER,
        /** Read what their project owns. */
        READER
    }

    /** Whether every project is theirs. */
    public boolean isAdmin() {
        return role == Role.ADMIN;
    }

    /** Whether they own {@code resource}, or may act as if they did. */
    public boolean owns(TenantResource resource) {
        return owns(resource.project());
    }

    /** Whether {@code owner} is their project, or they may act as if it was. */
    public boolean owns(ProjectId owner) {
        return isAdmin() || owner.equals(project);
    }

    /** Whether {@code resource} exists as far as they are concerned. */
    public boolean sees(TenantResource resource, TenantState state) {
        return owns(resource)
                || switch (resource) {
                    case TenantNetwork network -> network.shared() || network.external();
                    case TenantSubnet subnet -> sees(state.networkOf(subnet.network()), state);
                    case TenantPort port -> owns(state.networkOf(port.network()));
                    case TenantRouter ignored -> false;
                    case FloatingIp ignored -> false;
                    case SecurityGroup ignored -> false;
                    case TenantTrunk ignored -> false;
                    case LoadBalancer ignored -> false;
                    case AddressGroup ignored -> false;
                    case QosPolicy policy -> policy.shared();
                    case SecurityRule rule ->
                        state.securityGroups()
                                .find(rule.group())
                                .filter(group -> sees(group, state))
                                .isPresent();
                };
    }
}
