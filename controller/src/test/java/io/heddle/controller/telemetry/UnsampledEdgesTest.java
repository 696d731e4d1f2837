package io.heddle.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.HostLocated;
import io.heddle.controller.state.FabricEvent.OrderGiven;
import io.heddle.controller.state.FabricState;
import io.heddle.controller.state.FabricStep;
import io.heddle.controller.state.Installed;
import io.heddle.controller.state.Order;
import io.heddle.controller.state.PlacementSettings;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.controller.state.Sampling;
import io.heddle.controller.state.Settlement;
import io.heddle.controller.state.StepSettings;
import io.heddle.controller.state.SwitchDescription;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fat-tree of k = 4 that was understood at the start, with one flow that is pinned to the first core. */
class UnsampledEdgesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final DatabaseId DATABASE = new DatabaseId(new UUID(0, 1));
    private static final Sampling SAMPLING = new Sampling(Ipv4Address.parse("10.0.0.1"), 2);
    private static final StepSettings SETTINGS = new StepSettings(
            10,
            10_000_000,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(60),
            PlanOptions.defaults(),
            PlacementSettings.defaults());

    private final GeneratedFabric fabric = FabricGenerator.fatTree(4);
    private final List<DatapathId> edges = switches(Tier.EDGE);
    private final UnsampledEdges unsampled = new UnsampledEdges(true, "tcp:CONTROLLER:6640");
    private FabricState state = FabricState.starting(fabric.blueprint(), List.of(), START);

    private List<DatapathId> switches(Tier tier) {
        return fabric.blueprint().positions().entrySet().stream()
                .filter(entry -> entry.getValue().tier() == tier)
                .map(entry -> entry.getKey())
                .toList();
    }

    @BeforeEach
    void comeUp() {
        for (FabricSwitch each : fabric.topology().switches().values()) {
            happens(new FabricEvent.SwitchConnected(
                    each.dpid(),
                    ProtocolVersion.OF_1_5,
                    new SwitchDescription("Paper", "fabric", "1", "", each.name()),
                    List.copyOf(each.ports().values()),
                    Installed.nothing(),
                    "paper"));
        }
        for (Link link : fabric.topology().links()) {
            happens(new FabricEvent.LinkSeen(link));
        }
        state = new Settlement(SETTINGS).settle(state, START.plusSeconds(10)).state();
        unsampled.due(state, START);
    }

    private void happens(FabricEvent event) {
        FabricStep step = new FabricStep(SETTINGS);
        FabricStep.Outcome outcome = step.apply(state, event, START);
        state = outcome.state();
        for (Effect effect : outcome.effects()) {
            if (effect instanceof Effect.ApplyChanges apply) {
                happens(new FabricEvent.ChangesConfirmed(apply.dpid(), apply.revision()));
            }
        }
    }

    private void pin() {
        ConnectPoint from = portOf(edges.getFirst());
        ConnectPoint to = portOf(edges.getLast());
        Ipv4Address source = Ipv4Address.parse("10.0.0.2");
        Ipv4Address destination = Ipv4Address.parse("10.3.1.2");
        happens(new HostLocated(source, MacAddress.parse("02:00:00:00:00:01"), from));
        happens(new HostLocated(destination, MacAddress.parse("02:00:00:00:00:02"), to));
        FlowKey flow = new FlowKey(source, destination, FlowKey.TCP, 1, 2);
        List<Order.Verdict> verdicts = new ArrayList<>();
        happens(new OrderGiven(new Order.PinFlow(flow, switches(Tier.CORE).getFirst()), verdicts::add));
        assertThat(state.elephants().steerings()).containsOnlyKeys(flow);
    }

    private ConnectPoint portOf(DatapathId edge) {
        return fabric.blueprint().hostNumbers().keySet().stream()
                .filter(port -> port.dpid().equals(edge))
                .findFirst()
                .orElseThrow();
    }

    private void announce(DatapathId... dpids) {
        unsampled.note(new FabricEvent.BridgesSeen(DATABASE, new TreeSet<>(List.of(dpids))));
    }

    /** What is to be asked within two seconds of {@code moment}. */
    private List<DatapathId> askedAfter(Instant moment) {
        List<DatapathId> asked = new ArrayList<>();
        for (int tick = 0; tick < 40; tick++) {
            asked.addAll(unsampled.due(state, moment.plusMillis(50L * tick)));
        }
        return asked;
    }

    @Test
    void nothingIsSaidOfAFabricThatHasJustComeUpAndNobodyIsAsked() {
        pin();
        assertThat(askedAfter(START.plus(LONG).minusMillis(2_001))).isEmpty();
        assertThat(unsampled.problems()).isEmpty();
    }

    @Test
    void manySwitchesWithoutADatabaseAreOneSentence() {
        unsampled.due(state, START.plus(LONG));
        assertThat(unsampled.problems())
                .singleElement()
                .asString()
                .startsWith("8 of 8 edge switches do not sample (")
                .contains("tcp:CONTROLLER:6640")
                .contains(edges.getFirst().toString());
    }

    @Test
    void fewSwitchesWithoutADatabaseAreNamedEach() {
        announce(edges.subList(2, 8).toArray(DatapathId[]::new));
        unsampled.due(state, START.plus(LONG));
        assertThat(unsampled.problems()).hasSize(2).allMatch(each -> each.contains("does not sample"));
        assertThat(unsampled.problems().getFirst())
                .startsWith("Switch ")
                .contains("(" + edges.getFirst() + ") does not sample");
    }

    @Test
    void whoSamplesDoesSoEvenWhenItsDatabaseIsGone() {
        announce(edges.toArray(DatapathId[]::new));
        edges.forEach(edge -> unsampled.note(new FabricEvent.SamplingConfigured(DATABASE, edge, SAMPLING)));
        unsampled.note(new FabricEvent.DatabaseDisconnected(DATABASE, "for a test"));
        pin();
        assertThat(askedAfter(START.plus(LONG))).isEmpty();
        assertThat(unsampled.problems()).isEmpty();
    }

    @Test
    void aSwitchWhoseDatabaseHasOnlyJustBeenSeenIsGivenTimeAndOneWhoseDatabaseLeftIsNot() {
        announce(edges.toArray(DatapathId[]::new));
        unsampled.due(state, START.plus(LONG));
        assertThat(unsampled.problems()).isEmpty();
        unsampled.note(new FabricEvent.DatabaseDisconnected(DATABASE, "for a test"));
        unsampled.due(state, START.plus(LONG).plusSeconds(1));
        assertThat(unsampled.problems()).hasSize(1);
    }

    @Test
    void onlyTheEdgeWhereASteeredFlowBeginsIsAskedForCountersOnceASecond() {
        pin();
        assertThat(askedAfter(START.plus(LONG))).containsExactly(edges.getFirst(), edges.getFirst());
    }

    @Test
    void aSwitchThatCannotBeMadeToSampleIsAskedForCountersAndWhatIsInItsWayIsSaidElsewhere() {
        announce(edges.toArray(DatapathId[]::new));
        edges.forEach(edge -> unsampled.note(new FabricEvent.SamplingConfigured(DATABASE, edge, SAMPLING)));
        unsampled.note(new FabricEvent.SamplingRefused(DATABASE, edges.getFirst(), "it cannot"));
        pin();
        assertThat(askedAfter(START.plus(LONG))).containsExactly(edges.getFirst(), edges.getFirst());
        assertThat(unsampled.problems()).isEmpty();
        unsampled.note(new FabricEvent.SamplingConfigured(DATABASE, edges.getFirst(), SAMPLING));
        assertThat(askedAfter(START.plus(LONG).plusSeconds(5))).isEmpty();
    }

    @Test
    void whereSamplingIsOffThatIsSaid() {
        UnsampledEdges off = new UnsampledEdges(false, "tcp:CONTROLLER:6640");
        off.due(state, START);
        announce(edges.toArray(DatapathId[]::new));
        off.due(state, START.plus(LONG));
        assertThat(off.problems()).singleElement().asString().contains("off in the configuration");
    }

    @Test
    void beforeTheFabricIsUnderstoodNothingIsSaid() {
        FabricState young = FabricState.starting(fabric.blueprint(), List.of(), START);
        UnsampledEdges early = new UnsampledEdges(true, "tcp:CONTROLLER:6640");
        early.due(young, START);
        early.due(young, START.plus(LONG));
        assertThat(early.problems()).isEmpty();
    }
}
