package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.routing.plan.RefusedSteering.Reason;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.verify.Hop;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a steered packet does: it goes the way it was given, or the way of everybody, and never astray. */
class SteeredPlanTest {

    private final TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(4));
    private final Host source = fabric.host("10.0.0.2");
    private final Host far = fabric.host("10.2.1.3");
    private final Host near = fabric.host("10.0.1.2");

    private static FlowKey flow(Host from, Host to, int port) {
        return new FlowKey(from.ip(), to.ip(), FlowKey.UDP, port, 9);
    }

    private static Walk walk(SimulatedFabric held, Host from, FlowKey flow) {
        Packet packet = Packet.udp(flow.source(), flow.sourcePort(), flow.destination(), flow.destinationPort())
                .between(from.mac(), PlanOptions.GATEWAY_MAC);
        return held.walk(new Hop.Ingress.AtPort(from.location()), packet);
    }

    /** The flow from {@link #source} up through those switches. */
    private Steering through(FlowKey flow, DatapathId... above) {
        List<ConnectPoint> ways = new ArrayList<>();
        DatapathId at = source.location().dpid();
        for (DatapathId next : above) {
            Cable cable = fabric.cable(at, next);
            ways.add(cable.first().dpid().equals(at) ? cable.first() : cable.second());
            at = next;
        }
        return new Steering(flow, ways);
    }

    private static List<DatapathId> way(Walk walk) {
        return walk.hops().stream().map(hop -> hop.ingress().dpid()).toList();
    }

    private static boolean arrives(Walk walk, Host host) {
        return walk.outcome() instanceof Walk.Delivered delivered
                && delivered.point().equals(host.location());
    }

    private DatapathId aggregation(int plane) {
        return fabric.at(Tier.AGGREGATION, 0, plane);
    }

    private List<DatapathId> coresAbove(DatapathId aggregation) {
        return fabric.cablesOf(aggregation).stream()
                .flatMap(cable -> Stream.of(cable.first().dpid(), cable.second().dpid()))
                .filter(dpid -> fabric.tierOf(dpid) == Tier.CORE)
                .toList();
    }

    private PlannedFabric planned(Steering... steerings) {
        return PlannedFabric.of(fabric.model(List.of(steerings)));
    }

    @Test
    void aFlowGoesByTheVeryCoreItIsSteeredTo() {
        for (int port = 1; port <= 20; port++) {
            FlowKey flow = flow(source, far, port);
            for (int plane = 0; plane < 2; plane++) {
                for (DatapathId core : coresAbove(aggregation(plane))) {
                    PlannedFabric planned = planned(through(flow, aggregation(plane), core));
                    Walk walk = walk(fabric.holding(planned.plan()), source, flow);
                    assertThat(arrives(walk, far)).isTrue();
                    assertThat(way(walk)).hasSize(5).contains(aggregation(plane), core);
                    assertThat(planned.refusedSteerings()).isEmpty();
                }
            }
        }
    }

    @Test
    void otherFlowsGoAsBefore() {
        Steering steering = through(
                flow(source, far, 1), aggregation(1), coresAbove(aggregation(1)).getFirst());
        SimulatedFabric before = fabric.holding(fabric.plan());
        SimulatedFabric after = fabric.holding(planned(steering).plan());
        for (int port = 2; port <= 200; port++) {
            FlowKey flow = flow(source, far, port);
            assertThat(way(walk(after, source, flow))).isEqualTo(way(walk(before, source, flow)));
        }
    }

    @Test
    void aHopOfASteeredFlowIsAHopForItsTtl() {
        FlowKey flow = flow(source, far, 1);
        Steering steering =
                through(flow, aggregation(0), coresAbove(aggregation(0)).getLast());
        Walk.Delivered plain = (Walk.Delivered)
                walk(fabric.holding(fabric.plan()), source, flow).outcome();
        Walk.Delivered steered = (Walk.Delivered)
                walk(fabric.holding(planned(steering).plan()), source, flow).outcome();
        assertThat(steered.packet()).isEqualTo(plain.packet());
    }

    @Test
    void insideAPodOneSwitchSteers() {
        FlowKey flow = flow(source, near, 1);
        for (int plane = 0; plane < 2; plane++) {
            PlannedFabric planned = planned(through(flow, aggregation(plane)));
            Walk walk = walk(fabric.holding(planned.plan()), source, flow);
            assertThat(arrives(walk, near)).isTrue();
            assertThat(way(walk))
                    .containsExactly(
                            source.location().dpid(),
                            aggregation(plane),
                            near.location().dpid());
            assertThat(planned.steeringRules())
                    .containsExactly(Map.entry(source.location().dpid(), 1));
        }
    }

    @Test
    void oneSteeringChangesTwoSwitchesByAGroupAndARuleEachAndASecondBesideItByARule() {
        DatapathId core = coresAbove(aggregation(0)).getFirst();
        Steering first = through(flow(source, far, 1), aggregation(0), core);
        Steering second = through(flow(source, far, 2), aggregation(0), core);
        assertThat(changes(planned(), planned(first)))
                .isEqualTo(new TreeMap<>(Map.of(source.location().dpid(), 2, aggregation(0), 2)));
        assertThat(changes(planned(first), planned(first, second)))
                .isEqualTo(new TreeMap<>(Map.of(source.location().dpid(), 1, aggregation(0), 1)));
        assertThat(changes(planned(first, second), planned()).keySet())
                .containsExactlyInAnyOrder(source.location().dpid(), aggregation(0));
    }

    private static SortedMap<DatapathId, Integer> changes(PlannedFabric before, PlannedFabric after) {
        SortedMap<DatapathId, Integer> counts = new TreeMap<>();
        before.plan().switches().forEach((dpid, held) -> {
            int changes = PlanDiff.between(held, after.plan().forSwitch(dpid))
                    .changes()
                    .size();
            if (changes > 0) {
                counts.put(dpid, changes);
            }
        });
        return counts;
    }

    @Test
    void aSteeringKeepsThePlansOfAllOtherSwitches() {
        PlannedFabric before = planned();
        PlannedFabric after = before.next(fabric.model(List.of(through(
                flow(source, far, 1), aggregation(0), coresAbove(aggregation(0)).getFirst()))));
        List<DatapathId> steering = List.of(source.location().dpid(), aggregation(0));
        before.plan().switches().forEach((dpid, held) -> {
            if (!steering.contains(dpid)) {
                assertThat(after.plan().forSwitch(dpid)).isSameAs(held);
            }
        });
    }

    @Test
    void whenASteeredPortDiesTheFlowGoesWhereTheHashSendsItWithoutAController() {
        for (int port = 1; port <= 40; port++) {
            FlowKey flow = flow(source, far, port);
            for (DatapathId core : coresAbove(aggregation(0))) {
                Steering steering = through(flow, aggregation(0), core);
                SimulatedFabric held = fabric.holding(planned(steering).plan());
                SimulatedFabric plain = fabric.holding(fabric.plan());
                for (Cable cable : List.of(
                        fabric.cable(source.location().dpid(), aggregation(0)), fabric.cable(aggregation(0), core))) {
                    TestFabric cut = fabric.cut(cable);
                    Walk walk = walk(held.cabled(cut.topology()), source, flow);
                    assertThat(arrives(walk, far)).isTrue();
                    assertThat(walk.hops()).hasSize(5);
                    if (cable.equals(fabric.cable(source.location().dpid(), aggregation(0)))) {
                        assertThat(way(walk)).isEqualTo(way(walk(plain.cabled(cut.topology()), source, flow)));
                    }
                }
            }
        }
    }

    @Test
    void aSteeringOverADeadCableIsNotInThePlan() {
        DatapathId core = coresAbove(aggregation(0)).getFirst();
        Steering steering = through(flow(source, far, 1), aggregation(0), core);
        for (TestFabric broken : List.of(
                fabric.cut(fabric.cable(aggregation(0), core)),
                fabric.silenced(fabric.cable(source.location().dpid(), aggregation(0))))) {
            PlannedFabric planned = PlannedFabric.of(broken.model(List.of(steering)));
            assertThat(planned.plan()).isEqualTo(broken.plan());
            assertThat(planned.refusedSteerings()).containsExactly(new RefusedSteering(steering, Reason.DEAD));
        }
    }

    @Test
    void aSteeringThroughAPlaneThatRepairKeepsFreeIsNotInThePlan() {
        DatapathId core = coresAbove(aggregation(0)).getFirst();
        Steering steering = through(flow(source, far, 1), aggregation(0), core);
        DatapathId below = fabric.at(Tier.AGGREGATION, 2, 0);
        TestFabric broken = fabric.cut(fabric.cable(core, below));
        PlannedFabric planned = PlannedFabric.of(broken.model(List.of(steering)));
        assertThat(planned.refusedSteerings()).containsExactly(new RefusedSteering(steering, Reason.NOT_ON_THE_WAY));
        TestFabric deeper = fabric.cut(fabric.cable(below, far.location().dpid()));
        assertThat(PlannedFabric.of(deeper.model(List.of(steering))).steerings())
                .isEmpty();
    }

    @Test
    void aSteeringThatFallsBackDuringARepairKeepsToTheRepair() {
        FlowKey flow = flow(source, far, 1);
        List<DatapathId> cores = coresAbove(aggregation(0));
        Steering steering = through(flow, aggregation(0), cores.getFirst());
        TestFabric broken = fabric.cut(fabric.cable(cores.getLast(), fabric.at(Tier.AGGREGATION, 2, 0)));
        PlannedFabric planned = PlannedFabric.of(broken.model(List.of(steering)));
        assertThat(planned.steerings()).containsExactly(steering);
        Walk walk = walk(broken.holding(planned.plan()), source, flow);
        assertThat(arrives(walk, far)).isTrue();
        assertThat(way(walk)).contains(cores.getFirst());
        StepByStep.assertApplies(
                planned(steering).plan().forSwitch(aggregation(0)),
                planned.plan().forSwitch(aggregation(0)));
    }

    @Test
    void whatCannotBeSteeredIsRefusedWithItsReason() {
        DatapathId core = coresAbove(aggregation(0)).getFirst();
        Steering good = through(flow(source, far, 1), aggregation(0), core);
        FlowKey strange = new FlowKey(source.ip(), Ipv4Address.parse("10.9.9.9"), 6, 1, 2);
        FlowKey local = flow(source, fabric.host("10.0.0.3"), 1);
        assertThat(reason(new Steering(strange, good.ways()))).isEqualTo(Reason.NO_WAY_UP);
        assertThat(reason(new Steering(local, good.ways()))).isEqualTo(Reason.NO_WAY_UP);
        assertThat(reason(new Steering(flow(near, far, 1), good.ways()))).isEqualTo(Reason.NOT_AT_SOURCE);
        ConnectPoint edgeWay = good.ways().getFirst();
        assertThat(reason(new Steering(
                        flow(source, far, 1), List.of(new ConnectPoint(edgeWay.dpid(), new PortNumber(1))))))
                .isEqualTo(Reason.NOT_UPWARD);
        assertThat(reason(new Steering(flow(source, far, 1), List.of(edgeWay, edgeWay))))
                .isEqualTo(Reason.NOT_UPWARD);
        assertThat(reason(through(flow(source, near, 1), aggregation(0), core))).isEqualTo(Reason.NOT_ON_THE_WAY);
        assertThat(Reason.NOT_ON_THE_WAY.words()).contains("destination");
    }

    private Reason reason(Steering steering) {
        PlannedFabric planned = planned(steering);
        assertThat(planned.plan()).isEqualTo(fabric.plan());
        return planned.refusedSteerings().getFirst().reason();
    }

    @Test
    void noSwitchHoldsMoreSteeringRulesThanItMay() {
        DatapathId core = coresAbove(aggregation(0)).getFirst();
        List<Steering> many = IntStream.rangeClosed(1, 12)
                .mapToObj(port -> through(flow(source, far, port), aggregation(0), core))
                .toList();
        FabricModel model = fabric.model(many);
        PlanOptions few = model.options().withSteering(new SteeringLimits(5, 10));
        FabricModel limited =
                new FabricModel(model.topology(), model.recognition(), model.addresses(), few, model.steerings());
        PlannedFabric planned = PlannedFabric.of(limited);
        assertThat(planned.steerings()).isEqualTo(many.subList(0, 5));
        assertThat(planned.refusedSteerings()).hasSize(7).allMatch(refused -> refused.reason() == Reason.FULL);
        assertThat(planned.steeringRules().values()).containsExactly(5, 5);
        assertThat(PlannedFabric.of(model).next(limited).plan()).isEqualTo(planned.plan());
    }

    @Test
    void aSteeringRuleEndsByItselfAndIsMarkedAsSuch() {
        Steering steering = through(
                flow(source, far, 1), aggregation(0), coresAbove(aggregation(0)).getFirst());
        List<Cookie> cookies = planned(steering).plan().switches().values().stream()
                .flatMap(held -> held.rules().values().stream())
                .filter(rule -> rule.idleSeconds() == SteeringLimits.defaults().idleSeconds())
                .map(rule -> rule.cookie())
                .toList();
        assertThat(cookies).hasSize(2).containsOnly(Cookie.of(Cookie.Purpose.STEERING));
    }

    @Test
    void whatSwitchesHoldIsReadBackAsTheSteeringsItWasMadeFrom() {
        List<Steering> steerings = new ArrayList<>();
        for (DatapathId core : coresAbove(aggregation(1))) {
            steerings.add(through(flow(source, far, steerings.size() + 1), aggregation(1), core));
        }
        steerings.add(through(flow(source, near, 3), aggregation(0)));
        FabricModel model = fabric.model(steerings);
        PlannedFabric planned = PlannedFabric.of(model);
        assertThat(HeldSteerings.of(planned.plan().switches(), Residents.of(fabric.topology())))
                .containsExactlyElementsOf(model.steerings());
        SortedMap<DatapathId, SwitchPlan> withoutEdge =
                new TreeMap<>(planned.plan().switches());
        withoutEdge.remove(source.location().dpid());
        assertThat(HeldSteerings.of(withoutEdge, Residents.of(fabric.topology())))
                .isEmpty();
        assertThat(HeldSteerings.of(fabric.plan().switches(), Residents.of(fabric.topology())))
                .isEmpty();
    }

    @Test
    void inAGraphThatIsNoClosNothingIsSteered() {
        TestFabric ring = TestFabric.full(FabricGenerator.ring(5, 1));
        List<Host> hosts = List.copyOf(ring.hosts());
        Steering around = new Steering(
                flow(hosts.get(0), hosts.get(2), 1),
                List.of(new ConnectPoint(hosts.get(0).location().dpid(), new PortNumber(2))));
        PlannedFabric planned = PlannedFabric.of(ring.model(List.of(around)));
        assertThat(planned.steerings()).isEmpty();
        assertThat(planned.plan()).isEqualTo(ring.plan());
    }

    @Test
    void aFlowIsSteeredOnce() {
        Steering steering = through(
                flow(source, far, 1), aggregation(0), coresAbove(aggregation(0)).getFirst());
        assertThatIllegalArgumentException().isThrownBy(() -> fabric.model(List.of(steering, steering)));
        assertThatIllegalArgumentException().isThrownBy(() -> new SteeringLimits(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new SteeringLimits(-1, 1));
    }
}
