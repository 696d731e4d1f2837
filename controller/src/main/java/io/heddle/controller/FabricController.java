package io.heddle.controller;

import io.heddle.controller.discovery.LinkDiscovery;
import io.heddle.controller.host.FabricFacts;
import io.heddle.controller.host.HostServices;
import io.heddle.controller.state.CarriageReport;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricState;
import io.heddle.controller.state.FabricStep;
import io.heddle.controller.state.Reaction;
import io.heddle.controller.state.Session;
import io.heddle.controller.state.Settlement;
import io.heddle.controller.state.Understanding;
import io.heddle.controller.store.StoreException;
import io.heddle.controller.telemetry.CounterPoll;
import io.heddle.controller.telemetry.PortLoads;
import io.heddle.controller.telemetry.SamplingWishes;
import io.heddle.controller.telemetry.UnsampledEdges;
import io.heddle.controller.telemetry.sflow.SampleSight;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop: one thread that owns the state, takes one event at a time, and carries the effects to the edges.
 *
 * <p>A burst of events is applied first and settled once, so that the cost of a plan is paid per burst and not per event. A failure
 * inside the loop is logged with the event that caused it and ends nothing else: the fabric must not stop for one bad event. Only when
 * something cannot be remembered does the loop end, because going on would promise what a restart cannot keep; the switches go on
 * forwarding as they were told.
 */
public final class FabricController implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FabricController.class);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration COUNTER_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    /**
     * What the loop works with.
     *
     * @param step notes events
     * @param settlement does what is due
     * @param samples is told, whenever it changes, what the fabric says of samples; must not block
     * @param fabric is told what the fabric is, whenever it changes; must not block
     * @param carriage is told what became of what is carried for tenants, whenever that changes; must not block
     * @param discovery finds links
     * @param hosts finds and serves hosts
     * @param counts is told, with the time, what switches that do not sample have counted of steered flows; must not block
     * @param sampling decides which switches sample
     * @param unsampled knows which switches do not
     * @param gatewayMac the hardware address of every gateway
     * @param switches carries out, in order, what switches have to do; must not block
     * @param databases carries out what is to be configured through databases; must not block
     * @param memory carries out what must be remembered; returns when it is durable
     * @param clock tells the time
     */
    public record Parts(
            FabricStep step,
            Settlement settlement,
            Consumer<SampleSight> samples,
            Consumer<Topology> fabric,
            Consumer<CarriageReport> carriage,
            LinkDiscovery discovery,
            HostServices hosts,
            BiConsumer<FabricEvent.SteeringCountersRead, Instant> counts,
            SamplingWishes sampling,
            UnsampledEdges unsampled,
            MacAddress gatewayMac,
            Consumer<List<Effect.SwitchEffect>> switches,
            Consumer<Effect.DatabaseEffect> databases,
            Consumer<Effect> memory,
            Clock clock) {}

    private final Parts parts;
    private final SnapshotWriter snapshots;
    private final EventQueue queue;
    private final List<Effect.SwitchEffect> outbox = new ArrayList<>();
    private final CounterPoll poll = new CounterPoll(COUNTER_INTERVAL);
    private final PortLoads loads = new PortLoads();
    private final SortedSet<Ipv4Address> located = new TreeSet<>();
    private final Thread thread = new Thread(this::run, "fabric");
    private FabricState state;
    private Optional<FabricFacts> facts = Optional.empty();
    private Optional<Understanding> factsOf = Optional.empty();
    private Optional<FabricState> sampled = Optional.empty();
    private Optional<Topology> shown = Optional.empty();
    private CarriageReport carriage = CarriageReport.NOTHING;
    private Instant nextTick;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean isClosing;

    /** A loop that begins with {@code first} when started, takes events from {@code queue} and publishes to {@code snapshots}. */
    FabricController(Parts parts, EventQueue queue, FabricState first, SnapshotWriter snapshots) {
        this.parts = parts;
        this.queue = queue;
        this.state = first;
        this.snapshots = snapshots;
        this.nextTick = parts.clock().instant();
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Done when the loop has ended; exceptionally, with what to do, when it had to. */
    public CompletableFuture<Void> end() {
        return end;
    }

    /** Ends the loop after the event in hand; what is still queued is dropped, as after a crash. */
    @Override
    public void close() {
        isClosing = true;
        if (thread.getState() == Thread.State.NEW) {
            end.complete(null);
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
                turn(queue.take(Duration.between(parts.clock().instant(), nextTick)));
            }
            end.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end.complete(null);
        } catch (StoreException e) {
            LOG.error("The controller ends because it cannot remember: {}", e.getMessage());
            end.completeExceptionally(e);
        }
    }

    private void turn(List<FabricEvent> burst) {
        Instant now = parts.clock().instant();
        burst.forEach(event -> guarded(event, () -> handle(event, now)));
        if (!nextTick.isAfter(now)) {
            nextTick = now.plus(TICK);
            FabricEvent tick = new FabricEvent.Ticked();
            guarded(tick, () -> handle(tick, now));
            pollCounters(now);
        }
        guarded("settling", () -> settle(now));
        guarded("placing large flows", () -> place(now));
        guarded("sending", this::flush);
        guarded("looking after samples", this::showToSamples);
        guarded("showing the fabric", this::showFabric);
        guarded("telling of what is carried", this::showCarriage);
        guarded(
                "publishing",
                () -> snapshots.write(state, loads, parts.unsampled().problems(), now));
    }

    @SuppressWarnings("CatchingUnchecked") // the loop is the place where a failure must end
    private void guarded(Object subject, Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("The controller goes on after a failure at {}", subject, e);
        }
    }

    private void handle(FabricEvent event, Instant now) {
        Deque<FabricEvent> due = new ArrayDeque<>(List.of(event));
        while (!due.isEmpty()) {
            FabricEvent next = due.removeFirst();
            log(next);
            FabricStep.Outcome outcome = parts.step().apply(state, next, now);
            state = outcome.state();
            outcome.effects().forEach(this::carryOut);
            note(next, now);
            due.addAll(carryOut(parts.discovery().apply(next, state.topology(), now)));
            facts().ifPresent(known -> due.addAll(carryOut(parts.hosts().apply(next, known, now))));
        }
    }

    private void note(FabricEvent event, Instant now) {
        if (event instanceof FabricEvent.PortCountersRead read) {
            loads.read(read.dpid(), read.counters(), now);
        } else if (event instanceof FabricEvent.SteeringCountersRead read) {
            parts.counts().accept(read, now);
        } else if (event instanceof FabricEvent.SwitchDisconnected gone) {
            loads.forget(gone.dpid());
        } else if (event instanceof FabricEvent.HostLocated host) {
            located.add(host.ip());
        }
        parts.unsampled().note(event);
    }

    private void settle(Instant now) {
        FabricStep.Outcome outcome = parts.settlement().settle(state, now);
        state = outcome.state();
        outcome.effects().forEach(this::carryOut);
        parts.sampling().due(state, now).ifPresent(this::carryOut);
        if (!located.isEmpty() && state.sessions().values().stream().allMatch(Session::isIdle)) {
            List<Ipv4Address> ready = List.copyOf(located);
            located.clear();
            for (Ipv4Address ip : ready) {
                facts().ifPresent(known ->
                        carryOut(parts.hosts().hostReady(ip, known, now)).forEach(event -> handle(event, now)));
            }
        }
    }

    private void place(Instant now) {
        FabricStep.Outcome outcome = parts.settlement().place(state, now);
        state = outcome.state();
        outcome.effects().forEach(this::carryOut);
    }

    private void flush() {
        if (!outbox.isEmpty()) {
            parts.switches().accept(List.copyOf(outbox));
            outbox.clear();
        }
    }

    @SuppressWarnings("ReferenceEquality") // a state keeps the instances of what did not change
    private void showToSamples() {
        boolean isSame = sampled.isPresent()
                && sampled.get().residents().isSame(state.residents())
                && sampled.get().sessions() == state.sessions();
        if (!isSame) {
            sampled = Optional.of(state);
            parts.samples().accept(SampleSight.of(state));
        }
    }

    @SuppressWarnings("ReferenceEquality") // a topology keeps its instance when nothing changed
    private void showFabric() {
        if (shown.isEmpty() || shown.get() != state.topology()) {
            shown = Optional.of(state.topology());
            parts.fabric().accept(state.topology());
        }
    }

    @SuppressWarnings("ReferenceEquality") // a report keeps its instance when nothing changed
    private void showCarriage() {
        CarriageReport report = carriage.next(state);
        if (report != carriage) {
            carriage = report;
            parts.carriage().accept(report);
        }
    }

    private void pollCounters(Instant now) {
        for (DatapathId dpid : poll.due(state.sessions().keySet(), now)) {
            carryOut(new Effect.ReadPortCounters(dpid));
        }
        for (DatapathId dpid : parts.unsampled().due(state, now)) {
            carryOut(new Effect.ReadSteeringCounters(dpid));
        }
    }

    /** The facts for the host services, once the fabric is understood. */
    @SuppressWarnings("ReferenceEquality") // an understanding keeps its instance when nothing changed
    private Optional<FabricFacts> facts() {
        Optional<Understanding> understanding = state.understanding();
        if (understanding.isEmpty()) {
            return Optional.empty();
        }
        boolean isSame = factsOf.isPresent()
                && factsOf.get().recognition() == understanding.get().recognition();
        if (!isSame || facts.isEmpty()) {
            factsOf = understanding;
            facts = Optional.of(FabricFacts.of(
                    state.topology(),
                    understanding.get().recognition().blueprint(),
                    understanding.get().addresses(),
                    parts.gatewayMac()));
        } else {
            facts = Optional.of(facts.get().with(state.topology()));
        }
        return facts;
    }

    private List<FabricEvent> carryOut(Reaction reaction) {
        reaction.effects().forEach(this::carryOut);
        return reaction.events();
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.SwitchEffect forSwitch -> outbox.add(forSwitch);
            case Effect.DatabaseEffect forDatabases -> parts.databases().accept(forDatabases);
            case Effect.SaveBlueprint save -> parts.memory().accept(save);
            case Effect.SaveLease save -> parts.memory().accept(save);
            case Effect.ForgetLease forget -> parts.memory().accept(forget);
            case Effect.SaveHost save -> parts.memory().accept(save);
            case Effect.ForgetHost forget -> parts.memory().accept(forget);
            case Effect.SaveScheduler save -> parts.memory().accept(save);
            case Effect.SavePin save -> parts.memory().accept(save);
            case Effect.ForgetPin forget -> parts.memory().accept(forget);
            case Effect.Answer answer -> answer.receipt().answer(answer.verdict());
        }
    }

    private static void log(FabricEvent event) {
        switch (event) {
            case FabricEvent.SwitchConnected up ->
                LOG.info(
                        "Switch {} ({}) connected from {} with OpenFlow {}",
                        up.dpid(),
                        up.description().name(),
                        up.remote(),
                        up.version());
            case FabricEvent.SwitchDisconnected down ->
                LOG.info("Switch {} disconnected: {}", down.dpid(), down.reason());
            case FabricEvent.ChangesRefused refused ->
                LOG.warn("Switch {} refused: {} {}", refused.dpid(), refused.error(), refused.culprit());
            case FabricEvent.DatabaseConnected up ->
                LOG.info(
                        "Database {} connected from {}, Open vSwitch {}", up.database(), up.remote(), up.openVSwitch());
            case FabricEvent.DatabaseDisconnected down ->
                LOG.info("Database {} disconnected: {}", down.database(), down.reason());
            case FabricEvent.SamplingConfigured done ->
                LOG.info(
                        "Switch {} samples one packet in {}",
                        done.dpid(),
                        done.sampling().packets());
            case FabricEvent.SamplingRefused refused -> LOG.warn("{}", refused.reason());
            case FabricEvent.LinkTimedOut lost -> LOG.info("Link {} is silent", lost.link());
            case FabricEvent.HostRefused refused -> LOG.warn("{}", refused.reason());
            case FabricEvent.LldpRefused refused -> LOG.warn("{}", refused.reason());
            default -> LOG.trace("{}", event);
        }
    }
}
