package io.heddle.rest.http;

import io.heddle.rest.view.LatestView;
import java.util.List;

/** {@code GET /api/v1/problems}: what is wrong, and which plugs to move. */
record ProblemResource(LatestView views) {

    List<Route> routes() {
        return List.of(
                Route.of("/api/v1/problems", ctx -> ctx.json(views.latest().problems())));
    }
}
