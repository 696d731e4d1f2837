package io.heddle.rest.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.ElephantSnapshot;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.PortLoad;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Link;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricProblem;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Recognition;
import io.heddle.topology.clos.Replug;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.FabricGenerator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FabricViewTest {
    private static final FabricSnapshot HEALTHY = DemoFabric.healthy(FabricGenerator.fatTree(4));
    private static final DatapathId EDGE = new DatapathId(0xE_0000_0000L);
    private static final DatapathId AGGREGATION = new DatapathId(0xA_0000_0000L);
    private static final DatapathId CORE = new DatapathId(0xC_0000_0000L);

    @Test
    void everySwitchHasItsPlaceAndAddress() {
        FabricView view = FabricView.of(HEALTHY);

        assertThat(view.switchOf(CORE).orElseThrow().summary()).satisfies(core -> {
            assertThat(core.role()).hasValue("core");
            assertThat(core.tier()).hasValue("core");
            assertThat(core.address()).hasValue("10.4.1.1");
            assertThat(core.prefix()).isEmpty();
            assertThat(core.hostPorts()).isEmpty();
        });
        assertThat(view.switchOf(EDGE).orElseThrow().summary().hostPorts())
                .extracting(HostPortRepresentation::plannedIp)
                .containsExactly(Optional.of("10.0.0.2"), Optional.of("10.0.0.3"));
    }

    @Test
    void aPortIsNamedAfterWhereItsCableGoes() {
        SwitchRepresentation aggregation =
                FabricView.of(HEALTHY).switchOf(AGGREGATION).orElseThrow();

        assertThat(aggregation.ports())
                .extracting(PortRepresentation::kind)
                .containsExactly("down", "down", "up", "up");
    }

    @Test
    void aDeadCableIsStillThereAndDown() {
        Cable cable = HEALTHY.recognition().blueprint().cables().first();

        LinkRepresentation link =
                find(FabricView.of(DemoFabric.cut(HEALTHY, cable)), cable).orElseThrow();

        assertThat(link.up()).isFalse();
        assertThat(link.state()).isEqualTo("down");
        assertThat(link.confirmedDirections()).isZero();
    }

    @Test
    void aCableThatIsConfirmedInOneDirectionIsUp() {
        Cable cable = HEALTHY.recognition().blueprint().cables().first();
        Topology oneWay = HEALTHY.topology().withoutLink(cable.backward());

        LinkRepresentation link =
                find(FabricView.of(DemoFabric.observed(HEALTHY, oneWay)), cable).orElseThrow();

        assertThat(link.up()).isTrue();
        assertThat(link.confirmedDirections()).isEqualTo(1);
    }

    @Test
    void aWrongCableIsMarkedAtBothItsPorts() {
        Cable wrong = HEALTHY.recognition().blueprint().cables().first();
        FabricView view = FabricView.of(DemoFabric.recognised(
                HEALTHY,
                new Recognition(
                        HEALTHY.recognition().design(),
                        without(wrong),
                        List.of(new FabricProblem.WrongCable(wrong, "It goes to the wrong pod.")),
                        List.of(
                                new Replug(wrong.first(), Optional.of(ConnectPoint.of(7, 1))),
                                new Replug(wrong.second(), Optional.empty())))));

        assertThat(find(view, wrong).orElseThrow().state()).isEqualTo("wrong");
        assertThat(kindOf(view, wrong.first())).isEqualTo("wrong");
        ProblemsRepresentation problems = view.problems();
        assertThat(problems.problems().getFirst().kind()).isEqualTo("wrong-cable");
        assertThat(problems.problems().getFirst().ends()).hasSize(2);
        assertThat(problems.repair())
                .extracting(ReplugRepresentation::sentence)
                .containsExactly(
                        "Take the plug out of port 1 of a0-0 and put it into port 1 of 0000000000000007.",
                        "Take the plug out of port 3 of e0-0; that cable has no place in the design.");
    }

    @Test
    void aCableThatNoDesignClaimsIsShownAsUnplaced() {
        Cable spare = HEALTHY.recognition().blueprint().cables().first();
        FabricView view = FabricView.of(DemoFabric.recognised(
                HEALTHY, new Recognition(HEALTHY.recognition().design(), without(spare), List.of(), List.of())));

        assertThat(find(view, spare).orElseThrow().state()).isEqualTo("unplaced");
        assertThat(kindOf(view, spare.first())).isEqualTo("link");
    }

    @Test
    void everyKindOfProblemIsNamed() {
        Cable missing = Cable.between(ConnectPoint.of(1, 1), ConnectPoint.of(2, 1));
        FabricView view = FabricView.of(DemoFabric.connected(
                DemoFabric.recognised(
                        HEALTHY,
                        new Recognition(
                                HEALTHY.recognition().design(),
                                HEALTHY.recognition().blueprint(),
                                List.of(
                                        new FabricProblem.MissingLink(
                                                List.of(missing.first(), missing.second()), "A cable is missing."),
                                        new FabricProblem.MissingLink(List.of(), "Another is missing."),
                                        new FabricProblem.MissingSwitch(
                                                new Position(Tier.CORE, 0, 1), "A core is missing."),
                                        new FabricProblem.UnplacedSwitch(EDGE, "It has no place.")),
                                List.of())),
                HEALTHY.sessions(),
                List.of("A switch refused a rule.")));

        assertThat(view.problems().problems())
                .extracting(ProblemRepresentation::kind)
                .containsExactly("missing-link", "missing-link", "missing-switch", "unplaced-switch", "operation");
        assertThat(view.problems().problems().get(3).dpid()).hasValue(EDGE.toString());
        assertThat(view.fabric().problems()).contains("A core is missing.", "A switch refused a rule.");
        assertThat(find(view, missing).orElseThrow().state()).isEqualTo("down");
    }

    @Test
    void aSwitchThatIsOnlyRememberedIsListedAsNotSeen() {
        Topology without = HEALTHY.topology().withoutSwitch(CORE);

        SwitchRepresentation core = FabricView.of(DemoFabric.observed(HEALTHY, without))
                .switchOf(CORE)
                .orElseThrow();

        assertThat(core.summary().seen()).isFalse();
        assertThat(core.summary().connected()).isFalse();
        assertThat(core.summary().name()).isEqualTo(CORE.toString());
        assertThat(core.ports()).isEmpty();
    }

    @Test
    void aSwitchNobodyKnowsIsAbsent() {
        assertThat(FabricView.of(HEALTHY).switchOf(new DatapathId(99))).isEmpty();
    }

    @Test
    void theLoadOfADirectionIsWhatItsSenderCountsElseWhatItsReceiverDoes() {
        FabricSnapshot loaded = DemoFabric.loaded(HEALTHY, 0.5, 3);
        Cable cable = HEALTHY.recognition().blueprint().cables().first();
        long sent = loaded.loads().getOrDefault(cable.first(), PortLoad.idle()).txBitsPerSecond();
        var fewer = new TreeMap<>(loaded.loads());
        fewer.remove(cable.first());
        FabricSnapshot halfBlind = new FabricSnapshot(
                5,
                loaded.instant(),
                loaded.phase(),
                loaded.isCablingUnderstood(),
                loaded.topology(),
                loaded.recognition(),
                loaded.addresses(),
                loaded.plan(),
                loaded.sessions(),
                fewer,
                List.of(),
                new TreeMap<>(),
                ElephantSnapshot.none());

        assertThat(find(FabricView.of(loaded), cable).orElseThrow().aToB().bitsPerSecond())
                .hasValue(sent);
        assertThat(find(FabricView.of(halfBlind), cable).orElseThrow().aToB().bitsPerSecond())
                .hasValue(sent);
    }

    @Test
    void anUnmeasuredCableHasNoRateRatherThanNone() {
        LinkRepresentation link = FabricView.of(HEALTHY).links().getFirst();

        assertThat(link.aToB().bitsPerSecond()).isEmpty();
        assertThat(link.aToB().utilisation()).isEmpty();
        assertThat(link.capacityBitsPerSecond()).hasValue(FabricGenerator.BITS_PER_SECOND);
    }

    @Test
    void theDesignIsSpelledOutWithItsParameters() {
        assertThat(FabricView.of(DemoFabric.healthy(FabricGenerator.leafSpine(2, 4, 2, 1)))
                        .fabric()
                        .design()
                        .parameters())
                .containsEntry("spines", 2)
                .containsEntry("leaves", 4);
        ClosShape shape = ClosShape.uniform(2, new ClosShape.PodShape(2, 2, 2, 1), 1);
        assertThat(FabricView.of(DemoFabric.healthy(FabricGenerator.foldedClos(shape)))
                        .fabric()
                        .design()
                        .kind())
                .isEqualTo("folded-clos");
    }

    @Test
    void aRowOfSwitchesIsNoClosAndItsCablesPointNeitherUpNorDown() {
        FabricView view = FabricView.of(DemoFabric.healthy(FabricGenerator.linear(3, 1)));

        assertThat(view.fabric().state()).isEqualTo("not-clos");
        assertThat(view.fabric().design().kind()).isEqualTo("irregular");
        assertThat(view.switchOf(new DatapathId(2)).orElseThrow().ports())
                .extracting(PortRepresentation::kind)
                .containsExactly("host", "link", "link");
    }

    @Test
    void whatIsNotReadySaysWhy() {
        assertThat(Readiness.missing(FabricSnapshot.forming(DemoFabric.NOW)))
                .containsExactly("The fabric is still forming: 0 switches are connected.");
        var sessions = new TreeMap<>(HEALTHY.sessions());
        sessions.replaceAll((dpid, session) -> DemoFabric.session(false));
        assertThat(Readiness.missing(DemoFabric.connected(HEALTHY, sessions, List.of())))
                .singleElement()
                .asString()
                .startsWith("20 switches have not confirmed their plan yet: a0-0, ")
                .endsWith(", ….");
        assertThat(Readiness.missing(DemoFabric.recabled(HEALTHY)))
                .containsExactly("The cabling has just changed; it is looked at again as soon as it is quiet.");
    }

    private static Blueprint without(Cable cable) {
        Blueprint all = HEALTHY.recognition().blueprint();
        TreeSet<Cable> cables = new TreeSet<>(all.cables());
        cables.remove(cable);
        return new Blueprint(all.positions(), cables, all.hostNumbers());
    }

    private static String kindOf(FabricView view, ConnectPoint point) {
        return view.switchOf(point.dpid()).orElseThrow().ports().stream()
                .filter(port -> new PortNumber(port.port()).equals(point.port()))
                .findFirst()
                .orElseThrow()
                .kind();
    }

    private static Optional<LinkRepresentation> find(FabricView view, Cable cable) {
        Link forward = cable.forward();
        return view.links().stream()
                .filter(link -> link.id().equals(forward.from() + "-" + forward.to()))
                .findFirst();
    }
}
