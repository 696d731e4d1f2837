package io.heddle.rest.http;

import io.heddle.rest.view.FabricView;
import io.heddle.rest.view.LatestView;
import io.heddle.rest.view.SwitchRepresentation;
import io.heddle.topology.DatapathId;
import io.javalin.http.Context;
import java.util.List;

/** {@code GET /api/v1/switches} and {@code /switches/{dpid}}: switches with their ports. */
record SwitchResource(LatestView views) {

    /** The reply of the list. */
    record SwitchList(long revision, List<SwitchRepresentation> switches) {
        SwitchList {
            switches = List.copyOf(switches);
        }
    }

    List<Route> routes() {
        return List.of(Route.of("/api/v1/switches", this::all), Route.of("/api/v1/switches/{dpid}", this::one));
    }

    private void all(Context ctx) {
        FabricView view = views.latest();
        ctx.json(new SwitchList(view.snapshot().revision(), view.switches().toList()));
    }

    private void one(Context ctx) {
        DatapathId dpid = Parameters.dpid(ctx);
        ctx.json(views.latest().switchOf(dpid).orElseThrow(() -> unknown(dpid)));
    }

    private static Refusal unknown(DatapathId dpid) {
        return Refusal.notFound(
                "No switch with datapath id " + dpid + " was seen.", "GET /api/v1/switches lists those that were.");
    }
}
