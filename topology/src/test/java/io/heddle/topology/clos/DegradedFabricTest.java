package io.heddle.topology.clos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import io.heddle.topology.design.PatchPanel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fabric that lacks parts, or is nothing regular, is recognised without anything known before. */
class DegradedFabricTest {

    private static final GeneratedFabric K4 = FabricGenerator.fatTree(4).shuffled(4);
    private static final FabricDesign FAT_TREE_4 = new FabricDesign.FatTree(4);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aFatTreeWithoutOneAggregationSwitchAndTwoCablesIsAFatTree(long seed) {
        Random random = new Random(seed);
        List<DatapathId> aggregations = of(K4, place -> place.tier() == Tier.AGGREGATION);
        PatchPanel panel = new PatchPanel(K4.topology()).remove(aggregations.get(random.nextInt(8)));
        List<Cable> cables = new ArrayList<>(K4.blueprint().cables());
        cables.removeIf(cable -> panel.across(cable.first()).isEmpty());
        panel.pull(cables.remove(random.nextInt(cables.size())).first());
        panel.pull(cables.remove(random.nextInt(cables.size())).first());
        Recognition recognition = afresh(panel.topology());
        assertThat(recognition.design()).isEqualTo(FAT_TREE_4);
        assertThat(recognition.repair()).isEmpty();
        assertThat(recognition.problems())
                .filteredOn(FabricProblem.MissingSwitch.class::isInstance)
                .hasSize(1);
        assertThat(recognition.problems())
                .filteredOn(FabricProblem.MissingLink.class::isInstance)
                .hasSize(2);
        // Where ports of missing cables are not even there, as on virtual switches, the rest still tells.
        assertThat(afresh(withoutDownPorts(panel.topology())).design()).isEqualTo(FAT_TREE_4);
    }

    @Test
    void aPodWithoutUplinksBelongsToItsFatTree() {
        PatchPanel panel = new PatchPanel(K4.topology());
        for (Cable cable : K4.blueprint().cables()) {
            Position one = place(K4, cable.first());
            Position other = place(K4, cable.second());
            boolean isUplink = one.tier() == Tier.CORE || other.tier() == Tier.CORE;
            int pod = one.tier() == Tier.CORE ? other.pod() : one.pod();
            if (isUplink && pod == 2) {
                panel.pull(cable.first());
            }
        }
        Recognition recognition = afresh(panel.topology());
        assertThat(recognition.design()).isEqualTo(FAT_TREE_4);
        assertThat(recognition.problems()).hasSize(4).allMatch(FabricProblem.MissingLink.class::isInstance);
        assertThat(recognition.blueprint().positions()).hasSize(20);
    }

    @Test
    void aWholePodThatIsMissingIsNamedWhereThePortsForItAreThere() {
        PatchPanel panel = new PatchPanel(FabricGenerator.fatTree(6).topology());
        of(FabricGenerator.fatTree(6), place -> place.tier() != Tier.CORE && place.pod() == 3)
                .forEach(panel::remove);
        Recognition recognition = afresh(panel.topology());
        assertThat(recognition.design()).isEqualTo(new FabricDesign.FatTree(6));
        assertThat(recognition.problems()).hasSize(6).allMatch(FabricProblem.MissingSwitch.class::isInstance);
        assertThat(recognition.problems().getFirst().sentence()).isEqualTo("There is no edge switch 0 of pod 5.");
    }

    @Test
    void mostCoresMayBeMissing() {
        PatchPanel panel = new PatchPanel(FabricGenerator.fatTree(6).topology());
        of(FabricGenerator.fatTree(6), place -> place.tier() == Tier.CORE && place.index() > 0)
                .forEach(panel::remove);
        assertThat(afresh(panel.topology()).design()).isEqualTo(new FabricDesign.FatTree(6));
        // Without free ports it is a Clos that is oversubscribed by design.
        assertThat(afresh(withoutDownPorts(panel.topology())).design())
                .isEqualTo(new FabricDesign.FoldedClos(6, 3, 18, 18, 3));
    }

    @Test
    void anEdgeSwitchWithoutServersIsStillOne() {
        DatapathId quiet = of(K4, place -> place.tier() == Tier.EDGE).getFirst();
        Recognition recognition = afresh(silenced(K4.topology(), quiet));
        assertThat(recognition.design()).isEqualTo(FAT_TREE_4);
        assertThat(recognition.blueprint().positions()).hasSize(20);
        assertThat(recognition.problems()).isEmpty();
        GeneratedFabric leaves = FabricGenerator.leafSpine(3, 4, 2, 1);
        DatapathId leaf = of(leaves, place -> place.tier() == Tier.EDGE).getFirst();
        assertThat(afresh(silenced(leaves.topology(), leaf)).design()).isEqualTo(leaves.design());
    }

    @Test
    void aPodWithoutAnyServerIsStillOne() {
        Topology topology = K4.topology();
        for (DatapathId edge : of(K4, place -> place.tier() == Tier.EDGE && place.pod() == 1)) {
            topology = silenced(topology, edge);
        }
        Recognition recognition = afresh(topology);
        assertThat(recognition.design()).isEqualTo(FAT_TREE_4);
        assertThat(recognition.problems()).isEmpty();
    }

    @Test
    void aCableThatFailsSilentlyMakesNoEdgeSwitchOfItsEnds() {
        for (Cable cable : K4.blueprint().cables()) {
            Topology silent = K4.topology().withoutLink(cable.forward()).withoutLink(cable.backward());
            Recognition recognition = afresh(silent);
            assertThat(recognition.design()).as(cable.toString()).isEqualTo(FAT_TREE_4);
            assertThat(recognition.blueprint().positions()).hasSize(20);
        }
    }

    @Test
    void oneDirectionOfACableIsEnough() {
        Topology topology = K4.topology();
        for (Cable cable : List.copyOf(K4.blueprint().cables())) {
            topology = topology.withoutLink(cable.backward());
        }
        assertThat(afresh(topology).blueprint().cables())
                .isEqualTo(K4.blueprint().cables());
    }

    @Test
    void contradictingDirectionsDoNotUnmakeAFatTree() {
        Cable cable = K4.blueprint().cables().first();
        Cable last = K4.blueprint().cables().last();
        TreeSet<Link> links = new TreeSet<>(K4.topology().links());
        links.add(new Link(cable.first(), last.second()));
        links.add(new Link(new ConnectPoint(new DatapathId(77), cable.first().port()), cable.first()));
        Topology contradicting = new Topology(K4.topology().switches(), links, new TreeMap<>());
        assertThat(afresh(contradicting).design()).isEqualTo(FAT_TREE_4);
    }

    @Test
    void parallelCablesAreCountedAndASurplusOneIsWrong() {
        GeneratedFabric fabric = FabricGenerator.leafSpine(2, 4, 2, 2);
        Cable cable = fabric.blueprint().cables().first();
        Recognition missing =
                afresh(new PatchPanel(fabric.topology()).pull(cable.first()).topology());
        assertThat(missing.design()).isEqualTo(fabric.design());
        assertThat(missing.problems()).singleElement().isInstanceOf(FabricProblem.MissingLink.class);
        Recognition known = ClosRecognizer.recognize(
                new PatchPanel(fabric.topology()).pull(cable.first()).topology(), fabric.blueprint());
        assertThat(known.blueprint()).isSameAs(fabric.blueprint());
        PatchPanel panel = new PatchPanel(FabricGenerator.fatTree(4).topology());
        Cable moved = FabricGenerator.fatTree(4).blueprint().cables().last();
        ConnectPoint spare = ConnectPoint.of(moved.first().dpid().value(), 9);
        panel.plug(spare, ConnectPoint.of(moved.second().dpid().value(), 9));
        Recognition surplus = afresh(panel.topology());
        assertThat(surplus.problems()).singleElement().isInstanceOf(FabricProblem.WrongCable.class);
        assertThat(surplus.problems().getFirst().sentence()).endsWith("has to come out.");
        assertThat(surplus.repair())
                .singleElement()
                .satisfies(replug -> assertThat(replug.to()).isEmpty());
    }

    @Test
    void aFoldedClosWithDoubledPodsKeepsThemDoubled() {
        ClosShape shape = new ClosShape(
                List.of(
                        new ClosShape.PodShape(3, 3, 2, 1),
                        new ClosShape.PodShape(2, 3, 2, 2),
                        new ClosShape.PodShape(4, 2, 2, 1)),
                3,
                1);
        GeneratedFabric fabric = FabricGenerator.foldedClos(shape).shuffled(5);
        Recognition recognition = afresh(fabric.topology());
        assertThat(recognition.design()).isEqualTo(fabric.design());
        assertThat(recognition.problems()).isEmpty();
        DatapathId core = of(fabric, place -> place.tier() == Tier.CORE).getFirst();
        Recognition without = ClosRecognizer.recognize(
                new PatchPanel(fabric.topology()).remove(core).topology(), fabric.blueprint());
        assertThat(without.problems()).singleElement().isInstanceOf(FabricProblem.MissingSwitch.class);
        assertThat(without.problems().getFirst().sentence()).startsWith("Super-spine ");
    }

    @Test
    void aMiswiringIsNamedByRolePositionAndPort() {
        GeneratedFabric fabric = FabricGenerator.fatTree(4);
        // The first uplinks of edge 0 of pod 0 and of edge 0 of pod 1 change places.
        ConnectPoint one = ConnectPoint.of(0xE_0000_0000L, 3);
        ConnectPoint other = ConnectPoint.of(0xE_0001_0000L, 3);
        Recognition recognition = ClosRecognizer.recognize(
                new PatchPanel(fabric.topology()).exchange(one, other).topology(), fabric.blueprint());
        assertThat(recognition.problems().stream().map(FabricProblem::sentence))
                .containsExactly(
                        "The cable from aggregation switch 0 of pod 0 (0000000a00000000) port 1 to edge switch 0 of pod 1"
                                + " (0000000e00010000) port 3 does not fit the fat-tree k=4: the plug in port 3 of edge switch"
                                + " 0 of pod 1 (0000000e00010000) belongs into port 3 of edge switch 0 of pod 0"
                                + " (0000000e00000000).",
                        "The cable from aggregation switch 0 of pod 1 (0000000a00010000) port 1 to edge switch 0 of pod 0"
                                + " (0000000e00000000) port 3 does not fit the fat-tree k=4: the plug in port 3 of edge switch"
                                + " 0 of pod 0 (0000000e00000000) belongs into port 3 of edge switch 0 of pod 1"
                                + " (0000000e00010000).");
        assertThat(recognition.repair()).hasSize(2);
    }

    @Test
    void aSwapThatLeavesACorrectFatTreeIsNoFault() {
        for (Cable cable : K4.blueprint().cables()) {
            for (Cable other : K4.blueprint().cables()) {
                if (!cable.equals(other)
                        && cable.first().dpid().equals(other.first().dpid())) {
                    PatchPanel panel = new PatchPanel(K4.topology()).exchange(cable.first(), other.first());
                    assertThat(ClosRecognizer.recognize(panel.topology(), K4.blueprint())
                                    .problems())
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void whatIsNoClosSaysWhy() {
        assertThat(reason(Topology.empty())).isEqualTo("no switch has been seen");
        GeneratedFabric row = FabricGenerator.linear(3, 1);
        Topology single = Topology.empty()
                .withSwitch(row.topology().switches().values().iterator().next());
        assertThat(reason(single)).isEqualTo("there is only one switch");
        Topology apart = new Topology(
                FabricGenerator.leafSpine(2, 2, 0, 1).topology().switches(), new TreeSet<>(), new TreeMap<>());
        assertThat(reason(silencedAll(apart))).isEqualTo("no cable between switches has been found");
        assertThat(reason(FabricGenerator.leafSpine(2, 2, 0, 1).topology()))
                .isEqualTo("no switch has a port for hosts");
        assertThat(reason(row.topology())).isEqualTo("hosts are attached to switches that are cabled to each other");
        assertThat(reason(star())).isEqualTo("hosts are attached to switches above the edge");
        assertThat(reason(unjoined())).isEqualTo("its pods do not share core switches");
    }

    @Test
    void aSparseGraphIsNoClos() {
        // A long ladder: servers on one side only, and far from a full mesh.
        GeneratedFabric ring = FabricGenerator.ring(12, 1);
        Topology topology = ring.topology();
        for (int number = 2; number <= 12; number += 2) {
            topology = silenced(topology, new DatapathId(number));
        }
        Recognition recognition = afresh(topology);
        assertThat(recognition.design()).isInstanceOf(FabricDesign.Irregular.class);
        assertThat(recognition.blueprint().positions()).hasSize(12);
        assertThat(recognition.blueprint().cables()).hasSize(12);
    }

    @Test
    void aSwitchWithoutCablesIsUnplaced() {
        Topology topology = K4.topology().withSwitch(FabricSwitch.of(new DatapathId(5), "spare", true, List.of()));
        Recognition recognition = afresh(topology);
        assertThat(recognition.design()).isEqualTo(FAT_TREE_4);
        assertThat(recognition.problems()).singleElement().satisfies(problem -> {
            assertThat(problem).isInstanceOf(FabricProblem.UnplacedSwitch.class);
            assertThat(problem.sentence()).isEqualTo("Switch 0000000000000005 has no cable to any other switch.");
        });
    }

    private static Topology star() {
        GeneratedFabric fabric = FabricGenerator.leafSpine(1, 6, 1, 1);
        DatapathId middle = of(fabric, place -> place.tier() == Tier.CORE).getFirst();
        FabricSwitch spine = Objects.requireNonNull(fabric.topology().switches().get(middle));
        Port like = spine.ports().values().iterator().next();
        Port host = new Port(new PortNumber(99), "", like.mac(), true, 0);
        return fabric.topology().withSwitch(spine.withPort(host));
    }

    /** Two fabrics side by side. */
    private static Topology unjoined() {
        GeneratedFabric one = FabricGenerator.fatTree(6);
        GeneratedFabric other = FabricGenerator.fatTree(6).shuffled(9);
        SortedMap<DatapathId, FabricSwitch> switches =
                new TreeMap<>(one.topology().switches());
        switches.putAll(other.topology().switches());
        TreeSet<Link> links = new TreeSet<>(one.topology().links());
        links.addAll(other.topology().links());
        return new Topology(switches, links, new TreeMap<>());
    }

    private static String reason(Topology topology) {
        FabricDesign design = afresh(topology).design();
        assertThat(design).isInstanceOf(FabricDesign.Irregular.class);
        return ((FabricDesign.Irregular) design).reason();
    }

    private static Topology silencedAll(Topology topology) {
        Topology silent = topology;
        for (DatapathId dpid : topology.switches().keySet()) {
            silent = silenced(silent, dpid);
        }
        return silent;
    }

    /** The same with every port down that has no cable. */
    private static Topology silenced(Topology topology, DatapathId dpid) {
        FabricSwitch silent = Objects.requireNonNull(topology.switches().get(dpid));
        for (Port port : List.copyOf(silent.ports().values())) {
            if (topology.linkFrom(new ConnectPoint(dpid, port.number())).isEmpty()) {
                silent = silent.withPort(port.withUp(false));
            }
        }
        return topology.withSwitch(silent);
    }

    private static Topology withoutDownPorts(Topology topology) {
        Topology bare = topology;
        for (FabricSwitch each : topology.switches().values()) {
            bare = bare.withSwitch(FabricSwitch.of(
                    each.dpid(),
                    each.name(),
                    true,
                    each.ports().values().stream().filter(Port::isUp).toList()));
        }
        return bare;
    }

    private static List<DatapathId> of(GeneratedFabric fabric, Predicate<Position> wanted) {
        return fabric.blueprint().positions().entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Position place(GeneratedFabric fabric, ConnectPoint end) {
        return Objects.requireNonNull(fabric.blueprint().positions().get(end.dpid()));
    }

    private static Recognition afresh(Topology topology) {
        return ClosRecognizer.recognize(topology, Blueprint.empty());
    }
}
