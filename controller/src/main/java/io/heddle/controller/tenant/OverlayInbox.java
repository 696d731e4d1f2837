package io.heddle.controller.tenant;

import io.heddle.controller.state.CarriageReport;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.IntegrationBridge;
import io.heddle.rest.networking.Prober;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.trace.Probe;
import io.heddle.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The one way into the loop of tenants' networks, from any thread, without ever blocking it.
 *
 * <p>Packets are bounded, as in the fabric's queue. Of what tenants ask for and of the fabric only the latest is kept: ten thousand
 * changes that come while one plan is made are one.
 */
public final class OverlayInbox implements Prober {

    private static final int PACKETS_AT_MOST = 5_000;
    private static final int BURST = 1_000;

    private final BlockingQueue<Supplier<Optional<OverlayEvent>>> waiting = new LinkedBlockingQueue<>();
    private final AtomicReference<Optional<TenantState>> tenants = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Topology>> fabric = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<CarriageReport>> carriage = new AtomicReference<>(Optional.empty());
    private final AtomicInteger packetsWaiting = new AtomicInteger();
    private final LongAdder packetsDropped = new LongAdder();

    /** Whether {@code event} is for this loop, and not for the fabric's alone. */
    public static boolean concerns(FabricEvent event) {
        return switch (event) {
            case FabricEvent.SwitchEvent reported -> IntegrationBridge.is(reported.dpid());
            case FabricEvent.ServerSeen ignored -> true;
            case FabricEvent.ServerConfigured ignored -> true;
            case FabricEvent.ServerRefused ignored -> true;
            case FabricEvent.DatabaseConnected ignored -> true;
            case FabricEvent.DatabaseDisconnected ignored -> true;
            default -> false;
        };
    }

    /** Takes what a bridge or a database reports. */
    public void reported(FabricEvent event) {
        boolean isPacket = event instanceof FabricEvent.PacketReceived;
        if (isPacket && packetsWaiting.incrementAndGet() > PACKETS_AT_MOST) {
            packetsWaiting.decrementAndGet();
            packetsDropped.increment();
            return;
        }
        waiting.add(() -> {
            if (isPacket) {
                packetsWaiting.decrementAndGet();
            }
            return Optional.of(new OverlayEvent.Reported(event));
        });
    }

    /** Takes what tenants ask for now. */
    public void tenantsAre(TenantState state) {
        if (tenants.getAndSet(Optional.of(state)).isEmpty()) {
            waiting.add(() -> tenants.getAndSet(Optional.empty()).map(OverlayEvent.TenantsChanged::new));
        }
    }

    /** Takes what the fabric is now. */
    public void fabricIs(Topology topology) {
        if (fabric.getAndSet(Optional.of(topology)).isEmpty()) {
            waiting.add(() -> fabric.getAndSet(Optional.empty())
                    .map(latest -> new OverlayEvent.UnderlayChanged(Underlay.of(latest))));
        }
    }

    /** Takes what the fabric says of what it carries. */
    public void carriageIs(CarriageReport report) {
        if (carriage.getAndSet(Optional.of(report)).isEmpty()) {
            waiting.add(() -> carriage.getAndSet(Optional.empty()).map(OverlayEvent.CarriageReported::new));
        }
    }

    @Override
    public CompletableFuture<Optional<SortedMap<Integer, Probe.Fate>>> probe(Probe probe) {
        CompletableFuture<Optional<SortedMap<Integer, Probe.Fate>>> answer = new CompletableFuture<>();
        waiting.add(() -> Optional.of(new OverlayEvent.ProbeAsked(probe, answer)));
        return answer;
    }

    /** Everything that waits, up to a burst; waits for the first up to {@code patience}. */
    List<OverlayEvent> take(Duration patience) throws InterruptedException {
        List<Supplier<Optional<OverlayEvent>>> burst = new ArrayList<>();
        Supplier<Optional<OverlayEvent>> first = waiting.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        if (first != null) {
            burst.add(first);
            waiting.drainTo(burst, BURST - 1);
        }
        return burst.stream().flatMap(each -> each.get().stream()).toList();
    }

    /** How many packets were dropped because the loop did not keep up. */
    public long packetsDropped() {
        return packetsDropped.sum();
    }
}
