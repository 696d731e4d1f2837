package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Effect.Departure;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.PortCounters;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets, ports and ends of a real ovs-vswitchd with its dummy datapath. */
class OpenVSwitchNewsTest {
    private static final DatapathId DPID = new DatapathId(0xb2);
    private static final Action TO_CONTROLLER = new Action.OutputToController(Action.OutputToController.WHOLE);
    /** UDP from 10.0.0.2 to 10.2.0.2 with TTL 1. */
    private static final String EXPIRING =
            "020000000099020000000007" + "08004500001c000000000111a4cb0a0000020a020002" + "1388138800080000";

    private final EventLog events = new EventLog();
    private OpenVSwitch ovs;
    private OpenFlowEndpoint endpoint;

    @BeforeEach
    void start() {
        assumeTrue(
                OpenVSwitch.isInstalled(),
                "SKIPPED: no ovs-vswitchd on this machine, nothing is proved of real switches");
        ovs = OpenVSwitch.start();
        endpoint = OpenFlowEndpoint.start(OpenFlowSettings.at("127.0.0.1", 0), events, () -> 0);
    }

    @AfterEach
    void stop() {
        if (endpoint != null) {
            endpoint.close();
            ovs.close();
        }
    }

    private FabricEvent.SwitchConnected connect(String protocols) {
        ovs.bridge("br0", protocols, DPID.value(), 3, endpoint.localAddress().getPort());
        return events.await(FabricEvent.SwitchConnected.class);
    }

    private void apply(Change... changes) {
        endpoint.carryOut(List.of(new Effect.ApplyChanges(DPID, 1, List.of(changes))));
        events.await(FabricEvent.ChangesConfirmed.class);
    }

    private static ConnectPoint port(int number) {
        return new ConnectPoint(DPID, new PortNumber(number));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aPacketComesInWithItsPortReasonAndCookie(ProtocolVersion version) {
        connect(OpenVSwitch.protocol(version));
        apply(new Change.PutRule(
                SamplePlan.rule(5, List.of(new Action.SetField(SamplePlan.SCRATCH, 9), TO_CONTROLLER))));
        ovs.appctl("netdev-dummy/receive", "br0p2", EXPIRING);
        FabricEvent.PacketReceived packet = events.await(FabricEvent.PacketReceived.class);
        assertThat(packet.point()).isEqualTo(port(2));
        assertThat(packet.reason()).isEqualTo(PacketInReason.ACTION);
        assertThat(packet.cookie()).isEqualTo(Optional.of(Cookie.of(Cookie.Purpose.MISS)));
        assertThat(HexFormat.of().formatHex(packet.frame())).isEqualTo(EXPIRING);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aPacketWhoseTimeToLiveExpiresComesInForThatReason(ProtocolVersion version) {
        connect(OpenVSwitch.protocol(version));
        apply(new Change.PutRule(SamplePlan.routed(new Action.DecrementTtl(), new Action.Output(new PortNumber(3)))));
        ovs.appctl("netdev-dummy/receive", "br0p1", EXPIRING);
        FabricEvent.PacketReceived packet = events.await(FabricEvent.PacketReceived.class);
        assertThat(packet.point()).isEqualTo(port(1));
        assertThat(packet.reason()).isEqualTo(PacketInReason.INVALID_TTL);
        assertThat(HexFormat.of().formatHex(packet.frame())).isEqualTo(EXPIRING);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void packetsLeaveByAPortByActionsAndThroughTheTables(ProtocolVersion version) {
        connect(OpenVSwitch.protocol(version));
        apply(new Change.PutRule(SamplePlan.fromController(new Action.Output(new PortNumber(3)))));
        byte[] frame = HexFormat.of().parseHex(EXPIRING);
        endpoint.carryOut(List.of(
                new Effect.SendPacket(DPID, new Departure.ByPort(new PortNumber(1)), frame),
                new Effect.SendPacket(
                        DPID, new Departure.ByActions(List.of(new Action.Output(new PortNumber(2)))), frame),
                new Effect.SendPacket(DPID, new Departure.ThroughTables(), frame)));
        await().untilAsserted(() -> {
            endpoint.carryOut(List.of(new Effect.ReadPortCounters(DPID)));
            List<PortCounters> counters =
                    events.await(FabricEvent.PortCountersRead.class).counters();
            assertThat(counters).extracting(PortCounters::txPackets).containsExactly(1L, 1L, 1L);
            assertThat(counters).extracting(PortCounters::txBytes).containsExactly(42L, 42L, 42L);
        });
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void portsThatGoDownComeUpAndVanishAreReported(ProtocolVersion version) {
        connect(OpenVSwitch.protocol(version));
        ovs.ofctl(OpenVSwitch.protocol(version), "mod-port", "br0", "1", "down");
        assertThat(events.await(
                                FabricEvent.PortChanged.class,
                                news -> !news.port().isUp())
                        .port()
                        .name())
                .isEqualTo("br0p1");
        ovs.ofctl(OpenVSwitch.protocol(version), "mod-port", "br0", "1", "up");
        assertThat(events.await(
                                FabricEvent.PortChanged.class,
                                news -> news.port().isUp())
                        .port()
                        .name())
                .isEqualTo("br0p1");
        ovs.vsctl("del-port", "br0p2");
        assertThat(events.await(FabricEvent.PortRemoved.class).point()).isEqualTo(port(2));
    }

    @Test
    void aSwitchThatOffersOnly10IsAnsweredWithAnErrorAndNeverAnnounced() {
        ovs.bridge("br0", "OpenFlow10", DPID.value(), 1, endpoint.localAddress().getPort());
        await().untilAsserted(
                        () -> assertThat(endpoint.counters().failedHandshakes()).isPositive());
        assertThat(endpoint.counters().live()).isZero();
    }

    @Test
    void aSwitchThatStartsAnewIsAnnouncedAgainAndIsEmpty() {
        connect("OpenFlow15");
        SwitchPlan plan = SamplePlan.of(ProtocolVersion.OF_1_5);
        endpoint.carryOut(List.of(new Effect.ApplyChanges(
                DPID, 1, PlanDiff.between(SwitchPlan.empty(), plan).changes())));
        events.await(FabricEvent.ChangesConfirmed.class);
        ovs.restartDaemon();
        events.await(FabricEvent.SwitchDisconnected.class);
        assertThat(events.await(FabricEvent.SwitchConnected.class).installed().ours())
                .isEqualTo(SwitchPlan.empty());
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void anEndpointThatStartsAnewFindsEverythingAsItWas(ProtocolVersion version) {
        connect(OpenVSwitch.protocol(version));
        SwitchPlan plan = SamplePlan.of(version);
        apply(PlanDiff.between(SwitchPlan.empty(), plan).changes().toArray(Change[]::new));
        int port = endpoint.localAddress().getPort();
        endpoint.close();
        endpoint = OpenFlowEndpoint.start(OpenFlowSettings.at("127.0.0.1", port), events, () -> 0);
        assertThat(events.await(FabricEvent.SwitchConnected.class).installed().ours())
                .isEqualTo(plan);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void entriesOfOthersAreCountedAndOursThatAreStrangeAreReplacedInPlace(ProtocolVersion version) {
        ovs.bridge("br0", OpenVSwitch.protocol(version), DPID.value(), 3, 1);
        String protocol = OpenVSwitch.protocol(version);
        String ours = "cookie=0x4845444c08000000,";
        ovs.ofctl(protocol, "add-flow", "br0", "table=7,priority=3,ip,actions=resubmit(,8)");
        ovs.ofctl(protocol, "add-flow", "br0", ours + "table=7,priority=4,ip,actions=resubmit(,8)");
        ovs.ofctl(protocol, "add-flow", "br0", ours + "table=7,priority=6,ipv6,ipv6_dst=fd00::1,actions=drop");
        ovs.ofctl(protocol, "add-group", "br0", "group_id=9,type=all,bucket=output:1");
        ovs.ofctl(protocol, "add-group", "br0", "group_id=1207959555,type=select,bucket=actions=resubmit(,3)");
        ovs.ofctl(protocol, "add-meter", "br0", "meter=3,pktps,band=type=drop,rate=9");
        ovs.ofctl(protocol, "add-meter", "br0", "meter=18433,kbps,band=type=drop,rate=9");
        ovs.vsctl(
                "set-controller",
                "br0",
                "tcp:127.0.0.1:" + endpoint.localAddress().getPort());
        FabricEvent.SwitchConnected connected = events.await(FabricEvent.SwitchConnected.class);
        assertThat(connected.installed().foreignCount()).isEqualTo(3);
        assertThat(connected.installed().foreign()).hasSize(3);
        SwitchPlan held = connected.installed().ours();
        assertThat(held.rules()).hasSize(1);
        assertThat(held.groups()).hasSize(1);
        assertThat(held.meters()).hasSize(1);
        SwitchPlan plan = SamplePlan.of(version);
        apply(PlanDiff.between(held, plan).changes().toArray(Change[]::new));
        endpoint.carryOut(List.of(new Effect.RereadTables(DPID)));
        assertThat(events.await(FabricEvent.TablesReread.class).installed().ours())
                .isEqualTo(plan);
        String flows = ovs.ofctl(protocol, "dump-flows", "br0");
        assertThat(flows).contains("priority=3,ip actions=resubmit(,8)");
        assertThat(flows).doesNotContain("priority=4,").doesNotContain("ipv6");
        assertThat(ovs.ofctl(protocol, "dump-groups", "br0")).contains("group_id=9,");
        assertThat(ovs.ofctl(protocol, "dump-meters", "br0")).contains("meter=3 ");
    }
}
