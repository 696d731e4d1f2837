package io.heddle.rest.http;

import io.heddle.rest.tenant.TenantFilter;
import io.heddle.rest.tenant.TenantView;
import io.heddle.routing.tenant.request.Requester;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /api/v1/verify/isolation}: whether the tables of servers let exactly those talk to each other who are meant to.
 *
 * <p>It takes as long as there are ports to look at, so there is one at a time, on the request's thread and for no longer than {@link
 * #AT_MOST}; while it goes on, blanks are sent before the document, which is how it is noticed that nobody listens any more.
 */
record VerifyResource(TenantResource tenants, JsonMapper mapper, Semaphore turn) {

    private static final Duration AT_MOST = Duration.ofMinutes(5);
    private static final Duration BETWEEN_BLANKS = Duration.ofSeconds(1);
    private static final String CONNECTIONS = "connections";
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;

    List<Route> routes() {
        return List.of(tenants.narrowing("/api/v1/verify/isolation", this::verify, CONNECTIONS));
    }

    private void verify(Context ctx, TenantView view, Requester by, TenantFilter filter) {
        boolean withConnections = Parameters.optional(ctx, CONNECTIONS, "Ask for connections=true, or leave it out.")
                .filter("true"::equals)
                .isPresent();
        if (!turn.tryAcquire()) {
            throw new Refusal(CONFLICT, "Somebody else is having it verified.", "Ask again when that is done.");
        }
        try {
            Listener listener = new Listener(
                    ctx.res().getOutputStream(),
                    view.networking().clock(),
                    view.networking().clock().instant().plus(AT_MOST),
                    new AtomicReference<>(Instant.MIN));
            ctx.contentType("application/json");
            Object verdict = view.verdict(by, filter, withConnections, listener)
                    .orElseThrow(() -> new Refusal(
                            UNAVAILABLE, "Servers are being told of something new.", "Ask again in a second."));
            ctx.outputStream().write(mapper.writeValueAsBytes(verdict));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            turn.release();
        }
    }

    /** Whoever waits for the verdict, until that takes too long or nobody is there any more. */
    private record Listener(ServletOutputStream out, InstantSource clock, Instant end, AtomicReference<Instant> heard)
            implements BooleanSupplier {

        @Override
        public boolean getAsBoolean() {
            Instant now = clock.instant();
            if (now.isAfter(end)) {
                return true;
            }
            if (heard.get().isBefore(now.minus(BETWEEN_BLANKS))) {
                heard.set(now);
                try {
                    out.write('\n');
                    out.flush();
                } catch (IOException e) {
                    return true;
                }
            }
            return false;
        }
    }
}
