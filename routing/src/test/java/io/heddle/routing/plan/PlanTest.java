package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Plans as values: determinism, identity of what they hold, and what is kept from one to the next. */
class PlanTest {

    private final TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(4));

    @Test
    void theSameModelGivesTheSamePlan() {
        TestFabric again = TestFabric.full(FabricGenerator.fatTree(4));
        assertThat(again.plan()).isEqualTo(fabric.plan());
        assertThat(again.plan().toString()).isEqualTo(fabric.plan().toString());
    }

    @Test
    void nothingIsPlannedWhereNothingIsSeenAndAStrangerIsOnlyDiscovered() {
        TestFabric empty = fabric.with(Topology.empty());
        assertThat(empty.plan().switches()).hasSize(20);
        DatapathId stranger = new DatapathId(0x5555);
        TestFabric more = fabric.with(fabric.topology().withSwitch(FabricSwitch.of(stranger, "x", true, List.of())));
        assertThat(more.plan().forSwitch(stranger).rules()).hasSize(2);
        assertThat(ForwardingPlan.empty().forSwitch(stranger)).isEqualTo(SwitchPlan.empty());
    }

    @Test
    void aSwitchThatIsNotConcernedKeepsItsVeryPlan() {
        PlannedFabric planned = PlannedFabric.of(fabric.model());
        Host host = fabric.host("10.2.0.2");
        Topology moved =
                fabric.topology().withHost(new Host(host.ip(), MacAddress.parse("02:00:00:00:00:99"), host.location()));
        ForwardingPlan next = planned.next(fabric.with(moved).model()).plan();
        next.switches().forEach((dpid, held) -> {
            if (dpid.equals(host.location().dpid())) {
                assertThat(held).isNotEqualTo(planned.plan().forSwitch(dpid));
            } else {
                assertThat(held).isSameAs(planned.plan().forSwitch(dpid));
            }
        });
    }

    @Test
    void otherOptionsOrAnotherDesignAreANewStart() {
        PlannedFabric planned = PlannedFabric.of(fabric.model());
        FabricModel model = fabric.model();
        PlanOptions gateway = new PlanOptions(
                MacAddress.parse("02:00:00:00:00:01"),
                model.options().hashedSelection(),
                model.options().rates());
        PlanOptions rates = new PlanOptions(
                model.options().gatewayMac(), model.options().hashedSelection(), new PacketInRates(1, 2, 3, 4));
        for (PlanOptions options : List.of(gateway, rates, PlanOptions.defaults())) {
            FabricModel other = new FabricModel(model.topology(), model.recognition(), model.addresses(), options);
            assertThat(planned.next(other).plan()).isEqualTo(Planner.plan(other));
        }
        TestFabric spine = TestFabric.full(FabricGenerator.leafSpine(2, 2, 1, 1));
        assertThat(planned.next(spine.model()).plan()).isEqualTo(spine.plan());
        TestFabric shuffled = TestFabric.full(FabricGenerator.fatTree(4).shuffled(3));
        assertThat(planned.next(shuffled.model()).plan()).isEqualTo(shuffled.plan());
    }

    @Test
    void anEqualBlueprintIsTheSameGround() {
        TestFabric again = TestFabric.full(FabricGenerator.fatTree(4));
        PlannedFabric planned = PlannedFabric.of(fabric.model());
        planned.next(again.model())
                .plan()
                .switches()
                .forEach(
                        (dpid, held) -> assertThat(held).isSameAs(planned.plan().forSwitch(dpid)));
    }

    @Test
    void everyFirstLiveBucketIsWatchedAndSeedsDiffer() {
        Set<Long> seeds = new HashSet<>();
        fabric.plan()
                .switches()
                .values()
                .forEach(held -> held.groups().values().forEach(group -> {
                    assertThat(group.id().isOurs()).isTrue();
                    assertThat(group.buckets())
                            .allMatch(bucket -> bucket.watchPort().isPresent());
                    group.selection().ifPresent(hash -> seeds.add(hash.seed()));
                }));
        // Cores have no select groups.
        assertThat(seeds).hasSize(16);
        assertThat(fabric.plan().switches().values())
                .allSatisfy(held -> assertThat(held.rules().values())
                        .allMatch(rule -> rule.cookie().isOurs()));
    }

    @Test
    void bucketsAreNumberedByPortWhereTheSwitchKeepsIdsAndByPlaceElsewhere() {
        DatapathId edge = fabric.at(Tier.EDGE, 0, 0);
        assertThat(ids(fabric.plan(), edge)).containsExactly(3, 4);
        FabricModel model = fabric.model();
        ForwardingPlan plain = Planner.plan(
                new FabricModel(model.topology(), model.recognition(), model.addresses(), PlanOptions.defaults()));
        assertThat(ids(plain, edge)).containsExactly(0, 1);
        assertThat(plain.forSwitch(edge).groups().values())
                .allMatch(group -> group.selection().isEmpty());
    }

    @Test
    void groupsOfOneKindThatWantOneNumberGetDifferentOnes() {
        Wiring.Node node = new Wiring.Node(
                0, new DatapathId(1), Optional.empty(), Optional.empty(), List.of(), List.of(), List.of());
        GroupTable groups = new GroupTable(node, true);
        int wide = 1 << 20;
        GroupId one = groups.groupFor(new Target.Spread(List.of(new PortNumber(5))));
        GroupId other = groups.groupFor(new Target.Spread(List.of(new PortNumber(wide + 5))));
        assertThat(one).isNotEqualTo(other);
        assertThat(groups.groupFor(new Target.Spread(List.of(new PortNumber(5)))))
                .isEqualTo(one);
        assertThat(groups.groups()).hasSize(2);
        assertThatIllegalArgumentException().isThrownBy(() -> new Target.Spread(List.of()));
    }

    @Test
    void whatNobodyWantsGoesLastAndWhatIsWantedComesFirst() {
        SwitchPlan before = fabric.plan().forSwitch(fabric.at(Tier.EDGE, 0, 0));
        List<Change> up = PlanDiff.between(SwitchPlan.empty(), before).changes();
        List<Change> down = PlanDiff.between(before, SwitchPlan.empty()).changes();
        assertThat(up.getFirst()).isInstanceOf(Change.AddMeter.class);
        assertThat(up.getLast()).isInstanceOf(Change.PutRule.class);
        assertThat(down.getFirst()).isInstanceOf(Change.RemoveRule.class);
        assertThat(down.getLast()).isInstanceOf(Change.RemoveMeter.class);
        assertThat(PlanDiff.between(before, before).isEmpty()).isTrue();
    }

    @Test
    void whatDiffersIsModifiedInPlace() {
        GroupId id = GroupId.ours(1);
        Meter slow = Meter.ofPackets(PacketInKind.ARP.meter(), 1, 1);
        Meter fast = Meter.ofPackets(PacketInKind.ARP.meter(), 2, 2);
        SwitchPlan before = SwitchPlan.of(List.of(slow), List.of(group(id, 1)), List.of());
        SwitchPlan after = SwitchPlan.of(List.of(fast), List.of(group(id, 2)), List.of());
        assertThat(PlanDiff.between(before, after).changes())
                .containsExactly(new Change.ModifyMeter(fast), new Change.ModifyGroup(group(id, 2)));
    }

    @Test
    void twoEntriesOfOneIdentityAreABrokenInvariant() {
        GroupId id = GroupId.ours(1);
        List<Group> twice = new ArrayList<>(List.of(group(id, 1), group(id, 2)));
        assertThatIllegalStateException()
                .isThrownBy(() -> SwitchPlan.of(List.of(), twice, List.of()))
                .withMessageContaining("share an identity");
    }

    @Test
    void impossibleOptionsAreRefused() {
        PacketInRates rates = PacketInRates.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlanOptions(MacAddress.BROADCAST, new TreeSet<>(), rates))
                .withMessageContaining("ff:ff");
        assertThatIllegalArgumentException().isThrownBy(() -> new PacketInRates(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PacketInRates(1, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PacketInRates(1, 1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PacketInRates(1, 1, 1, 0));
    }

    private static List<Integer> ids(ForwardingPlan plan, DatapathId dpid) {
        return plan.forSwitch(dpid).groups().values().iterator().next().buckets().stream()
                .map(Bucket::id)
                .toList();
    }

    private static Group group(GroupId id, int port) {
        PortNumber out = new PortNumber(port);
        return new Group(
                id,
                Group.Type.INDIRECT,
                Optional.empty(),
                List.of(new Bucket(0, 0, Optional.empty(), List.of(new Action.Output(out)))));
    }
}
