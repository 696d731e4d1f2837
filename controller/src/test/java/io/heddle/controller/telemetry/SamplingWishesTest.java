package io.heddle.controller.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.Effect.ConfigureSampling;
import io.heddle.controller.state.Elephants;
import io.heddle.controller.state.FabricState;
import io.heddle.controller.state.Formation;
import io.heddle.controller.state.Sampling;
import io.heddle.controller.state.TenantDemand;
import io.heddle.controller.state.Understanding;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.PlannedFabric;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.ClosRecognizer;
import io.heddle.topology.clos.Recognition;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import io.heddle.topology.sorted.PersistentMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SamplingWishesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final GeneratedFabric fabric = FabricGenerator.fatTree(4);
    private final SamplingWishes wishes = new SamplingWishes(true);

    private FabricState state(Topology topology) {
        Recognition recognition = ClosRecognizer.recognize(topology, fabric.blueprint());
        AddressPlan addresses = AddressPlan.of(recognition.design(), recognition.blueprint(), 10);
        FabricModel model = new FabricModel(topology, recognition, addresses, PlanOptions.defaults());
        return new FabricState(
                0,
                topology,
                fabric.blueprint(),
                Optional.of(new Understanding(recognition, addresses, PlannedFabric.of(model))),
                PersistentMap.empty(),
                Formation.startedAt(NOW),
                PersistentMap.empty(),
                Elephants.remembered(SchedulerName.HEDDLE, new TreeMap<>()),
                TenantDemand.UNKNOWN);
    }

    private Topology withCapacity(Topology topology, long bitsPerSecond) {
        Topology changed = topology;
        for (FabricSwitch each : topology.switches().values()) {
            List<Port> ports = each.ports().values().stream()
                    .map(port -> port.withCapacity(bitsPerSecond))
                    .toList();
            changed = changed.withSwitch(FabricSwitch.of(each.dpid(), each.name(), true, ports));
        }
        return changed;
    }

    @Test
    void everyEdgeSwitchAndNoOtherSamplesUnderItsOwnAddressAtTheRateOfItsLinks() {
        FabricState state = state(withCapacity(fabric.topology(), 10_000_000));

        ConfigureSampling wish = wishes.due(state, NOW).orElseThrow();

        List<DatapathId> edges = fabric.blueprint().positions().entrySet().stream()
                .filter(entry -> entry.getValue().tier() == Tier.EDGE)
                .map(entry -> entry.getKey())
                .toList();
        assertThat(wish.wanted().keySet()).containsExactlyElementsOf(edges);
        assertThat(wish.undecided()).isEmpty();
        AddressPlan addresses = state.understanding().orElseThrow().addresses();
        wish.wanted()
                .forEach((dpid, sampling) -> assertThat(sampling)
                        .isEqualTo(new Sampling(
                                addresses.switchAddress(dpid).orElseThrow(),
                                SamplingRate.forCapacity(10_000_000).packets())));
    }

    @Test
    void nothingIsSaidTwiceAndNothingBeforeTheFabricIsUnderstood() {
        assertThat(wishes.due(FabricState.starting(fabric.blueprint(), List.of(), NOW), NOW))
                .isEmpty();
        FabricState state = state(fabric.topology());
        assertThat(wishes.due(state, NOW)).isPresent();
        assertThat(wishes.due(state, NOW.plusSeconds(1))).isEmpty();
        assertThat(wishes.due(state(fabric.topology()), NOW.plusSeconds(2))).isEmpty();
        assertThat(wishes.due(state(withCapacity(fabric.topology(), 40_000_000_000L)), NOW.plusSeconds(3)))
                .isPresent();
    }

    @Test
    void changesInQuickSuccessionAreLookedAtTogether() {
        assertThat(wishes.due(state(fabric.topology()), NOW)).isPresent();
        FabricState changed = state(withCapacity(fabric.topology(), 40_000_000_000L));
        assertThat(wishes.due(changed, NOW.plusMillis(499))).isEmpty();
        assertThat(wishes.due(changed, NOW.plusMillis(500))).isPresent();
    }

    @Test
    void aSwitchThatWasNotSeenYetIsLeftAsItIs() {
        DatapathId edge = fabric.blueprint().positions().entrySet().stream()
                .filter(entry -> entry.getValue().tier() == Tier.EDGE)
                .findFirst()
                .orElseThrow()
                .getKey();
        Topology without = Topology.empty();
        for (FabricSwitch each : fabric.topology().switches().values()) {
            if (!each.dpid().equals(edge)) {
                without = without.withSwitch(each);
            }
        }
        ConfigureSampling wish =
                wishes.due(state(withCapacity(without, 10_000_000)), NOW).orElseThrow();
        assertThat(wish.undecided()).containsExactly(edge);
        assertThat(wish.wanted()).hasSize(7);
    }

    @Test
    void whenItIsOffNobodySamples() {
        ConfigureSampling wish =
                new SamplingWishes(false).due(state(fabric.topology()), NOW).orElseThrow();
        assertThat(wish.wanted()).isEmpty();
        assertThat(wish.undecided()).isEmpty();
    }
}
