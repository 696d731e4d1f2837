package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Tcp;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A load balancer with one member on a server, asked every two seconds; it fails after two silences and works after two answers. */
class HealthTest {

    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final Ipv4Address VIP = Ipv4Address.parse("10.1.0.100");
    private static final Ipv4Address ADDRESS = Ipv4Address.parse("10.1.0.10");
    private static final StandardAttributes STANDARD = StandardAttributes.fresh("", Instant.EPOCH);
    private static final UUID MEMBER = new UUID(9, 1);

    private final Cloud cloud = new Cloud();
    private final TenantNetwork network = cloud.network();
    private final TenantSubnet subnet = cloud.subnet(network, "10.1.0.0/24", "10.1.0.1", true);
    private final TenantPort host = cloud.port(network, subnet, "10.1.0.10");
    private final TenantPort vip =
            cloud.port(network, subnet, "10.1.0.100").withDevice("", TenantPort.LOAD_BALANCER, STANDARD);

    @BeforeEach
    void begin() {
        cloud.put(new TenantChange.Put(vip));
        cloud.server(1, host);
        cloud.pass(Duration.ofMinutes(1));
        cloud.confirm();
    }

    private void balance(HealthMonitor.Kind kind) {
        PoolMember member =
                new PoolMember(MEMBER, "", true, IpAddress.of(ADDRESS), 8080, 1, Optional.of(subnet.id()), 0, STANDARD);
        HealthMonitor monitor = new HealthMonitor(new UUID(9, 2), "", true, kind, 2, 1, 2, 2, STANDARD);
        Pool pool = new Pool(
                new UUID(9, 3),
                "",
                true,
                IpProtocol.TCP,
                Pool.Algorithm.SOURCE_IP,
                false,
                0,
                List.of(member),
                Optional.of(monitor),
                STANDARD);
        Listener listener =
                new Listener(new UUID(9, 4), "", true, IpProtocol.TCP, 80, Optional.of(pool.id()), STANDARD);
        LoadBalancer balancer = new LoadBalancer(
                new LoadBalancerId(new UUID(9, 5)),
                new ProjectId("blue"),
                "",
                true,
                new LoadBalancer.Vip(vip.id(), network.id(), subnet.id(), IpAddress.of(VIP)),
                0,
                List.of(listener),
                List.of(pool),
                STANDARD);
        cloud.put(new TenantChange.Put(balancer));
        cloud.done(Effect.SendPacket.class);
    }

    /** Lets time pass and returns the question that is asked then, if one is. */
    private Optional<Ipv4> asked(Duration time) {
        cloud.pass(time);
        List<Effect.SendPacket> sent = cloud.done(Effect.SendPacket.class);
        assertThat(sent)
                .allMatch(each -> each.dpid().equals(Cloud.bridge(1))
                        && each.departure().equals(new Effect.Departure.ByPort(new PortNumber(1))));
        return sent.stream()
                .map(each -> Ethernet.parse(each.frame()).orElseThrow())
                .peek(frame -> assertThat(frame.destination()).isEqualTo(host.mac()))
                .map(frame -> Ipv4.parse(frame.payload()).orElseThrow())
                .findFirst();
    }

    private Tcp question() {
        Ipv4 packet = asked(DELAY).orElseThrow();
        assertThat(packet.source()).isEqualTo(VIP);
        assertThat(packet.destination()).isEqualTo(ADDRESS);
        Tcp question = Tcp.parse(packet).orElseThrow();
        assertThat(question.destinationPort()).isEqualTo(8080);
        assertThat(question.has(Tcp.SYN)).isTrue();
        return question;
    }

    private void answer(int server, Function<Ipv4, Ipv4> message) {
        Ipv4 envelope = Ipv4.of(64, Ipv4.TCP, ADDRESS, VIP, new byte[0]);
        byte[] frame = new Ethernet(
                        vip.mac(),
                        host.mac(),
                        Ethernet.IPV4,
                        message.apply(envelope).bytes())
                .bytes();
        cloud.report(new PacketReceived(
                new ConnectPoint(Cloud.bridge(server), new PortNumber(1)),
                PacketInReason.ACTION,
                Optional.of(Cookie.of(Purpose.TENANT_HEALTH)),
                frame));
    }

    private void answer(Tcp question, int flags) {
        answer(1, new Tcp(8080, question.sourcePort(), 77, question.sequence() + 1, flags)::in);
    }

    private boolean isFailed() {
        return cloud.state().health().failed().contains(MEMBER);
    }

    private int buckets() {
        return cloud.planned(1).groups().values().stream()
                .mapToInt(group -> group.buckets().size())
                .sum();
    }

    @Test
    void aMemberThatIsSilentAsOftenAsTheMonitorSaysIsTakenOutUntilItAnswersAgain() {
        balance(HealthMonitor.Kind.TCP);
        assertThat(buckets()).isEqualTo(1);
        question();
        assertThat(asked(Duration.ofMillis(500))).isEmpty();
        question();
        assertThat(isFailed()).isFalse();
        asked(Duration.ofSeconds(1));
        assertThat(isFailed()).isTrue();
        assertThat(buckets()).isZero();
        answer(question(), Tcp.SYN | Tcp.ACK);
        List<Effect.SendPacket> farewell = cloud.done(Effect.SendPacket.class);
        assertThat(farewell).hasSize(1);
        assertThat(Tcp.parse(Ipv4.parse(Ethernet.parse(farewell.getFirst().frame())
                                        .orElseThrow()
                                        .payload())
                                .orElseThrow())
                        .orElseThrow()
                        .has(Tcp.RST))
                .isTrue();
        assertThat(isFailed()).as("one answer is not enough").isTrue();
        answer(question(), Tcp.SYN | Tcp.ACK);
        assertThat(isFailed()).isFalse();
        assertThat(buckets()).isEqualTo(1);
    }

    @Test
    void aRefusalCountsAtOnceAndWhatIsNoAnswerNotAtAll() {
        balance(HealthMonitor.Kind.TCP);
        answer(question(), Tcp.RST | Tcp.ACK);
        Tcp second = question();
        answer(new Tcp(second.sourcePort(), 8080, second.sequence() + 5, 0, Tcp.SYN), Tcp.SYN | Tcp.ACK);
        answer(second, Tcp.ACK);
        answer(2, new Tcp(8080, second.sourcePort(), 1, second.sequence() + 1, Tcp.SYN | Tcp.ACK)::in);
        assertThat(isFailed()).isFalse();
        answer(second, Tcp.RST | Tcp.ACK);
        assertThat(isFailed()).isTrue();
        answer(second, Tcp.SYN | Tcp.ACK);
        assertThat(isFailed()).as("it was answered already").isTrue();
    }

    @Test
    void aMemberThatIsPingedAnswersEchoes() {
        balance(HealthMonitor.Kind.PING);
        for (int i = 0; i < 3; i++) {
            Icmp echo = Icmp.parse(asked(DELAY).orElseThrow()).orElseThrow();
            assertThat(echo.type()).isEqualTo(8);
            answer(
                    1,
                    envelope -> Ipv4.of(64, Ipv4.ICMP, ADDRESS, VIP, new Icmp(0, 0, echo.rest(), new byte[0]).bytes()));
            assertThat(isFailed()).isFalse();
        }
    }

    @Test
    void whoseServerIsNotConnectedIsNotAskedAndStaysWhatItIs() {
        balance(HealthMonitor.Kind.TCP);
        cloud.report(new FabricEvent.SwitchDisconnected(Cloud.bridge(1), "gone"));
        for (int i = 0; i < 5; i++) {
            assertThat(asked(DELAY)).isEmpty();
        }
        assertThat(isFailed()).isFalse();
    }

    @Test
    void whoIsPluggedInNowhereFailsAndWhoIsNotMonitoredIsForgotten() {
        balance(HealthMonitor.Kind.TCP);
        cloud.seen(1, Cloud.ready(1));
        cloud.pass(DELAY);
        cloud.pass(DELAY);
        cloud.pass(DELAY);
        assertThat(isFailed()).isTrue();
        LoadBalancer balancer =
                cloud.state().tenants().loadBalancers().values().iterator().next();
        Pool pool = balancer.pools().getFirst().withMonitor(Optional.empty());
        cloud.put(new TenantChange.Put(balancer.with(balancer.listeners(), List.of(pool), STANDARD)));
        cloud.pass(DELAY);
        assertThat(isFailed()).isFalse();
        assertThat(cloud.state().health()).isEqualTo(Health.UNKNOWN);
    }
}
