package io.heddle.controller.ovsdb;

import io.heddle.controller.ovsdb.data.MalformedJsonException;
import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.ovsdb.data.RpcMessage;
import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.Effect.ConfigureSampling;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.ServerWish;
import io.heddle.controller.tls.TlsFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One connection, from either side's first byte to the last: carries messages between the channel and the current {@link Phase}, and
 * keeps the channel alive and bounded. On its channel's event loop only.
 */
final class DatabaseSession extends ChannelInboundHandlerAdapter implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSession.class);
    private static final int SILENCES_BORNE = 3;
    private static final int DEEPEST = 50;
    private static final String LOOPBACK = "127.0.0.1";
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

    private final Channel channel;
    private final Surroundings surroundings;
    private final String remote;
    private final Future<?> handshakeDeadline;
    private final Map<Long, Asked> asked = new HashMap<>();
    private Phase phase = new Phase.ReadingSchema();
    private Optional<DatabaseId> database = Optional.empty();
    private boolean isEnded;
    private boolean wasLive;
    private int silences;
    private long questions;
    private final Pace pace;
    private Optional<Long> reading = Optional.empty();

    /** A question of ours; {@code echo} takes the answer if it is one, otherwise the phase does. */
    private record Asked(Optional<Consumer<Boolean>> echo, Future<?> deadline) {}

    /** The session of {@code channel}, which begins when the channel is active. */
    DatabaseSession(Channel channel, String remote, Surroundings surroundings) {
        this.channel = channel;
        this.surroundings = surroundings;
        this.remote = remote;
        pace = new Pace(now());
        Duration patience = settings().timing().handshake();
        handshakeDeadline = after(
                patience,
                () -> end("the handshake took longer than " + patience.toMillis() + " ms; it waited for "
                        + phase.waitsFor()));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        phase = Phase.ReadingSchema.begin(this);
        channel.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        reading = reading.or(() -> Optional.of(now()));
        try (InputStream in = new ByteBufInputStream(bytes)) {
            if (!isEnded) {
                tally().messagesIn.increment();
                received(RpcMessage.read(JSON.readTree(in)));
            }
        } catch (MalformedJsonException e) {
            end("it sent something that is not allowed: " + e.getMessage());
        } catch (JacksonException e) {
            end("it sent something that is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            bytes.release();
        }
    }

    private void received(RpcMessage message) {
        switch (message) {
            case RpcMessage.Request request ->
                send(
                        request.method().equals("echo")
                                ? RpcMessage.answer(request, request.parameters())
                                : RpcMessage.refusal(request));
            case RpcMessage.Notice notice -> enter(phase.on(notice, this));
            case RpcMessage.Answer answer -> answered(answer);
        }
    }

    private void answered(RpcMessage.Answer answer) {
        Asked question = asked.remove(answer.id());
        if (question == null) {
            end("it answered a question that was not asked");
            return;
        }
        question.deadline.cancel(false);
        if (question.echo.isPresent()) {
            question.echo.get().accept(true);
        } else {
            enter(phase.on(answer, this));
        }
    }

    private void enter(Phase next) {
        if (isEnded) {
            return;
        }
        if (next instanceof Live && !(phase instanceof Live)) {
            handshakeDeadline.cancel(false);
            tally().live.increment();
            wasLive = true;
        }
        phase = next;
    }

    /** Goes on: the database's place is ours. */
    void admit() {
        enter(phase.admitted(this));
        channel.flush();
    }

    /** What is wanted of databases may have changed. */
    void wished() {
        if (!isEnded) {
            phase.wished(this);
            channel.flush();
        }
    }

    /** That is wanted of the database's machine for tenants. */
    void wished(ServerWish wish) {
        if (!isEnded) {
            phase.wished(wish, this);
            channel.flush();
        }
    }

    boolean isOpen() {
        return !isEnded;
    }

    /** Whether the database was announced, now or before the end. */
    boolean wasLive() {
        return wasLive;
    }

    /** Asks for an echo; {@code answer} is told whether it came in time. */
    void probe(Consumer<Boolean> answer) {
        echo(answer, settings().timing().probe(), () -> answer.accept(false));
        channel.flush();
    }

    private void echo(Consumer<Boolean> answer, Duration patience, Runnable silence) {
        long id = ++questions;
        Future<?> deadline = after(patience, () -> {
            asked.remove(id);
            silence.run();
        });
        asked.put(id, new Asked(Optional.of(answer), deadline));
        send(RpcMessage.question(id, "echo", JsonNodeFactory.instance.arrayNode()));
    }

    @Override
    public long ask(String method, ArrayNode parameters) {
        long id = ++questions;
        Duration patience = settings().timing().answer();
        Future<?> deadline =
                after(patience, () -> end("it did not answer " + method + " within " + patience.toMillis() + " ms"));
        asked.put(id, new Asked(Optional.empty(), deadline));
        send(RpcMessage.question(id, method, parameters));
        return id;
    }

    private void send(JsonNode message) {
        if (isEnded) {
            return;
        }
        tally().messagesOut.increment();
        var unused = channel.write(Unpooled.wrappedBuffer(JSON.writeValueAsBytes(message)), channel.voidPromise());
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        if (unsent != null
                && unsent.totalPendingWriteBytes() > settings().limits().unsentOctets()) {
            end("it does not read what it is sent");
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        silences = 0;
        if (!isEnded) {
            phase.caughtUp(this);
        }
        context.flush();
        reading.ifPresent(began -> pause(pace.pauseAfter(began, now())));
        reading = Optional.empty();
    }

    private long now() {
        return channel.eventLoop().ticker().nanoTime();
    }

    /** Leaves what comes to the system's buffers, and so to the peer, for a while. */
    private void pause(Duration time) {
        if (time.isZero() || isEnded) {
            return;
        }
        channel.config().setAutoRead(false);
        var unused = channel.eventLoop()
                .schedule(() -> channel.config().setAutoRead(true), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            insecure(TlsFailure.ofHandshake(handshake.cause()));
        }
        if (event instanceof IdleStateEvent) {
            silences++;
            Duration interval = settings().timing().echo();
            if (silences >= SILENCES_BORNE) {
                end("it has been silent for " + interval.multipliedBy(silences).toMillis() + " ms");
            } else {
                echo(ignored -> {}, interval.multipliedBy(SILENCES_BORNE), () -> {});
                context.flush();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end("it closed the connection");
    }

    private void insecure(String reason) {
        if (!isEnded) {
            tally().insecure.increment();
            end(reason);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Optional<String> reason = TlsFailure.reason(cause);
        if (reason.isPresent()) {
            insecure(reason.get());
            return;
        }
        switch (cause) {
            case TooLongFrameException tooLong ->
                end("it sent a message of more than " + settings().limits().messageOctets() + " bytes");
            case DecoderException noJson -> end("it sent something that is no JSON");
            case IOException broken -> end("the connection failed: " + broken.getMessage());
            default -> {
                LOG.error("the session of {} failed", this, cause);
                end("the session failed: " + cause);
            }
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
        asked.values().forEach(question -> question.deadline.cancel(false));
        channel.flush();
        var unused = channel.close();
        LOG.info("the session of {} ends: {}", this, reason);
        if (phase instanceof Live live) {
            tally().live.decrement();
            surroundings.events().accept(new FabricEvent.DatabaseDisconnected(live.database(), reason));
        } else {
            tally().failed.increment();
        }
        phase = new Phase.Ended();
        database.ifPresent(id -> surroundings.registry().release(id, this));
        asked.values().forEach(question -> question.echo.ifPresent(answer -> answer.accept(false)));
        asked.clear();
    }

    @Override
    public void requestAdmission(DatabaseId identity) {
        database = Optional.of(identity);
        // Not at once: the phase that can be admitted is entered only after this call.
        channel.eventLoop().execute(() -> surroundings.registry().request(identity, this));
    }

    @Override
    public Future<?> alarmAfter(Duration delay) {
        return after(delay, () -> {
            if (!isEnded) {
                phase.alarmed(this);
                channel.flush();
            }
        });
    }

    private Future<?> after(Duration delay, Runnable task) {
        return channel.eventLoop().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public String samplesTarget() {
        return settings().samplesAt().orElse(here()) + ":" + settings().samplesPort();
    }

    @Override
    public Optional<ControllerReach> reach(Replica replica) {
        int port = channel.localAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
        return ServerTables.hasManagers(replica)
                ? ServerTables.reach(replica, port)
                : Optional.of(new ControllerReach(here(), isSecured()));
    }

    private boolean isSecured() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /** Our address as the other end sees it, if that is any. */
    private String here() {
        SocketAddress here = channel.localAddress();
        return here instanceof InetSocketAddress inet ? Surroundings.host(inet) : LOOPBACK;
    }

    @Override
    public Optional<ConfigureSampling> sampling() {
        return surroundings.sampling();
    }

    @Override
    public OvsdbSettings settings() {
        return surroundings.settings();
    }

    @Override
    public Tally tally() {
        return surroundings.tally();
    }

    @Override
    public String toString() {
        return database.map(id -> "database " + id + " at " + remote).orElse("peer at " + remote);
    }
}
