package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.TenantState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the rules look at: the state so far, who asks, and when.
 *
 * @param state the state, in which what the same command did before is already done
 * @param by who asks
 * @param now when
 * @param racks where machines are
 */
record Request(TenantState state, Requester by, Instant now, Racks racks) {

    /** The same once {@code changes} are done. */
    Request after(List<TenantChange> changes) {
        TenantState next = state;
        for (TenantChange change : changes) {
            next = next.with(change);
        }
        return new Request(next, by, now, racks);
    }

    /** The network to put something on; refused when whoever asks cannot see it. */
    TenantNetwork network(NetworkId id) {
        return state.networks()
                .find(id)
                .filter(network -> by.sees(network, state))
                .orElseThrow(() -> TenantRefusal.notFound("Network", id));
    }

    /** What is to be changed: refused when it does not exist for whoever asks, is not theirs, or has another revision. */
    <R extends TenantResource> R theirs(Optional<R> found, String what, Object id, String rule) {
        return theirs(found, () -> TenantRefusal.notFound(what, id), rule);
    }

    /** The same, where what does not exist is told of in words of its own. */
    <R extends TenantResource> R theirs(Optional<R> found, Supplier<Refused> missing, String rule) {
        R resource = found.filter(each -> by.sees(each, state)).orElseThrow(missing);
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
        if (asked.filter(project -> !by.owns(project)).isPresent()) {
            throw TenantRefusal.badRequest(
                    "HTTPBadRequest",
                    "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires"
                            + " admin privileges");
        }
        return asked.orElse(by.project());
    }
}
