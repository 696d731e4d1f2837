package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.plan.PathProbe;
import io.heddle.routing.tenant.trace.Probe;
import io.heddle.routing.tenant.trace.Probe.Fate;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes between two ports on two servers. */
class ProbesTest {

    private static final Instant NOW = Instant.EPOCH;
    private static final Ipv4Address ONE = Ipv4Address.parse("10.1.0.10");
    private static final Ipv4Address OTHER = Ipv4Address.parse("10.1.0.11");

    private final Cloud cloud = new Cloud();
    private final TenantNetwork network = cloud.network();
    private final TenantSubnet subnet = cloud.subnet(network, "10.1.0.0/24", "10.1.0.1", true);
    private final TenantPort one = cloud.port(network, subnet, "10.1.0.10");
    private final TenantPort other = cloud.port(network, subnet, "10.1.0.11");
    private final Probes probes = new Probes();
    private final CompletableFuture<Optional<SortedMap<Integer, Fate>>> answer = new CompletableFuture<>();

    @BeforeEach
    void plugBoth() {
        cloud.server(1, one);
        cloud.server(2, other);
    }

    private Packet ping() {
        return Packet.icmp(ONE, OTHER, PathProbe.TYPE, 0).between(one.mac(), other.mac());
    }

    private List<Effect.SendPacket> begin(Packet packet, PortId target, Integer... sizes) {
        Probe probe = new Probe(new UUID(1, 2), one.id(), target, packet, List.of(sizes));
        return probes.begin(new OverlayEvent.ProbeAsked(probe, answer), cloud.state(), NOW).stream()
                .map(Effect.SendPacket.class::cast)
                .toList();
    }

    private boolean handed(int server, Cookie cookie, byte[] frame) {
        return probes.noticed(new PacketReceived(
                new ConnectPoint(Cloud.bridge(server), new PortNumber(1000)),
                PacketInReason.ACTION,
                Optional.of(cookie),
                frame));
    }

    private static Cookie arrived() {
        return Cookie.of(Purpose.TENANT_PROBE);
    }

    @Test
    void packetsAreSentAsIfTheyCameFromThePortInTheSizesAskedFor() {
        List<Effect.SendPacket> sent = begin(ping(), other.id(), 100, 1450);
        assertThat(sent).hasSize(2).allSatisfy(packet -> {
            assertThat(packet.dpid()).isEqualTo(Cloud.bridge(1));
            assertThat(packet.departure()).isEqualTo(new Effect.Departure.ThroughTablesFrom(new PortNumber(1)));
        });
        Ethernet frame = Ethernet.parse(sent.getLast().frame()).orElseThrow();
        assertThat(frame.source()).isEqualTo(one.mac());
        assertThat(frame.destination()).isEqualTo(other.mac());
        assertThat(frame.payload()).hasSize(1450);
        Ipv4 packet = Ipv4.parse(frame.payload()).orElseThrow();
        assertThat(packet.source()).isEqualTo(ONE);
        assertThat(packet.destination()).isEqualTo(OTHER);
        assertThat(Icmp.parse(packet).orElseThrow().type()).isEqualTo(PathProbe.TYPE);
    }

    @Test
    void whatIsHandedOverAtTheTargetHasArrivedAndWhatIsRefusedIsTooLarge() throws Exception {
        List<Effect.SendPacket> sent = begin(ping(), other.id(), 100, 1450, 1451);
        assertThat(handed(2, arrived(), sent.get(0).frame())).isTrue();
        assertThat(handed(2, arrived(), sent.get(1).frame())).isTrue();
        assertThat(answer).isNotDone();
        assertThat(handed(
                        1,
                        Cookie.of(Purpose.TENANT_TOO_LARGE, 1450),
                        sent.get(2).frame()))
                .isTrue();
        assertThat(answer.get().orElseThrow())
                .isEqualTo(Map.of(100, new Fate.Arrived(), 1450, new Fate.Arrived(), 1451, new Fate.TooLarge(1450)));
        assertThat(probes.due(NOW)).isEmpty();
    }

    @Test
    void whatIsNotSeenIsSentAgainUntilItCountsAsLost() throws Exception {
        List<Effect.SendPacket> sent = begin(ping(), other.id(), 100, 1450);
        handed(2, arrived(), sent.getFirst().frame());
        assertThat(probes.due(NOW.plusMillis(250))).hasSize(1);
        assertThat(probes.due(NOW.plus(Probes.PATIENCE))).isEmpty();
        assertThat(answer.get().orElseThrow()).isEqualTo(Map.of(100, new Fate.Arrived(), 1450, new Fate.Lost()));
    }

    @Test
    void whatIsHandedOverElsewhereOrOfNobodyChangesNothing() {
        List<Effect.SendPacket> sent = begin(ping(), other.id(), 100);
        byte[] frame = sent.getFirst().frame();
        assertThat(handed(1, arrived(), frame)).isTrue();
        assertThat(handed(2, Cookie.of(Purpose.TENANT_ROUTER), frame)).isFalse();
        byte[] ordinary = new Ethernet(
                        other.mac(),
                        one.mac(),
                        Ethernet.IPV4,
                        Ipv4.of(64, Ipv4.ICMP, ONE, OTHER, new Icmp(8, 0, 0, new byte[60]).bytes())
                                .bytes())
                .bytes();
        assertThat(handed(1, Cookie.of(Purpose.TENANT_TOO_LARGE, 1450), ordinary))
                .isFalse();
        assertThat(new Probes()
                        .noticed(new PacketReceived(
                                new ConnectPoint(Cloud.bridge(2), new PortNumber(1)),
                                PacketInReason.ACTION,
                                Optional.of(arrived()),
                                frame)))
                .isTrue();
        assertThat(answer).isNotDone();
    }

    @Test
    void aPortThatIsNowhereCannotBeProbedNorCanManyBeAtOnce() throws Exception {
        begin(ping(), new PortId(new UUID(9, 9)), 100);
        assertThat(answer.get()).isEmpty();
        for (int number = 0; number < Probes.AT_MOST; number++) {
            Probe probe = new Probe(new UUID(3, number), one.id(), other.id(), ping(), List.of(100));
            assertThat(probes.begin(new OverlayEvent.ProbeAsked(probe, new CompletableFuture<>()), cloud.state(), NOW))
                    .hasSize(1);
        }
        CompletableFuture<Optional<SortedMap<Integer, Fate>>> late = new CompletableFuture<>();
        Probe probe = new Probe(new UUID(4, 0), one.id(), other.id(), ping(), List.of(100));
        assertThat(probes.begin(new OverlayEvent.ProbeAsked(probe, late), cloud.state(), NOW))
                .isEmpty();
        assertThat(late.get()).isEmpty();
    }
}
