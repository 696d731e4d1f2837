package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import io.heddle.routing.verify.Invariant;
import io.heddle.routing.verify.NoBlackHole;
import io.heddle.routing.verify.NoForwardingLoop;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Link;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.ClosShape.PodShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random failures and recoveries; after each, what is still connected is reached, nothing loops, and the plan is the same as from nothing. */
class FailureSimulationTest {

    private static final int STEPS = 30;

    static Stream<Arguments> runs() {
        List<Arguments> runs = new ArrayList<>();
        PodShape small = new PodShape(2, 2, 1, 1);
        PodShape wide = new PodShape(3, 3, 1, 2);
        List<Arguments> designs = List.of(
                Arguments.of("fat-tree k=4", FabricGenerator.fatTree(4)),
                Arguments.of("fat-tree k=6", FabricGenerator.fatTree(6)),
                Arguments.of("leaf-spine 3x4, parallel", FabricGenerator.leafSpine(3, 4, 1, 2)),
                Arguments.of("leaf-spine 2x5", FabricGenerator.leafSpine(2, 5, 1, 1)),
                Arguments.of(
                        "folded Clos", FabricGenerator.foldedClos(new ClosShape(List.of(small, wide, small), 2, 1))),
                Arguments.of(
                        "folded Clos, one core a plane", FabricGenerator.foldedClos(ClosShape.uniform(3, small, 1))),
                Arguments.of("ring", FabricGenerator.ring(6, 1)),
                Arguments.of("linear", FabricGenerator.linear(4, 1)));
        LongStream.rangeClosed(1, 4)
                .forEach(seed ->
                        designs.forEach(design -> runs.add(Arguments.of(design.get()[0], seed, design.get()[1]))));
        return runs.stream();
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void whateverFailsWhatIsConnectedIsReachedAndNothingLoops(String name, long seed, GeneratedFabric drawn) {
        Random random = new Random(seed);
        TestFabric fabric = TestFabric.sparse(drawn.shuffled(seed));
        PlannedFabric planned = PlannedFabric.of(fabric.model());
        Damage damage = new Damage(fabric);
        for (int step = 0; step < STEPS; step++) {
            fabric = damage.next(fabric, random);
            PlannedFabric next = planned.next(fabric.model());
            assertThat(next.plan()).as("step " + step).isEqualTo(fabric.plan());
            for (DatapathId dpid : fabric.topology().switches().keySet()) {
                assertAppliesStepByStep(
                        planned.plan().forSwitch(dpid), next.plan().forSwitch(dpid));
            }
            assertThat(violations(fabric, next.plan(), damage.dead()))
                    .as("step " + step + " with " + damage)
                    .isEmpty();
            planned = next;
        }
    }

    private static List<String> violations(TestFabric fabric, ForwardingPlan plan, SortedSet<DatapathId> dead) {
        List<DatapathId> sources = new ArrayList<>(fabric.in(Tier.EDGE));
        sources.removeAll(dead);
        List<Host> hosts = fabric.hosts().stream()
                .filter(host -> !dead.contains(host.location().dpid()))
                .toList();
        List<String> violations = new ArrayList<>();
        SimulatedFabric held = fabric.holding(plan);
        for (SortedSet<DatapathId> island : islands(fabric)) {
            List<DatapathId> here =
                    sources.stream().filter(dpid -> island.contains(dpid)).toList();
            List<DatapathId> elsewhere =
                    sources.stream().filter(dpid -> !island.contains(dpid)).toList();
            List<Host> there = hosts.stream()
                    .filter(host -> island.contains(host.location().dpid()))
                    .toList();
            violations.addAll(
                    Invariant.violations(held, here, there, List.of(new NoForwardingLoop(), new NoBlackHole())));
            violations.addAll(Invariant.violations(held, elsewhere, there, List.of(new NoForwardingLoop())));
        }
        return violations;
    }

    private static List<SortedSet<DatapathId>> islands(TestFabric fabric) {
        List<SortedSet<DatapathId>> islands = new ArrayList<>();
        SortedSet<DatapathId> left = new TreeSet<>(fabric.topology().switches().keySet());
        while (!left.isEmpty()) {
            SortedSet<DatapathId> island = new TreeSet<>();
            ArrayDeque<DatapathId> queue =
                    new ArrayDeque<>(List.of(left.iterator().next()));
            while (!queue.isEmpty()) {
                DatapathId dpid = queue.remove();
                if (island.add(dpid)) {
                    fabric.topology().liveLinks().stream()
                            .filter(link -> link.from().dpid().equals(dpid))
                            .map(Link::to)
                            .forEach(to -> queue.add(to.dpid()));
                }
            }
            left.removeAll(island);
            islands.add(island);
        }
        return islands;
    }

    private static void assertAppliesStepByStep(SwitchPlan before, SwitchPlan after) {
        SwitchPlan held = before;
        for (Change change : PlanDiff.between(before, after).changes()) {
            held = applied(held, change);
            assertReferencesExist(held);
        }
        assertThat(held).isEqualTo(after);
    }

    private static void assertReferencesExist(SwitchPlan held) {
        held.rules()
                .values()
                .forEach(rule -> rule.actions().forEach(action -> {
                    if (action instanceof Action.ToGroup toGroup) {
                        assertThat(held.groups()).containsKey(toGroup.group());
                    }
                    if (action instanceof Action.Metered metered) {
                        assertThat(held.meters()).containsKey(metered.meter());
                    }
                }));
    }

    private static SwitchPlan applied(SwitchPlan held, Change change) {
        SortedMap<MeterId, Meter> meters = new TreeMap<>(held.meters());
        SortedMap<GroupId, Group> groups = new TreeMap<>(held.groups());
        SortedMap<ForwardingRule.Key, ForwardingRule> rules = new TreeMap<>(held.rules());
        switch (change) {
            case Change.AddMeter add -> meters.put(add.meter().id(), add.meter());
            case Change.ModifyMeter modify -> meters.put(modify.meter().id(), modify.meter());
            case Change.RemoveMeter remove -> meters.remove(remove.id());
            case Change.AddGroup add -> groups.put(add.group().id(), add.group());
            case Change.ModifyGroup modify -> groups.put(modify.group().id(), modify.group());
            case Change.RemoveGroup remove -> groups.remove(remove.id());
            case Change.PutRule put -> rules.put(put.rule().key(), put.rule());
            case Change.RemoveRule remove -> rules.remove(remove.key());
        }
        return new SwitchPlan(meters, groups, rules);
    }

    /** What is broken at the moment. */
    private static final class Damage {
        private final List<Cable> cables;
        private final List<DatapathId> switches;
        private final SortedSet<Cable> broken = new TreeSet<>();
        private final SortedSet<DatapathId> dead = new TreeSet<>();

        Damage(TestFabric fabric) {
            cables = List.copyOf(fabric.cables());
            switches = List.copyOf(fabric.topology().switches().keySet());
        }

        SortedSet<DatapathId> dead() {
            return dead;
        }

        TestFabric next(TestFabric fabric, Random random) {
            boolean isMending = broken.size() + dead.size() > random.nextInt(6);
            if (isMending && !dead.isEmpty() && random.nextBoolean()) {
                DatapathId back = dead.iterator().next();
                dead.remove(back);
                TestFabric mended = fabric.withSwitch(back);
                for (Cable cable : fabric.cablesOf(back)) {
                    boolean isPeerDead = dead.contains(cable.first().dpid())
                            || dead.contains(cable.second().dpid());
                    if (isPeerDead || broken.contains(cable)) {
                        mended = mended.cut(cable);
                    }
                }
                return mended;
            }
            if (isMending && !broken.isEmpty()) {
                Cable mended = List.copyOf(broken).get(random.nextInt(broken.size()));
                broken.remove(mended);
                return isTouchingDead(mended) ? fabric : fabric.healed(mended);
            }
            if (random.nextInt(5) == 0) {
                DatapathId lost = switches.get(random.nextInt(switches.size()));
                return dead.add(lost) ? fabric.withoutSwitch(lost) : fabric;
            }
            Cable cut = cables.get(random.nextInt(cables.size()));
            if (isTouchingDead(cut)) {
                return fabric;
            }
            broken.add(cut);
            return random.nextInt(4) == 0 ? fabric.silenced(cut) : fabric.cut(cut);
        }

        private boolean isTouchingDead(Cable cable) {
            return dead.contains(cable.first().dpid())
                    || dead.contains(cable.second().dpid());
        }

        @Override
        public String toString() {
            return "broken " + broken + " dead " + dead;
        }
    }
}
