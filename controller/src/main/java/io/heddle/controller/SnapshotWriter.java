package io.heddle.controller;

import io.heddle.controller.state.FabricState;
import io.heddle.controller.state.Incident;
import io.heddle.controller.state.Phase;
import io.heddle.controller.state.Session;
import io.heddle.controller.state.Understanding;
import io.heddle.controller.telemetry.PortLoads;
import io.heddle.rest.FabricPhase;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.SnapshotPublisher;
import io.heddle.rest.SwitchSession;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Says to the face what the loop knows: at once when the state changed, otherwise once a second for the loads. */
public final class SnapshotWriter {

    private static final Duration QUIET_INTERVAL = Duration.ofSeconds(1);

    private final SnapshotPublisher publisher;
    private final Supplier<SortedMap<String, Long>> counters;
    private final Supplier<List<String>> elsewhere;
    private final int rulesPerSwitch;
    private Optional<FabricState> written = Optional.empty();
    private Instant writtenAt = Instant.EPOCH;
    private long revision;

    /**
     * Nothing was published yet.
     *
     * @param publisher gets what there is to say
     * @param counters is asked for running totals by name
     * @param elsewhere is asked for problems that the state of the fabric does not know of
     * @param rulesPerSwitch how many steering rules a switch may hold
     */
    public SnapshotWriter(
            SnapshotPublisher publisher,
            Supplier<SortedMap<String, Long>> counters,
            Supplier<List<String>> elsewhere,
            int rulesPerSwitch) {
        this.rulesPerSwitch = rulesPerSwitch;
        this.publisher = publisher;
        this.counters = counters;
        this.elsewhere = elsewhere;
        this.revision = publisher.snapshot().revision();
    }

    /** Publishes {@code state} if it is news or the last snapshot is old; {@code notes} are problems beside those of the state. */
    @SuppressWarnings("ReferenceEquality") // a state keeps its instance when nothing changed
    public void write(FabricState state, PortLoads loads, List<String> notes, Instant now) {
        boolean isNews = written.isEmpty() || written.get() != state;
        if (!isNews && writtenAt.plus(QUIET_INTERVAL).isAfter(now)) {
            return;
        }
        written = Optional.of(state);
        writtenAt = now;
        publisher.publish(snapshot(state, loads, notes, now));
    }

    private FabricSnapshot snapshot(FabricState state, PortLoads loads, List<String> notes, Instant now) {
        revision++;
        SortedMap<DatapathId, SwitchSession> sessions = new TreeMap<>();
        state.sessions().forEach((dpid, session) -> sessions.put(dpid, describe(session)));
        FabricSnapshot forming = FabricSnapshot.forming(now);
        return new FabricSnapshot(
                revision,
                now,
                phaseOf(state.phase()),
                !state.formation().recognitionDue(),
                state.topology(),
                state.understanding().map(Understanding::recognition).orElse(forming.recognition()),
                state.understanding().map(Understanding::addresses),
                state.understanding().map(Understanding::plan).orElse(forming.plan()),
                sessions,
                loads.loads(),
                problems(state, Stream.concat(notes.stream(), elsewhere.get().stream())),
                counters.get(),
                ElephantReport.of(state, rulesPerSwitch));
    }

    private static SwitchSession describe(Session session) {
        return new SwitchSession(
                session.version().toString(),
                (session.description().manufacturer() + " "
                                + session.description().hardware() + " "
                                + session.description().software())
                        .strip(),
                session.remote(),
                session.since(),
                session.isSynced(),
                session.confirmedRevision(),
                session.foreignCount(),
                session.foreign(),
                session.refusals(),
                session.version().canSeedHash()
                        ? Optional.empty()
                        : Optional.of(
                                "OpenFlow " + session.version() + " cannot seed the hash of a group, so this switch may"
                                        + " send all flows that reach it over the same path; offer it OpenFlow 1.5."),
                session.hash());
    }

    private static List<String> problems(FabricState state, Stream<String> notes) {
        List<String> problems = new ArrayList<>();
        for (Incident incident : state.incidents().values()) {
            problems.add(
                    incident.count() == 1
                            ? incident.sentence()
                            : incident.sentence() + " (" + incident.count() + " times)");
        }
        for (FabricSwitch each : state.unheard()) {
            problems.add("Switch " + each.name() + " (" + each.dpid()
                    + ") is not connected to the controller: it forwards as it was"
                    + " told before, and failures there are not seen. Check that it runs and reaches the controller.");
        }
        state.understanding().ifPresent(known -> {
            problems.addAll(known.planned().vlanTroubles().values());
            problems.addAll(new TreeSet<>(known.planned().routedTroubles().values()));
        });
        state.sessions().forEach((dpid, session) -> {
            if (!session.refusals().isEmpty()) {
                problems.add("Switch " + dpid + " refuses rules: "
                        + session.refusals().getLast());
            }
        });
        notes.forEach(problems::add);
        return problems;
    }

    private static FabricPhase phaseOf(Phase phase) {
        return switch (phase) {
            case FORMING -> FabricPhase.FORMING;
            case COMPLETE -> FabricPhase.COMPLETE;
            case DEGRADED -> FabricPhase.DEGRADED;
            case NOT_CLOS -> FabricPhase.NOT_CLOS;
        };
    }
}
