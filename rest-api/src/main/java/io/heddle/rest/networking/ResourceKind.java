package io.heddle.rest.networking;

import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Networks, subnets, ports or another kind of resource: what they are called, made of, and how requests about them become commands. */
interface ResourceKind<R extends TenantResource> extends Listed<R> {

    /** The last part of the path where they all are. */
    default String path() {
        return plural().replace('_', '-');
    }

    /** The identifier that the path of a request names. */
    default UUID id(Context ctx) {
        String text = ctx.pathParam("id");
        return Body.uuid(text).orElseThrow(() -> missing(Body.shortened(text)));
    }

    /** The one that the path of a request names; to who does not see it, it is missing. */
    default R named(Context ctx, Requester by, TenantState state) {
        UUID id = id(ctx);
        return find(state, id).filter(found -> by.sees(found, state)).orElseThrow(() -> missing(id));
    }

    /** What must be done before anybody may look at all there are: what there always is comes about when it is looked for. */
    default Optional<TenantCommand> dueBeforeList(TenantState state, Requester by) {
        return Optional.empty();
    }

    /** The command that makes what {@code bodies} describe. */
    TenantCommand create(List<Body> bodies, Supplier<UUID> ids);

    /** The command that changes one; refused for a kind of which none ever changes. */
    default TenantCommand update(UUID id, Body body, Optional<Long> expected) {
        throw ApiError.ofStatus(405);
    }

    /** The command that removes one. */
    TenantCommand delete(UUID id, Optional<Long> expected);

    /** The command that removes the one that a request names. */
    default TenantCommand deletion(Context ctx) {
        return delete(id(ctx), RequestReader.expectedRevision(ctx));
    }

    /** The resource, if it is one of this kind that a change makes. */
    Optional<R> made(TenantChange change);

    @Override
    default UUID idOf(R one) {
        return one.id().value();
    }

    @Override
    default StandardAttributes standardOf(R one) {
        return one.standard();
    }

    @Override
    default boolean isSeen(R one, Requester by, TenantState state) {
        return by.sees(one, state);
    }

    @Override
    default ApiError missing(Object id) {
        String name = Character.toUpperCase(singular().charAt(0)) + singular().substring(1);
        return new ApiError(404, name + "NotFound", name + " " + id + " could not be found.");
    }
}
