package io.heddle.rest.http;

import io.heddle.rest.view.FabricView;
import io.heddle.rest.view.LatestView;
import io.heddle.rest.view.PlanRepresentation;
import io.heddle.rest.view.PlanView;
import io.heddle.topology.DatapathId;
import io.javalin.http.Context;
import java.util.List;

/** {@code GET /api/v1/switches/{dpid}/plan}: what a switch should hold, as JSON or, for people, as text. */
record PlanResource(LatestView views) {

    List<Route> routes() {
        return List.of(Route.of("/api/v1/switches/{dpid}/plan", this::plan, "format"));
    }

    private void plan(Context ctx) {
        DatapathId dpid = Parameters.dpid(ctx);
        boolean isText = Parameters.isTextWanted(ctx);
        FabricView view = views.latest();
        if (view.switchOf(dpid).isEmpty()) {
            throw SwitchResource.unknown(dpid);
        }
        PlanRepresentation plan = PlanView.of(view.snapshot(), dpid);
        if (isText) {
            ctx.result(PlanView.text(plan));
            ctx.contentType("text/plain;charset=utf-8");
        } else {
            ctx.json(plan);
        }
    }
}
