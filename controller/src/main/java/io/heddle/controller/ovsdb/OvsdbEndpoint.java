package io.heddle.controller.ovsdb;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.tls.Protection;
import io.heddle.controller.tls.TlsIdentity;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where databases connect, and from where we connect to databases. Events come out of it on its own thread, effects may be handed in from any. */
public final class OvsdbEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OvsdbEndpoint.class);
    private static final int ACCEPT_BACKLOG = 4096;

    private final EventLoopGroup loop;
    private final List<Channel> listeners;
    private final Surroundings surroundings;

    private OvsdbEndpoint(EventLoopGroup loop, List<Channel> listeners, Surroundings surroundings) {
        this.loop = loop;
        this.listeners = listeners;
        this.surroundings = surroundings;
    }

    /**
     * Listens, and begins to connect to the targets.
     *
     * @param events takes each event, on the endpoint's thread, and must return at once
     * @throws IllegalStateException when an address cannot be listened on, with the system's reason
     */
    public static OvsdbEndpoint start(OvsdbSettings settings, Consumer<FabricEvent> events) {
        Surroundings surroundings = new Surroundings(settings, events);
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("ovsdb", true), NioIoHandler.newFactory());
        List<Channel> listeners = new ArrayList<>();
        Protection protection = settings.protection();
        try {
            listeners.add(listen(loop, surroundings, settings.port(), protection.identity()));
            protection.plainPort().ifPresent(port -> listeners.add(listen(loop, surroundings, port, Optional.empty())));
        } catch (IllegalStateException e) {
            loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
            throw e;
        }
        settings.targets().forEach(target -> loop.execute(new Connector(loop, target, surroundings)::connect));
        return new OvsdbEndpoint(loop, listeners, surroundings);
    }

    private static Channel listen(
            EventLoopGroup loop, Surroundings surroundings, int port, Optional<TlsIdentity> identity) {
        String address = surroundings.settings().address();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Doorkeeper(surroundings, identity));
        var bound = bootstrap.bind(address, port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "cannot listen for databases on " + address + " port " + port, bound.cause());
        }
        LOG.info(
                "databases are awaited at {}{}",
                Surroundings.text(bound.channel().localAddress()),
                identity.isPresent() ? " with TLS" : "");
        return bound.channel();
    }

    /** Where it listens, with the port the system chose if it was to. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) listeners.getFirst().localAddress();
    }

    /** How a database is told to connect, as Open vSwitch writes it for a controller of unknown name. */
    public String manager() {
        boolean isSecured = surroundings.settings().protection().identity().isPresent();
        return (isSecured ? "ssl" : "tcp") + ":CONTROLLER:" + localAddress().getPort();
    }

    /** Carries out {@code effect}. Returns at once. */
    public void carryOut(Effect.DatabaseEffect effect) {
        loop.execute(() -> {
            switch (effect) {
                case Effect.ConfigureSampling sampling -> {
                    surroundings.wish(sampling);
                    surroundings.registry().sessions().forEach(DatabaseSession::wished);
                }
                case Effect.ConfigureServer server ->
                    surroundings
                            .registry()
                            .session(server.database())
                            .ifPresent(session -> session.wished(server.wish()));
            }
        });
    }

    /** What it has done so far. */
    public OvsdbCounters counters() {
        return surroundings.tally().snapshot();
    }

    /** Ends every session, without events, and frees the port; waits until that is done. */
    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
