package io.heddle.rest.http;

import io.heddle.rest.FabricCommands;
import io.heddle.rest.FabricCommands.Result;
import io.heddle.rest.view.FlowIds;
import io.heddle.rest.view.LatestView;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.DatapathId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /api/v1/elephants}: the large flows, who places them, and which of them go through a certain switch. */
record ElephantResource(LatestView views, FabricCommands commands, JsonMapper mapper) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String CHOICE = "Send {\"scheduler\": \"heddle\"}; GET /api/v1/elephants lists all of them.";
    private static final String PIN = "Send {\"through\": \"the datapath id of a core, spine or aggregation switch\"}.";

    List<Route> routes() {
        return List.of(
                Route.of("/api/v1/elephants", ctx -> ctx.json(views.latest().elephants())),
                Route.changing(HandlerType.PUT, "/api/v1/elephants/scheduler", this::choose),
                Route.changing(HandlerType.PUT, "/api/v1/elephants/pins/{flow}", this::pin),
                Route.changing(HandlerType.DELETE, "/api/v1/elephants/pins/{flow}", this::release));
    }

    private void choose(Context ctx) {
        JsonNode body = Bodies.object(ctx, mapper, CHOICE, "scheduler");
        String name = Bodies.text(body, "scheduler", CHOICE);
        SchedulerName scheduler = SchedulerName.of(name)
                .orElseThrow(() -> Refusal.badRequest(
                        "There is no scheduler '" + name + "'.",
                        "Choose one of "
                                + Arrays.stream(SchedulerName.values())
                                        .map(SchedulerName::text)
                                        .collect(Collectors.joining(", "))
                                + "."));
        answer(ctx, commands.chooseScheduler(scheduler));
    }

    private void pin(Context ctx) {
        FlowKey flow = flow(ctx);
        String through = Bodies.text(Bodies.object(ctx, mapper, PIN, "through"), "through", PIN);
        DatapathId dpid;
        try {
            dpid = DatapathId.parse(through);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(e.getMessage() + ".", PIN);
        }
        answer(ctx, commands.pin(flow, dpid));
    }

    private void release(Context ctx) {
        answer(ctx, commands.release(flow(ctx)));
    }

    private static FlowKey flow(Context ctx) {
        try {
            return FlowIds.parse(ctx.pathParam("flow"));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(
                    e.getMessage() + ".", "Name a flow as in tcp-10.0.0.2-40000-10.1.0.2-5001: sender, then receiver.");
        }
    }

    /** 204 when it is durable. */
    private static void answer(Context ctx, CompletableFuture<Result> command) {
        switch (result(command)) {
            case Result.Accepted ignored -> ctx.status(204);
            case Result.Refused refused -> throw refusal(refused);
        }
    }

    private static Result result(CompletableFuture<Result> command) {
        try {
            return command.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new Refusal(
                    503, "The controller did not answer.", "See by GET /api/v1/elephants whether it was done.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "The controller is ending.", "Ask again when it runs.");
        }
    }

    private static Refusal refusal(Result.Refused refused) {
        return switch (refused.reason()) {
            case TOO_EARLY -> new Refusal(503, refused.sentence(), "Ask again when /readyz is 200.");
            case UNKNOWN ->
                Refusal.notFound(
                        refused.sentence(),
                        "GET /api/v1/switches, /api/v1/hosts and /api/v1/elephants list what there is.");
            case IMPOSSIBLE ->
                new Refusal(
                        409,
                        refused.sentence(),
                        "Choose a core, spine or aggregation switch that GET /api/v1/paths shows between the two.");
        };
    }
}
