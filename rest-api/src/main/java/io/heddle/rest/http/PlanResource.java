package io.heddle.rest.http;

import io.heddle.rest.networking.Authentication;
import io.heddle.rest.view.FabricView;
import io.heddle.rest.view.LatestView;
import io.heddle.rest.view.PlanRepresentation;
import io.heddle.rest.view.PlanView;
import io.heddle.topology.DatapathId;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /api/v1/switches/{dpid}/plan}: what a switch should hold, as JSON or, for people, as text. What the bridge of a server
 * should hold tells of tenants, and is an administrator's to see.
 */
record PlanResource(LatestView views, TenantResource tenants) {

    List<Route> routes() {
        return List.of(Route.of("/api/v1/switches/{dpid}/plan", this::plan, "format"));
    }

    private void plan(Context ctx) {
        DatapathId dpid = Parameters.dpid(ctx);
        boolean isText = Parameters.isTextWanted(ctx);
        PlanRepresentation plan = ofFabric(dpid)
                .or(() -> ofServer(ctx, dpid))
                .orElseThrow(() -> Refusal.notFound(
                        "No switch with datapath id " + dpid + " was seen.",
                        "GET /api/v1/switches lists those that were; the bridge of a server is shown to who sends an"
                                + " administrator's token."));
        if (isText) {
            ctx.result(PlanView.text(plan));
            ctx.contentType("text/plain;charset=utf-8");
        } else {
            ctx.json(plan);
        }
    }

    private Optional<PlanRepresentation> ofFabric(DatapathId dpid) {
        FabricView view = views.latest();
        return view.switchOf(dpid).map(known -> PlanView.of(view.snapshot(), dpid));
    }

    private Optional<PlanRepresentation> ofServer(Context ctx, DatapathId dpid) {
        return Authentication.isClaimed(ctx) ? tenants.reply(ctx, (view, by) -> view.plan(by, dpid)) : Optional.empty();
    }
}
