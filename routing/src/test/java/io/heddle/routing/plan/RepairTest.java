package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which switches a failure touches, counted from the difference of plans. */
class RepairTest {

    @ParameterizedTest(name = "k={0}")
    @ValueSource(ints = {4, 8, 16, 48})
    void aDeadCableBetweenCoreAndAggregationTouchesThatPlanesAggregationsInTheOtherPods(int k) {
        TestFabric fabric = TestFabric.sparse(FabricGenerator.fatTree(k));
        PlannedFabric healthy = PlannedFabric.of(fabric.model());
        DatapathId aggregation = fabric.at(Tier.AGGREGATION, 1, 0);
        DatapathId core = fabric.at(Tier.CORE, 0, 1);
        Cable cable = fabric.cable(aggregation, core);
        PlannedFabric repaired = healthy.next(fabric.cut(cable).model());

        SortedSet<DatapathId> touched = touched(healthy.plan(), repaired.plan());

        assertThat(touched).hasSize(k - 1).doesNotContain(aggregation, core);
        assertThat(touched).allMatch(dpid -> fabric.tierOf(dpid) == Tier.AGGREGATION);
        assertThat(changes(healthy.plan(), repaired.plan())).isEqualTo(k - 1);
        assertThat(repaired.next(fabric.model()).plan()).isEqualTo(healthy.plan());
    }

    @ParameterizedTest(name = "k={0}")
    @ValueSource(ints = {4, 8, 16, 48})
    void aDeadCableBetweenAggregationAndEdgeTouchesOnlyEdges(int k) {
        TestFabric fabric = TestFabric.sparse(FabricGenerator.fatTree(k));
        PlannedFabric healthy = PlannedFabric.of(fabric.model());
        DatapathId edge = fabric.at(Tier.EDGE, 0, 0);
        DatapathId aggregation = fabric.at(Tier.AGGREGATION, 0, 0);
        PlannedFabric repaired =
                healthy.next(fabric.cut(fabric.cable(edge, aggregation)).model());

        SortedSet<DatapathId> touched = touched(healthy.plan(), repaired.plan());

        assertThat(touched).hasSize(k * k / 2 - 1).doesNotContain(edge, aggregation);
        assertThat(touched).allMatch(dpid -> fabric.tierOf(dpid) == Tier.EDGE);
        assertThat(changes(healthy.plan(), repaired.plan())).isEqualTo(k * k / 2 - 1);
        assertThat(repaired.next(fabric.model()).plan()).isEqualTo(healthy.plan());
    }

    @ParameterizedTest(name = "k={0}")
    @ValueSource(ints = {4, 8, 16})
    void aLostCoreTouchesNobodyWhileItsPlaneHasAnother(int k) {
        TestFabric fabric = TestFabric.sparse(FabricGenerator.fatTree(k));
        DatapathId core = fabric.at(Tier.CORE, 1, 0);
        ForwardingPlan repaired = fabric.withoutSwitch(core).plan();
        assertThat(touched(fabric.plan(), repaired)).isEmpty();
    }

    @ParameterizedTest(name = "k={0}")
    @ValueSource(ints = {4, 8, 16})
    void aLostAggregationTouchesTheEdgesOfOtherPodsWithOneRuleEach(int k) {
        TestFabric fabric = TestFabric.sparse(FabricGenerator.fatTree(k));
        ForwardingPlan healthy = fabric.plan();
        ForwardingPlan repaired =
                fabric.withoutSwitch(fabric.at(Tier.AGGREGATION, 2, 1)).plan();

        SortedSet<DatapathId> touched = touched(healthy, repaired);

        assertThat(touched).hasSize((k - 1) * k / 2);
        assertThat(touched).allMatch(dpid -> fabric.tierOf(dpid) == Tier.EDGE && fabric.podOf(dpid) != 2);
        assertThat(changes(healthy, repaired)).isEqualTo((k - 1) * k / 2);
    }

    @Test
    void aLostEdgeTouchesOnlyTheAggregationsOfItsPodWhichDrop() {
        TestFabric fabric = TestFabric.sparse(FabricGenerator.fatTree(6));
        ForwardingPlan repaired =
                fabric.withoutSwitch(fabric.at(Tier.EDGE, 3, 1)).plan();
        assertThat(touched(fabric.plan(), repaired))
                .containsExactlyInAnyOrder(
                        fabric.at(Tier.AGGREGATION, 3, 0),
                        fabric.at(Tier.AGGREGATION, 3, 1),
                        fabric.at(Tier.AGGREGATION, 3, 2));
    }

    @Test
    void whatAffectsAWholePodIsOneRuleForThePod() {
        TestFabric fabric = TestFabric.sparse(FabricGenerator.fatTree(4));
        ForwardingPlan repaired =
                fabric.withoutSwitch(fabric.at(Tier.AGGREGATION, 2, 0)).plan();
        assertThat(repairs(repaired, fabric.at(Tier.EDGE, 0, 0)))
                .singleElement()
                .satisfies(rule -> assertThat(rule.key().match()).hasToString("ip,nw_dst=10.2.0.0/16"));
    }

    @Test
    void edgesThatDifferFromTheirPodHaveRulesOfTheirOwn() {
        TestFabric fabric = TestFabric.sparse(FabricGenerator.fatTree(6));
        Cable other = fabric.cable(fabric.at(Tier.EDGE, 2, 1), fabric.at(Tier.AGGREGATION, 2, 2));
        TestFabric hurt =
                fabric.withoutSwitch(fabric.at(Tier.AGGREGATION, 2, 0)).cut(other);
        assertThat(repairs(hurt.plan(), fabric.at(Tier.EDGE, 0, 0))).hasSize(2);
    }

    @Test
    void aSilentlyDeadCableIsAvoidedByItsOwnEndsToo() {
        TestFabric fabric = TestFabric.sparse(FabricGenerator.fatTree(4));
        DatapathId edge = fabric.at(Tier.EDGE, 0, 0);
        DatapathId aggregation = fabric.at(Tier.AGGREGATION, 0, 0);
        ForwardingPlan repaired =
                fabric.silenced(fabric.cable(edge, aggregation)).plan();
        assertThat(repairs(repaired, edge)).isNotEmpty();
        assertThat(touched(fabric.plan(), repaired)).doesNotContain(aggregation);
    }

    @Test
    void aPortThatWentDownAtOneEndOnlyIsNotTakenForASilentDeath() {
        TestFabric fabric = TestFabric.sparse(FabricGenerator.fatTree(4));
        Cable cable = fabric.cable(fabric.at(Tier.EDGE, 0, 0), fabric.at(Tier.AGGREGATION, 0, 0));
        TestFabric firstNews = fabric.cutAt(cable, cable.first());
        assertThat(firstNews.plan()).isEqualTo(fabric.cut(cable).plan());
    }

    @Test
    void aSwitchNotHeardOfYetSaysNothingAgainstItsCables() {
        TestFabric fabric = TestFabric.sparse(FabricGenerator.fatTree(4));
        DatapathId core = fabric.at(Tier.CORE, 0, 0);
        Topology partial = fabric.topology().withoutSwitch(core);
        assertThat(fabric.with(partial).plan()).isEqualTo(fabric.plan());
    }

    private static SortedSet<DatapathId> touched(ForwardingPlan before, ForwardingPlan after) {
        SortedSet<DatapathId> touched = new TreeSet<>();
        after.switches().forEach((dpid, plan) -> {
            if (!PlanDiff.between(before.forSwitch(dpid), plan).isEmpty()) {
                touched.add(dpid);
            }
        });
        return touched;
    }

    private static int changes(ForwardingPlan before, ForwardingPlan after) {
        return after.switches().keySet().stream()
                .mapToInt(dpid -> PlanDiff.between(before.forSwitch(dpid), after.forSwitch(dpid))
                        .changes()
                        .size())
                .sum();
    }

    private static List<ForwardingRule> repairs(ForwardingPlan plan, DatapathId dpid) {
        return plan.forSwitch(dpid).rules().values().stream()
                .filter(rule -> rule.cookie().equals(Cookie.of(Purpose.REPAIR)))
                .toList();
    }
}
