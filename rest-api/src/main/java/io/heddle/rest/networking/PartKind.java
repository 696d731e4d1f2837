package io.heddle.rest.networking;

import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Listeners, pools, members or health monitors of load balancers: what they are called, made of, and how requests become commands. */
interface PartKind<P> extends Listed<Part<P>> {

    /**
     * A new part that is asked for.
     *
     * @param id its identifier
     * @param body what is said of it
     * @param ctx the request
     * @param state what there is
     * @param now when
     */
    record Asked(UUID id, Body body, Context ctx, TenantState state, Instant now) {}

    /** Where they all are, below the root of the interface. */
    String path();

    /** What people call one. */
    String title();

    /** Those of a load balancer. */
    Stream<Part<P>> of(LoadBalancer balancer);

    /** The command that makes one. */
    TenantCommand create(Asked asked);

    /** The command that changes one. */
    TenantCommand update(Part<P> before, Body body, Instant now);

    /** The command that removes one. */
    TenantCommand delete(Part<P> gone);

    /** Whether it is below what the path of a request names. */
    default boolean isWithin(Part<P> part, Context ctx) {
        return true;
    }

    @Override
    default List<Part<P>> all(TenantState state, Optional<UUID> network) {
        return state.loadBalancers().values().stream().flatMap(this::of).toList();
    }

    @Override
    default Optional<Part<P>> find(TenantState state, UUID id) {
        return state.loadBalancerWith(id).stream()
                .flatMap(this::of)
                .filter(part -> part.id().equals(id))
                .findFirst();
    }

    @Override
    default ApiError missing(Object id) {
        return new ApiError(404, "NotFound", title() + " " + id + " not found.");
    }

    @Override
    default UUID idOf(Part<P> one) {
        return one.id();
    }

    @Override
    default StandardAttributes standardOf(Part<P> one) {
        return one.standard();
    }

    @Override
    default boolean isSeen(Part<P> one, Requester by, TenantState state) {
        return by.sees(one.balancer(), state);
    }
}
