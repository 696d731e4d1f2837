package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.plan.RandomGroups;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Connections;
import io.heddle.routing.verify.Emission;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Passage;
import io.heddle.routing.verify.SimulatedSwitch;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packets through a real ovs-vswitchd that holds the rules of random security groups, and through its simulation: the same come out of the
 * same ports, first ones, answers and later ones, also after the rules have changed, and the switch forgets what it is told to.
 */
class SecurityOracleTest {
    private static final DatapathId DPID = new DatapathId(0xa5);
    private static final int PORTS = 9;
    private static final int STEPS = 6;
    private static final int PACKETS = 40;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final Pattern SENT = Pattern.compile("port +(\\d+): [^\\n]*\\n +tx pkts=(\\d+)");

    private final EventLog events = new EventLog();
    private final SortedMap<Integer, Long> expected = new TreeMap<>();
    private OpenVSwitch ovs;
    private OpenFlowEndpoint endpoint;
    private SwitchPlan held = SwitchPlan.empty();
    private Connections connections = Connections.none();
    private long revision;

    @BeforeEach
    void start() {
        assumeTrue(
                OpenVSwitch.isInstalled(),
                "SKIPPED: no ovs-vswitchd on this machine, nothing is proved of real switches");
        ovs = OpenVSwitch.start();
        endpoint = OpenFlowEndpoint.start(OpenFlowSettings.at("127.0.0.1", 0), events, () -> 0);
        ovs.bridge(
                "br0",
                "OpenFlow15",
                DPID.value(),
                PORTS,
                endpoint.localAddress().getPort());
        events.await(FabricEvent.SwitchConnected.class);
    }

    @AfterEach
    void stop() {
        if (endpoint != null) {
            endpoint.close();
            ovs.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatPassesInTheSwitchIsWhatPassesInItsSimulationForGroupsOfThatSeed(long seed) {
        RandomGroups random = new RandomGroups(seed, 1);
        for (int i = 1; i <= PORTS; i++) {
            expected.put(i, 0L);
        }
        int passed = 0;
        for (int step = 0; step < STEPS; step++) {
            hold(random.planned(1));
            for (int i = 0; i < PACKETS; i++) {
                TenantPort from = random.any(random.ports());
                TenantPort to = random.any(random.ports());
                Packet question = random.packet(from, to);
                boolean isThrough = !from.equals(to) && isPassed(random, from, question, "syn");
                passed += isThrough ? 1 : 0;
                boolean isAnswered = isThrough || question.value(Field.IP_PROTO) != TCP;
                if (!from.equals(to) && isAnswered) {
                    isPassed(random, to, RandomGroups.reply(question, from, to), "syn|ack");
                }
                if (isThrough) {
                    isPassed(random, from, question, "syn");
                }
            }
            random.step();
        }
        assertThat(passed).isGreaterThan(STEPS);
        assertForgets(random);
    }

    private void hold(SwitchPlan plan) {
        var changes = PlanDiff.between(held, plan).changes();
        if (!changes.isEmpty()) {
            endpoint.carryOut(List.of(new Effect.ApplyChanges(DPID, ++revision, changes)));
            FabricEvent answer = events.await(
                    FabricEvent.class,
                    event -> event instanceof FabricEvent.ChangesConfirmed
                            || event instanceof FabricEvent.ChangesRefused);
            assertThat(answer).isEqualTo(new FabricEvent.ChangesConfirmed(DPID, revision));
        }
        held = plan;
    }

    /** Sends the packet in both; true when it came out, of the same port or ports. */
    private boolean isPassed(RandomGroups random, TenantPort from, Packet packet, String flags) {
        int number = random.number(from).value();
        Passage passage = new SimulatedSwitch(DPID, held)
                .process(packet.with(Field.IN_PORT, number), connections, port -> true, BucketChoice.every())
                .getFirst();
        connections = passage.connections();
        for (Emission emission : passage.emissions()) {
            assertThat(emission).isInstanceOf(Emission.ThroughPort.class);
            expected.merge(((Emission.ThroughPort) emission).port().value(), 1L, Long::sum);
        }
        ovs.ask("netdev-dummy/receive", "br0p" + number, flow(packet, flags));
        // Two answers are never of the same turn of the switch's main loop: after them the packet is through.
        ovs.ask("version");
        ovs.ask("version");
        assertThat(sent()).as("%s from port %d", packet, number).isEqualTo(expected);
        return !passage.emissions().isEmpty();
    }

    private SortedMap<Integer, Long> sent() {
        SortedMap<Integer, Long> sent = new TreeMap<>();
        SENT.matcher(ovs.ofctl("OpenFlow15", "dump-ports", "br0"))
                .results()
                .forEach(port -> sent.put(Integer.parseInt(port.group(1)), Long.parseLong(port.group(2))));
        return sent;
    }

    private void assertForgets(RandomGroups random) {
        TenantPort port = random.ports().stream()
                .filter(each -> kept().contains("zone=" + random.number(each) + ","))
                .findFirst()
                .orElseThrow();
        Zone.Of zone = new Zone.Of(random.number(port).value());
        endpoint.carryOut(List.of(new Effect.ForgetConnections(DPID, List.of(zone)), new Effect.RereadTables(DPID)));
        assertThat(events.await(FabricEvent.TablesReread.class).installed().ours())
                .isEqualTo(held);
        assertThat(kept()).isNotEmpty().doesNotContain("zone=" + zone.number() + ",");
    }

    private String kept() {
        return ovs.appctl("dpctl/dump-conntrack");
    }

    private static String flow(Packet packet, String flags) {
        MacAddress source = new MacAddress(packet.value(Field.ETH_SRC));
        MacAddress target = new MacAddress(packet.value(Field.ETH_DST));
        int protocol = (int) packet.value(Field.IP_PROTO);
        String network = packet.value(Field.ETH_TYPE) == Match.IPV4
                ? "eth_type(0x0800),ipv4(src=%s,dst=%s,proto=%d,tos=0,ttl=64,frag=no)"
                        .formatted(packet.source(), packet.destination(), protocol)
                : "eth_type(0x86dd),ipv6(src=%s,dst=%s,label=0,proto=%d,tclass=0,hlimit=64,frag=no)"
                        .formatted(
                                six(packet, Field.IPV6_SRC_HIGH, Field.IPV6_SRC_LOW),
                                six(packet, Field.IPV6_DST_HIGH, Field.IPV6_DST_LOW),
                                protocol);
        String transport = switch (protocol) {
            case TCP -> ports(",tcp", packet, Field.TCP_SRC, Field.TCP_DST) + ",tcp_flags(" + flags + ")";
            case UDP -> ports(",udp", packet, Field.UDP_SRC, Field.UDP_DST);
            case ICMP -> message(",icmp", packet, Field.ICMPV4_TYPE, Field.ICMPV4_CODE);
            case ICMPV6 -> message(",icmpv6", packet, Field.ICMPV6_TYPE, Field.ICMPV6_CODE);
            default -> "";
        };
        return "in_port(1),eth(src=%s,dst=%s),".formatted(source, target) + network + transport;
    }

    private static String ports(String name, Packet packet, Field source, Field target) {
        return "%s(src=%d,dst=%d)".formatted(name, packet.value(source), packet.value(target));
    }

    private static String message(String name, Packet packet, Field type, Field code) {
        return "%s(type=%d,code=%d)".formatted(name, packet.value(type), packet.value(code));
    }

    private static IpAddress six(Packet packet, Field high, Field low) {
        return new IpAddress(IpVersion.V6, packet.value(high), packet.value(low));
    }
}
