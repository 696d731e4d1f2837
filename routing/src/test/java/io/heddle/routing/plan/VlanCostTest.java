package io.heddle.routing.plan;

import static io.heddle.routing.plan.VlanWorld.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.VlanId;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What VLANs cost the switches of a fabric. */
class VlanCostTest {

    private static final TestFabric FABRIC = TestFabric.full(FabricGenerator.fatTree(4));
    private static final VlanMember ANNA = member(7, 1, "10.0.0.2");
    private static final VlanMember BERT = member(7, 2, "10.0.0.3");
    private static final VlanMember CARA = member(7, 3, "10.0.1.2");
    private static final VlanMember DORA = member(7, 4, "10.2.1.3");
    private static final VlanWorld WORLD = new VlanWorld(FABRIC, List.of(ANNA, BERT, CARA, DORA));

    @Test
    void aFabricWithoutVlansHoldsNoRuleForThem() {
        assertThat(rules(FABRIC.plan())).isEmpty();
        VlanWorld alone = new VlanWorld(FABRIC, List.of(ANNA, member(7, 8, "10.0.0.2"), member(8, 2, "10.1.0.2")));
        assertThat(Planner.plan(alone.model())).isEqualTo(FABRIC.plan());
    }

    @Test
    void membersAtOneEdgeSwitchCostNoOtherSwitchARule() {
        VlanWorld near = new VlanWorld(FABRIC, List.of(ANNA, BERT));
        assertThat(rules(Planner.plan(near.model())))
                .containsExactly(FABRIC.host("10.0.0.2").location().dpid());
    }

    @Test
    void membersInOnePodCostNoSwitchElsewhereARule() {
        VlanWorld pod = new VlanWorld(FABRIC, List.of(ANNA, CARA));
        assertThat(rules(Planner.plan(pod.model())))
                .allMatch(dpid -> FABRIC.tierOf(dpid) != Tier.CORE && FABRIC.podOf(dpid) == 0)
                .hasSize(4);
    }

    @Test
    void oneMoreMemberTouchesOnlySwitchesOnItsWays() {
        PlannedFabric before = PlannedFabric.of(WORLD.model());
        VlanWorld more = WORLD.with(member(7, 5, "10.2.0.2"));
        PlannedFabric after = before.next(more.model());
        assertThat(after.plan()).isEqualTo(Planner.plan(more.model()));
        List<DatapathId> touched = FABRIC.topology().switches().keySet().stream()
                .filter(dpid -> !PlanDiff.between(
                                before.plan().forSwitch(dpid), after.plan().forSwitch(dpid))
                        .isEmpty())
                .toList();
        assertThat(touched)
                .allMatch(
                        dpid -> FABRIC.tierOf(dpid) == Tier.CORE || FABRIC.podOf(dpid) == 0 || FABRIC.podOf(dpid) == 2)
                .hasSize(12);
        IntStream.of(1, 3)
                .forEach(pod -> assertThat(after.plan().forSwitch(FABRIC.at(Tier.EDGE, pod, 0)))
                        .isSameAs(before.plan().forSwitch(FABRIC.at(Tier.EDGE, pod, 0))));
    }

    @Test
    void rulesAreCounted() {
        PlannedFabric planned = PlannedFabric.of(WORLD.model());
        DatapathId edge = WORLD.portOf(ANNA).dpid();
        assertThat(planned.vlanRules()).containsEntry(edge, 2 + 4 + 2 + 2 + 2);
        assertThat(planned.vlanTroubles()).isEmpty();
    }

    @Test
    void aVlanThatASwitchHasNoRoomForIsRefusedWithASentence() {
        VlanWorld world = WORLD.with(member(8, 1, "10.0.0.2"), member(8, 2, "10.0.0.3"));
        PlanOptions few = FABRIC.model().options().withVlanRules(14);
        PlannedFabric planned = PlannedFabric.of(world.model(few));
        assertThat(planned.vlanTroubles()).containsOnlyKeys(new VlanId(8));
        assertThat(planned.vlanTroubles().get(new VlanId(8)))
                .startsWith("VLAN 8 is not carried: switch ")
                .endsWith("would hold 17 rules for VLANs, and may hold 14.");
        assertThat(planned.plan()).isEqualTo(Planner.plan(WORLD.model(few)));
        assertThat(PlannedFabric.of(world.model()).next(world.model(few)).plan())
                .isEqualTo(planned.plan());
    }

    private static List<DatapathId> rules(ForwardingPlan plan) {
        return plan.switches().entrySet().stream()
                .filter(entry -> entry.getValue().rules().values().stream()
                        .anyMatch(rule -> rule.cookie().isFor(Purpose.VLAN)))
                .map(entry -> entry.getKey())
                .toList();
    }
}
