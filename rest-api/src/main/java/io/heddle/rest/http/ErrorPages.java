package io.heddle.rest.http;

import io.heddle.rest.networking.ApiError;
import io.heddle.rest.networking.NetworkingRoutes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong with a request into a problem document. */
final class ErrorPages {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    private ErrorPages() {}

    static void register(RoutesConfig routes) {
        routes.exception(
                Refusal.class,
                (refusal, ctx) -> write(ctx, refusal.status(), String.valueOf(refusal.getMessage()), refusal.remedy()));
        routes.exception(HttpResponseException.class, (e, ctx) -> refused(ctx, e));
        routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
            write(ctx, 500, "Something is broken in the controller.", "Look for this request in the controller's log.");
        });
    }

    private static void refused(Context ctx, HttpResponseException e) {
        new TreeMap<>(e.getDetails()).forEach((name, value) -> {
            if (name.equals("Allow")) {
                ctx.header(name, value);
            }
        });
        switch (e.getStatus()) {
            case 404 ->
                write(ctx, 404, "There is nothing at " + ctx.path() + ".", "GET /openapi.json lists what there is.");
            case 405 -> {
                String allowed = Optional.ofNullable(e.getDetails().get("availableMethods"))
                        .orElse("GET");
                ctx.header("Allow", allowed);
                write(ctx, 405, ctx.method() + " is not possible at " + ctx.path() + ".", "Only " + allowed + " is.");
            }
            default -> write(ctx, e.getStatus(), String.valueOf(e.getMessage()), "GET /openapi.json says how to ask.");
        }
    }

    private static void write(Context ctx, int status, String detail, String remedy) {
        if (NetworkingRoutes.isOf(ctx.path())) {
            NetworkingRoutes.write(ctx, ApiError.ofStatus(status));
            return;
        }
        ctx.status(status);
        ctx.json(ProblemDocument.of(status, detail, remedy, ctx.path()));
        ctx.contentType(ProblemDocument.MEDIA_TYPE);
    }
}
