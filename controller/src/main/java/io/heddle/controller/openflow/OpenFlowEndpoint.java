package io.heddle.controller.openflow;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.OpenFlowPorts;
import io.heddle.controller.tls.Protection;
import io.heddle.controller.tls.TlsIdentity;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where switches connect. Events come out of it on its own thread, effects may be handed in from any. */
public final class OpenFlowEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFlowEndpoint.class);
    private static final int ACCEPT_BACKLOG = 4096;
    /** Above the second, packets for the switch are dropped until what waits falls below the first. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private final EventLoopGroup loop;
    private final List<Channel> listeners;
    private final Surroundings surroundings;

    private OpenFlowEndpoint(EventLoopGroup loop, List<Channel> listeners, Surroundings surroundings) {
        this.loop = loop;
        this.listeners = listeners;
        this.surroundings = surroundings;
    }

    /**
     * Listens.
     *
     * @param events takes each event, on the endpoint's thread, and must return at once
     * @param backlog how many events wait where {@code events} puts them; asked for each packet
     * @throws IllegalStateException when an address cannot be listened on, with the system's reason
     */
    public static OpenFlowEndpoint start(OpenFlowSettings settings, Consumer<FabricEvent> events, IntSupplier backlog) {
        Surroundings surroundings = new Surroundings(settings, new Registry(), new Tally(), events, backlog);
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("openflow", true), NioIoHandler.newFactory());
        List<Channel> listeners = new ArrayList<>();
        Protection protection = settings.protection();
        try {
            listeners.add(listen(loop, surroundings, settings.port(), protection.identity()));
            protection.plainPort().ifPresent(port -> listeners.add(listen(loop, surroundings, port, Optional.empty())));
        } catch (IllegalStateException e) {
            loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
            throw e;
        }
        return new OpenFlowEndpoint(loop, listeners, surroundings);
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
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new Doorkeeper(surroundings, identity));
        var bound = bootstrap.bind(address, port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "cannot listen for switches on " + address + " port " + port, bound.cause());
        }
        LOG.info(
                "switches are awaited at {}{}",
                Surroundings.text(bound.channel().localAddress()),
                identity.isPresent() ? " with TLS" : "");
        return bound.channel();
    }

    /** Where it listens, with the port the system chose if it was to. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) listeners.getFirst().localAddress();
    }

    /** Where switches are awaited, in each way. */
    public OpenFlowPorts ports() {
        List<Integer> ports = listeners.stream()
                .map(listener -> ((InetSocketAddress) listener.localAddress()).getPort())
                .toList();
        return surroundings.settings().protection().identity().isEmpty()
                ? OpenFlowPorts.plain(ports.getFirst())
                : new OpenFlowPorts(ports.stream().skip(1).findFirst(), Optional.of(ports.getFirst()));
    }

    /** Carries out {@code effects} in order; those for a switch that is not live are dropped. Returns at once. */
    public void carryOut(List<? extends Effect.SwitchEffect> effects) {
        if (effects.isEmpty()) {
            return;
        }
        List<Effect.SwitchEffect> batch = List.copyOf(effects);
        loop.execute(() -> {
            Set<SwitchSession> touched = new LinkedHashSet<>();
            for (Effect.SwitchEffect effect : batch) {
                Optional<SwitchSession> holder = surroundings.registry().holder(effect.dpid());
                holder.ifPresent(session -> {
                    session.carryOut(effect);
                    touched.add(session);
                });
            }
            touched.forEach(SwitchSession::flush);
        });
    }

    /** What it has done so far. */
    public OpenFlowCounters counters() {
        return surroundings.tally().snapshot();
    }

    /** Ends every session, without events, and frees the port; waits until that is done. */
    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Lets connections in while there is room. */
    static final class Doorkeeper extends ChannelInitializer<Channel> {
        private final Surroundings surroundings;
        private final Optional<TlsIdentity> identity;

        /** For a listener that speaks TLS if there is an identity. */
        Doorkeeper(Surroundings surroundings, Optional<TlsIdentity> identity) {
            this.surroundings = surroundings;
            this.identity = identity;
        }

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void initChannel(Channel channel) {
            Tally tally = surroundings.tally();
            if (tally.open.sum() >= surroundings.settings().limits().sessions()) {
                tally.turnedAway.increment();
                if (Long.bitCount(tally.turnedAway.sum()) == 1) {
                    LOG.warn(
                            "{} connections turned away so far: there are {} already",
                            tally.turnedAway.sum(),
                            tally.open.sum());
                }
                var unused = channel.close();
                return;
            }
            tally.accepted.increment();
            tally.open.increment();
            channel.closeFuture().addListener(closed -> tally.open.decrement());
            SwitchSession session = new SwitchSession(channel, surroundings);
            long echo = surroundings.settings().timing().echo().toMillis();
            identity.ifPresent(us -> channel.pipeline().addLast(new SslHandler(us.serving(), us.tasks())));
            channel.pipeline()
                    .addLast(new IdleStateHandler(echo, 0, 0, TimeUnit.MILLISECONDS))
                    .addLast(new FrameDecoder(session))
                    .addLast(session);
        }
    }
}
