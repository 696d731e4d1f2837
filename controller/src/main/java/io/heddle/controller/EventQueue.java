package io.heddle.controller;

import io.heddle.controller.state.FabricEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The one way into the loop, from any thread, without ever blocking it.
 *
 * <p>Packets are bounded: a flood of them is dropped here and counted, while what tells of switches, ports and confirmed rules always
 * gets in (there is never more of that than the fabric has parts). Reports of large flows are bounded too: each says everything, so
 * the reporter makes a new one when there was no room.
 */
final class EventQueue {

    private static final int PACKETS_AT_MOST = 10_000;
    private static final int REPORTS_AT_MOST = 4;
    private static final int BURST = 1_000;

    private final BlockingQueue<FabricEvent> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger packetsWaiting = new AtomicInteger();
    private final AtomicInteger reportsWaiting = new AtomicInteger();
    private final LongAdder packetsDropped = new LongAdder();

    /** Puts {@code event} in; says whether there was room. */
    boolean add(FabricEvent event) {
        if (event instanceof FabricEvent.PacketReceived && packetsWaiting.incrementAndGet() > PACKETS_AT_MOST) {
            packetsWaiting.decrementAndGet();
            packetsDropped.increment();
            return false;
        }
        if (event instanceof FabricEvent.ElephantsObserved && reportsWaiting.incrementAndGet() > REPORTS_AT_MOST) {
            reportsWaiting.decrementAndGet();
            return false;
        }
        return waiting.add(event);
    }

    /** Everything that waits, up to a burst; waits for the first up to {@code patience}. */
    List<FabricEvent> take(Duration patience) throws InterruptedException {
        List<FabricEvent> burst = new ArrayList<>();
        FabricEvent first = waiting.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        if (first != null) {
            burst.add(first);
            waiting.drainTo(burst, BURST - 1);
        }
        for (FabricEvent event : burst) {
            if (event instanceof FabricEvent.PacketReceived) {
                packetsWaiting.decrementAndGet();
            } else if (event instanceof FabricEvent.ElephantsObserved) {
                reportsWaiting.decrementAndGet();
            }
        }
        return burst;
    }

    /** How many packets wait. */
    int packetsWaiting() {
        return packetsWaiting.get();
    }

    /** How many packets were dropped because the loop did not keep up. */
    long packetsDropped() {
        return packetsDropped.sum();
    }
}
