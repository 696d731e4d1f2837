package io.heddle.routing.plan;

import static io.heddle.routing.plan.RoutedWorld.member;
import static io.heddle.routing.plan.RoutedWorld.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.ClosShape.PodShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routed addresses of tenants in a simulated fabric: who is reached, who may send, and what that costs. */
class RoutedPlanTest {

    private static final TestFabric FABRIC = TestFabric.full(FabricGenerator.fatTree(4));
    private static final RoutedMember ANNA = member("172.20.0.2", "10.0.0.2");
    private static final RoutedMember BERT = member("172.20.0.3", "10.0.0.3");
    private static final RoutedMember CARA = member("172.20.0.18", "10.2.1.3");
    private static final RoutedMember DORA = member("172.20.0.19", "10.0.1.2");
    private static final RoutedWorld WORLD = new RoutedWorld(FABRIC, List.of(ANNA, BERT, CARA, DORA));

    static Stream<Arguments> designs() {
        PodShape doubled = new PodShape(2, 2, 2, 2);
        return Stream.of(
                Arguments.of("fat-tree k=4", FabricGenerator.fatTree(4)),
                Arguments.of("fat-tree k=2", FabricGenerator.fatTree(2)),
                Arguments.of("leaf-spine 4x6", FabricGenerator.leafSpine(4, 6, 2, 1)),
                Arguments.of("leaf-spine 3x4, two parallel cables", FabricGenerator.leafSpine(3, 4, 2, 2)),
                Arguments.of("a row, which is no Clos", FabricGenerator.linear(4, 2)),
                Arguments.of("a ring, which is no Clos", FabricGenerator.ring(5, 2)),
                Arguments.of(
                        "folded Clos, parallel cables everywhere",
                        FabricGenerator.foldedClos(new ClosShape(List.of(doubled, doubled), 2, 2))));
    }

    @ParameterizedTest(name = "{0}, seed 11")
    @MethodSource("designs")
    void everyAddressIsReachedFromEveryServerAndWhatNobodyHasIsDropped(String name, GeneratedFabric drawn) {
        RoutedWorld world = RoutedWorld.drawn(TestFabric.full(drawn), 4, 5, new Random(11));
        assertThat(world.faults(world.switches())).isEmpty();
    }

    @ParameterizedTest(name = "k = 4, seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void anySingleCableIsHealedInTheSwitchesAndThenRoutedAround(long seed) {
        RoutedWorld world = RoutedWorld.drawn(FABRIC, 4, 4, new Random(seed));
        SimulatedFabric before = world.switches();
        List<String> faults = new ArrayList<>();
        for (Cable cable : FABRIC.cables()) {
            RoutedWorld cut = world.with(FABRIC.cut(cable));
            cut.faults(before.cabled(cut.fabric().topology()))
                    .forEach(fault -> faults.add(cable + " cut, not told: " + fault));
            cut.faults(cut.switches()).forEach(fault -> faults.add(cable + " cut: " + fault));
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest(name = "k = 4, seed {0}")
    @ValueSource(longs = {4, 5, 6, 7})
    void whateverFailsNothingGoesRoundAndNobodyGetsWhatIsNotHis(long seed) {
        Random random = new Random(seed);
        RoutedWorld world = RoutedWorld.drawn(FABRIC, 4, 4, random);
        TestFabric broken = FABRIC;
        for (Cable cable : FABRIC.cables()) {
            broken = random.nextInt(4) == 0 ? broken.cut(cable) : broken;
        }
        RoutedWorld cut = world.with(broken);
        SimulatedFabric switches = cut.switches();
        for (RoutedMember from : cut.members()) {
            for (RoutedMember to : cut.members()) {
                if (!from.server().equals(to.server())) {
                    assertThat(cut.sent(switches, from, to.address()))
                            .allMatch(end -> end instanceof Walk.Dropped
                                    || (end instanceof Walk.Delivered at
                                            && at.point().equals(cut.portOf(to))));
                }
            }
        }
    }

    @Test
    void aPacketIsSpreadOverAllCoresAndCountedAtEveryHop() {
        List<Walk.Outcome> ends = WORLD.sent(WORLD.switches(), ANNA, CARA.address());
        assertThat(ends).hasSize(4).allSatisfy(end -> {
            Packet packet = ((Walk.Delivered) end).packet();
            assertThat(packet.value(Field.IP_TTL)).isEqualTo(64 - 5);
            assertThat(packet.value(Field.ETH_DST)).isEqualTo(CARA.mac().value());
            assertThat(packet.value(Field.ETH_SRC)).isEqualTo(PlanOptions.GATEWAY_MAC.value());
        });
    }

    @Test
    void whatIsNotBoundToAServerDiesAtItsEdgeSwitch() {
        SimulatedFabric switches = WORLD.switches();
        Host server = FABRIC.host("10.0.0.2");
        Host far = FABRIC.host("10.2.1.2");
        Ipv4Address nobody = Ipv4Address.parse("172.20.0.9");
        for (Packet spoofed : List.of(
                packet(ANNA.mac(), BERT.address(), CARA.address()),
                packet(ANNA.mac(), CARA.address(), DORA.address()),
                packet(ANNA.mac(), nobody, CARA.address()),
                packet(server.mac(), ANNA.address(), CARA.address()),
                packet(server.mac(), server.ip(), CARA.address()),
                packet(server.mac(), nobody, far.ip()),
                packet(BERT.mac(), ANNA.address(), CARA.address()),
                packet(ANNA.mac(), ANNA.address(), far.ip()),
                packet(ANNA.mac(), ANNA.address(), Ipv4Address.parse("10.0.0.1")),
                packet(ANNA.mac(), server.ip(), far.ip()),
                Packet.arp(1, server.mac(), nobody, nobody),
                Packet.arp(1, ANNA.mac(), ANNA.address(), ANNA.address()),
                Packet.arp(1, server.mac(), Ipv4Address.UNSPECIFIED, nobody))) {
            boolean isForController = spoofed.source().equals(server.ip());
            List<Walk.Outcome> ends = VlanWorld.sent(switches, server.location(), spoofed, BucketChoice.every());
            assertThat(ends).as(spoofed.toString()).hasSize(1).allSatisfy(end -> {
                if (isForController && end instanceof Walk.ToController asked) {
                    assertThat(asked.dpid()).isEqualTo(server.location().dpid());
                } else {
                    assertThat(end).isEqualTo(new Walk.Dropped(server.location().dpid()));
                }
            });
        }
    }

    @Test
    void twoServersAtOnePortReachEachOtherBackThroughIt() {
        ConnectPoint port = FABRIC.host("10.0.0.2").location();
        TestFabric shared = FABRIC.withHost("10.0.0.77", port);
        RoutedMember beside = member("172.20.0.4", "10.0.0.77");
        RoutedWorld world = new RoutedWorld(shared, List.of(ANNA, beside));
        List<Walk.Outcome> ends = world.sent(world.switches(), ANNA, beside.address());
        assertThat(ends).singleElement().isInstanceOfSatisfying(Walk.Delivered.class, end -> {
            assertThat(end.point()).isEqualTo(port);
            assertThat(end.packet().value(Field.ETH_DST)).isEqualTo(beside.mac().value());
        });
    }

    @Test
    void hostsGoOnAsWithoutRoutedNetworks() {
        SimulatedFabric switches = WORLD.switches();
        Host from = FABRIC.host("10.0.0.2");
        Host to = FABRIC.host("10.2.1.3");
        List<Walk.Outcome> ends =
                VlanWorld.sent(switches, from.location(), packet(from.mac(), from.ip(), to.ip()), BucketChoice.every());
        assertThat(ends)
                .hasSize(4)
                .allMatch(end -> end instanceof Walk.Delivered at
                        && at.point().equals(to.location())
                        && at.packet().value(Field.ETH_DST) == to.mac().value());
    }

    @Test
    void aBlockCostsOneRuleOnEachCoreAndNoneInOtherPods() {
        PlannedFabric planned = PlannedFabric.of(new RoutedWorld(FABRIC, List.of(ANNA, BERT)).model());
        DatapathId edge = WORLD.portOf(ANNA).dpid();
        Map<DatapathId, Integer> rules = planned.routedRules();
        assertThat(rules).hasSize(1 + 2 + 4).containsEntry(edge, 2 + 2 * 2);
        FABRIC.in(Tier.CORE).forEach(core -> assertThat(rules).containsEntry(core, 1));
        FABRIC.in(Tier.AGGREGATION).stream()
                .filter(aggregation -> FABRIC.podOf(aggregation) == 0)
                .forEach(aggregation -> assertThat(rules).containsEntry(aggregation, 2));
        assertThat(planned.routedTroubles()).isEmpty();
    }

    @Test
    void oneMoreAddressOfABlockTouchesItsEdgeSwitchAlone() {
        RoutedWorld more = WORLD.with(member("172.20.0.4", "10.0.0.2"));
        assertThat(touched(WORLD, more)).containsExactly(WORLD.portOf(ANNA).dpid());
    }

    @Test
    void anAddressThatMovesCostsOneRuleOnTheSwitchesOfItsWayUntilItIsBack() {
        RoutedWorld home = new RoutedWorld(FABRIC, List.of(ANNA, BERT));
        RoutedWorld inPod = home.with(member("172.20.0.3", "10.0.1.2"));
        RoutedWorld across = home.with(member("172.20.0.3", "10.3.1.2"));
        assertThat(touched(home, inPod)).hasSize(2 + 2);
        assertThat(touched(home, across)).hasSize(2 + 4 + 4);
        Map<DatapathId, Integer> rules = PlannedFabric.of(across.model()).routedRules();
        FABRIC.in(Tier.CORE).forEach(core -> assertThat(rules).containsEntry(core, 2));
        assertThat(across.faults(across.switches())).isEmpty();
        assertThat(touched(home, across.with(BERT))).isEmpty();
    }

    @Test
    void aBlockBelongsToWhereMostOfItIs() {
        RoutedMember third = member("172.20.0.4", "10.3.1.2");
        RoutedWorld tied = new RoutedWorld(FABRIC, List.of(ANNA, third));
        assertThat(PlannedFabric.of(tied.model()).routedRules())
                .containsEntry(tied.portOf(ANNA).dpid(), 2 + 2 + 2);
        RoutedWorld most = tied.with(member("172.20.0.5", "10.3.1.3"));
        assertThat(most.faults(most.switches())).isEmpty();
        assertThat(touched(most, most.with(member("172.20.0.6", "10.3.1.2"))))
                .containsExactly(most.portOf(third).dpid());
    }

    /** Which switches change, where what changed is planned as everything would be. */
    private static List<DatapathId> touched(RoutedWorld before, RoutedWorld after) {
        PlannedFabric first = PlannedFabric.of(before.model());
        PlannedFabric next = first.next(after.model());
        assertThat(next.plan()).isEqualTo(Planner.plan(after.model()));
        return FABRIC.topology().switches().keySet().stream()
                .filter(dpid -> !PlanDiff.between(
                                first.plan().forSwitch(dpid), next.plan().forSwitch(dpid))
                        .isEmpty())
                .toList();
    }

    @Test
    void aBlockThatASwitchHasNoRoomForIsRefusedWithASentence() {
        RoutedLimits few = new RoutedLimits(RoutedWorld.LIMITS.prefixes(), 6);
        RoutedWorld world = new RoutedWorld(FABRIC, List.of(ANNA, BERT, member("172.20.1.2", "10.0.0.2")));
        PlannedFabric planned = PlannedFabric.of(world.model(few));
        assertThat(planned.routedTroubles()).containsOnlyKeys(Ipv4Address.parse("172.20.1.2"));
        assertThat(planned.routedTroubles().get(Ipv4Address.parse("172.20.1.2")))
                .startsWith("Block 172.20.1.0/28 is not routed: switch ")
                .endsWith("would hold 10 rules for routed networks, and may hold 6.");
        assertThat(planned.plan()).isEqualTo(Planner.plan(new RoutedWorld(FABRIC, List.of(ANNA, BERT)).model(few)));
        assertThat(PlannedFabric.of(world.model()).next(world.model(few)).plan())
                .isEqualTo(planned.plan());
    }

    @Test
    void anAddressOfNoRoutedPrefixAndAServerThatIsNowhereAreNamed() {
        RoutedWorld world = WORLD.with(member("172.21.0.2", "10.0.0.2"), member("172.20.0.5", "10.9.9.9"));
        PlannedFabric planned = PlannedFabric.of(world.model());
        assertThat(planned.routedTroubles())
                .containsEntry(
                        Ipv4Address.parse("172.21.0.2"),
                        "The fabric routes no addresses of 172.21.0.0/28 (tenants: routed-prefixes).")
                .containsEntry(
                        Ipv4Address.parse("172.20.0.5"),
                        "Server 10.9.9.9 of routed address 172.20.0.5 is at no host port of the fabric.")
                .hasSize(2);
        assertThat(planned.plan()).isEqualTo(Planner.plan(WORLD.model()));
    }

    @Test
    void aControllerThatStartsAnewLeavesBlocksWhereTheyAreUntilAllIsTold() {
        SwitchPlan held = Planner.plan(WORLD.model()).forSwitch(FABRIC.at(Tier.CORE, 0, 0));
        SwitchPlan nothing =
                Planner.plan(new RoutedWorld(FABRIC, List.of()).model()).forSwitch(FABRIC.at(Tier.CORE, 0, 0));
        assertThat(HeldCarriage.kept(nothing, held)).isEqualTo(held);
        SwitchPlan partly =
                Planner.plan(new RoutedWorld(FABRIC, List.of(DORA)).model()).forSwitch(FABRIC.at(Tier.CORE, 0, 0));
        assertThat(partly.rules()).isNotEqualTo(held.rules());
        assertThat(HeldCarriage.kept(partly, held).rules()).isEqualTo(held.rules());
    }

    @Test
    void aFabricThatRoutesNothingForTenantsHoldsNoRuleForIt() {
        RoutedWorld none = new RoutedWorld(FABRIC, List.of());
        assertThat(Planner.plan(none.model(RoutedLimits.NONE))).isEqualTo(FABRIC.plan());
        assertThat(Planner.plan(none.model()).switches().values())
                .flatMap(plan -> plan.rules().values())
                .noneMatch(rule -> rule.cookie().isFor(Purpose.ROUTED));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoutedMember(ANNA.address(), IpPrefix.parse("172.20.0.16/28"), ANNA.server()))
                .withMessage("address 172.20.0.2 is not of block 172.20.0.16/28");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoutedLimits(new TreeSet<>(), -1))
                .withMessageContaining("not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoutedLimits(
                        new TreeSet<>(List.of(RoutedWorld.PREFIX, IpPrefix.parse("172.20.1.0/24"))), 1))
                .withMessage("routed prefix 172.20.1.0/24 lies in 172.20.0.0/16");
    }
}
