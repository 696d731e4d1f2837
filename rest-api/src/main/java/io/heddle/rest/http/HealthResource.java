package io.heddle.rest.http;

import io.heddle.rest.FabricQueries;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.view.Readiness;
import io.javalin.http.Context;
import java.util.List;

/** {@code GET /healthz}: the process answers. {@code GET /readyz}: the fabric does what it was asked to. */
record HealthResource(FabricQueries queries) {

    /** The reply of {@code /healthz}. */
    record Health(String status) {}

    /** The reply of {@code /readyz}: 200 when {@code missing} is empty, else 503. */
    record ReadinessReply(boolean ready, String state, long revision, List<String> missing) {
        ReadinessReply {
            missing = List.copyOf(missing);
        }
    }

    List<Route> routes() {
        return List.of(Route.of("/healthz", ctx -> ctx.json(new Health("ok"))), Route.of("/readyz", this::readiness));
    }

    private void readiness(Context ctx) {
        FabricSnapshot snapshot = queries.snapshot();
        List<String> missing = Readiness.missing(snapshot);
        ctx.status(missing.isEmpty() ? 200 : 503);
        ctx.json(new ReadinessReply(missing.isEmpty(), snapshot.phase().toString(), snapshot.revision(), missing));
    }
}
