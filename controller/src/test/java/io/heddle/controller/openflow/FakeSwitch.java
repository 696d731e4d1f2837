package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.openflow.codec.Replies;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.MacAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** The other end of a session, in memory and with a clock that stands still. */
final class FakeSwitch {
    static final int HELLO = 0;
    static final int ERROR = 1;
    static final int ECHO_REQUEST = 2;
    static final int ECHO_REPLY = 3;
    static final int EXPERIMENTER = 4;
    static final int FEATURES_REQUEST = 5;
    static final int SET_CONFIG = 9;
    static final int PACKET_OUT = 13;
    static final int FLOW_MOD = 14;
    static final int GROUP_MOD = 15;
    static final int MULTIPART_REQUEST = 18;
    static final int BARRIER_REQUEST = 20;
    static final int ROLE_REQUEST = 24;
    static final int SET_ASYNC = 28;
    static final int METER_MOD = 29;
    static final int BUNDLE_CONTROL = 33;
    static final int BUNDLE_ADD = 34;

    /** One message that came to the switch. */
    record Sent(int version, int type, int xid, ByteBuf body) {}

    final EmbeddedChannel channel = new EmbeddedChannel();
    final ProtocolVersion version;
    final Replies replies;
    private final SwitchSession session;
    private final Deque<Sent> inbox = new ArrayDeque<>();

    private FakeSwitch(ProtocolVersion version, Surroundings surroundings) {
        this.version = version;
        replies = new Replies(version);
        channel.freezeTime();
        channel.pipeline().addLast(new OpenFlowEndpoint.Doorkeeper(surroundings, Optional.empty()));
        session = channel.pipeline().get(SwitchSession.class);
        channel.pipeline().fireChannelActive();
        collect();
    }

    /** Connects and does no more. */
    static FakeSwitch connect(ProtocolVersion version, Surroundings surroundings) {
        return new FakeSwitch(version, surroundings);
    }

    /** Connects and plays the whole handshake, with nothing in the tables. */
    static FakeSwitch live(ProtocolVersion version, Surroundings surroundings, long dpid) {
        FakeSwitch fake = connect(version, surroundings);
        fake.identify(dpid);
        fake.describe(List.of(port(1), port(2)));
        fake.tell(SwitchPlan.empty());
        if (version.canMonitorRules()) {
            fake.expect(MULTIPART_REQUEST);
        }
        return fake;
    }

    static Port port(int number) {
        return new Port(new PortNumber(number), "p" + number, new MacAddress(number), true, 1_000_000_000L);
    }

    static Surroundings surroundings(List<FabricEvent> events) {
        return surroundings(events, OpenFlowSettings.Limits.defaults());
    }

    static Surroundings surroundings(List<FabricEvent> events, OpenFlowSettings.Limits limits) {
        OpenFlowSettings settings = new OpenFlowSettings("127.0.0.1", 0, limits, OpenFlowSettings.Timing.defaults());
        return new Surroundings(settings, new Registry(), new Tally(), events::add, () -> 0);
    }

    void identify(long dpid) {
        greet();
        answer(FEATURES_REQUEST, xid -> replies.features(xid, dpid, 0));
    }

    void greet() {
        expect(HELLO);
        receive(replies.hello());
    }

    void describe(List<Port> ports) {
        answer(MULTIPART_REQUEST, xid -> replies.ports(xid, false, ports));
        answer(MULTIPART_REQUEST, xid -> replies.description(xid, "fake"));
        answer(ROLE_REQUEST, replies::role);
        expect(SET_CONFIG);
        expect(SET_ASYNC);
    }

    void tell(SwitchPlan plan) {
        answer(
                MULTIPART_REQUEST,
                xid -> replies.meters(xid, false, plan.meters().values()));
        answer(
                MULTIPART_REQUEST,
                xid -> replies.groups(xid, false, plan.groups().values()));
        answer(MULTIPART_REQUEST, xid -> replies.rules(xid, false, plan.rules().values()));
    }

    /** Expects a message of that type next and answers it. */
    void answer(int type, IntFunction<ByteBuf> reply) {
        receive(reply.apply(expect(type).xid));
    }

    /** What came next, which must be of that type. */
    Sent expect(int type) {
        collect();
        assertThat(inbox).as("a message of type " + type).isNotEmpty();
        Sent next = inbox.removeFirst();
        assertThat(next.type).as("the type of %s", next).isEqualTo(type);
        return next;
    }

    /** The types of what came and was not expected yet. */
    List<Integer> unexpected() {
        collect();
        List<Integer> types = new ArrayList<>();
        inbox.forEach(sent -> types.add(sent.type));
        return types;
    }

    private void collect() {
        channel.runPendingTasks();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            while (out.isReadable()) {
                ByteBuf message = out.readSlice(out.getUnsignedShort(out.readerIndex() + 2));
                int wire = message.readUnsignedByte();
                int type = message.readUnsignedByte();
                int xid = message.skipBytes(2).readInt();
                inbox.add(new Sent(wire, type, xid, Unpooled.copiedBuffer(message)));
            }
            out.release();
        }
    }

    void receive(ByteBuf bytes) {
        channel.writeInbound(bytes);
        collect();
    }

    void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        collect();
    }

    void hangUp() {
        var unused = channel.close();
        collect();
    }

    SwitchSession session() {
        return session;
    }

    boolean isOpen() {
        collect();
        return channel.isOpen();
    }
}
