package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heddle.controller.openflow.codec.Replies;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.SwitchConnected;
import io.heddle.controller.state.Installed;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.topology.DatapathId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of the table in {@link Phase}, up to the announcement. */
class HandshakeTest {
    private static final int BAD_REQUEST = 1;
    private static final int BAD_MULTIPART = 2;
    private static final int EPERM = 5;
    private static final int ROLE_REQUEST_FAILED = 11;

    private final List<FabricEvent> events = new ArrayList<>();
    private final Surroundings surroundings = FakeSwitch.surroundings(events);
    private final FakeSwitch fake = FakeSwitch.connect(ProtocolVersion.OF_1_5, surroundings);

    private void assertEnded() {
        assertThat(fake.isOpen()).isFalse();
        assertThat(surroundings.tally().snapshot().failedHandshakes()).isEqualTo(1);
        assertThat(surroundings.tally().snapshot().open()).isZero();
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void theWholeHandshakeAnnouncesTheSwitchWithWhatItHolds(ProtocolVersion version) {
        FakeSwitch each = FakeSwitch.connect(version, surroundings);
        SwitchPlan plan = SamplePlan.of(version);
        each.identify(7);
        each.describe(List.of(FakeSwitch.port(1), FakeSwitch.port(2)));
        each.tell(plan);
        SwitchConnected connected = (SwitchConnected) events.getFirst();
        assertThat(connected.dpid()).isEqualTo(new DatapathId(7));
        assertThat(connected.version()).isEqualTo(version);
        assertThat(connected.description().name()).isEqualTo("fake");
        assertThat(connected.ports()).containsExactly(FakeSwitch.port(1), FakeSwitch.port(2));
        assertThat(connected.installed()).isEqualTo(new Installed(plan, List.of(), List.of(), 0));
        assertThat(surroundings.tally().snapshot().live()).isEqualTo(1);
        boolean isMonitored = version != ProtocolVersion.OF_1_3;
        assertThat(each.unexpected()).isEqualTo(isMonitored ? List.of(FakeSwitch.MULTIPART_REQUEST) : List.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void aHelloWithoutBitmapMeansEveryVersionUpToItsOwn(int wire) {
        fake.expect(FakeSwitch.HELLO);
        fake.receive(Replies.hello(wire, 0));
        assertThat(fake.expect(FakeSwitch.FEATURES_REQUEST).version()).isEqualTo(wire);
    }

    @Test
    void aHelloOfALaterVersionWithABitmapIsUnderstood() {
        fake.expect(FakeSwitch.HELLO);
        fake.receive(Replies.hello(8, 0b1_0011_0000));
        assertThat(fake.expect(FakeSwitch.FEATURES_REQUEST).version()).isEqualTo(5);
    }

    @Test
    void aHelloWithoutCommonVersionIsAnsweredWithAnErrorAndEndsTheSession() {
        fake.expect(FakeSwitch.HELLO);
        fake.receive(Replies.hello(1, 0));
        FakeSwitch.Sent error = fake.expect(FakeSwitch.ERROR);
        assertThat(error.version()).isEqualTo(1);
        assertThat(error.body().readInt()).as("HELLO_FAILED, INCOMPATIBLE").isZero();
        assertThat(error.body().toString(StandardCharsets.US_ASCII))
                .contains("1.3, 1.4 or 1.5")
                .contains("only 1.0");
        assertEnded();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000",
                "\u0006\u0005\u0000\u0008abcd"
            })
    void whatDoesNotBeginWithAHelloEndsTheSessionAtOnce(String bytes) {
        fake.receive(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
        assertEnded();
    }

    @Test
    void aHelloOfAnOversizedLengthEndsTheSessionAtOnce() {
        fake.receive(Unpooled.wrappedBuffer(new byte[] {6, 0, (byte) 0xff, (byte) 0xff, 0, 0, 0, 1}));
        assertEnded();
    }

    @Test
    void aLengthBelowTheHeadersEndsTheSession() {
        fake.greet();
        fake.receive(Unpooled.wrappedBuffer(new byte[] {6, 2, 0, 7, 0, 0, 0, 1}));
        assertEnded();
    }

    @Test
    void aHelloThatLiesAboutItsElementsEndsTheSession() {
        ByteBuf hello = Replies.hello(6, 1 << 6);
        fake.receive(hello.setShort(10, 2));
        assertEnded();
    }

    @Test
    void bytesThatComeOneByOneMakeTheSameMessages() {
        ByteBuf hello = fake.replies.hello();
        while (hello.isReadable()) {
            fake.receive(hello.readRetainedSlice(1));
        }
        hello.release();
        fake.expect(FakeSwitch.HELLO);
        fake.expect(FakeSwitch.FEATURES_REQUEST);
    }

    @Test
    void aHandshakeThatTakesTooLongEndsTheSession() {
        fake.greet();
        fake.pass(Duration.ofSeconds(14));
        assertThat(fake.isOpen()).isTrue();
        fake.receive(fake.replies.echoRequest(1, ""));
        fake.pass(Duration.ofSeconds(6));
        assertEnded();
    }

    @Test
    void aPeerThatSaysNothingAtAllIsNotWaitedFor() {
        fake.pass(Duration.ofSeconds(20));
        assertEnded();
    }

    @Test
    void auxiliaryConnectionsAreRefused() {
        fake.greet();
        fake.answer(FakeSwitch.FEATURES_REQUEST, xid -> fake.replies.features(xid, 7, 1));
        assertEnded();
    }

    @Test
    void aRefusalOfFeaturesEndsTheSession() {
        fake.greet();
        fake.answer(FakeSwitch.FEATURES_REQUEST, xid -> fake.replies.error(xid, BAD_REQUEST, EPERM));
        assertEnded();
    }

    @Test
    void aHelloThatTheOtherSideRefusesEndsTheSession() {
        fake.greet();
        fake.receive(fake.replies.error(99, 0, 0));
        assertEnded();
    }

    @Test
    void anUnreadableAnswerEndsTheSession() {
        fake.greet();
        int xid = fake.expect(FakeSwitch.FEATURES_REQUEST).xid();
        fake.receive(Replies.message(6, 6, xid, out -> out.writeInt(1)));
        assertEnded();
        assertThat(surroundings.tally().snapshot().unparsed()).isEqualTo(1);
    }

    @Test
    void answersToNothingThatWasAskedAreIgnored() {
        fake.greet();
        fake.receive(fake.replies.barrierReply(1234));
        fake.receive(fake.replies.features(1234, 9, 0));
        fake.receive(fake.replies.irrelevant(5));
        fake.receive(fake.replies.error(1234, BAD_REQUEST, EPERM));
        fake.receive(Replies.message(3, 2, 5, out -> {}));
        assertThat(fake.isOpen()).isTrue();
        fake.answer(FakeSwitch.FEATURES_REQUEST, xid -> fake.replies.features(xid, 7, 0));
        assertThat(surroundings.registry().holder(new DatapathId(7))).isPresent();
    }

    @Test
    void aRefusalOfPortsEndsTheSession() {
        fake.identify(7);
        fake.answer(FakeSwitch.MULTIPART_REQUEST, xid -> fake.replies.error(xid, BAD_REQUEST, BAD_MULTIPART));
        assertEnded();
    }

    @Test
    void aSwitchThatDoesNotDescribeItselfIsTakenAsWell() {
        fake.identify(7);
        int request = fake.expect(FakeSwitch.MULTIPART_REQUEST).xid();
        fake.receive(fake.replies.ports(request, true, List.of(FakeSwitch.port(1))));
        assertThat(fake.unexpected()).isEmpty();
        fake.receive(fake.replies.ports(request, false, List.of(FakeSwitch.port(2))));
        fake.answer(FakeSwitch.MULTIPART_REQUEST, xid -> fake.replies.error(xid, BAD_REQUEST, BAD_MULTIPART));
        fake.answer(FakeSwitch.ROLE_REQUEST, fake.replies::role);
        fake.expect(FakeSwitch.SET_CONFIG);
        fake.expect(FakeSwitch.SET_ASYNC);
        fake.tell(SwitchPlan.empty());
        assertThat(((SwitchConnected) events.getFirst()).description().name()).isEmpty();
    }

    @Test
    void aRefusalOfTheRoleEndsTheSession() {
        fake.identify(7);
        fake.answer(FakeSwitch.MULTIPART_REQUEST, xid -> fake.replies.ports(xid, false, List.of()));
        fake.answer(FakeSwitch.MULTIPART_REQUEST, xid -> fake.replies.description(xid, "x"));
        fake.answer(FakeSwitch.ROLE_REQUEST, xid -> fake.replies.error(xid, ROLE_REQUEST_FAILED, 0));
        assertEnded();
        assertThat(surroundings.registry().holder(new DatapathId(7))).isEmpty();
    }

    @Test
    void aSwitchWithoutMetersAndGroupsIsTakenAsWell() {
        fake.identify(7);
        fake.describe(List.of());
        fake.answer(FakeSwitch.MULTIPART_REQUEST, xid -> fake.replies.error(xid, BAD_REQUEST, BAD_MULTIPART));
        fake.answer(FakeSwitch.MULTIPART_REQUEST, xid -> fake.replies.error(xid, BAD_REQUEST, BAD_MULTIPART));
        fake.answer(FakeSwitch.MULTIPART_REQUEST, xid -> fake.replies.rules(xid, false, List.of()));
        assertThat(((SwitchConnected) events.getFirst()).installed()).isEqualTo(Installed.nothing());
    }

    @Test
    void aSwitchThatDoesNotTellItsRulesIsNotTaken() {
        fake.identify(7);
        fake.describe(List.of());
        fake.answer(FakeSwitch.MULTIPART_REQUEST, xid -> fake.replies.meters(xid, false, List.of()));
        fake.answer(FakeSwitch.MULTIPART_REQUEST, xid -> fake.replies.groups(xid, false, List.of()));
        fake.answer(FakeSwitch.MULTIPART_REQUEST, xid -> fake.replies.error(xid, BAD_REQUEST, BAD_MULTIPART));
        assertEnded();
    }

    @Test
    void tablesThatCannotBeReadAtAllEndTheSession() {
        fake.identify(7);
        fake.describe(List.of());
        int xid = fake.expect(FakeSwitch.MULTIPART_REQUEST).xid();
        fake.receive(Replies.message(
                6, 19, xid, out -> out.writeShort(10).writeShort(0).writeInt(0).writeShort(0)));
        assertEnded();
    }

    @Test
    void aSwitchThatHoldsMoreThanIsBearableIsNotTaken() {
        FakeSwitch huge = FakeSwitch.connect(
                ProtocolVersion.OF_1_4,
                FakeSwitch.surroundings(events, new OpenFlowSettings.Limits(9, 9, 10, 1 << 20, 9)));
        huge.identify(7);
        huge.describe(List.of());
        huge.answer(FakeSwitch.MULTIPART_REQUEST, xid -> huge.replies.meters(xid, false, List.of()));
        huge.answer(FakeSwitch.MULTIPART_REQUEST, xid -> huge.replies.groups(xid, false, List.of()));
        huge.answer(FakeSwitch.MULTIPART_REQUEST, xid -> huge.replies.rules(xid, true, SamplePlan.rules()));
        assertThat(huge.isOpen()).isFalse();
    }

    @Test
    void newsOfPortsDuringTheHandshakeAreTakenIn() {
        fake.identify(7);
        fake.describe(List.of(FakeSwitch.port(1), FakeSwitch.port(2)));
        fake.receive(fake.replies.portStatus(1, FakeSwitch.port(1)));
        fake.receive(fake.replies.portStatus(2, FakeSwitch.port(2).withUp(false)));
        fake.receive(fake.replies.portStatus(0, FakeSwitch.port(3)));
        fake.receive(fake.replies.packetIn(1, 0, -1, new byte[14]));
        fake.tell(SwitchPlan.empty());
        assertThat(((SwitchConnected) events.getFirst()).ports())
                .containsExactly(FakeSwitch.port(2).withUp(false), FakeSwitch.port(3));
        assertThat(surroundings.tally().snapshot().packetInsDropped()).isEqualTo(1);
    }

    @Test
    void nobodyIsAdmittedWhoDidNotAsk() {
        assertThatIllegalStateException().isThrownBy(() -> fake.session().admit());
    }

    @Test
    void aPeerThatDoesNotReadWhatItIsSentIsLeft() {
        FakeSwitch deaf = FakeSwitch.connect(
                ProtocolVersion.OF_1_5, FakeSwitch.surroundings(events, new OpenFlowSettings.Limits(9, 9, 10, 1, 9)));
        assertThat(deaf.isOpen()).isFalse();
    }
}
