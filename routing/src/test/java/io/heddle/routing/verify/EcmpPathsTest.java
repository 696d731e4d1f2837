package io.heddle.routing.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.Pipeline;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EcmpPathsTest {

    private static final Map<DatapathId, HashVariant> USUAL = Map.of();

    private final TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(4));

    @Test
    void betweenPodsAFlowGoesUpByTwoPortsAndUsesFourLinks() {
        EcmpPath path = path(fabric, fabric.plan(), flow(fabric, "10.0.0.2", "10.3.1.3", 40_000));

        assertThat(path.links()).hasSize(4);
        assertThat(path.ways())
                .containsExactly(path.links().get(0).from(), path.links().get(1).from());
        assertThat(fabric.tierOf(path.links().get(1).to().dpid())).isEqualTo(Tier.CORE);
        assertThat(path.isDelivered()).isTrue();
    }

    @Test
    void insideAPodItGoesUpByOnePortAndOnASwitchByNone() {
        assertThat(path(fabric, fabric.plan(), flow(fabric, "10.0.0.2", "10.0.1.3", 1))
                        .ways())
                .hasSize(1);
        EcmpPath local = path(fabric, fabric.plan(), flow(fabric, "10.0.0.2", "10.0.0.3", 1));
        assertThat(local.ways()).isEmpty();
        assertThat(local.links()).isEmpty();
        assertThat(local.isDelivered()).isTrue();
    }

    @Test
    void itIsTheWayOfThePacketInTheSimulatedFabric() {
        SimulatedFabric held = fabric.holding(fabric.plan());
        EcmpPaths paths = paths(fabric, fabric.plan(), USUAL);
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            FlowKey flow = randomFlow(random, fabric);
            Host source = fabric.host(flow.source().toString());
            Packet packet = Packet.of(flow).between(source.mac(), TestFabric.macOf(flow.destination()));
            Walk walk = held.walk(new Hop.Ingress.AtPort(source.location()), packet);
            EcmpPath path = paths.path(source, flow);
            assertThat(path.links()).isEqualTo(walk.links());
            assertThat(path.links())
                    .hasSize(walk.hops().size() - 1)
                    .allMatch(link -> fabric.topology().links().contains(link));
        }
    }

    @Test
    void aSteeredFlowIsToldWhereItWouldHaveGone() {
        FlowKey flow = flow(fabric, "10.0.0.2", "10.3.1.3", 40_000);
        EcmpPath plain = path(fabric, fabric.plan(), flow);
        ConnectPoint first = plain.ways().getFirst();
        PortNumber other = first.port().value() == 3 ? new PortNumber(4) : new PortNumber(3);

        ForwardingPlan steered = steered(fabric.plan(), first.dpid(), flow, other);

        Host source = fabric.host("10.0.0.2");
        assertThat(fabric.holding(steered)
                        .walk(
                                new Hop.Ingress.AtPort(source.location()),
                                Packet.of(flow).between(source.mac(), source.mac()))
                        .links()
                        .getFirst()
                        .from()
                        .port())
                .isEqualTo(other);
        assertThat(path(fabric, steered, flow)).isEqualTo(plain);
    }

    @Test
    void onADetourOnlyTheFirstRiseIsTheWayUp() {
        TestFabric cut = fabric.cut(fabric.cable(fabric.at(Tier.AGGREGATION, 3, 0), fabric.at(Tier.EDGE, 3, 1)));
        EcmpPaths paths = paths(cut, fabric.plan(), USUAL);
        Set<Integer> lengths = new HashSet<>();
        for (int port = 1; port <= 50; port++) {
            EcmpPath path = paths.path(cut.host("10.0.0.2"), flow(cut, "10.0.0.2", "10.3.1.3", port));
            lengths.add(path.links().size());
            assertThat(path.ways()).hasSize(2);
            assertThat(path.isDelivered()).isTrue();
        }
        assertThat(lengths).containsExactlyInAnyOrder(4, 6);
    }

    @Test
    void whatNobodyHasIsNotDelivered() {
        Host source = fabric.host("10.0.0.2");
        FlowKey flow = flow(fabric, "10.0.0.2", "10.0.0.9", 1);
        EcmpPath path = path(fabric, fabric.plan(), flow);
        assertThat(path.isDelivered()).isFalse();
        assertThat(path.outcome())
                .isInstanceOfSatisfying(
                        Walk.ToController.class,
                        asked -> assertThat(asked.dpid())
                                .isEqualTo(source.location().dpid()));
    }

    @Test
    void anotherBuildOfOneSwitchMovesOnlyItsOwnChoice() {
        DatapathId edge = fabric.at(Tier.EDGE, 0, 0);
        EcmpPaths murmur = paths(fabric, fabric.plan(), USUAL);
        EcmpPaths mixed = paths(fabric, fabric.plan(), Map.of(edge, HashVariant.CRC32C));
        int moved = 0;
        for (int port = 1; port <= 200; port++) {
            FlowKey there = flow(fabric, "10.0.0.2", "10.3.1.3", port);
            FlowKey back = flow(fabric, "10.3.1.3", "10.0.0.2", port);
            Host source = fabric.host("10.0.0.2");
            moved += mixed.path(source, there).equals(murmur.path(source, there)) ? 0 : 1;
            Host far = fabric.host("10.3.1.3");
            assertThat(mixed.path(far, back)).isEqualTo(murmur.path(far, back));
        }
        assertThat(moved).isBetween(70, 130);
    }

    private static EcmpPath path(TestFabric fabric, ForwardingPlan plan, FlowKey flow) {
        return paths(fabric, plan, USUAL).path(fabric.host(flow.source().toString()), flow);
    }

    private static EcmpPaths paths(TestFabric fabric, ForwardingPlan plan, Map<DatapathId, HashVariant> variants) {
        return new EcmpPaths(plan, fabric.topology(), fabric.drawn().blueprint(), variants);
    }

    private static FlowKey flow(TestFabric fabric, String source, String destination, int port) {
        return new FlowKey(fabric.host(source).ip(), Ipv4Address.parse(destination), FlowKey.TCP, port, 5001);
    }

    private static FlowKey randomFlow(Random random, TestFabric fabric) {
        List<Host> hosts = new ArrayList<>(fabric.hosts());
        Host source = hosts.remove(random.nextInt(hosts.size()));
        Host destination = hosts.get(random.nextInt(hosts.size()));
        int protocol = random.nextBoolean() ? FlowKey.TCP : FlowKey.UDP;
        return new FlowKey(source.ip(), destination.ip(), protocol, random.nextInt(65536), random.nextInt(65536));
    }

    private static ForwardingPlan steered(ForwardingPlan plan, DatapathId dpid, FlowKey flow, PortNumber port) {
        ForwardingRule rule = new ForwardingRule(
                new ForwardingRule.Key(Pipeline.STEER, 200, flow.match()),
                List.of(new Action.DecrementTtl(), new Action.Output(port)),
                Optional.empty(),
                new Cookie(Cookie.of(Cookie.Purpose.STEERING).value() | 77),
                10);
        SortedMap<DatapathId, SwitchPlan> switches = new TreeMap<>(plan.switches());
        switches.put(dpid, plan.forSwitch(dpid).with(SwitchPlan.of(List.of(), List.of(), List.of(rule))));
        return new ForwardingPlan(switches);
    }
}
