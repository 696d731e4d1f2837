package io.heddle.rest.http;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.tenant.TenantProbe;
import io.heddle.rest.tenant.TenantTrace;
import io.heddle.rest.view.LatestView;
import io.heddle.routing.tenant.trace.Probe.Fate;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code POST /api/v1/probe?src=PORT&dst=PORT}: whether packets of full size pass between two ports of a tenant, by sending some. */
record ProbeResource(LatestView views, TenantResource tenants) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String REMEDY =
            "Ask as in POST /api/v1/probe?src=PORT&dst=PORT, where PORT is the identifier or name of a port of yours.";
    private static final String LATER = "Ask again in some seconds.";

    List<Route> routes() {
        return List.of(new Route(HandlerType.POST, "/api/v1/probe", new TreeSet<>(List.of("src", "dst")), this::probe));
    }

    private void probe(Context ctx) {
        String source = required(ctx, "src");
        String target = required(ctx, "dst");
        FabricSnapshot snapshot = views.latest().snapshot();
        TenantProbe.Begun begun = tenants.reply(ctx, (view, by) -> {
            try {
                return view.probes()
                        .begin(
                                by,
                                source,
                                target,
                                snapshot,
                                snapshot.addresses().orElseThrow(PathResource::tooEarly));
            } catch (TenantTrace.UnknownPort e) {
                throw Refusal.notFound(String.valueOf(e.getMessage()), "GET /api/v1/tenants/ports lists them.");
            } catch (TenantProbe.Impossible e) {
                throw new Refusal(
                        409, String.valueOf(e.getMessage()), "See by GET /api/v1/explain what keeps them apart.");
            }
        });
        ctx.json(begun.told().of(fates(begun)));
    }

    private static SortedMap<Integer, Fate> fates(TenantProbe.Begun begun) {
        try {
            Optional<SortedMap<Integer, Fate>> fates = begun.answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return fates.orElseThrow(() -> new Refusal(
                    429, "Too many probes are under way, or one of the ports has no interface on a server.", LATER));
        } catch (TimeoutException | ExecutionException e) {
            throw new Refusal(503, "The controller did not answer.", LATER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "The controller is ending.", "Ask again when it runs.");
        }
    }

    private static String required(Context ctx, String name) {
        return Parameters.optional(ctx, name, REMEDY)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> Refusal.badRequest("The query parameter '" + name + "' is missing.", REMEDY));
    }
}
