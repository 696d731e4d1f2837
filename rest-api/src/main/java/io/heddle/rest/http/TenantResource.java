package io.heddle.rest.http;

import io.heddle.rest.networking.ApiError;
import io.heddle.rest.networking.Authentication;
import io.heddle.rest.tenant.TenantFilter;
import io.heddle.rest.tenant.TenantMetrics;
import io.heddle.rest.tenant.TenantView;
import io.heddle.rest.view.LatestView;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.request.Requester;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** {@code /api/v1/tenants}: tenants' networks, where their ports are, and what they carry; for who has a credential. */
record TenantResource(Optional<TenantView> view, Optional<Authentication> authentication, LatestView fabric) {

    private static final String PROJECT = "project";
    private static final String NETWORK = "network";
    private static final String LIST = "GET /api/v1/tenants/networks lists networks and their projects.";
    private static final String LOGIN =
            "Send the token that the controller printed, or that of a user, as X-Auth-Token or Authorization: Bearer.";

    /** What answers one request of somebody known. */
    @FunctionalInterface
    private interface Answer {
        Object to(TenantView view, Requester by, TenantFilter filter);
    }

    /** What answers one request of somebody known, whatever its parameters are. */
    @FunctionalInterface
    interface Reply<T> {
        T to(TenantView view, Requester by);
    }

    List<Route> routes() {
        return List.of(
                Route.of("/api/v1/tenants/usage", ctx -> narrowed(ctx, TenantView::usage), PROJECT, NETWORK),
                Route.of("/api/v1/tenants/networks", ctx -> narrowed(ctx, TenantView::networks), PROJECT, NETWORK),
                Route.of("/api/v1/tenants/ports", ctx -> narrowed(ctx, TenantView::ports), PROJECT, NETWORK),
                Route.of("/api/v1/tenants/elephants", ctx -> narrowed(ctx, this::elephants), PROJECT, NETWORK));
    }

    /** The figures for {@code /metrics}; none for a request without a credential. */
    String metrics(Context ctx) {
        if (view.isEmpty() || !Authentication.isClaimed(ctx)) {
            return "";
        }
        TenantFilter all = new TenantFilter(Optional.empty(), Optional.empty());
        return TenantMetrics.of(view.get().usage(requester(ctx), all));
    }

    /** What answers one request of somebody known, in its own way. */
    @FunctionalInterface
    interface Narrowed {
        void answer(Context ctx, TenantView view, Requester by, TenantFilter filter);
    }

    /** A route for somebody known, about some projects or networks only if that is asked for. */
    Route narrowing(String path, Narrowed answer, String further) {
        return Route.of(
                path,
                ctx -> {
                    Requester by = requester(ctx);
                    answer.answer(ctx, view.orElseThrow(), by, filter(ctx));
                },
                PROJECT,
                NETWORK,
                further);
    }

    private Object elephants(TenantView tenants, Requester by, TenantFilter filter) {
        return tenants.elephants(by, filter, fabric.latest().elephants());
    }

    /** Answers somebody known; refuses anybody else. */
    void answer(Context ctx, Reply<?> reply) {
        ctx.json(reply(ctx, reply));
    }

    /** What somebody known is answered; refuses anybody else. */
    <T> T reply(Context ctx, Reply<T> reply) {
        Requester by = requester(ctx);
        return reply.to(view.orElseThrow(), by);
    }

    private void narrowed(Context ctx, Answer answer) {
        answer(ctx, (shown, by) -> answer.to(shown, by, filter(ctx)));
    }

    private Requester requester(Context ctx) {
        Authentication doorkeeper = authentication.orElseThrow(() -> Refusal.notFound(
                "This server has no tenants' networks.", "Ask the controller that the servers are connected to."));
        try {
            return doorkeeper.requester(ctx);
        } catch (ApiError e) {
            // A challenge of Basic would make a browser ask for a password itself, in front of the dashboard.
            ctx.header("WWW-Authenticate", "Bearer realm=\"heddle\"");
            throw new Refusal(e.status(), String.valueOf(e.getMessage()), LOGIN);
        }
    }

    private static TenantFilter filter(Context ctx) {
        try {
            return new TenantFilter(
                    Parameters.optional(ctx, PROJECT, LIST).map(ProjectId::new),
                    Parameters.optional(ctx, NETWORK, LIST).map(NetworkId::parse));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(e.getMessage() + ".", LIST);
        }
    }
}
