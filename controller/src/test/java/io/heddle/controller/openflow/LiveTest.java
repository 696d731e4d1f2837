package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.openflow.codec.Replies;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Effect.Departure;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.FlowCount;
import io.heddle.controller.state.PortCounters;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.Pipeline;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.verify.HashProbe;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a session does once its switch is announced. */
class LiveTest {
    private static final DatapathId DPID = new DatapathId(7);

    private final List<FabricEvent> events = new ArrayList<>();
    private final AtomicInteger backlog = new AtomicInteger();
    private final Surroundings surroundings = new Surroundings(
            OpenFlowSettings.at("127.0.0.1", 0), new Registry(), new Tally(), events::add, backlog::get);

    private FakeSwitch live(ProtocolVersion version) {
        FakeSwitch fake = FakeSwitch.live(version, surroundings, DPID.value());
        events.clear();
        return fake;
    }

    private OpenFlowCounters counters() {
        return surroundings.tally().snapshot();
    }

    private static void carryOut(FakeSwitch fake, Effect.SwitchEffect effect) {
        fake.session().carryOut(effect);
        fake.session().flush();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aPacketIsReportedWithWhereItCameInAndWhy(ProtocolVersion version) {
        FakeSwitch fake = live(version);
        fake.receive(
                fake.replies.packetIn(2, 2, Cookie.of(Cookie.Purpose.ROUTING).value(), new byte[] {1, 2, 3}));
        FabricEvent.PacketReceived packet = (FabricEvent.PacketReceived) events.getFirst();
        assertThat(packet.point()).isEqualTo(new ConnectPoint(DPID, new PortNumber(2)));
        assertThat(packet.reason()).isEqualTo(PacketInReason.INVALID_TTL);
        assertThat(packet.cookie()).isEqualTo(Optional.of(Cookie.of(Cookie.Purpose.ROUTING)));
        assertThat(packet.frame()).containsExactly(1, 2, 3);
    }

    @Test
    void aPacketOfNoRuleHasNoCookieAndOneFromAReservedPortIsIgnored() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        fake.receive(fake.replies.packetIn(1, 0, -1, new byte[14]));
        fake.receive(fake.replies.packetIn(0xfffffffd, 9, -1, new byte[14]));
        fake.receive(fake.replies.packetIn(1, 9, -1, new byte[14]));
        assertThat(events).hasSize(2);
        assertThat(((FabricEvent.PacketReceived) events.getFirst()).cookie()).isEmpty();
        assertThat(((FabricEvent.PacketReceived) events.getFirst()).reason()).isEqualTo(PacketInReason.TABLE_MISS);
        assertThat(((FabricEvent.PacketReceived) events.getLast()).reason()).isEqualTo(PacketInReason.OTHER);
    }

    @Test
    void whileTheControllerIsBehindPacketsAreDroppedAndPortNewsAreNot() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        backlog.set(surroundings.settings().limits().backlog() + 1);
        fake.receive(fake.replies.packetIn(1, 0, -1, new byte[14]));
        fake.receive(fake.replies.portStatus(2, FakeSwitch.port(1).withUp(false)));
        assertThat(events)
                .containsExactly(
                        new FabricEvent.PortChanged(DPID, FakeSwitch.port(1).withUp(false)));
        assertThat(counters().packetInsDropped()).isEqualTo(1);
        assertThat(counters().packetIns()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void portsThatComeChangeAndGoAreReported(ProtocolVersion version) {
        FakeSwitch fake = live(version);
        fake.receive(fake.replies.portStatus(0, FakeSwitch.port(3)));
        fake.receive(fake.replies.portStatus(1, FakeSwitch.port(3)));
        assertThat(events)
                .containsExactly(
                        new FabricEvent.PortChanged(DPID, FakeSwitch.port(3)),
                        new FabricEvent.PortRemoved(new ConnectPoint(DPID, new PortNumber(3))));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aRuleOfOursThatWasIdleIsReportedAndOneRemovedOtherwiseIsNot(ProtocolVersion version) {
        FakeSwitch fake = live(version);
        ForwardingRule rule = SamplePlan.steering();
        ForwardingRule foreign = new ForwardingRule(rule.key(), rule.actions(), rule.next(), new Cookie(7), 30);
        fake.receive(fake.replies.flowRemoved(rule, 2));
        fake.receive(fake.replies.flowRemoved(foreign, 0));
        fake.receive(fake.replies.flowRemoved(rule, 0));
        assertThat(events).containsExactly(new FabricEvent.RuleExpired(DPID, rule.key()));
    }

    @Test
    void anEchoIsReturnedWithItsPayload() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_4);
        fake.receive(fake.replies.echoRequest(77, "hallo"));
        FakeSwitch.Sent reply = fake.expect(FakeSwitch.ECHO_REPLY);
        assertThat(reply.xid()).isEqualTo(77);
        assertThat(reply.body().toString(java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("hallo");
    }

    @Test
    void aSilentSwitchIsAskedForAnEchoAndLeftWhenItStaysSilent() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        fake.pass(Duration.ofSeconds(5));
        fake.answer(FakeSwitch.ECHO_REQUEST, fake.replies::echoReply);
        fake.pass(Duration.ofSeconds(5));
        fake.expect(FakeSwitch.ECHO_REQUEST);
        fake.pass(Duration.ofSeconds(5));
        fake.expect(FakeSwitch.ECHO_REQUEST);
        assertThat(fake.isOpen()).isTrue();
        fake.pass(Duration.ofSeconds(5));
        assertThat(fake.isOpen()).isFalse();
        assertThat(events).hasSize(1);
        assertThat(((FabricEvent.SwitchDisconnected) events.getFirst()).reason())
                .contains("silent for 15000 ms");
    }

    @Test
    void anUnreadableMessageIsCountedAndTheSessionGoesOn() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        fake.receive(Replies.message(6, 10, 5, out -> out.writeInt(1)));
        fake.receive(Replies.message(6, 12, 5, out -> out.writeLong(1)));
        assertThat(counters().unparsed()).isEqualTo(2);
        assertThat(fake.isOpen()).isTrue();
        fake.receive(fake.replies.packetIn(1, 0, -1, new byte[14]));
        assertThat(events).hasSize(1);
    }

    @Test
    void anErrorToNothingIsCountedAndTheSessionGoesOn() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        fake.receive(fake.replies.error(4711, 1, 1));
        assertThat(counters().errors()).isEqualTo(1);
        assertThat(fake.isOpen()).isTrue();
    }

    @Test
    void aClosedChannelIsReportedOnce() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        fake.hangUp();
        assertThat(events).containsExactly(new FabricEvent.SwitchDisconnected(DPID, "it closed the connection"));
        assertThat(counters().live()).isZero();
        assertThat(counters().open()).isZero();
        assertThat(surroundings.registry().holder(DPID)).isEmpty();
    }

    @Test
    void aFailureInsideEndsThatSessionWithAReason() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        fake.channel.pipeline().fireExceptionCaught(new java.io.IOException("reset by peer"));
        assertThat(events)
                .containsExactly(new FabricEvent.SwitchDisconnected(DPID, "the connection failed: reset by peer"));
    }

    @Test
    void aSessionCanBeClosedOnDemand() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        carryOut(fake, new Effect.CloseSession(DPID, "because"));
        assertThat(fake.isOpen()).isFalse();
        assertThat(events).containsExactly(new FabricEvent.SwitchDisconnected(DPID, "because"));
        carryOut(fake, new Effect.ReadPortCounters(DPID));
        assertThat(fake.unexpected()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void countersComeTogetherFromSeveralParts(ProtocolVersion version) {
        FakeSwitch fake = live(version);
        carryOut(fake, new Effect.ReadPortCounters(DPID));
        int xid = fake.expect(FakeSwitch.MULTIPART_REQUEST).xid();
        fake.receive(fake.replies.counters(xid + 1, false, 1));
        fake.receive(fake.replies.counters(xid, true, 1));
        fake.receive(fake.replies.counters(xid, true, 0xfffffffe));
        fake.receive(fake.replies.counters(xid, false, 2));
        assertThat(events)
                .containsExactly(new FabricEvent.PortCountersRead(
                        DPID,
                        List.of(
                                new PortCounters(new PortNumber(1), 1, 2, 3, 4, 5, 6),
                                new PortCounters(new PortNumber(2), 1, 2, 3, 4, 5, 6))));
    }

    @Test
    void aSwitchThatDoesNotAnswerIsNotAskedForCountersWithoutEnd() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        for (int i = 0; i < 10; i++) {
            carryOut(fake, new Effect.ReadPortCounters(DPID));
        }
        assertThat(fake.unexpected()).hasSize(4);
        int xid = fake.expect(FakeSwitch.MULTIPART_REQUEST).xid();
        fake.receive(fake.replies.error(xid, 1, 2));
        carryOut(fake, new Effect.ReadPortCounters(DPID));
        assertThat(fake.unexpected()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void whatSteeringRulesCountedComesTogetherFromSeveralPartsAndNothingElseDoes(ProtocolVersion version) {
        FakeSwitch fake = live(version);
        carryOut(fake, new Effect.ReadSteeringCounters(DPID));
        carryOut(fake, new Effect.ReadSteeringCounters(DPID));
        int xid = fake.expect(FakeSwitch.MULTIPART_REQUEST).xid();
        assertThat(fake.unexpected()).as("not asked twice at once").isEmpty();
        FlowKey first = flow(1);
        FlowKey second = flow(2);
        ForwardingRule unrelated = new ForwardingRule(
                new ForwardingRule.Key(Pipeline.STEER, 0, Match.any()),
                List.of(),
                Optional.of(Pipeline.UP),
                Cookie.of(Cookie.Purpose.ROUTING),
                0);
        fake.receive(fake.replies.rules(xid + 1, false, List.of(steering(first)), 7));
        fake.receive(fake.replies.rules(xid, true, List.of(steering(first), unrelated), 4_000_000_000_000L));
        fake.receive(fake.replies.rules(xid, false, List.of(steering(second)), 0));
        assertThat(events)
                .containsExactly(new FabricEvent.SteeringCountersRead(
                        DPID, List.of(new FlowCount(first, 4_000_000_000_000L), new FlowCount(second, 0))));

        carryOut(fake, new Effect.ReadSteeringCounters(DPID));
        fake.receive(
                fake.replies.error(fake.expect(FakeSwitch.MULTIPART_REQUEST).xid(), 1, 2));
        carryOut(fake, new Effect.ReadSteeringCounters(DPID));
        fake.expect(FakeSwitch.MULTIPART_REQUEST);
        assertThat(fake.isOpen()).isTrue();
    }

    private static FlowKey flow(int port) {
        return new FlowKey(Ipv4Address.parse("10.0.0.2"), Ipv4Address.parse("10.1.0.2"), FlowKey.TCP, port, 5001);
    }

    private static ForwardingRule steering(FlowKey flow) {
        return new ForwardingRule(
                new ForwardingRule.Key(Pipeline.STEER, 100, flow.match()),
                List.of(),
                Optional.of(Pipeline.UP),
                Cookie.of(Cookie.Purpose.STEERING),
                10);
    }

    @Test
    void tablesAreReadBackOnDemand() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        SwitchPlan plan = SamplePlan.of(ProtocolVersion.OF_1_5);
        carryOut(fake, new Effect.RereadTables(DPID));
        fake.tell(plan);
        FabricEvent.TablesReread reread = (FabricEvent.TablesReread) events.getFirst();
        assertThat(reread.installed().ours()).isEqualTo(plan);
    }

    @Test
    void whatOthersChangeIsToldOnceUntilTheTablesAreReadBack() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        int abbreviated = 4;
        int removed = 2;
        int idle = 0;
        fake.receive(fake.replies.newsOfRules(abbreviated, 0, removed, idle));
        assertThat(events).isEmpty();
        int deleted = 2;
        fake.receive(fake.replies.newsOfRules(abbreviated, 0, removed, deleted));
        int modified = 3;
        fake.receive(fake.replies.newsOfRules(modified, 0));
        assertThat(events).containsExactly(new FabricEvent.TablesDisturbed(DPID));
        carryOut(fake, new Effect.RereadTables(DPID));
        int resumed = 6;
        fake.receive(fake.replies.newsOfRules(resumed, 0));
        assertThat(events).hasSize(2);
    }

    @Test
    void packetsAreDroppedAndCountedWhileTheSwitchIsBehind() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        byte[] frame = new byte[60_000];
        Effect.SendPacket packet = new Effect.SendPacket(DPID, new Departure.ByPort(new PortNumber(1)), frame);
        for (int i = 0; i < 10; i++) {
            fake.session().carryOut(packet);
        }
        assertThat(counters().packetOuts()).isBetween(1L, 9L);
        assertThat(counters().packetOutsDropped()).isEqualTo(10 - counters().packetOuts());
        fake.session().flush();
        carryOut(fake, packet);
        assertThat(fake.unexpected()).containsOnly(FakeSwitch.PACKET_OUT).hasSize((int)
                counters().packetOuts());
    }

    @Test
    void theHashIsReadOffTheCountersOfAGroupThatComesAndGoes() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        carryOut(fake, new Effect.ProbeHash(DPID));
        fake.receive(fake.replies.groupCounters(asked(fake), List.of(0L, 16L)));
        assertThat(events).containsExactly(new FabricEvent.HashLearned(DPID, Optional.of(HashVariant.CRC32C)));
        assertThat(fake.expect(FakeSwitch.GROUP_MOD).body().readUnsignedShort())
                .as("removed")
                .isEqualTo(2);
        assertThat(fake.unexpected()).isEmpty();
    }

    @Test
    void aSwitchThatCountsSomethingElseOrRefusesHasAnUnknownHash() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        carryOut(fake, new Effect.ProbeHash(DPID));
        fake.receive(fake.replies.groupCounters(asked(fake), List.of(7L, 9L)));
        fake.expect(FakeSwitch.GROUP_MOD);
        carryOut(fake, new Effect.ProbeHash(DPID));
        fake.receive(fake.replies.error(asked(fake), 1, 2));
        assertThat(events)
                .containsExactly(
                        new FabricEvent.HashLearned(DPID, Optional.empty()),
                        new FabricEvent.HashLearned(DPID, Optional.empty()));
        assertThat(fake.isOpen()).isTrue();
    }

    /** Takes the experiment as far as its question for counters, whose number is returned. */
    private static int asked(FakeSwitch fake) {
        assertThat(fake.expect(FakeSwitch.GROUP_MOD).body().readUnsignedShort())
                .as("removed")
                .isEqualTo(2);
        assertThat(fake.expect(FakeSwitch.GROUP_MOD).body().readUnsignedShort())
                .as("added")
                .isZero();
        HashProbe.flows().forEach(flow -> fake.expect(FakeSwitch.PACKET_OUT));
        return fake.expect(FakeSwitch.MULTIPART_REQUEST).xid();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void connectionsAreForgottenOnceTheChangesAskedForBeforeAreMade(ProtocolVersion version) {
        FakeSwitch fake = live(version);
        carryOut(fake, new Effect.ApplyChanges(DPID, 1, List.of(new Change.PutRule(SamplePlan.drop(1)))));
        carryOut(fake, new Effect.ForgetConnections(DPID, List.of(new Zone.Of(5), new Zone.Of(0x7fff))));
        fake.expect(FakeSwitch.FLOW_MOD);
        int barrier = fake.expect(FakeSwitch.BARRIER_REQUEST).xid();
        assertThat(fake.unexpected()).isEmpty();
        fake.receive(fake.replies.barrierReply(barrier));
        for (String zone : List.of("0005", "7fff")) {
            assertThat(ByteBufUtil.hexDump(fake.expect(FakeSwitch.EXPERIMENTER).body()))
                    .isEqualTo("00002320" + "0000001d" + "000000000000" + zone);
        }
        assertThat(fake.unexpected()).isEmpty();
    }
}
