package io.heddle.rest.networking;

import io.heddle.routing.tenant.request.Requester;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Finds out who asks, and keeps them from asking too much or guessing too often. */
public final class Authentication {

    private static final String TOKEN = "X-Auth-Token";
    private static final String AUTHORIZATION = "Authorization";

    private final Accounts accounts;
    private final InstantSource clock;
    private final RateLimiter requests;
    private final RateLimiter failures;

    /** Asks {@code networking} who is who, within its limits. */
    public Authentication(Networking networking) {
        accounts = networking.accounts();
        clock = networking.clock();
        RequestLimits limits = networking.limits();
        requests = new RateLimiter(limits.requestsPerSecond());
        failures = new RateLimiter(limits.failuresPerSecond());
    }

    /** Who asks; throws {@link ApiError} when that is not known, or when they ask too much. */
    public Requester requester(Context ctx) {
        Instant now = clock.instant();
        String address = ctx.ip();
        if (!failures.isOpen(address, now)) {
            throw tooMany(ctx);
        }
        Optional<Requester> requester = found(ctx);
        if (requester.isEmpty()) {
            failures.take(address, now);
            ctx.header("WWW-Authenticate", "Bearer realm=\"heddle\", Basic realm=\"heddle\", charset=\"UTF-8\"");
            throw new ApiError(401, "HTTPUnauthorized", "The request you have made requires authentication.");
        }
        if (!requests.take(requester.get().role() + " " + requester.get().project(), now)) {
            throw tooMany(ctx);
        }
        return requester.get();
    }

    /** Whether a request says who asks, truly or not. */
    public static boolean isClaimed(Context ctx) {
        return ctx.header(TOKEN) != null || ctx.header(AUTHORIZATION) != null;
    }

    private Optional<Requester> found(Context ctx) {
        String token = ctx.header(TOKEN);
        if (token != null) {
            return accounts.byToken(token.strip());
        }
        String header =
                Optional.ofNullable(ctx.header(AUTHORIZATION)).orElse("").strip();
        int space = header.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String rest = header.substring(space + 1).strip();
        return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> accounts.byToken(rest);
            case "basic" -> basic(rest);
            default -> Optional.empty();
        };
    }

    private Optional<Requester> basic(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : accounts.byPassword(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ApiError tooMany(Context ctx) {
        ctx.header("Retry-After", "1");
        return new ApiError(429, "HTTPTooManyRequests", "Too many requests; try again in a second.");
    }
}
