package io.heddle.controller.ovsdb;

import io.heddle.controller.tls.TlsIdentity;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps us connected to one target: again and again, more and more slowly while it fails. On the endpoint's event loop only. */
final class Connector {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final int SLOWEST = 8;

    private final EventLoopGroup loop;
    private final Target target;
    private final Surroundings surroundings;
    private int factor = 1;
    private boolean isFailing;

    Connector(EventLoopGroup loop, Target target, Surroundings surroundings) {
        this.loop = loop;
        this.target = target;
        this.surroundings = surroundings;
    }

    void connect() {
        if (loop.isShuttingDown()) {
            return;
        }
        Opening opening = new Opening();
        Bootstrap bootstrap = new Bootstrap().group(loop).handler(opening);
        switch (target) {
            case Target.Tcp ignored -> overIp(bootstrap);
            case Target.Ssl ignored -> overIp(bootstrap);
            case Target.Unix ignored -> bootstrap.channel(NioDomainSocketChannel.class);
        }
        ChannelFuture connecting = bootstrap.connect(target.address());
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                failed(String.valueOf(done.cause().getMessage()));
            }
        });
        connecting.channel().closeFuture().addListener(closed -> again(opening));
    }

    private static void overIp(Bootstrap bootstrap) {
        bootstrap.channel(NioSocketChannel.class).option(ChannelOption.TCP_NODELAY, true);
    }

    private void failed(String reason) {
        if (!isFailing) {
            LOG.warn("cannot connect to the database at {}: {}; trying on", target.text(), reason);
        }
        isFailing = true;
    }

    private void again(Opening opening) {
        boolean wasLive = opening.session.filter(DatabaseSession::wasLive).isPresent();
        if (wasLive) {
            factor = 1;
            isFailing = false;
        }
        Duration delay = surroundings.settings().timing().reconnect().multipliedBy(factor);
        factor = Math.min(SLOWEST, factor * 2);
        if (!loop.isShuttingDown()) {
            var unused = loop.schedule(this::connect, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Makes a session of the connection once it is there. */
    private final class Opening extends ChannelInboundHandlerAdapter {
        private Optional<DatabaseSession> session = Optional.empty();

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (target instanceof Target.Ssl) {
                TlsIdentity us = surroundings.settings().protection().identity().orElseThrow();
                context.pipeline().addLast(new SslHandler(us.asking(), us.tasks()));
            }
            DatabaseSession made = new DatabaseSession(context.channel(), target.text(), surroundings);
            session = Optional.of(made);
            new Doorkeeper(surroundings, Optional.empty()).admit(context.channel(), made);
            context.fireChannelActive();
        }
    }
}
