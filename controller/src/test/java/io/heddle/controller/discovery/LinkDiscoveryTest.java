package io.heddle.controller.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Lldp;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.CableSuspected;
import io.heddle.controller.state.FabricEvent.HostLost;
import io.heddle.controller.state.FabricEvent.LinkTimedOut;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Link;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkDiscoveryTest {

    private static final ConnectPoint A = ConnectPoint.of(1, 1);
    private static final ConnectPoint B = ConnectPoint.of(2, 1);
    private static final ConnectPoint HOST_PORT = ConnectPoint.of(1, 2);
    private static final ConnectPoint OTHER_HOST_PORT = ConnectPoint.of(2, 2);

    private static Cabling pair() {
        Cabling cabling = Cabling.withDefaults().wire(A, B);
        cabling.connect(1, 3);
        cabling.connect(2, 3);
        return cabling;
    }

    @Test
    void aCableIsTwoLinksSeenAsSoonAsBothSwitchesAreThere() {
        assertThat(pair().topology.links()).containsExactly(new Link(A, B), new Link(B, A));
    }

    @Test
    void aPortThatComesUpIsFoundAtOnceAndOneThatGoesDownIsForgotten() {
        Cabling cabling = pair();
        cabling.setPort(A, false);
        assertThat(cabling.topology.links()).isEmpty();
        cabling.setPort(A, true);
        assertThat(cabling.topology.links()).containsExactly(new Link(A, B), new Link(B, A));
    }

    @Test
    void aSwitchThatHandsOverNothingBeforeItsFirstRulesIsFoundRightAfterThem() {
        Cabling cabling = Cabling.withDefaults();
        cabling.connect(1, 1);
        cabling.connect(2, 1);
        cabling.pass(Duration.ofSeconds(30));
        cabling.wire(A, B);
        cabling.apply(new FabricEvent.ChangesConfirmed(new DatapathId(2), 1));
        assertThat(cabling.topology.links()).containsExactly(new Link(A, B), new Link(B, A));
    }

    @Test
    void aSilentCableTimesOutInThatDirectionOnly() {
        Cabling cabling = pair();
        cabling.pass(Duration.ofSeconds(5));
        cabling.silence(A);
        cabling.pass(Duration.ofSeconds(20));
        assertThat(cabling.events).contains(new LinkTimedOut(new Link(A, B)));
        assertThat(cabling.topology.links()).containsExactly(new Link(B, A));
        assertThat(cabling.discovery.counters().timedOut()).isEqualTo(1);
    }

    @Test
    void aSilentCableComesBackWhenItSpeaksAgain() {
        Cabling cabling = pair();
        cabling.silence(A);
        cabling.pass(Duration.ofSeconds(20));
        cabling.wire(A, B);
        cabling.pass(Duration.ofSeconds(4));
        assertThat(cabling.topology.links()).containsExactly(new Link(A, B), new Link(B, A));
    }

    @Test
    void aWorkingCableNeverTimesOut() {
        Cabling cabling = pair();
        cabling.pass(Duration.ofMinutes(5));
        assertThat(cabling.events).hasSize(2);
    }

    @Test
    void aLinkToASwitchThatIsOutOfReachDoesNotTimeOut() {
        Cabling cabling = pair();
        cabling.disconnect(2);
        cabling.pass(Duration.ofMinutes(1));
        assertThat(cabling.topology.links()).hasSize(2);
        cabling.connect(2, 3);
        cabling.pass(Duration.ofMinutes(1));
        assertThat(cabling.topology.links()).hasSize(2);
        assertThat(cabling.discovery.counters().timedOut()).isZero();
    }

    @Test
    void aForgedFrameMakesNoLink() {
        Cabling cabling = pair();
        byte[] frame = cabling.lastFrameFrom(HOST_PORT);
        frame[frame.length - 3] ^= 1;
        cabling.inject(OTHER_HOST_PORT, frame);
        assertThat(cabling.topology.links()).hasSize(2);
        assertThat(cabling.refusals()).singleElement().asString().contains("forged");
    }

    @Test
    void aFrameOfAnotherControllerMakesNoLink() {
        Cabling cabling = pair();
        byte[] secret = new byte[LldpKey.SECRET_LENGTH];
        Arrays.fill(secret, (byte) 7);
        byte[] frame = new Probe(HOST_PORT, cabling.now, 1).frame(new MacAddress(1), new LldpKey(secret));
        cabling.inject(OTHER_HOST_PORT, frame);
        assertThat(cabling.topology.links()).hasSize(2);
        assertThat(cabling.refusals()).singleElement().asString().contains("wrong key");
    }

    @Test
    void lldpOfAServerMakesNoLinkAndIsCounted() {
        Cabling cabling = pair();
        Lldp unit = Lldp.of("server", "eth0", 120, Lldp.organisational(0x00120f, 1, new byte[] {1, 2}));
        cabling.inject(HOST_PORT, lldpFrame(unit));
        cabling.inject(HOST_PORT, lldpFrame(unit));
        assertThat(cabling.refusals()).hasSize(1);
        assertThat(cabling.discovery.counters().refused()).isEqualTo(2);
    }

    @Test
    void aReplayedFrameMakesNoLink() {
        Cabling cabling = pair();
        byte[] frame = cabling.lastFrameFrom(A);
        cabling.inject(B, frame);
        assertThat(cabling.refusals()).singleElement().asString().contains("replayed");
    }

    @Test
    void aFrameRelayedToASecondPlaceMakesNoLink() {
        Cabling cabling = pair();
        cabling.inject(OTHER_HOST_PORT, cabling.lastFrameFrom(A));
        assertThat(cabling.refusals()).singleElement().asString().contains("relayed");
        assertThat(cabling.topology.links()).hasSize(2);
    }

    @Test
    void anOldFrameMakesNoLink() {
        Cabling cabling = pair();
        byte[] frame = cabling.lastFrameFrom(HOST_PORT);
        cabling.pass(Duration.ofSeconds(6));
        cabling.inject(OTHER_HOST_PORT, frame);
        assertThat(cabling.refusals()).singleElement().asString().contains("too old");
    }

    @Test
    void aFrameFromTheFutureMakesNoLink() {
        Cabling cabling = pair();
        byte[] frame = new Probe(HOST_PORT, cabling.now.plusSeconds(60), 1)
                .frame(new MacAddress(1), new LldpKey(Cabling.SECRET));
        cabling.inject(OTHER_HOST_PORT, frame);
        assertThat(cabling.refusals()).singleElement().asString().contains("future");
    }

    @Test
    void aFrameRelayedBetweenPortsWhereHostsAreMakesNoLinkAndHasTheHostsAsked() {
        Cabling cabling = pair();
        hosts(cabling);
        cabling.inject(OTHER_HOST_PORT, cabling.lastFrameFrom(HOST_PORT));
        assertThat(cabling.refusals())
                .singleElement()
                .asString()
                .contains("relayed by a host")
                .contains(HOST_PORT + " and " + OTHER_HOST_PORT);
        assertThat(cabling.events)
                .contains(new CableSuspected(HOST_PORT), new CableSuspected(OTHER_HOST_PORT))
                .hasSize(5);
        assertThat(cabling.discovery.counters().refused()).isEqualTo(1);
        assertThat(cabling.topology.links()).hasSize(2);
    }

    @Test
    void aCableInThePlaceOfHostsIsBelievedAsSoonAsTheyAreGivenUp() {
        Cabling cabling = pair();
        hosts(cabling);
        cabling.pass(Duration.ofSeconds(10));
        cabling.wire(HOST_PORT, OTHER_HOST_PORT);
        cabling.pass(Duration.ofSeconds(4));
        cabling.apply(new HostLost(Ipv4Address.parse("10.0.0.2")));
        assertThat(cabling.topology.links()).hasSize(2);
        cabling.apply(new HostLost(Ipv4Address.parse("10.0.1.2")));
        assertThat(cabling.topology.links())
                .contains(new Link(HOST_PORT, OTHER_HOST_PORT), new Link(OTHER_HOST_PORT, HOST_PORT))
                .hasSize(4);
    }

    @Test
    void aFrameThatIsNotToBeBelievedRaisesNoDoubtAboutAHost() {
        Cabling cabling = pair();
        hosts(cabling);
        byte[] genuine = cabling.lastFrameFrom(HOST_PORT);
        byte[] forged = genuine.clone();
        forged[forged.length - 5] ^= 1;
        cabling.inject(OTHER_HOST_PORT, forged);
        cabling.inject(OTHER_HOST_PORT, cabling.lastFrameFrom(A));
        cabling.pass(Duration.ofSeconds(10));
        cabling.inject(OTHER_HOST_PORT, genuine);
        assertThat(cabling.discovery.counters().refused()).isEqualTo(3);
        assertThat(cabling.events).noneMatch(CableSuspected.class::isInstance);
    }

    private static void hosts(Cabling cabling) {
        cabling.topology = cabling.topology
                .withHost(new Host(Ipv4Address.parse("10.0.0.2"), new MacAddress(5), HOST_PORT))
                .withHost(new Host(Ipv4Address.parse("10.0.1.2"), new MacAddress(6), OTHER_HOST_PORT));
    }

    @Test
    void aFrameThatContradictsALiveCableMakesNoLinkUntilThatCableFallsSilent() {
        Cabling cabling = pair();
        cabling.pass(Duration.ofSeconds(3));
        cabling.silence(B);
        cabling.oneWay(A, OTHER_HOST_PORT);
        cabling.pass(Duration.ofSeconds(3));
        assertThat(cabling.refusals()).anyMatch(reason -> reason.contains("although the cable from there leads to"));
        assertThat(cabling.topology.links()).contains(new Link(A, B)).hasSize(2);
        cabling.pass(Duration.ofSeconds(30));
        assertThat(cabling.topology.links()).containsExactly(new Link(A, OTHER_HOST_PORT));
    }

    @Test
    void aFrameIntoAPortThatAnotherCableReachesMakesNoLink() {
        Cabling cabling = pair();
        cabling.inject(B, cabling.lastFrameFrom(HOST_PORT));
        assertThat(cabling.refusals()).singleElement().asString().contains("leads from");
        cabling.pass(Duration.ofSeconds(2));
        cabling.silence(A);
        cabling.pass(Duration.ofSeconds(20));
        cabling.inject(B, cabling.lastFrameFrom(HOST_PORT));
        assertThat(cabling.refusals()).last().asString().contains("leads to " + A);
    }

    @Test
    void aLoopedPlugMakesNoLink() {
        Cabling cabling = Cabling.withDefaults();
        cabling.oneWay(A, A);
        cabling.connect(1, 1);
        assertThat(cabling.topology.links()).isEmpty();
        assertThat(cabling.refusals()).singleElement().asString().contains("came back");
    }

    @Test
    void neverMoreFramesLeavePerTickThanAllowed() {
        Cabling cabling = new Cabling(new DiscoverySettings(Duration.ofSeconds(3), 3, 10, Duration.ofSeconds(5)));
        cabling.connect(1, 48);
        assertThat(cabling.sent).hasSize(10);
        cabling.pass(Duration.ofMillis(50));
        assertThat(cabling.sent).hasSize(20);
        cabling.pass(Duration.ofSeconds(3));
        assertThat(cabling.sent.stream().map(packet -> packet.departure()).distinct())
                .hasSize(48);
    }

    @Test
    void portsThatAreDownOrGoneAreNotProbed() {
        Cabling cabling = pair();
        cabling.setPort(HOST_PORT, false);
        cabling.apply(new FabricEvent.PortRemoved(OTHER_HOST_PORT));
        cabling.sent.clear();
        cabling.pass(Duration.ofSeconds(10));
        assertThat(cabling.sent.stream().map(packet -> new ConnectPoint(packet.dpid(), portOf(packet))))
                .contains(A, B)
                .doesNotContain(HOST_PORT, OTHER_HOST_PORT);
    }

    @Test
    void aReconnectedSwitchKeepsTheLinksOfItsPortsThatAreUp() {
        Cabling cabling = pair();
        cabling.disconnect(1);
        cabling.silence(B);
        cabling.connect(1, 3);
        assertThat(cabling.topology.links()).hasSize(2);
    }

    @Test
    void framesOfOtherKindsAreNotLookedAt() {
        Cabling cabling = pair();
        cabling.inject(HOST_PORT, new byte[3]);
        cabling.inject(HOST_PORT, new Ethernet(MacAddress.BROADCAST, new MacAddress(1), 0x0800, new byte[40]).bytes());
        assertThat(cabling.refusals()).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noMutatedFrameMakesALink(long seed) {
        Cabling cabling = pair();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] frame = cabling.lastFrameFrom(HOST_PORT).clone();
            int from = 14 + "dpid".length();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                frame[from + random.nextInt(frame.length - from)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length)) : frame;
            if (!isSameProbe(cut, cabling.lastFrameFrom(HOST_PORT))) {
                cabling.inject(OTHER_HOST_PORT, cut);
            }
        }
        assertThat(cabling.topology.links()).hasSize(2);
    }

    private static boolean isSameProbe(byte[] frame, byte[] original) {
        LldpKey key = new LldpKey(Cabling.SECRET);
        return Probe.read(frame, key).equals(Probe.read(original, key));
    }

    @Test
    void timeIsTakenAsItIsGiven() {
        Probe probe = new Probe(A, Instant.ofEpochMilli(1_700_000_000_123L), 42);
        LldpKey key = new LldpKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        assertThat(Probe.read(probe.frame(new MacAddress(1), key), key)).isEqualTo(new Probe.Reading.Ours(probe));
        assertThat(key).hasToString("LldpKey[secret]");
    }

    private static byte[] lldpFrame(Lldp unit) {
        return new Ethernet(Lldp.NEAREST_BRIDGE, new MacAddress(9), Ethernet.LLDP, unit.bytes()).bytes();
    }

    private static PortNumber portOf(Effect.SendPacket packet) {
        return ((Effect.Departure.ByPort) packet.departure()).port();
    }
}
