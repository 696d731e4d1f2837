package io.heddle.controller.tenant;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.topology.DatapathId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of tenants' networks on servers: one thread that owns their state, apart from the fabric's.
 *
 * <p>A burst of events is applied first and planned for once, and how soon depends on how much comes ({@code PlanPace}), so that a
 * thousand machines that are plugged one after the other are planned for a few times and not a thousand times. It never waits
 * for a server: what is sent goes to the edges, which return at once, and what a server answers, or does not, is one more event. A
 * failure is logged with the event that caused it and ends nothing else.
 */
public final class OverlayLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OverlayLoop.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    /**
     * What the loop works with.
     *
     * @param settings how servers are looked after
     * @param inbox where events come from
     * @param board where states are shown
     * @param switches carries out, in order, what bridges have to do; must not block
     * @param databases carries out what is to be configured through databases; must not block
     * @param fabric takes what the fabric is to carry; must not block
     * @param clock tells the time
     */
    public record Parts(
            OverlaySettings settings,
            OverlayInbox inbox,
            PortBoard board,
            Consumer<List<Effect.SwitchEffect>> switches,
            Consumer<Effect.DatabaseEffect> databases,
            Consumer<FabricEvent> fabric,
            Clock clock) {}

    private final Parts parts;
    private final OverlayStep step;
    private final OverlaySettlement settlement;
    private final TenantDhcp dhcp;
    private final TrafficMeter traffic = new TrafficMeter();
    private final Probes probes = new Probes();
    private final List<Effect.SwitchEffect> outbox = new ArrayList<>();
    private final SortedSet<DatapathId> arrived = new TreeSet<>();
    private final PlanPace pace;
    private final Thread thread = new Thread(this::run, "overlay");
    private OverlayState state;
    private FabricEvent.TenantDemandChanged told = new FabricEvent.TenantDemandChanged(TenantInterfaces.NONE, false);
    private long toldRevision = -1;
    private Instant nextTick;
    private boolean isPlanPutOff;
    private int greeted;
    private volatile boolean isClosing;

    /** A loop that begins when started. */
    public OverlayLoop(Parts parts) {
        this.parts = parts;
        step = new OverlayStep(parts.settings());
        settlement = new OverlaySettlement(parts.settings());
        dhcp = new TenantDhcp(parts.settings().lease());
        nextTick = parts.clock().instant();
        pace = new PlanPace(nextTick);
        state = OverlayState.starting(parts.settings().plan(), nextTick);
    }

    /** Starts the thread. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the loop after the event in hand; bridges go on forwarding as they were told. */
    @Override
    public void close() {
        isClosing = true;
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(PATIENCE_AT_CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isClosing) {
                Instant next = isPlanPutOff && pace.next().isBefore(nextTick) ? pace.next() : nextTick;
                turn(parts.inbox().take(Duration.between(parts.clock().instant(), next)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn(List<OverlayEvent> burst) {
        Instant now = parts.clock().instant();
        burst.forEach(event -> guarded(event, () -> handle(event, now)));
        if (!nextTick.isAfter(now)) {
            nextTick = now.plus(TICK);
            OverlayEvent tick = new OverlayEvent.Ticked();
            guarded(tick, () -> handle(tick, now));
            guarded("greeting", this::greet);
            guarded("probing", () -> outbox.addAll(probes.due(now)));
            guarded("counting", () -> outbox.addAll(traffic.due(state, now)));
        }
        isPlanPutOff = pace.next().isAfter(now);
        if (!isPlanPutOff) {
            guarded("settling", () -> settle(now));
        }
        guarded("telling the fabric", () -> tellFabric(now));
        parts.board().show(state, traffic.ledger());
        guarded("sending", this::flush);
    }

    private void settle(Instant now) {
        carryOut(settlement.settle(state, now));
        pace.planned(now, parts.clock().instant());
    }

    private void handle(OverlayEvent event, Instant now) {
        if (event instanceof OverlayEvent.ProbeAsked asked) {
            outbox.addAll(probes.begin(asked, state, now));
            return;
        }
        if (event instanceof OverlayEvent.Reported(FabricEvent.PacketReceived packet) && probes.noticed(packet)) {
            return;
        }
        if (event instanceof OverlayEvent.Reported(FabricEvent.PacketReceived packet)
                && !Resolution.concerns(packet)
                && !Health.concerns(packet)) {
            dhcp.answer(packet, state)
                    .or(() -> TenantAdvertiser.answer(packet, state))
                    .or(() -> RouterVoice.answer(packet, state))
                    .or(() -> OutsideVoice.answer(packet, state))
                    .or(() -> PathMtu.answer(packet, state))
                    .or(() -> QuoteMender.answer(packet, state))
                    .ifPresent(outbox::add);
            return;
        }
        if (event instanceof OverlayEvent.Reported(FabricEvent.PortCountersRead counters)) {
            traffic.read(counters, state, now);
            return;
        }
        if (event instanceof OverlayEvent.Reported(FabricEvent.SwitchDisconnected gone)) {
            traffic.ended(gone.dpid());
        }
        if (event instanceof OverlayEvent.Reported(FabricEvent reported)) {
            log(reported);
            if (reported instanceof FabricEvent.SwitchConnected connected) {
                arrived.add(connected.dpid());
            }
        }
        OverlayState before = state;
        carryOut(step.apply(state, event, now));
        if (state.needsPlanSince(before)) {
            pace.changed(now);
        }
    }

    /** All bridges in turn; those that have just connected as soon as they can, as they may have forgotten everything. */
    private void greet() {
        greeted = (greeted + 1) % TunnelGreeting.TURNS;
        outbox.addAll(TunnelGreeting.inTurn(greeted, state));
        arrived.removeIf(bridge -> outbox.addAll(TunnelGreeting.of(bridge, state)));
    }

    private void carryOut(OverlayStep.Outcome outcome) {
        state = outcome.state();
        for (Effect effect : outcome.effects()) {
            switch (effect) {
                case Effect.SwitchEffect forSwitch -> outbox.add(forSwitch);
                case Effect.DatabaseEffect forDatabase -> parts.databases().accept(forDatabase);
                default -> throw new IllegalStateException("not to be done for servers: " + effect);
            }
        }
    }

    private void tellFabric(Instant now) {
        boolean isWhole = !state.startedAt().plus(parts.settings().grace()).isAfter(now);
        if (state.planned().revision() == toldRevision && isWhole == told.isWhole()) {
            return;
        }
        toldRevision = state.planned().revision();
        FabricEvent.TenantDemandChanged wanted =
                new FabricEvent.TenantDemandChanged(state.planned().plan().interfaces(), isWhole);
        if (!wanted.equals(told)) {
            told = wanted;
            parts.fabric().accept(wanted);
        }
    }

    private void flush() {
        if (!outbox.isEmpty()) {
            List<Effect.SwitchEffect> due = List.copyOf(outbox);
            outbox.clear();
            parts.switches().accept(due);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // the loop is the place where a failure must end
    private static void guarded(Object subject, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("Tenants' networks go on after a failure at {}", subject, e);
        }
    }

    private static void log(FabricEvent event) {
        switch (event) {
            case FabricEvent.SwitchConnected up ->
                LOG.info(
                        "Integration bridge {} connected from {} with OpenFlow {}",
                        up.dpid(),
                        up.remote(),
                        up.version());
            case FabricEvent.SwitchDisconnected down ->
                LOG.info("Integration bridge {} disconnected: {}", down.dpid(), down.reason());
            case FabricEvent.ChangesRefused refused ->
                LOG.warn("Integration bridge {} refused: {} {}", refused.dpid(), refused.error(), refused.culprit());
            case FabricEvent.ServerConfigured done ->
                LOG.info("The server of database {} has what tenants need: {}", done.database(), done.wish());
            case FabricEvent.ServerRefused refused ->
                LOG.warn("The server of database {}: {}", refused.database(), refused.reason());
            default -> LOG.trace("{}", event);
        }
    }
}
