package io.heddle.rest.networking;

import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.topology.address.Cidr;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is asked of one address group beyond its attributes: to have some addresses more or fewer. */
final class AddressGroupRoutes {

    private final AddressGroupKind kind;
    private final Networking networking;
    private final RequestReader reader;

    AddressGroupRoutes(AddressGroupKind kind, Networking networking, RequestReader reader) {
        this.kind = kind;
        this.networking = networking;
        this.reader = reader;
    }

    void addTo(SecuredRoutes routes) {
        String group = "/" + kind.path() + "/{id}";
        routes.put(
                group + "/add_addresses",
                (ctx, by) -> change(ctx, by, new TenantCommand.AddAddresses(id(ctx), addresses(ctx))));
        routes.put(
                group + "/remove_addresses",
                (ctx, by) -> change(ctx, by, new TenantCommand.RemoveAddresses(id(ctx), addresses(ctx))));
    }

    private void change(Context ctx, Requester by, TenantCommand command) {
        AddressGroup group =
                kind.made(networking.changes(by, command).getFirst()).orElseThrow();
        ctx.json(Map.of(kind.singular(), Representation.of(kind.attributes(), group, networking.shown(by), List.of())));
    }

    private List<Cidr> addresses(Context ctx) {
        Body body = Body.members(kind.singular(), reader.object(ctx), Set.of(AddressGroupKind.ADDRESSES));
        return AddressGroupKind.addresses(body)
                .orElseThrow(() ->
                        ApiError.badRequest("Unable to find '" + AddressGroupKind.ADDRESSES + "' in request body"));
    }

    private AddressGroupId id(Context ctx) {
        return new AddressGroupId(kind.id(ctx));
    }
}
