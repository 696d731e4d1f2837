package io.heddle.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.FabricEvent.ElephantsObserved;
import io.heddle.controller.state.FabricEvent.OrderGiven;
import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order switches learn of a steered flow, and what of the predictions that this rests on outlives a failure. */
class SteeringOrderTest {

    private static final Duration INTERVAL = PlacementSettings.defaults().interval();

    private final GeneratedFabric generated = FabricGenerator.fatTree(4);
    private final PaperFabric fabric = new PaperFabric(generated.topology());
    private final FlowKey one = flow("10.0.0.2", "10.1.0.2", 1);
    private FlowKey other = flow("10.0.0.3", "10.2.0.2", 1);

    @BeforeEach
    void comeUp() {
        fabric.comeUp();
        fabric.locateHosts(generated.blueprint().hostNumbers().keySet());
        fabric.pass(INTERVAL);
        for (int port = 2; !hashed(one).equals(hashed(other)); port++) {
            other = flow("10.0.0.3", "10.2.0.2", port);
        }
        fabric.takeEffects();
    }

    private static FlowKey flow(String source, String destination, int port) {
        return new FlowKey(Ipv4Address.parse(source), Ipv4Address.parse(destination), FlowKey.TCP, port, 5001);
    }

    private List<ConnectPoint> hashed(FlowKey flow) {
        return prospect().predicting(List.of(flow)).hashed(flow);
    }

    private ObservedFlow observed(FlowKey flow) {
        Host source = Optional.ofNullable(fabric.state().topology().hosts().get(flow.source()))
                .orElseThrow();
        return new ObservedFlow(flow, source.location(), 5_000_000, 0.1, fabric.now(), fabric.now(), Optional.empty());
    }

    @Test
    void afterACutPredictionsThatAreKeptAreThoseThatWouldBeMadeAnew() {
        List<FlowKey> flows = new ArrayList<>();
        for (int pod = 0; pod < 4; pod++) {
            for (int port = 1; port <= 40; port++) {
                flows.add(flow("10." + pod + ".0.2", "10." + (pod + 1) % 4 + ".1.3", port));
            }
        }
        int kept = 0;
        for (Cable cable : generated.blueprint().cables().stream().limit(20).toList()) {
            Prospect before = prospect().predicting(flows);
            fabric.cut(cable);
            Prospect after = Prospect.of(
                            understanding(),
                            fabric.state().residents(),
                            model(),
                            before.hashes(),
                            10_000_000,
                            Optional.of(before))
                    .orElseThrow();
            kept += after.hashed().size();
            Prospect anew = Prospect.of(
                            understanding(),
                            fabric.state().residents(),
                            model(),
                            before.hashes(),
                            10_000_000,
                            Optional.empty())
                    .orElseThrow();
            assertThat(after.predicting(flows).hashed())
                    .isEqualTo(anew.predicting(flows).hashed());
            fabric.heal(cable);
        }
        assertThat(kept).isPositive();
    }

    private Understanding understanding() {
        return fabric.state().understanding().orElseThrow();
    }

    private Prospect prospect() {
        return new ElephantControl(PaperFabric.SETTINGS)
                .prospect(fabric.state(), understanding())
                .orElseThrow();
    }

    private FabricModel model() {
        return new FabricModel(
                fabric.state().topology(),
                understanding().recognition(),
                understanding().addresses(),
                PaperFabric.SETTINGS.plan());
    }

    @Test
    void aFlowIsSteeredTopDownAndTheEdgeIsToldWhenTheSwitchAboveHasConfirmed() {
        Settlement settlement = new Settlement(PaperFabric.SETTINGS);
        FabricStep step = new FabricStep(PaperFabric.SETTINGS);
        ElephantsObserved event = new ElephantsObserved(List.of(observed(one), observed(other)));
        FabricState seen = step.apply(fabric.state(), event, fabric.now()).state();

        FabricStep.Outcome first = settlement.place(seen, fabric.now());
        assertThat(told(first)).hasSize(1).allMatch(dpid -> tier(dpid) == Tier.AGGREGATION);
        FabricStep.Outcome waiting =
                settlement.place(first.state(), fabric.now().plusMillis(499));
        assertThat(waiting.effects()).isEmpty();

        FabricState confirmed = step.apply(
                        first.state(),
                        new FabricEvent.ChangesConfirmed(
                                told(first).getFirst(), first.state().revision()),
                        fabric.now())
                .state();
        FabricStep.Outcome second = settlement.place(confirmed, fabric.now());
        assertThat(told(second)).hasSize(1).allMatch(dpid -> tier(dpid) == Tier.EDGE);
        assertThat(second.state().elephants().steppedAt()).isEmpty();

        FabricStep.Outcome overdue =
                settlement.place(first.state(), fabric.now().plusMillis(500));
        assertThat(told(overdue)).isEqualTo(told(second));
    }

    @Test
    void aFlowIsReleasedFromTheEdgeFirst() {
        fabric.happen(new ElephantsObserved(List.of(observed(one), observed(other))));
        fabric.pass(INTERVAL);
        fabric.takeEffects();
        fabric.happen(new ElephantsObserved(List.of()));
        fabric.pass(PlacementSettings.defaults().linger().plus(INTERVAL));
        List<Tier> order = fabric.takeEffects().stream()
                .filter(Effect.ApplyChanges.class::isInstance)
                .map(effect -> tier(((Effect.ApplyChanges) effect).dpid()))
                .toList();
        assertThat(order).containsExactly(Tier.EDGE, Tier.AGGREGATION);
    }

    @Test
    void aPinnedFlowIsSentTopDownToo() {
        DatapathId core = generated.blueprint().positions().entrySet().stream()
                .filter(entry -> entry.getValue().tier() == Tier.CORE)
                .reduce((first, last) -> last)
                .orElseThrow()
                .getKey();
        fabric.happen(new OrderGiven(new Order.PinFlow(one, core), verdict -> {}));
        List<Tier> order = fabric.takeEffects().stream()
                .filter(Effect.ApplyChanges.class::isInstance)
                .map(effect -> tier(((Effect.ApplyChanges) effect).dpid()))
                .toList();
        assertThat(order).containsExactly(Tier.AGGREGATION, Tier.EDGE);
    }

    private Tier tier(DatapathId dpid) {
        return Objects.requireNonNull(generated.blueprint().positions().get(dpid))
                .tier();
    }

    private static List<DatapathId> told(FabricStep.Outcome outcome) {
        return outcome.effects().stream()
                .map(effect -> ((Effect.ApplyChanges) effect).dpid())
                .toList();
    }
}
