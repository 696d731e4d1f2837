package io.heddle.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.FabricEvent.HostLocated;
import io.heddle.controller.state.FabricEvent.LinkSeen;
import io.heddle.controller.state.FabricEvent.LinkTimedOut;
import io.heddle.controller.state.FabricEvent.PortChanged;
import io.heddle.controller.state.FabricEvent.SwitchDisconnected;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The price of an event, in memory that is allocated: what copies the fabric shows at once, and no clock is asked. */
class BringUpTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** One switch of 48 ports and its links, a few times over; the links of the whole fabric are more than 400 KiB. */
    private static final long BYTES_PER_EVENT = 32 * 1024;

    private final FabricStep step = new FabricStep(PaperFabric.SETTINGS);
    private final Settlement settlement = new Settlement(PaperFabric.SETTINGS);

    @Test
    void aFatTreeOf2880SwitchesComesUpEventByEventWithoutACopyOfItself() {
        BringUpBenchmark fabric = new BringUpBenchmark();
        fabric.k = 48;
        fabric.draw();
        long before = allocated();
        FabricState up = fabric.events();
        long perEvent = (allocated() - before) / (2 * 2880 + 110_592);

        assertThat(up.topology().links()).hasSize(110_592);
        assertThat(up.sessions()).hasSize(2880);
        assertThat(perEvent).isLessThan(BYTES_PER_EVENT);
        everyKindOfEventIsAsCheap(up);
    }

    private void everyKindOfEventIsAsCheap(FabricState up) {
        Link link = up.topology().links().first();
        FabricSwitch first = up.topology().fabricSwitch(link.from().dpid()).orElseThrow();
        Port port = first.port(link.from().port()).orElseThrow();
        ConnectPoint elsewhere = up.topology().links().last().from();
        HostLocated host =
                new HostLocated(Ipv4Address.of(10, 0, 0, 2), MacAddress.parse("02:00:00:00:00:01"), elsewhere);
        for (FabricEvent event : List.of(
                new LinkTimedOut(link),
                new LinkSeen(new Link(link.from(), elsewhere)),
                new PortChanged(first.dpid(), port.withUp(false)),
                new FabricEvent.PortRemoved(link.from()),
                host,
                new SwitchDisconnected(first.dpid(), "for a test"))) {
            apply(up, event);
            long before = allocated();
            FabricState after = apply(up, event);
            assertThat(allocated() - before).as(event.toString()).isLessThan(BYTES_PER_EVENT);
            assertThat(after).as(event.toString()).isNotSameAs(up);
        }
    }

    private FabricState apply(FabricState state, FabricEvent event) {
        return settlement.settle(step.apply(state, event, NOW).state(), NOW).state();
    }

    private static long allocated() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
