package io.heddle.controller.telemetry;

import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricState;
import io.heddle.controller.state.Session;
import io.heddle.routing.plan.Steering;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.clos.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Knows which edge switches do not sample, so that what they lack is made up for as far as it can be, and said.
 *
 * <p>Large flows that begin there cannot be found. Those that are steered anyway, because somebody pinned them or they were found before,
 * are followed by what their own rules count. Databases connect a little later than switches, so nothing is said of a switch, or of a
 * fabric, that has just come. A switch that cannot be made to sample is asked for counters, too; what is in its way is said elsewhere.
 * Called on the loop's thread.
 */
public final class UnsampledEdges {

    /** Longer than a database waits, at most, before it tries to connect again. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int NAMED_AT_MOST = 3;

    private final boolean isSampling;
    private final String manager;
    private final SortedSet<DatapathId> sampling = new TreeSet<>();
    private final SortedSet<DatapathId> refused = new TreeSet<>();
    private final SortedMap<DatabaseId, SortedSet<DatapathId>> announced = new TreeMap<>();
    private final CounterPoll poll = new CounterPoll(INTERVAL);
    private Optional<Instant> understoodAt = Optional.empty();
    private Instant next = Instant.MIN;
    private SortedSet<DatapathId> steering = new TreeSet<>();
    private List<String> problems = List.of();

    /**
     * Nothing is known yet.
     *
     * @param isSampling whether switches are to sample at all
     * @param manager how a database is told to connect, as Open vSwitch writes it
     */
    public UnsampledEdges(boolean isSampling, String manager) {
        this.isSampling = isSampling;
        this.manager = manager;
    }

    /** Learns from {@code event} who samples. */
    public void note(FabricEvent event) {
        switch (event) {
            case FabricEvent.BridgesSeen seen -> announced.put(seen.database(), seen.bridges());
            case FabricEvent.SamplingConfigured done -> {
                sampling.add(done.dpid());
                refused.remove(done.dpid());
            }
            case FabricEvent.SamplingRefused not -> {
                sampling.remove(not.dpid());
                refused.add(not.dpid());
            }
            case FabricEvent.DatabaseDisconnected gone -> announced.remove(gone.database());
            default -> {}
        }
    }

    /** The switches to ask now for the counters of their steering rules: each once a second at most. To be asked again and again. */
    public List<DatapathId> due(FabricState state, Instant now) {
        if (!now.isBefore(next)) {
            next = now.plus(INTERVAL);
            look(state, now);
        }
        return poll.due(steering, now);
    }

    /** What there is to say of switches that do not sample, as of the last time that {@link #due} was asked. */
    public List<String> problems() {
        return problems;
    }

    private void look(FabricState state, Instant now) {
        SortedSet<DatapathId> edges = settledEdges(state, now);
        SortedSet<DatapathId> blind = new TreeSet<>(edges);
        blind.removeAll(sampling);
        SortedSet<DatapathId> silent = new TreeSet<>(blind);
        silent.removeAll(refused);
        if (isSampling) {
            for (SortedSet<DatapathId> bridges : announced.values()) {
                silent.removeAll(bridges);
            }
            blind.removeIf(dpid -> !silent.contains(dpid) && !refused.contains(dpid));
        }
        problems = silent.isEmpty() ? List.of() : sentences(state, silent, edges.size());
        SortedSet<DatapathId> sources = new TreeSet<>();
        for (Steering each : state.elephants().steerings().values()) {
            sources.add(each.ways().getFirst().dpid());
        }
        sources.retainAll(blind);
        steering = sources;
    }

    /** The edge switches that have been connected for a while in a fabric that has been understood for a while. */
    private SortedSet<DatapathId> settledEdges(FabricState state, Instant now) {
        SortedSet<DatapathId> edges = new TreeSet<>();
        if (state.understanding().isEmpty()) {
            return edges;
        }
        understoodAt = understoodAt.or(() -> Optional.of(now));
        if (understoodAt.get().plus(GRACE).isAfter(now)) {
            return edges;
        }
        state.understanding().get().recognition().blueprint().positions().forEach((dpid, position) -> {
            Session session = state.sessions().get(dpid);
            boolean isLongThere =
                    session != null && !session.since().plus(GRACE).isAfter(now);
            if (position.tier() == Tier.EDGE && isLongThere) {
                edges.add(dpid);
            }
        });
        return edges;
    }

    private List<String> sentences(FabricState state, SortedSet<DatapathId> silent, int edges) {
        if (!isSampling) {
            return List.of(
                    "No switch samples, because sFlow is off in the configuration (telemetry: sflow): large flows are"
                            + " not found, and only those that are pinned are followed, by the counters of their own rules.");
        }
        String remedy = "connect its database with ovs-vsctl set-manager " + manager
                + ". Flows that are steered there are followed by the counters of their own rules.";
        if (silent.size() > NAMED_AT_MOST) {
            String some = silent.stream()
                    .limit(NAMED_AT_MOST)
                    .map(dpid -> name(state, dpid))
                    .collect(Collectors.joining(", "));
            return List.of(silent.size() + " of " + edges + " edge switches do not sample (" + some
                    + ", ...): large flows that begin there are not found; at each, " + remedy);
        }
        return silent.stream()
                .map(dpid -> "Switch " + name(state, dpid)
                        + " does not sample: large flows that begin there are not found; " + remedy)
                .toList();
    }

    private static String name(FabricState state, DatapathId dpid) {
        return state.topology().fabricSwitch(dpid).map(FabricSwitch::name).orElse("?") + " (" + dpid + ")";
    }
}
