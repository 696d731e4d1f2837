package io.heddle.routing.plan;

import static io.heddle.routing.plan.VlanWorld.broadcast;
import static io.heddle.routing.plan.VlanWorld.delivered;
import static io.heddle.routing.plan.VlanWorld.frame;
import static io.heddle.routing.plan.VlanWorld.mac;
import static io.heddle.routing.plan.VlanWorld.member;
import static io.heddle.routing.plan.VlanWorld.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.routing.rule.Field;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.address.VlanId;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.ClosShape.PodShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of VLANs in a simulated fabric: who gets them, how often, and what that costs. */
class VlanPlanTest {

    private static final TestFabric FABRIC = TestFabric.full(FabricGenerator.fatTree(4));
    private static final VlanId SEVEN = new VlanId(7);
    private static final VlanMember ANNA = member(7, 1, "10.0.0.2");
    private static final VlanMember BERT = member(7, 2, "10.0.0.3");
    private static final VlanMember CARA = member(7, 3, "10.0.1.2");
    private static final VlanMember DORA = member(7, 4, "10.2.1.3");
    private static final VlanWorld WORLD = new VlanWorld(FABRIC, List.of(ANNA, BERT, CARA, DORA));

    static Stream<Arguments> designs() {
        PodShape doubled = new PodShape(2, 2, 2, 2);
        return Stream.of(
                Arguments.of("fat-tree k=4", FabricGenerator.fatTree(4)),
                Arguments.of("fat-tree k=2", FabricGenerator.fatTree(2)),
                Arguments.of("leaf-spine 4x6", FabricGenerator.leafSpine(4, 6, 2, 1)),
                Arguments.of("leaf-spine 3x4, two parallel cables", FabricGenerator.leafSpine(3, 4, 2, 2)),
                Arguments.of(
                        "folded Clos, parallel cables everywhere",
                        FabricGenerator.foldedClos(new ClosShape(List.of(doubled, doubled), 2, 2))));
    }

    @ParameterizedTest(name = "{0}, seed 11")
    @MethodSource("designs")
    void everyMemberHearsEveryOtherAndNobodyElseDoes(String name, GeneratedFabric drawn) {
        VlanWorld world = VlanWorld.drawn(TestFabric.full(drawn), 4, 6, new Random(11));
        assertThat(faults(world, world.switches())).isEmpty();
    }

    @ParameterizedTest(name = "k = 4, seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void anySingleCableIsRoutedAround(long seed) {
        VlanWorld world = VlanWorld.drawn(FABRIC, 4, 6, new Random(seed));
        List<String> faults = new ArrayList<>();
        for (Cable cable : FABRIC.cables()) {
            VlanWorld cut = world.with(FABRIC.cut(cable));
            faults(cut, cut.switches()).forEach(fault -> faults.add(cable + " cut: " + fault));
        }
        assertThat(faults).isEmpty();
    }

    static Stream<Arguments> designsWithTwoWays() {
        return designs().filter(design -> !"fat-tree k=2".equals(design.get()[0]));
    }

    @ParameterizedTest(name = "{0}, seed 12")
    @MethodSource("designsWithTwoWays")
    void anySingleDeadCableIsHealedBySwitchesAlone(String name, GeneratedFabric drawn) {
        TestFabric fabric = TestFabric.full(drawn);
        VlanWorld world = VlanWorld.drawn(fabric, 4, 6, new Random(12));
        SimulatedFabric before = world.switches();
        List<String> faults = new ArrayList<>();
        for (Cable cable : fabric.cables()) {
            VlanWorld cut = world.with(fabric.cut(cable));
            lost(cut, before.cabled(cut.fabric().topology())).forEach(fault -> faults.add(cable + " cut: " + fault));
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest(name = "k = 4, seed {0}")
    @ValueSource(longs = {21, 22, 23, 24})
    void whileSwitchesChangeOneAfterTheOtherNoFrameGoesRoundWhateverIsDead(long seed) {
        Random random = new Random(seed);
        VlanWorld old = VlanWorld.drawn(FABRIC, 3, 6, random);
        VlanWorld moved = VlanWorld.drawn(FABRIC, 3, 6, random);
        for (int trial = 0; trial < 20; trial++) {
            TestFabric broken = FABRIC;
            for (Cable cable : FABRIC.cables()) {
                broken = random.nextInt(6) == 0 ? broken.cut(cable) : broken;
            }
            SimulatedFabric mixed =
                    FABRIC.holding(mixture(old, moved.with(broken), random)).cabled(broken.topology());
            for (VlanMember from : old.members()) {
                for (VlanMember to : old.members()) {
                    assertThatCode(() -> told(old, mixed, from, to)).doesNotThrowAnyException();
                }
            }
        }
    }

    /** What switches hold when some have changed from one plan to another and others have not yet. */
    private static ForwardingPlan mixture(VlanWorld old, VlanWorld changed, Random random) {
        ForwardingPlan before = Planner.plan(old.model());
        ForwardingPlan after = Planner.plan(changed.model());
        SortedMap<DatapathId, SwitchPlan> mixed = new TreeMap<>();
        before.switches().forEach((dpid, plan) -> mixed.put(dpid, random.nextBoolean() ? plan : after.forSwitch(dpid)));
        return new ForwardingPlan(mixed);
    }

    @ParameterizedTest(name = "k = 4, seed {0}")
    @ValueSource(longs = {4, 5, 6, 7})
    void whateverFailsNoFrameGoesRoundAndNoneComesTwice(long seed) {
        Random random = new Random(seed);
        VlanWorld world = VlanWorld.drawn(FABRIC, 4, 6, random);
        SimulatedFabric before = world.switches();
        TestFabric broken = FABRIC;
        for (Cable cable : FABRIC.cables()) {
            broken = random.nextInt(4) == 0 ? broken.cut(cable) : broken;
        }
        VlanWorld cut = world.with(broken);
        for (SimulatedFabric switches : List.of(before.cabled(broken.topology()), cut.switches())) {
            assertThat(strays(cut, switches)).isEmpty();
        }
    }

    @Test
    void whoOnlySendsIsHeardByTheOthersAndHearsNothing() {
        VlanMember router = VlanMember.sender(SEVEN, mac(9), Ipv4Address.parse("10.3.0.2"));
        VlanWorld world = WORLD.with(router);
        SimulatedFabric switches = world.switches();
        for (VlanMember member : WORLD.members()) {
            Packet frame = frame(SEVEN, router.mac(), member.mac());
            assertThat(delivered(sent(switches, world.portOf(router), frame, BucketChoice.every())))
                    .containsOnly(world.portOf(member));
            assertThat(delivered(sent(
                            switches,
                            world.portOf(member),
                            frame(SEVEN, member.mac(), router.mac()),
                            BucketChoice.every())))
                    .isEmpty();
        }
        assertThat(delivered(sent(switches, world.portOf(ANNA), broadcast(SEVEN, ANNA.mac()), BucketChoice.every())))
                .containsExactly(world.portOf(BERT), world.portOf(CARA), world.portOf(DORA));
    }

    /** What is wrong with what members get of each other. */
    private static List<String> faults(VlanWorld world, SimulatedFabric switches) {
        List<String> faults = new ArrayList<>(strays(world, switches));
        for (VlanMember from : world.members()) {
            SortedSet<ConnectPoint> others = new TreeSet<>(world.portsOf(from.vlan()));
            others.remove(world.portOf(from));
            List<ConnectPoint> got = heard(world, switches, from);
            if (!got.equals(List.copyOf(others))) {
                faults.add("a broadcast of " + from + " came to " + got);
            }
        }
        faults.addAll(lost(world, switches));
        return faults;
    }

    /** Which frames to a member do not come to it on every way that they may take. */
    private static List<String> lost(VlanWorld world, SimulatedFabric switches) {
        List<String> faults = new ArrayList<>();
        for (VlanMember from : world.members()) {
            for (VlanMember to : world.members()) {
                if (isApart(world, from, to)
                        && told(world, switches, from, to).stream().anyMatch(end -> !isAt(world, to, end))) {
                    faults.add("a frame from " + from + " to " + to + " ended " + told(world, switches, from, to));
                }
            }
        }
        return faults;
    }

    /** Who gets what is not for him, or twice. */
    private static List<String> strays(VlanWorld world, SimulatedFabric switches) {
        List<String> faults = new ArrayList<>();
        for (VlanMember from : world.members()) {
            List<ConnectPoint> got = heard(world, switches, from);
            boolean isOnce = new TreeSet<>(got).size() == got.size();
            if (!isOnce || !world.portsOf(from.vlan()).containsAll(got) || got.contains(world.portOf(from))) {
                faults.add("a broadcast of " + from + " came to " + got);
            }
            for (VlanMember to : world.members()) {
                if (isApart(world, from, to)) {
                    told(world, switches, from, to).stream()
                            .filter(end -> !(end instanceof Walk.Dropped) && !isAt(world, to, end))
                            .forEach(end -> faults.add("a frame from " + from + " to " + to + " ended " + end));
                }
            }
        }
        return faults;
    }

    private static boolean isApart(VlanWorld world, VlanMember from, VlanMember to) {
        return from.vlan().equals(to.vlan()) && !world.portOf(from).equals(world.portOf(to));
    }

    private static boolean isAt(VlanWorld world, VlanMember to, Walk.Outcome outcome) {
        return outcome instanceof Walk.Delivered at && at.point().equals(world.portOf(to));
    }

    private static List<ConnectPoint> heard(VlanWorld world, SimulatedFabric switches, VlanMember from) {
        return delivered(
                sent(switches, world.portOf(from), broadcast(from.vlan(), from.mac()), BucketChoice.openVSwitch()));
    }

    private static List<Walk.Outcome> told(VlanWorld world, SimulatedFabric switches, VlanMember from, VlanMember to) {
        return sent(switches, world.portOf(from), frame(from.vlan(), from.mac(), to.mac()), BucketChoice.every());
    }

    @Test
    void aFrameArrivesAsItWasSent() {
        Packet sent = frame(SEVEN, ANNA.mac(), DORA.mac());
        List<Walk.Outcome> ends = sent(WORLD.switches(), WORLD.portOf(ANNA), sent, BucketChoice.openVSwitch());
        assertThat(ends).singleElement().isInstanceOfSatisfying(Walk.Delivered.class, end -> {
            assertThat(end.point()).isEqualTo(WORLD.portOf(DORA));
            assertThat(end.packet().with(Field.IN_PORT, 0)).isEqualTo(sent.with(Field.IN_PORT, 0));
        });
    }

    @Test
    void framesAreSpreadOverAllCores() {
        List<Walk.Outcome> ends = told(WORLD, WORLD.switches(), ANNA, DORA);
        assertThat(ends).hasSize(4);
    }

    @Test
    void onlyAMemberMaySendAndOnlyFromItsOwnPortWithItsOwnAddress() {
        SimulatedFabric switches = WORLD.switches();
        ConnectPoint anna = WORLD.portOf(ANNA);
        for (Packet foreign : List.of(
                frame(SEVEN, mac(9), DORA.mac()),
                frame(SEVEN, DORA.mac(), BERT.mac()),
                broadcast(SEVEN, mac(9)),
                frame(new VlanId(8), ANNA.mac(), DORA.mac()),
                broadcast(new VlanId(8), ANNA.mac()),
                frame(SEVEN, ANNA.mac(), mac(9)))) {
            List<Walk.Outcome> ends = sent(switches, anna, foreign, BucketChoice.every());
            assertThat(ends).allMatch(Walk.Dropped.class::isInstance);
        }
    }

    @Test
    void anUnknownSenderOfTaggedFramesIsNotTakenForAHost() {
        ConnectPoint other = FABRIC.host("10.0.1.3").location();
        List<Walk.Outcome> ends = sent(WORLD.switches(), other, frame(SEVEN, mac(9), DORA.mac()), BucketChoice.every());
        assertThat(ends).containsExactly(new Walk.Dropped(other.dpid()));
    }

    @Test
    void framesToAnAddressThatSeveralHaveComeToAllOfThem() {
        VlanWorld shared = WORLD.with(member(7, 9, "10.0.0.3"), member(7, 9, "10.2.1.3"));
        List<Walk.Outcome> ends =
                sent(shared.switches(), WORLD.portOf(CARA), frame(SEVEN, CARA.mac(), mac(9)), BucketChoice.every());
        assertThat(delivered(ends)).contains(WORLD.portOf(BERT), WORLD.portOf(DORA));
    }

    @Test
    void hostsGoOnAsWithoutVlans() {
        SimulatedFabric switches = WORLD.switches();
        Host from = FABRIC.host("10.0.0.2");
        Host to = FABRIC.host("10.2.1.3");
        Packet packet = Packet.udp(from.ip(), 5, to.ip(), 6).between(from.mac(), new MacAddress(0x5e000101L));
        List<Walk.Outcome> ends = sent(switches, from.location(), packet, BucketChoice.every());
        assertThat(ends)
                .hasSize(4)
                .allMatch(end -> end instanceof Walk.Delivered at && at.point().equals(to.location()));
    }

    @Test
    void aServerThatIsNowhereIsNamed() {
        PlannedFabric planned =
                PlannedFabric.of(WORLD.with(member(7, 9, "10.9.9.9")).model());
        assertThat(planned.vlanTroubles())
                .containsEntry(SEVEN, "VLAN 7 does not reach [10.9.9.9], which are at no host port of the fabric.");
        assertThat(planned.plan()).isEqualTo(Planner.plan(WORLD.model()));
    }

    @Test
    void frameWaysStayReadyWhileACableIsDead() {
        Cable cable = FABRIC.cable(FABRIC.at(Tier.CORE, 0, 0), FABRIC.at(Tier.AGGREGATION, 2, 0));
        SimulatedFabric during = FABRIC.cut(cable)
                .holding(Planner.plan(WORLD.with(FABRIC.cut(cable)).model()));
        assertThat(faults(new VlanWorld(FABRIC, WORLD.members()), during.cabled(FABRIC.topology())))
                .isEmpty();
    }

    @Test
    void whatASwitchHoldsForVlansIsKeptUntilMembersAreKnown() {
        SwitchPlan plain = FABRIC.plan().forSwitch(WORLD.portOf(ANNA).dpid());
        SwitchPlan held =
                Planner.plan(WORLD.model()).forSwitch(WORLD.portOf(ANNA).dpid());
        assertThat(HeldCarriage.kept(plain, held)).isEqualTo(held);
        assertThat(HeldCarriage.kept(held, plain)).isSameAs(held);
    }

    @Test
    void groupsThatOnlyFramesTakeAreKeptToo() {
        SwitchPlan held =
                Planner.plan(WORLD.model()).forSwitch(WORLD.portOf(ANNA).dpid());
        assertThat(HeldCarriage.kept(SwitchPlan.empty(), held).groups().values())
                .isNotEmpty()
                .allMatch(group -> held.groups().containsValue(group));
    }

    @Test
    void idsAreThoseOfTheStandard() {
        assertThatIllegalArgumentException().isThrownBy(() -> new VlanId(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new VlanId(4095));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanOptions.defaults().withVlanRules(-1));
        assertThat(Ipv4Address.parse("10.0.0.2")).isEqualTo(ANNA.server());
    }
}
