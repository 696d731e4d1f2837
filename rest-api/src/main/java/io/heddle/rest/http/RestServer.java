package io.heddle.rest.http;

import io.heddle.rest.FabricCommands;
import io.heddle.rest.FabricQueries;
import io.heddle.rest.live.LiveStream;
import io.heddle.rest.networking.Authentication;
import io.heddle.rest.networking.Networking;
import io.heddle.rest.networking.NetworkingRoutes;
import io.heddle.rest.tenant.TenantView;
import io.heddle.rest.view.LatestView;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.json.JavalinJackson3;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP server: {@link #start} binds and returns once requests are answered, {@link #close} ends every stream and connection.
 */
public final class RestServer implements AutoCloseable {

    private static final int THREADS_AT_LEAST = 4;
    private static final int THREADS_AT_MOST = 32;
    private static final int CONNECTIONS_AT_MOST = 256;
    private static final int HEADER_BYTES = 8 * 1024;
    private static final long BODY_BYTES = 16 * 1024;

    private final RestSettings settings;
    private final Optional<Networking> networking;
    private final Optional<Authentication> authentication;
    private final LiveStream stream;
    private final Javalin javalin;

    private RestServer(
            RestSettings settings, FabricQueries queries, FabricCommands commands, Optional<Networking> networking) {
        this.settings = settings;
        this.networking = networking;
        LatestView views = new LatestView(queries);
        stream = new LiveStream(settings.live(), queries, views);
        JsonMapper mapper = JsonMapper.builder().build();
        authentication = networking.map(Authentication::new);
        TenantResource tenants = new TenantResource(networking.map(TenantView::new), authentication, views);
        List<Route> routes = routes(queries, commands, views, stream, mapper, tenants);
        javalin = Javalin.create(config -> configure(config, routes, mapper));
    }

    /** Binds and begins to answer; throws {@link RestServerUnavailable} when the port cannot be had. */
    public static RestServer start(RestSettings settings, FabricQueries queries, FabricCommands commands) {
        return start(new RestServer(settings, queries, commands, Optional.empty()));
    }

    /** The same, with the OpenStack Networking API beside it. */
    public static RestServer start(
            RestSettings settings, FabricQueries queries, FabricCommands commands, Networking networking) {
        return start(new RestServer(settings, queries, commands, Optional.of(networking)));
    }

    private static RestServer start(RestServer server) {
        try {
            server.javalin.start();
        } catch (RuntimeException e) {
            server.stream.close();
            throw new RestServerUnavailable(server.settings, e);
        }
        return server;
    }

    /** Every route there is, in no particular order. */
    static List<Route> routes(
            FabricQueries queries,
            FabricCommands commands,
            LatestView views,
            LiveStream stream,
            JsonMapper mapper,
            TenantResource tenants) {
        return Stream.of(
                        new FabricResource(views).routes(),
                        new SwitchResource(views).routes(),
                        new PlanResource(views, tenants).routes(),
                        new LinkResource(views).routes(),
                        new HostResource(views).routes(),
                        new PathResource(views).routes(),
                        new TraceResource(views, tenants).routes(),
                        new ElephantResource(views, commands, mapper).routes(),
                        new ProblemResource(views).routes(),
                        new HealthResource(queries).routes(),
                        new MetricResource(views, tenants).routes(),
                        tenants.routes(),
                        new ExplainResource(tenants).routes(),
                        new PolicyResource(tenants, mapper).routes(),
                        new VerifyResource(tenants, mapper, new Semaphore(1)).routes(),
                        new ProbeResource(views, tenants).routes(),
                        new OpenApiResource().routes(),
                        new EventResource(stream, mapper).routes(),
                        DashboardResource.routes())
                .flatMap(List::stream)
                .toList();
    }

    /** The TCP port it listens on, also when any free one was asked for. */
    public int port() {
        return javalin.port();
    }

    /** The address of the dashboard, for people. */
    public String url() {
        String host = settings.address().contains(":") ? "[" + settings.address() + "]" : settings.address();
        return "http://" + host + ":" + port() + "/";
    }

    /** How many clients the live stream has. */
    public int liveClients() {
        return stream.clientCount();
    }

    @Override
    public void close() {
        stream.close();
        javalin.stop();
    }

    private void configure(JavalinConfig config, List<Route> routes, JsonMapper mapper) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = BODY_BYTES;
        config.jsonMapper(new JavalinJackson3(mapper, false));
        config.jetty.threadPool = new QueuedThreadPool(THREADS_AT_MOST, THREADS_AT_LEAST);
        config.jetty.modifyServer(server -> server.setErrorHandler(new JettyErrors()));
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(HEADER_BYTES);
        });
        config.jetty.addConnector(this::connector);
        HostCheck hosts = new HostCheck(settings);
        config.routes.before(ctx -> {
            SecurityHeaders.ALL.forEach(ctx::header);
            hosts.check(ctx);
        });
        routes.forEach(route -> config.routes.addHttpHandler(route.method(), route.path(), ctx -> answer(route, ctx)));
        networking.ifPresent(offered -> NetworkingRoutes.add(config.routes, offered, authentication.orElseThrow()));
        ErrorPages.register(config.routes);
    }

    /** The root is the dashboard for people, and a list of versions for clients of the Networking API. */
    private void answer(Route route, Context ctx) throws Exception {
        if (route.path().equals("/") && networking.isPresent() && NetworkingRoutes.isAskedForVersions(ctx)) {
            NetworkingRoutes.versions(ctx);
        } else {
            route.handle(ctx);
        }
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.addBean(new NetworkConnectionLimit(CONNECTIONS_AT_MOST, connector));
        return connector;
    }
}
