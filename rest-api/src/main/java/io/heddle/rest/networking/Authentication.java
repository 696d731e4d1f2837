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
final class Authentication {

    private final Accounts accounts;
    private final InstantSource clock;
    private final RateLimiter requests;
    private final RateLimiter failures;

    Authentication(Accounts accounts, RequestLimits limits, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
        requests = new RateLimiter(limits.requestsPerSecond());
        failures = new RateLimiter(limits.failuresPerSecond());
    }

    /** Who asks; refused when that is not known, or when they ask too much. */
    Requester requester(Context ctx) {
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

    private Optional<Requester> found(Context ctx) {
        String token = ctx.header("X-Auth-Token");
        if (token != null) {
            return accounts.byToken(token.strip());
        }
        String header =
                Optional.ofNullable(ctx.header("Authorization")).orElse("").strip();
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
