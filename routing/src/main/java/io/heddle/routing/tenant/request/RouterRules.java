package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may be asked of routers as a whole, and what comes of it. */
final class RouterRules {

    private RouterRules() {}

    /** The router that is to be changed, in whatever way {@code rule} names. */
    static TenantRouter theirs(Request request, RouterId id, String rule) {
        return request.theirs(request.state().routers().find(id), "Router", id, rule);
    }

    static List<TenantChange> create(Request request, RouterDraft draft) {
        TenantRouter router = new TenantRouter(
                draft.id(),
                request.owner(draft.project()),
                draft.name(),
                draft.adminUp(),
                Optional.empty(),
                List.of(),
                lowestNumber(request.state()),
                StandardAttributes.fresh(draft.description(), request.now()));
        return RouterGateways.changed(request, router, draft.wayOut());
    }

    static List<TenantChange> update(Request request, TenantCommand.UpdateRouter command) {
        TenantRouter before = theirs(request, command.id(), "update_router");
        request.check(before, command.expected());
        RouterPatch patch = command.patch();
        StandardAttributes standard = before.standard()
                .describedAs(patch.description().orElse(before.standard().description()))
                .changed(request.now());
        TenantRouter after = new TenantRouter(
                before.id(),
                before.project(),
                patch.name().orElse(before.name()),
                patch.adminUp().orElse(before.adminUp()),
                before.gateway(),
                patch.routes()
                        .map(routes -> StaticRoutes.checked(request.state(), before.id(), routes))
                        .orElse(before.routes()),
                before.number(),
                standard);
        return patch.wayOut()
                .map(choice -> RouterGateways.changed(request, after, choice))
                .orElseGet(() -> List.of(new TenantChange.Put(after)));
    }

    /** Adds routes to those that a router has, or takes some of them away; those it has already or has not are no error. */
    static List<TenantChange> reroute(Request request, TenantCommand.ChangeRoutes command) {
        TenantRouter before = theirs(request, command.router(), "update_router");
        List<HostRoute> routes = new ArrayList<>(before.routes());
        routes.removeAll(command.routes());
        if (command.isAddition()) {
            routes.addAll(command.routes());
        }
        RouterPatch patch = new RouterPatch(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(routes), Optional.empty());
        return update(request, new TenantCommand.UpdateRouter(before.id(), patch, Optional.empty()));
    }

    static List<TenantChange> delete(Request request, TenantCommand.DeleteRouter command) {
        TenantRouter router = theirs(request, command.id(), "delete_router");
        request.check(router, command.expected());
        if (!request.state().interfacesOf(router.id()).isEmpty()) {
            throw TenantRefusal.conflict("RouterInUse", "Router " + router.id() + " still has ports.");
        }
        List<TenantChange> changes = new ArrayList<>();
        router.gateway().ifPresent(gateway -> {
            TenantPort port = request.state().ports().find(gateway.port()).orElseThrow();
            changes.add(new TenantChange.Removed(port));
        });
        changes.add(new TenantChange.Removed(router));
        return changes;
    }

    private static int lowestNumber(TenantState state) {
        PersistentMap<Integer, RouterId> taken = state.routerNumbers();
        return (int) LowestFree.upTo(TenantRouter.AT_MOST - 1, number -> {
                    int last = (int) number;
                    long below = taken.rank(last);
                    return below + (taken.containsKey(last) ? 1 : 0);
                })
                .orElseThrow(() -> TenantRefusal.of(
                        TenantRefusal.Kind.EXHAUSTED,
                        "NoRouterAvailable",
                        "Unable to create the router. There are " + TenantRouter.AT_MOST
                                + " routers already, and no more can be told apart."));
    }
}
