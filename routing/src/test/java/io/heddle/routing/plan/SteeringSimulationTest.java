package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.verify.Exploration;
import io.heddle.routing.verify.Hop;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.PortNumber;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.ClosShape.PodShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random failures while random flows are steered at random, also where they cannot be: a steered flow ends where it would end without,
 * no rule is over the limit, and the plan is the same as from nothing.
 */
class SteeringSimulationTest {

    private static final int STEPS = 25;
    private static final int FLOWS = 24;
    private static final int MOST = 6;

    static Stream<Arguments> runs() {
        List<Arguments> designs = List.of(
                Arguments.of("fat-tree k=4", FabricGenerator.fatTree(4)),
                Arguments.of("fat-tree k=6", FabricGenerator.fatTree(6)),
                Arguments.of("leaf-spine 3x4, parallel", FabricGenerator.leafSpine(3, 4, 1, 2)),
                Arguments.of(
                        "folded Clos, one core a plane",
                        FabricGenerator.foldedClos(ClosShape.uniform(3, new PodShape(2, 2, 1, 1), 1))),
                Arguments.of("ring", FabricGenerator.ring(6, 1)));
        return LongStream.rangeClosed(1, 4)
                .boxed()
                .flatMap(seed -> designs.stream().map(design -> Arguments.of(design.get()[0], seed, design.get()[1])));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void whateverIsSteeredArrivesAsIfItWereNot(String name, long seed, GeneratedFabric drawn) {
        Random random = new Random(seed);
        TestFabric fabric = TestFabric.sparse(drawn.shuffled(seed));
        PlannedFabric planned = PlannedFabric.of(model(fabric, List.of()));
        Damage damage = new Damage(fabric);
        SortedMap<FlowKey, Steering> wanted = new TreeMap<>();
        int steered = 0;
        for (int step = 0; step < STEPS; step++) {
            fabric = damage.next(fabric, random);
            change(wanted, fabric, random);
            FabricModel model = model(fabric, List.copyOf(wanted.values()));
            PlannedFabric next = planned.next(model);
            assertThat(next.plan()).as("step " + step).isEqualTo(Planner.plan(model));
            assertThat(next.steeringRules().values()).allMatch(count -> count <= MOST);
            assertThat(next.steerings().size() + next.refusedSteerings().size()).isEqualTo(wanted.size());
            for (DatapathId dpid : fabric.topology().switches().keySet()) {
                StepByStep.assertApplies(
                        planned.plan().forSwitch(dpid), next.plan().forSwitch(dpid));
            }
            assertThat(astray(fabric, next))
                    .as("step " + step + " with " + damage)
                    .isEmpty();
            steered += next.steerings().size();
            planned = next;
        }
        assertThat(steered > 0).isEqualTo(!name.equals("ring"));
    }

    private static FabricModel model(TestFabric fabric, List<Steering> steerings) {
        FabricModel model = fabric.model(steerings);
        return new FabricModel(
                model.topology(),
                model.recognition(),
                model.addresses(),
                model.options().withSteering(new SteeringLimits(MOST, 10)),
                model.steerings());
    }

    /** Steered flows that do not end as all flows between their hosts do. */
    private static List<String> astray(TestFabric fabric, PlannedFabric planned) {
        SimulatedFabric steered = fabric.holding(planned.plan());
        SimulatedFabric plain = fabric.holding(fabric.plan());
        List<String> astray = new ArrayList<>();
        for (Steering steering : planned.steerings()) {
            Set<Walk.Outcome> with = outcomes(steered, fabric, steering.flow());
            Set<Walk.Outcome> without = outcomes(plain, fabric, steering.flow());
            if (!without.containsAll(with) || with.isEmpty()) {
                astray.add(steering + " ends in " + with + " instead of " + without);
            }
        }
        return astray;
    }

    private static Set<Walk.Outcome> outcomes(SimulatedFabric held, TestFabric fabric, FlowKey flow) {
        Host source = fabric.host(flow.source().toString());
        Packet packet = Packet.tcp(flow.source(), flow.sourcePort(), flow.destination(), flow.destinationPort())
                .between(source.mac(), PlanOptions.GATEWAY_MAC);
        return new Exploration(held).outcomes(new Hop.Ingress.AtPort(source.location()), packet);
    }

    private static void change(SortedMap<FlowKey, Steering> wanted, TestFabric fabric, Random random) {
        List<Host> hosts = List.copyOf(fabric.hosts());
        for (int i = 0; i < 4; i++) {
            Host from = hosts.get(random.nextInt(hosts.size()));
            Host to = hosts.get(random.nextInt(hosts.size()));
            FlowKey flow = new FlowKey(from.ip(), to.ip(), FlowKey.TCP, random.nextInt(4), 9);
            wanted.put(flow, new Steering(flow, ways(fabric, from, random)));
        }
        while (wanted.size() > FLOWS) {
            wanted.remove(List.copyOf(wanted.keySet()).get(random.nextInt(wanted.size())));
        }
    }

    /** One or two hops from there, mostly upward. */
    private static List<ConnectPoint> ways(TestFabric fabric, Host from, Random random) {
        List<ConnectPoint> ways = new ArrayList<>();
        DatapathId at = from.location().dpid();
        int length = 1 + random.nextInt(2);
        for (int i = 0; i < length; i++) {
            DatapathId here = at;
            List<ConnectPoint[]> ends = fabric.cablesOf(here).stream()
                    .map(cable -> cable.first().dpid().equals(here)
                            ? new ConnectPoint[] {cable.first(), cable.second()}
                            : new ConnectPoint[] {cable.second(), cable.first()})
                    .filter(pair ->
                            fabric.tierOf(pair[1].dpid()).compareTo(fabric.tierOf(here)) > 0 || random.nextInt(10) == 0)
                    .toList();
            if (ends.isEmpty()) {
                ways.add(new ConnectPoint(here, new PortNumber(1)));
                return ways;
            }
            ConnectPoint[] taken = ends.get(random.nextInt(ends.size()));
            ways.add(taken[0]);
            at = taken[1].dpid();
        }
        return ways;
    }
}
