package io.heddle.controller.ovsdb;

import io.heddle.controller.tls.TlsIdentity;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.json.JsonObjectDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a session of every connection that comes in, while there is room. */
final class Doorkeeper extends ChannelInitializer<Channel> {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

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
                LOG.warn("{} connections turned away so far", tally.turnedAway.sum());
            }
            var unused = channel.close();
            return;
        }
        identity.ifPresent(us -> channel.pipeline().addLast(new SslHandler(us.serving(), us.tasks())));
        admit(channel, new DatabaseSession(channel, Surroundings.text(channel.remoteAddress()), surroundings));
    }

    /** Gives {@code channel} to {@code session}. */
    void admit(Channel channel, DatabaseSession session) {
        Tally tally = surroundings.tally();
        tally.accepted.increment();
        tally.open.increment();
        channel.closeFuture().addListener(closed -> tally.open.decrement());
        OvsdbSettings settings = surroundings.settings();
        channel.pipeline()
                .addLast(new IdleStateHandler(settings.timing().echo().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                .addLast(new JsonObjectDecoder(settings.limits().messageOctets()))
                .addLast(session);
    }
}
