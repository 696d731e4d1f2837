package io.heddle.rest.networking;

import io.heddle.routing.tenant.TenantResource;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All routes of the Networking API, and what becomes of errors under them. */
public final class NetworkingRoutes {

    private static final String OWN_ROOT = "/networking";
    private static final String BALANCING = "/v2.0/lbaas/";

    private NetworkingRoutes() {}

    /** Adds the routes; {@code authentication} finds out who asks. */
    public static void add(RoutesConfig routes, Networking networking, Authentication authentication) {
        RequestReader reader = new RequestReader(networking.limits().bodyBytes());
        SecuredRoutes secured = new SecuredRoutes(routes, authentication);
        routes.get(OWN_ROOT, DiscoveryRoutes::versions);
        DiscoveryRoutes.addTo(secured);
        RouterKind routers = new RouterKind(networking.tenancy()::newId);
        TrunkKind trunks = new TrunkKind();
        FloatingIpKind floatingIps = new FloatingIpKind();
        QosPolicyKind policies = new QosPolicyKind();
        AddressGroupKind addressGroups = new AddressGroupKind();
        for (ResourceKind<? extends TenantResource> kind : List.of(
                new NetworkKind(),
                new SubnetKind(),
                new PortKind(),
                routers,
                floatingIps,
                new SecurityGroupKind(),
                new SecurityRuleKind(),
                trunks,
                policies,
                addressGroups)) {
            addKind(kind, secured, networking, reader);
        }
        new RouterRoutes(routers, networking, reader).addTo(secured);
        new TrunkRoutes(trunks, networking, reader).addTo(secured);
        new PortForwardingRoutes(floatingIps, networking, reader).addTo(secured);
        new QosRuleRoutes(policies, networking, reader).addTo(secured);
        new BalancingRoutes(networking, reader).addTo(secured);
        new AddressGroupRoutes(addressGroups, networking, reader).addTo(secured);
        new QuotaRoutes(networking, reader).addTo(secured);
        new ProjectRoutes(networking.tenancy(), authentication).addTo(routes);
        routes.exception(ApiError.class, (error, ctx) -> write(ctx, error));
        routes.exception(
                TenancyUnavailable.class,
                (e, ctx) -> write(ctx, new ApiError(503, "ServiceUnavailable", String.valueOf(e.getMessage()))));
    }

    /** Whether an error under this path is told in the words of the Networking API. */
    public static boolean isOf(String path) {
        return path.equals(OWN_ROOT)
                || Stream.concat(SecuredRoutes.PREFIXES.stream(), Stream.of(ProjectRoutes.ROOT))
                        .anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }

    /** Whether whoever asks for the root of the server is a program that looks for versions, and no browser. */
    public static boolean isAskedForVersions(Context ctx) {
        String accepted = Optional.ofNullable(ctx.header("Accept")).orElse("");
        return accepted.contains("application/json") && !accepted.contains("text/html");
    }

    /** Tells which versions of the Networking API there are. */
    public static void versions(Context ctx) {
        DiscoveryRoutes.versions(ctx);
    }

    /** Writes an error. */
    public static void write(Context ctx, ApiError error) {
        ctx.status(error.status());
        ctx.json(ctx.path().contains(BALANCING) ? error.fault() : error.body());
    }

    private static <R extends TenantResource> void addKind(
            ResourceKind<R> kind, SecuredRoutes routes, Networking networking, RequestReader reader) {
        new ResourceRoutes<>(kind, networking, reader).addTo(routes);
        new TagRoutes<>(kind, networking, reader).addTo(routes);
    }
}
