package io.heddle.rest.http;

import io.heddle.rest.view.LatestView;
import java.util.List;

/** {@code GET /api/v1/fabric}: the fabric as a whole. */
record FabricResource(LatestView views) {

    List<Route> routes() {
        return List.of(Route.of("/api/v1/fabric", ctx -> ctx.json(views.latest().fabric())));
    }
}
