package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.TenantState;
import java.time.Instant;
import java.util.Optional;

/**
 * What the rules look at: the state so far, who asks, and when.
 *
 * @param state the state, in which what the same command did before is already done
 * @param by who asks
 * @param now when
 */
record Request(TenantState state, Requester by, Instant now) {

    /** The network to put something on; refused when whoever asks cannot see it. */
    TenantNetwork network(NetworkId id) {
        return state.networks()
                .find(id)
                .filter(network -> by.sees(network, state))
                .orElseThrow(() -> TenantRefusal.notFound("Network", id));
    }

    /** What is to be changed: refused when it does not exist for whoever asks, is not theirs, or has another revision. */
    <R extends TenantResource> R theirs(Optional<R> found, String what, Object id, String rule) {
        R resource = found.filter(each -> by.sees(each, state)).orElseThrow(() -> TenantRefusal.notFound(what, id));
        if (!by.owns(resource)) {
            throw TenantRefusal.forbidden(rule);
        }
        return resource;
    }

    /** Refuses when the resource has another revision than was expected. */
    void check(TenantResource resource, Optional<Long> expected) {
        long current = resource.standard().revision();
        if (expected.filter(revision -> revision != current).isPresent()) {
            throw TenantRefusal.of(
                    TenantRefusal.Kind.PRECONDITION_FAILED,
                    "RevisionNumberConstraintFailed",
                    "Constrained to " + expected.get() + ", but current revision is " + current);
        }
    }

    /** Who will own what is made: only an administrator may choose. */
    ProjectId owner(Optional<ProjectId> asked) {
        if (asked.filter(project -> !project.equals(by.project())).isPresent() && !by.isAdmin()) {
            throw TenantRefusal.badRequest(
                    "HTTPBadRequest",
                    "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires"
                            + " admin privileges");
        }
        return asked.orElse(by.project());
    }
}
