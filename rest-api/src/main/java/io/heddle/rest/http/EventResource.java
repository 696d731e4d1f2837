package io.heddle.rest.http;

import io.heddle.rest.live.LiveStream;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /api/v1/events}: what changes, as server-sent events (WHATWG HTML §9.2). */
record EventResource(LiveStream stream, JsonMapper mapper) {

    private static final String MEDIA_TYPE = "text/event-stream";

    List<Route> routes() {
        return List.of(Route.of("/api/v1/events", this::open));
    }

    private void open(Context ctx) {
        String accept = Optional.ofNullable(ctx.header("Accept")).orElse("*/*");
        if (!accept.contains(MEDIA_TYPE) && !accept.contains("*/*")) {
            throw new Refusal(
                    406,
                    "This resource is a stream of events, not " + accept + ".",
                    "Ask with the header 'Accept: " + MEDIA_TYPE + "'.");
        }
        ctx.res().setContentType(MEDIA_TYPE);
        ctx.res().setCharacterEncoding("UTF-8");
        // Proxies that gather replies would otherwise hold events back.
        ctx.res().setHeader("X-Accel-Buffering", "no");
        Optional<String> lastEventId = Optional.ofNullable(ctx.header("Last-Event-ID"));
        ctx.future(() -> begin(ctx, lastEventId));
    }

    /** Completes when our side ends the stream; when the client's does, the server forgets the request by itself. */
    private CompletableFuture<Void> begin(Context ctx, Optional<String> lastEventId) {
        AtomicBoolean isOver = new AtomicBoolean();
        ctx.req().getAsyncContext().addListener(new EndOfRequest(isOver));
        CompletableFuture<Void> reply = new CompletableFuture<>();
        boolean isOpen = stream.open(new ServerSentEvents(ctx.res(), mapper), lastEventId, () -> {
            if (!isOver.get()) {
                reply.complete(null);
            }
        });
        if (!isOpen) {
            throw tooMany(ctx);
        }
        return reply;
    }

    private static Refusal tooMany(Context ctx) {
        ctx.header("Retry-After", "5");
        return new Refusal(
                503, "There are as many live streams as there may be.", "Close another one, or try again later.");
    }
}
