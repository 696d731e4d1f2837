package io.heddle.topology.clos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import io.heddle.topology.design.PatchPanel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was numbered once stays numbered so. */
class StabilityTest {

    private static final GeneratedFabric K4 = FabricGenerator.fatTree(4).shuffled(1);
    private static final DatapathId NEW = new DatapathId(0xABCDEF);

    @Test
    void aDeadCableStaysInTheBlueprintAndIsReportedWithBothPorts() {
        Cable cable = K4.blueprint().cables().first();
        Recognition recognition =
                known(new PatchPanel(K4.topology()).pull(cable.first()).topology());
        assertThat(recognition.blueprint()).isSameAs(K4.blueprint());
        assertThat(recognition.problems())
                .singleElement()
                .isInstanceOfSatisfying(
                        FabricProblem.MissingLink.class,
                        missing -> assertThat(missing.ends()).containsExactly(cable.first(), cable.second()));
        assertThat(recognition.problems().getFirst().sentence())
                .contains("is down")
                .contains(" port ");
    }

    @ParameterizedTest(name = "tier {0}")
    @ValueSource(strings = {"EDGE", "AGGREGATION", "CORE"})
    void aVanishedSwitchKeepsItsPlaceAndAReplacementTakesItOver(String tier) {
        DatapathId victim = anyOf(K4, Tier.valueOf(tier));
        Position place = Objects.requireNonNull(K4.blueprint().positions().get(victim));
        Recognition without = known(new PatchPanel(K4.topology()).remove(victim).topology());
        assertThat(without.blueprint()).isSameAs(K4.blueprint());
        assertThat(without.problems())
                .singleElement()
                .isInstanceOfSatisfying(
                        FabricProblem.MissingSwitch.class,
                        missing -> assertThat(missing.position()).isEqualTo(place));
        assertThat(without.problems().getFirst().sentence()).endsWith("is missing.");
        Recognition replaced =
                known(new PatchPanel(K4.topology()).replace(victim, NEW).topology());
        assertThat(replaced.problems()).isEmpty();
        assertThat(replaced.blueprint().positions()).containsEntry(NEW, place).doesNotContainKey(victim);
        assertThat(replaced.blueprint().cables()).hasSize(32);
        assertThat(replaced.blueprint().hostNumbers()).hasSize(16);
        K4.blueprint()
                .hostPortsOf(victim)
                .forEach((port, number) -> assertThat(replaced.blueprint().hostNumbers())
                        .containsEntry(new ConnectPoint(NEW, port.port()), number));
    }

    @Test
    void aReplacementWithOtherPortNumbersInheritsHostNumbersInOrder() {
        GeneratedFabric fabric = FabricGenerator.leafSpine(2, 3, 2, 1);
        DatapathId victim = anyOf(fabric, Tier.EDGE);
        FabricSwitch before =
                Objects.requireNonNull(fabric.topology().switches().get(victim));
        // Servers in ports 11 and 12 instead of 1 and 2.
        FabricSwitch fresh = FabricSwitch.of(
                NEW,
                "new",
                true,
                before.ports().values().stream()
                        .map(port -> port.number().value() > 2
                                ? port
                                : new Port(
                                        new PortNumber(port.number().value() + 10),
                                        "",
                                        port.mac(),
                                        true,
                                        port.bitsPerSecond()))
                        .toList());
        TreeSet<Link> links = new TreeSet<>();
        for (Link link : fabric.topology().links()) {
            links.add(new Link(moved(link.from(), victim), moved(link.to(), victim)));
        }
        TreeMap<DatapathId, FabricSwitch> switches =
                new TreeMap<>(fabric.topology().switches());
        switches.remove(victim);
        switches.put(NEW, fresh);
        Recognition recognition =
                ClosRecognizer.recognize(new Topology(switches, links, new TreeMap<>()), fabric.blueprint());
        assertThat(recognition.problems()).isEmpty();
        assertThat(recognition.blueprint().hostPortsOf(NEW))
                .containsEntry(ConnectPoint.of(NEW.value(), 11), 0)
                .containsEntry(ConnectPoint.of(NEW.value(), 12), 1)
                .hasSize(2);
    }

    private static ConnectPoint moved(ConnectPoint end, DatapathId victim) {
        return end.dpid().equals(victim) ? new ConnectPoint(NEW, end.port()) : end;
    }

    @Test
    void aRestartedControllerThatSeesOneSwitchKnowsTheWholeFabric() {
        DatapathId first = K4.topology().switches().firstKey();
        Topology seen = Topology.empty()
                .withSwitch(Objects.requireNonNull(K4.topology().switches().get(first)));
        Recognition recognition = known(seen);
        assertThat(recognition.design()).isEqualTo(new FabricDesign.FatTree(4));
        assertThat(recognition.blueprint()).isSameAs(K4.blueprint());
        assertThat(recognition.problems()).hasSize(19);
        assertThat(known(Topology.empty()).problems()).hasSize(20);
    }

    @Test
    void aDisconnectedSwitchWhoseCablesAreUpIsNotMissing() {
        DatapathId victim = anyOf(K4, Tier.CORE);
        FabricSwitch away =
                Objects.requireNonNull(K4.topology().switches().get(victim)).withConnected(false);
        assertThat(known(K4.topology().withSwitch(away)).problems()).isEmpty();
    }

    @Test
    void switchesThatChangedPlacesAreRenumberedBecauseTheResultIsRight() {
        DatapathId one = anyOf(K4, Tier.EDGE);
        DatapathId other = K4.blueprint().positions().entrySet().stream()
                .filter(entry -> entry.getValue().tier() == Tier.EDGE
                        && entry.getValue().pod()
                                != Objects.requireNonNull(
                                                K4.blueprint().positions().get(one))
                                        .pod())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        PatchPanel panel = new PatchPanel(K4.topology());
        List<ConnectPoint> uplinksOfOne = uplinks(one);
        List<ConnectPoint> uplinksOfOther = uplinks(other);
        for (int i = 0; i < uplinksOfOne.size(); i++) {
            panel.exchange(uplinksOfOne.get(i), uplinksOfOther.get(i));
        }
        Recognition recognition = known(panel.topology());
        assertThat(recognition.problems()).isEmpty();
        assertThat(recognition.design()).isEqualTo(new FabricDesign.FatTree(4));
        assertThat(recognition.blueprint().positions())
                .containsEntry(
                        one, Objects.requireNonNull(K4.blueprint().positions().get(other)))
                .containsEntry(
                        other, Objects.requireNonNull(K4.blueprint().positions().get(one)));
        K4.blueprint().positions().forEach((dpid, position) -> {
            if (!dpid.equals(one) && !dpid.equals(other)) {
                assertThat(recognition.blueprint().positions()).containsEntry(dpid, position);
            }
        });
    }

    @Test
    void growthByALeafAndASpineKeepsAllNumbers() {
        GeneratedFabric small = FabricGenerator.leafSpine(2, 3, 2, 1);
        GeneratedFabric large = FabricGenerator.leafSpine(3, 4, 2, 1);
        Recognition recognition = ClosRecognizer.recognize(large.topology(), small.blueprint());
        assertThat(recognition.design()).isEqualTo(large.design());
        assertThat(recognition.problems()).isEmpty();
        assertThat(recognition.blueprint().positions())
                .containsAllEntriesOf(small.blueprint().positions());
    }

    @Test
    void growthByAPodKeepsAllNumbers() {
        ClosShape.PodShape pod = new ClosShape.PodShape(3, 2, 2, 1);
        GeneratedFabric small = FabricGenerator.foldedClos(ClosShape.uniform(2, pod, 2));
        GeneratedFabric large = FabricGenerator.foldedClos(ClosShape.uniform(3, pod, 2));
        Recognition recognition = ClosRecognizer.recognize(large.topology(), small.blueprint());
        assertThat(recognition.design()).isEqualTo(large.design());
        assertThat(recognition.problems()).isEmpty();
        assertThat(recognition.blueprint().positions())
                .isEqualTo(large.blueprint().positions());
    }

    @Test
    void theBlueprintOfAnotherFabricIsForgotten() {
        GeneratedFabric leafSpine = FabricGenerator.leafSpine(2, 4, 2, 1);
        assertThat(ClosRecognizer.recognize(leafSpine.topology(), K4.blueprint())
                        .blueprint())
                .isEqualTo(leafSpine.blueprint());
        // The same datapath ids, cabled quite differently.
        GeneratedFabric row = FabricGenerator.linear(20, 1);
        TreeMap<DatapathId, Position> positions = new TreeMap<>();
        List<DatapathId> names = List.copyOf(row.topology().switches().keySet());
        int next = 0;
        for (Position position :
                new TreeSet<>(FabricGenerator.fatTree(4).blueprint().positions().values())) {
            positions.put(names.get(next), position);
            next++;
        }
        Blueprint misleading = new Blueprint(positions, new TreeSet<>(), new TreeMap<>());
        assertThat(ClosRecognizer.recognize(row.topology(), misleading).blueprint())
                .isEqualTo(row.blueprint());
    }

    @Test
    void hostNumbersStayWithTheirPortsUpOrDownAndNewPortsTakeFreeOnes() {
        GeneratedFabric fabric = FabricGenerator.leafSpine(2, 2, 3, 1);
        ConnectPoint first = fabric.blueprint().hostNumbers().firstKey();
        Topology down = fabric.topology()
                .withSwitch(switchOf(fabric, first)
                        .withPort(switchOf(fabric, first)
                                .port(first.port())
                                .orElseThrow()
                                .withUp(false)));
        Recognition recognition = ClosRecognizer.recognize(down, fabric.blueprint());
        assertThat(recognition.blueprint()).isSameAs(fabric.blueprint());
        Recognition fresh = ClosRecognizer.recognize(down, Blueprint.empty());
        assertThat(fresh.blueprint().hostPortsOf(first.dpid())).hasSize(2).doesNotContainKey(first);
        Recognition later = ClosRecognizer.recognize(fabric.topology(), fresh.blueprint());
        assertThat(later.blueprint().hostNumbers()).containsEntry(first, 2);
    }

    @Test
    void numbersGivenBeforeACableWasFoundAreTakenBackUnlessAHostIsThere() {
        GeneratedFabric fabric = FabricGenerator.leafSpine(2, 2, 2, 1);
        Cable late = fabric.blueprint().cables().last();
        ConnectPoint end = fabric.blueprint().hostNumbers().containsKey(late.first()) ? late.second() : late.first();
        DatapathId leaf = end.dpid().value() >> 32 == 0xE
                ? end.dpid()
                : late.opposite(end).dpid();
        TreeMap<ConnectPoint, Integer> early = new TreeMap<>(fabric.blueprint().hostNumbers());
        early.keySet().removeIf(port -> port.dpid().equals(leaf));
        early.put(late.first().dpid().equals(leaf) ? late.first() : late.second(), 0);
        early.put(ConnectPoint.of(leaf.value(), 1), 1);
        early.put(ConnectPoint.of(leaf.value(), 2), 2);
        Blueprint provisional =
                new Blueprint(fabric.blueprint().positions(), fabric.blueprint().cables(), early);
        assertThat(ClosRecognizer.recognize(fabric.topology(), provisional).blueprint())
                .isEqualTo(fabric.blueprint());
        Host host = new Host(
                Ipv4Address.parse("10.0.0.9"), MacAddress.parse("00:00:00:00:00:09"), ConnectPoint.of(leaf.value(), 1));
        assertThat(ClosRecognizer.recognize(fabric.topology().withHost(host), provisional)
                        .blueprint()
                        .hostPortsOf(leaf))
                .containsEntry(ConnectPoint.of(leaf.value(), 1), 1)
                .containsEntry(ConnectPoint.of(leaf.value(), 2), 2)
                .hasSize(2);
    }

    @Test
    void anIrregularFabricKeepsItsNumbersAndDeadCables() {
        GeneratedFabric ring = FabricGenerator.ring(5, 1);
        Cable cable = ring.blueprint().cables().first();
        Recognition cut = ClosRecognizer.recognize(
                new PatchPanel(ring.topology()).pull(cable.first()).topology(), ring.blueprint());
        assertThat(cut.blueprint()).isSameAs(ring.blueprint());
        assertThat(cut.problems()).singleElement().isInstanceOf(FabricProblem.MissingLink.class);
        DatapathId victim = new DatapathId(3);
        Recognition without = ClosRecognizer.recognize(
                new PatchPanel(ring.topology()).remove(victim).topology(), ring.blueprint());
        assertThat(without.design()).isInstanceOf(FabricDesign.Irregular.class);
        assertThat(without.blueprint()).isSameAs(ring.blueprint());
        assertThat(without.problems()).singleElement().isInstanceOf(FabricProblem.MissingSwitch.class);
        Recognition replaced = ClosRecognizer.recognize(
                new PatchPanel(ring.topology()).replace(victim, NEW).topology(), ring.blueprint());
        assertThat(replaced.blueprint().positions()).containsEntry(NEW, new Position(Tier.EDGE, 0, 2));
    }

    @Test
    void anotherFabricOfSomeOfTheSameSwitchesIsRecognizedWhileTheOthersAreGone() {
        GeneratedFabric row = FabricGenerator.linear(4, 1);
        List<DatapathId> all = List.copyOf(K4.topology().switches().keySet());
        List<DatapathId> inRow = List.copyOf(row.topology().switches().keySet());
        Topology observed = K4.topology();
        for (DatapathId dpid : all) {
            FabricSwitch before = observed.fabricSwitch(dpid).orElseThrow();
            observed = inRow.size() > all.indexOf(dpid)
                    ? observed.withoutSwitch(dpid)
                            .withSwitch(FabricSwitch.of(
                                    dpid, before.name(), true, portsOf(row, inRow.get(all.indexOf(dpid)))))
                    : observed.withSwitch(before.withConnected(false));
        }
        for (Link link : row.topology().links()) {
            observed = observed.withLink(new Link(
                    new ConnectPoint(
                            all.get(inRow.indexOf(link.from().dpid())),
                            link.from().port()),
                    new ConnectPoint(
                            all.get(inRow.indexOf(link.to().dpid())), link.to().port())));
        }

        Recognition recognition = known(observed);

        assertThat(recognition.design()).isEqualTo(row.design());
        assertThat(recognition.problems()).isEmpty();
        assertThat(recognition.blueprint().positions()).containsOnlyKeys(all.subList(0, 4));
    }

    private static List<Port> portsOf(GeneratedFabric fabric, DatapathId dpid) {
        return List.copyOf(
                fabric.topology().fabricSwitch(dpid).orElseThrow().ports().values());
    }

    @Test
    void aHalfThatIsGoneIsMissingAndKeepsItsPlaces() {
        Topology observed = K4.topology();
        List<DatapathId> gone = K4.blueprint().positions().entrySet().stream()
                .filter(entry ->
                        entry.getValue().tier() != Tier.CORE && entry.getValue().pod() > 1)
                .map(Map.Entry::getKey)
                .toList();
        for (DatapathId dpid : gone) {
            observed = observed.withSwitch(
                    observed.fabricSwitch(dpid).orElseThrow().withConnected(false));
        }
        assertThat(known(observed).problems()).isEmpty();
        for (Cable cable : K4.blueprint().cables()) {
            boolean isCut = gone.contains(cable.first().dpid())
                    != gone.contains(cable.second().dpid());
            observed = isCut
                    ? observed.without(
                            List.of(new Link(cable.first(), cable.second()), new Link(cable.second(), cable.first())))
                    : observed;
        }

        Recognition recognition = known(observed);

        assertThat(recognition.blueprint()).isSameAs(K4.blueprint());
        assertThat(recognition.problems()).hasSize(gone.size()).allMatch(FabricProblem.MissingSwitch.class::isInstance);
    }

    private static FabricSwitch switchOf(GeneratedFabric fabric, ConnectPoint port) {
        return Objects.requireNonNull(fabric.topology().switches().get(port.dpid()));
    }

    private static List<ConnectPoint> uplinks(DatapathId edge) {
        return K4.blueprint().cables().stream()
                .flatMap(cable -> Stream.of(cable.first(), cable.second()))
                .filter(end -> end.dpid().equals(edge))
                .toList();
    }

    private static DatapathId anyOf(GeneratedFabric fabric, Tier tier) {
        return fabric.blueprint().positions().entrySet().stream()
                .filter(entry -> entry.getValue().tier() == tier)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static Recognition known(Topology topology) {
        return ClosRecognizer.recognize(topology, K4.blueprint());
    }
}
