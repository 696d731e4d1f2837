package io.heddle.controller.openflow;

import io.heddle.controller.openflow.codec.MessageDecoder;
import io.heddle.controller.openflow.codec.MessageEncoder;
import io.heddle.controller.openflow.codec.SwitchMessage;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.tls.TlsFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from accept to close: carries messages between the channel and the current {@link Phase}, and keeps the channel
 * alive and bounded. On its channel's event loop only.
 */
final class SwitchSession extends ChannelInboundHandlerAdapter implements Conversation, FrameDecoder.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchSession.class);
    private static final int SILENCES_BORNE = 3;

    /** Of a message with one rule: a buffer that grows meanwhile is copied each time. */
    private static final int USUAL_OCTETS = 256;

    private final Channel channel;
    private final Surroundings surroundings;
    private final Peer peer;
    private final Future<?> handshakeDeadline;
    private Phase phase = new Phase.Greeting();
    private Optional<Probe> probe = Optional.empty();
    private boolean isEnded;
    private int silences;
    private int xids;
    private long unparsed;

    private record Probe(int xid, Consumer<Boolean> answer, Future<?> deadline) {}

    /** The session of {@code channel}, which begins when the channel is active. */
    SwitchSession(Channel channel, Surroundings surroundings) {
        this.channel = channel;
        this.surroundings = surroundings;
        peer = new Peer(Surroundings.text(channel.remoteAddress()));
        Duration patience = surroundings.settings().timing().handshake();
        handshakeDeadline = after(
                patience,
                () -> end("the handshake took longer than " + patience.toMillis() + " ms; it waited for "
                        + phase.waitsFor()));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        send(1, out -> MessageEncoder.hello(out, nextXid()));
        context.flush();
    }

    @Override
    public void frame(ByteBuf message) {
        if (isEnded) {
            return;
        }
        tally().messagesIn.increment();
        SwitchMessage decoded = phase instanceof Phase.Greeting
                ? MessageDecoder.decodeHello(message)
                : MessageDecoder.decode(message, peer.version());
        switch (decoded) {
            case SwitchMessage.EchoRequested echo ->
                ask((encoder, out, ignored) -> encoder.echoReply(out, echo.xid(), echo.payload()));
            case SwitchMessage.EchoAnswered echo -> settleProbe(echo.xid());
            case SwitchMessage.PacketIn packet -> {
                tally().packetIns.increment();
                advance(packet);
            }
            case SwitchMessage.Refused refused -> {
                tally().errors.increment();
                LOG.debug("{} answers {} to message {}", peer, refused.error(), refused.xid());
                advance(refused);
            }
            case SwitchMessage.Unparsed bytes -> {
                noteUnparsed(bytes);
                advance(bytes);
            }
            default -> advance(decoded);
        }
    }

    private void advance(SwitchMessage message) {
        Phase next = phase.on(message, this);
        if (isEnded) {
            return;
        }
        boolean wasLive = phase instanceof Live;
        phase = next;
        if (next instanceof Live live && !wasLive) {
            handshakeDeadline.cancel(false);
            tally().live.increment();
            LOG.info(
                    "{} is live, OpenFlow {}, {} ports",
                    peer,
                    peer.version(),
                    peer.ports().size());
            live.begin(this);
        }
    }

    private void noteUnparsed(SwitchMessage.Unparsed message) {
        tally().unparsed.increment();
        unparsed++;
        if (Long.bitCount(unparsed) == 1) {
            LOG.warn("{} sent something unreadable ({} so far): {}", peer, unparsed, message);
        }
    }

    /** Goes on with the handshake: the datapath id's place is ours. */
    void admit() {
        phase = phase.admitted(this);
        flush();
    }

    /** Does what is asked for; nothing while the switch is not announced. The caller flushes. */
    void carryOut(Effect.SwitchEffect effect) {
        if (!isEnded && phase instanceof Live live) {
            live.carryOut(effect, this);
        }
    }

    void flush() {
        channel.flush();
    }

    boolean isOpen() {
        return !isEnded;
    }

    /** Asks for an echo; {@code answer} is told whether it came in time. One at a time. */
    void probe(Consumer<Boolean> answer) {
        int xid = ask(MessageEncoder::echoRequest);
        Future<?> deadline = after(surroundings.settings().timing().probe(), () -> settleProbe(false));
        probe = Optional.of(new Probe(xid, answer, deadline));
        flush();
    }

    private void settleProbe(int xid) {
        if (probe.isPresent() && probe.get().xid == xid) {
            settleProbe(true);
        }
    }

    private void settleProbe(boolean isAlive) {
        Optional<Probe> settled = probe;
        probe = Optional.empty();
        settled.ifPresent(asked -> {
            asked.deadline.cancel(false);
            asked.answer.accept(isAlive);
        });
    }

    @Override
    public void garbage(String reason) {
        end(reason);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        throw new IllegalStateException("undecoded " + message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        silences = 0;
        ctx.flush();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            insecure(TlsFailure.ofHandshake(handshake.cause()));
        }
        if (event instanceof IdleStateEvent) {
            silences++;
            if (silences >= SILENCES_BORNE) {
                end("it has been silent for "
                        + surroundings
                                .settings()
                                .timing()
                                .echo()
                                .multipliedBy(silences)
                                .toMillis() + " ms");
            } else if (!(phase instanceof Phase.Greeting)) {
                ask(MessageEncoder::echoRequest);
                ctx.flush();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end("it closed the connection");
    }

    private void insecure(String reason) {
        if (!isEnded) {
            tally().insecure.increment();
            end(reason);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Optional<String> reason = TlsFailure.reason(cause);
        if (reason.isPresent()) {
            insecure(reason.get());
            return;
        }
        if (!(cause instanceof IOException)) {
            LOG.error("the session of {} failed", peer, cause);
        }
        end("the connection failed: " + cause.getMessage());
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public int nextXid() {
        return ++xids;
    }

    @Override
    public void send(int messages, Consumer<ByteBuf> writer) {
        if (isEnded) {
            return;
        }
        ByteBuf out = channel.alloc().buffer(messages * USUAL_OCTETS);
        try {
            writer.accept(out);
            tally().messagesOut.add(messages);
            var unused = channel.write(out.retain(), channel.voidPromise());
        } finally {
            out.release();
        }
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        if (unsent != null && unsent.totalPendingWriteBytes() > limits().unsentOctets()) {
            end("it does not read what it is sent");
        }
    }

    @Override
    public void report(FabricEvent event) {
        if (!isEnded) {
            surroundings.events().accept(event);
        }
    }

    @Override
    public void end(String reason) {
        if (isEnded) {
            return;
        }
        isEnded = true;
        handshakeDeadline.cancel(false);
        channel.flush();
        var unused = channel.close();
        LOG.info("the session of {} ends: {}", peer, reason);
        if (phase instanceof Live) {
            tally().live.decrement();
            surroundings.events().accept(new FabricEvent.SwitchDisconnected(peer.dpid(), reason));
        } else {
            tally().failedHandshakes.increment();
        }
        phase = new Phase.Ended();
        peer.identity().ifPresent(dpid -> surroundings.registry().release(dpid, this));
        settleProbe(false);
    }

    @Override
    public void requestAdmission() {
        // Not at once: the phase that can be admitted is entered only after this call.
        channel.eventLoop().execute(() -> surroundings.registry().request(peer.dpid(), this));
    }

    @Override
    public boolean isControllerBehind() {
        return surroundings.backlog().getAsInt() > limits().backlog();
    }

    @Override
    public boolean isSwitchBehind() {
        return !channel.isWritable();
    }

    @Override
    public Future<?> whenUnanswered(Runnable task) {
        return after(surroundings.settings().timing().answer(), task);
    }

    private Future<?> after(Duration delay, Runnable task) {
        return channel.eventLoop().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public OpenFlowSettings.Limits limits() {
        return surroundings.settings().limits();
    }

    @Override
    public Tally tally() {
        return surroundings.tally();
    }
}
