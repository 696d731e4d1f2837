package io.heddle.rest.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One GET route.
 *
 * @param path the path, with {@code {names}} for its variable parts
 * @param parameters the query parameters it knows; any other is refused, so that a misspelt one is noticed
 * @param handler what answers it
 */
record Route(String path, SortedSet<String> parameters, Handler handler) {

    Route {
        parameters = Collections.unmodifiableSortedSet(new TreeSet<>(parameters));
    }

    static Route of(String path, Handler handler, String... parameters) {
        return new Route(path, new TreeSet<>(List.of(parameters)), handler);
    }

    void handle(Context ctx) throws Exception {
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
