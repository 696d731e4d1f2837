package io.heddle.controller.telemetry.sflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricState;
import io.heddle.controller.state.FabricStep;
import io.heddle.controller.state.FlowCount;
import io.heddle.controller.state.Installed;
import io.heddle.controller.state.ObservedFlow;
import io.heddle.controller.state.PlacementSettings;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.controller.state.StepSettings;
import io.heddle.controller.state.SwitchDescription;
import io.heddle.controller.telemetry.ElephantDetector;
import io.heddle.controller.telemetry.ElephantSettings;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.Blueprint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Switches 1, connected from 192.0.2.1, and 2, from 192.0.2.2; on 1, port 1 has a host and port 3 leads to switch 2. */
class SampleIntakeTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");
    private static final Ipv4Address HOST = Ipv4Address.parse("10.0.0.2");
    private static final Ipv4Address OTHER = Ipv4Address.parse("10.1.0.2");
    private static final FlowKey FLOW = new FlowKey(HOST, OTHER, FlowKey.TCP, 40_000, 5_001);
    private static final ConnectPoint HOST_PORT = ConnectPoint.of(1, 1);
    private static final ConnectPoint UPLINK = ConnectPoint.of(1, 3);

    private final InetAddress one = address(1);
    private final InetAddress two = address(2);
    private final Tally tally = new Tally();
    private final SampleIntake intake = new SampleIntake(new ElephantDetector(ElephantSettings.defaults()), tally);
    private FabricState state = FabricState.starting(Blueprint.empty(), List.of(), START);
    private Instant now = START;
    private int pool;

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void aSmallFabric() {
        connect(1, "192.0.2.1:40000");
        connect(2, "192.0.2.2:40000");
        happens(new FabricEvent.LinkSeen(new Link(UPLINK, ConnectPoint.of(2, 3))));
        happens(new FabricEvent.HostLocated(HOST, MAC, HOST_PORT));
        intake.look(SampleSight.of(state));
    }

    private void connect(long dpid, String remote) {
        List<Port> ports = List.of(port(1), port(2), port(3));
        SwitchDescription description = new SwitchDescription("Paper", "fabric", "1", "", "");
        happens(new FabricEvent.SwitchConnected(
                new DatapathId(dpid), ProtocolVersion.OF_1_3, description, ports, Installed.nothing(), remote));
    }

    private static Port port(int number) {
        return new Port(new PortNumber(number), "", MAC, true, 20_000_000);
    }

    private void happens(FabricEvent event) {
        StepSettings settings = new StepSettings(
                10,
                0,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(60),
                PlanOptions.defaults(),
                PlacementSettings.defaults());
        state = new FabricStep(settings).apply(state, event, START).state();
    }

    private SflowCounters counters() {
        return tally.snapshot();
    }

    private void claim(InetAddress from, int index, ConnectPoint port) {
        intake.accept(from, new Datagrams().port(index, port).bytes(), now);
    }

    private void packet(InetAddress from, FlowKey flow, int index) {
        pool += 4;
        intake.accept(from, new Datagrams().packet(flow, 1514, index, 4, pool).bytes(), now);
    }

    /** Two seconds of 50 samples a second. */
    private void elephant(InetAddress from, FlowKey flow, int index) {
        for (int i = 0; i < 100; i++) {
            now = now.plusMillis(20);
            packet(from, flow, index);
        }
    }

    @Test
    void aFlowIsFoundWhereItEnters() {
        claim(one, 71, HOST_PORT);
        elephant(one, FLOW, 71);

        List<ObservedFlow> found = intake.report(now).orElseThrow();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().flow()).isEqualTo(FLOW);
        assertThat(found.getFirst().ingress()).isEqualTo(HOST_PORT);
        assertThat(found.getFirst().bitsPerSecond()).isCloseTo(50 * 4 * 1514 * 8L, Percentage.withPercentage(5));
        assertThat(counters().entering()).isEqualTo(100);
        assertThat(counters().elephants()).isEqualTo(1);
        assertThat(counters().switchesHeard()).isEqualTo(1);
    }

    @Test
    void aFlowOfARoutedAddressIsFoundBehindThePortOfItsServerAndNowhereElse() {
        Ipv4Address tenant = Ipv4Address.parse("172.20.0.2");
        RoutedMember member = new RoutedMember(tenant, IpPrefix.containing(tenant, 28), HOST);
        FlowKey flow = new FlowKey(tenant, OTHER, FlowKey.UDP, 7, 9);
        claim(one, 71, HOST_PORT);
        claim(one, 72, ConnectPoint.of(1, 2));
        elephant(one, flow, 71);
        assertThat(counters().implausible()).isEqualTo(100);

        happens(new FabricEvent.TenantDemandChanged(TenantInterfaces.ofRouted(List.of(member)), true));
        intake.look(SampleSight.of(state));
        elephant(one, flow, 72);
        assertThat(counters().implausible()).isEqualTo(200);
        assertThat(intake.report(now)).isEmpty();
        elephant(one, flow, 71);
        assertThat(intake.report(now).orElseThrow()).singleElement().satisfies(found -> {
            assertThat(found.flow()).isEqualTo(flow);
            assertThat(found.ingress()).isEqualTo(HOST_PORT);
        });
    }

    @Test
    void aPassingPacketIsNotCountedAgain() {
        claim(one, 73, UPLINK);
        elephant(one, FLOW, 73);

        assertThat(intake.report(now)).isEmpty();
        assertThat(counters().passing()).isEqualTo(100);
    }

    @Test
    void aForgedSourceMakesNoElephant() {
        claim(one, 71, HOST_PORT);
        claim(one, 72, ConnectPoint.of(1, 2));
        elephant(one, new FlowKey(OTHER, HOST, FlowKey.TCP, 1, 2), 71);
        elephant(one, FLOW, 72);

        assertThat(intake.report(now)).isEmpty();
        assertThat(counters().implausible()).isEqualTo(200);
    }

    @Test
    void aStrangerIsNotHeard() {
        InetAddress stranger = address(9);
        claim(stranger, 71, HOST_PORT);
        elephant(stranger, FLOW, 71);

        assertThat(intake.report(now)).isEmpty();
        assertThat(counters().strangers()).isEqualTo(101);
        assertThat(counters().samples()).isZero();
    }

    @Test
    void aSwitchSpeaksOnlyForItself() {
        claim(two, 71, HOST_PORT);
        elephant(two, FLOW, 71);

        assertThat(intake.report(now)).isEmpty();
        assertThat(counters().claimsRefused()).isEqualTo(1);
        assertThat(counters().unplaced()).isEqualTo(100);
    }

    @Test
    void whatASwitchClaimedEndsWithItsSession() {
        claim(one, 71, HOST_PORT);
        happens(new FabricEvent.SwitchDisconnected(new DatapathId(1), "for a test"));
        connect(3, "192.0.2.1:40001");
        intake.look(SampleSight.of(state));
        elephant(one, FLOW, 71);

        assertThat(counters().unplaced()).isEqualTo(100);
    }

    @Test
    void nothingIsHeardBeforeThereIsAFabric() {
        SampleIntake early = new SampleIntake(new ElephantDetector(ElephantSettings.defaults()), tally);
        early.accept(one, new Datagrams().port(71, HOST_PORT).bytes(), now);

        assertThat(counters().strangers()).isEqualTo(1);
    }

    @Test
    void lostDatagramsAreCounted() {
        intake.accept(one, new Datagrams().of(0, 10).bytes(), now);
        intake.accept(one, new Datagrams().of(1, 900).bytes(), now);
        intake.accept(one, new Datagrams().of(0, 14).bytes(), now);
        intake.accept(one, new Datagrams().of(0, 13).bytes(), now);
        intake.accept(one, new Datagrams().of(0, 1_000_000).bytes(), now);

        assertThat(counters().lost()).isEqualTo(3);
        assertThat(counters().datagrams()).isEqualTo(5);
    }

    @Test
    void aPacketOfNoFlowIsCountedOnly() {
        claim(one, 71, HOST_PORT);
        intake.accept(
                one, new Datagrams().flowSample(71, 1, 1, new byte[60], 60).bytes(), now);

        assertThat(counters().unnamed()).isEqualTo(1);
    }

    @Test
    void aReportThatWasNotTakenIsMadeAgain() {
        claim(one, 71, HOST_PORT);
        elephant(one, FLOW, 71);

        assertThat(intake.report(now)).isPresent();
        assertThat(intake.report(now)).isEmpty();
        intake.repeat();
        assertThat(intake.report(now)).isPresent();
        assertThat(counters().reportsDropped()).isEqualTo(1);
    }

    @Test
    void lossesMakeSamplesWeighMore() {
        SampleWeight weight = new SampleWeight(10, 0);
        double last = 0;
        for (int i = 1; i <= 1_000; i++) {
            last = weight.of(10, i * 20);
        }
        assertThat(last).isBetween(19.9, 20.0);
        assertThat(weight.of(10, 5)).as("after a restart").isEqualTo(10);
        assertThat(weight.of(40, 1_000)).as("at another rate").isEqualTo(40);
    }

    @Test
    void anySampledGarbageIsCountedAndMemoryStaysBounded() {
        Random random = new Random(7);
        List<byte[]> datagrams = Captured.datagrams();
        for (int i = 0; i < 30_000; i++) {
            byte[] mutant = datagrams.get(random.nextInt(datagrams.size())).clone();
            mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            mutant[random.nextInt(28)] ^= (byte) random.nextInt(3);
            intake.accept(one, mutant, now);
        }
        assertThat(counters().datagrams()).isEqualTo(30_000);
        assertThat(counters().malformed()).isPositive();
        assertThat(counters().watched()).isZero();
    }

    @Test
    void whatIsRememberedIsBounded() {
        Bounded<Integer, String> three = new Bounded<>(3);
        for (int i = 0; i < 5; i++) {
            three.put(i, "v" + i);
            assertThat(three.find(0)).as("used every time").hasValue("v0");
        }
        assertThat(three.size()).isEqualTo(3);
        assertThat(three.find(2)).isEmpty();
        assertThat(three.findOr(9, () -> "made")).isEqualTo("made");
        assertThat(three.findOr(9, () -> "made again")).isEqualTo("made");
    }

    @Test
    void aSteeredFlowIsFollowedByTheCountsOfTheSwitchWhereItEntersAndOfNoOther() {
        FlowKey forged = new FlowKey(OTHER, HOST, FlowKey.TCP, 1, 2);
        long carried = 0;
        for (int second = 0; second < 5; second++) {
            List<FlowCount> counts = List.of(new FlowCount(FLOW, carried), new FlowCount(forged, carried));
            intake.counted(new FabricEvent.SteeringCountersRead(new DatapathId(1), counts), now);
            intake.counted(new FabricEvent.SteeringCountersRead(new DatapathId(2), counts), now);
            now = now.plusSeconds(1);
            carried += 500_000;
        }
        List<ObservedFlow> found = intake.report(now.minusSeconds(1)).orElseThrow();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().flow()).isEqualTo(FLOW);
        assertThat(found.getFirst().ingress()).isEqualTo(HOST_PORT);
        assertThat(found.getFirst().bitsPerSecond()).isEqualTo(4_000_000);
        assertThat(found.getFirst().relativeError()).isZero();
    }
}
