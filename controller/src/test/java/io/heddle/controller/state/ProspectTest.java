package io.heddle.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.FabricEvent.PortChanged;
import io.heddle.routing.plan.FabricModel;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.design.FabricGenerator;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The price of looking for ways anew, in memory that is allocated: a look at every cable shows, and no clock is asked. */
class ProspectTest {

    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    private static final long CAPACITY = 10_000_000;

    private final FabricStep step = new FabricStep(PaperFabric.SETTINGS);
    private final Settlement settlement = new Settlement(PaperFabric.SETTINGS);

    @Test
    void oneCutCableInAFatTreeOf720SwitchesCostsATenthOfWhatAllCablesCost() {
        BringUpBenchmark fabric = new BringUpBenchmark();
        fabric.k = 24;
        fabric.draw();
        FabricState up = fabric.eventsAndSettlement();
        Link link = up.topology().links().first();
        Port port = up.topology().port(link.from()).orElseThrow();
        FabricState cut = settlement
                .settle(
                        step.apply(up, new PortChanged(link.from().dpid(), port.withUp(false)), NOW)
                                .state(),
                        NOW)
                .state();
        Prospect before = prospect(up, Optional.empty());
        prospect(cut, Optional.of(before));

        long start = allocated();
        Prospect next = prospect(cut, Optional.of(before));
        long kept = allocated() - start;
        start = allocated();
        Prospect anew = prospect(cut, Optional.empty());
        long all = allocated() - start;

        assertThat(next.paths().space().capacities())
                .isEqualTo(anew.paths().space().capacities())
                .isNotEqualTo(before.paths().space().capacities());
        assertThat(kept).as("of %d octets", all).isLessThan(all / 10 + 2L * Double.BYTES * links(next));
    }

    @Test
    void aFabricWithoutLargeFlowsLooksForNoWays() {
        PaperFabric fabric = new PaperFabric(FabricGenerator.fatTree(4).topology());
        fabric.comeUp();
        fabric.pass(PlacementSettings.defaults().interval().multipliedBy(2));
        assertThat(fabric.state().elephants().prospect()).isEmpty();
    }

    private static int links(Prospect prospect) {
        return prospect.paths().space().links();
    }

    private static Prospect prospect(FabricState state, Optional<Prospect> before) {
        Understanding known = state.understanding().orElseThrow();
        FabricModel model =
                new FabricModel(state.topology(), known.recognition(), known.addresses(), PaperFabric.SETTINGS.plan());
        return Prospect.of(known, state.residents(), model, new TreeMap<>(), CAPACITY, before)
                .orElseThrow();
    }

    private static long allocated() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
