package io.heddle.rest.networking;

import io.heddle.routing.tenant.request.Requester;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;

/** Routes under every prefix of the interface, each of which first asks who asks. */
final class SecuredRoutes {

    /** Where the interface is: where clients look on a server of its own, and where they look on one with other things too. */
    static final List<String> PREFIXES = List.of("/v2.0", "/networking/v2.0");

    private final RoutesConfig routes;
    private final Authentication authentication;

    SecuredRoutes(RoutesConfig routes, Authentication authentication) {
        this.routes = routes;
        this.authentication = authentication;
    }

    /** Answers one request of somebody known. */
    @FunctionalInterface
    interface Answer {
        void to(Context ctx, Requester by);
    }

    void get(String path, Answer answer) {
        PREFIXES.forEach(prefix -> routes.get(prefix + path, secured(answer)));
    }

    void post(String path, Answer answer) {
        PREFIXES.forEach(prefix -> routes.post(prefix + path, secured(answer)));
    }

    void put(String path, Answer answer) {
        PREFIXES.forEach(prefix -> routes.put(prefix + path, secured(answer)));
    }

    void delete(String path, Answer answer) {
        PREFIXES.forEach(prefix -> routes.delete(prefix + path, secured(answer)));
    }

    private Handler secured(Answer answer) {
        return ctx -> answer.to(ctx, authentication.requester(ctx));
    }
}
