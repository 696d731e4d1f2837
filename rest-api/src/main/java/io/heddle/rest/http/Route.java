package io.heddle.rest.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One route.
 *
 * @param method how it is called
 * @param path the path, with {@code {names}} for its variable parts
 * @param parameters the query parameters it knows; any other is refused, so that a misspelt one is noticed
 * @param handler what answers it
 */
record Route(HandlerType method, String path, SortedSet<String> parameters, Handler handler) {

    Route {
        parameters = Collections.unmodifiableSortedSet(new TreeSet<>(parameters));
    }

    static Route of(String path, Handler handler, String... parameters) {
        return new Route(HandlerType.GET, path, new TreeSet<>(List.of(parameters)), handler);
    }

    /** A route that changes something; who calls it proves by a header that no page of another site does. */
    static Route changing(HandlerType method, String path, Handler handler, String... parameters) {
        return new Route(method, path, new TreeSet<>(List.of(parameters)), handler);
    }

    private boolean isChanging() {
        return !method.equals(HandlerType.GET);
    }

    void handle(Context ctx) throws Exception {
        if (isChanging()) {
            SameSite.check(ctx);
        }
        for (String given : new TreeSet<>(ctx.queryParamMap().keySet())) {
            if (!parameters.contains(given)) {
                throw Refusal.badRequest(
                        "There is no query parameter '" + given + "' here.",
                        parameters.isEmpty()
                                ? "Ask without query parameters."
                                : "Use only " + String.join(", ", parameters) + ".");
            }
        }
        handler.handle(ctx);
    }
}
