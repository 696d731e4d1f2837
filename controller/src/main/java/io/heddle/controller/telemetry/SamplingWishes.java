package io.heddle.controller.telemetry;

import io.heddle.controller.state.Effect.ConfigureSampling;
import io.heddle.controller.state.FabricState;
import io.heddle.controller.state.Sampling;
import io.heddle.controller.state.Understanding;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides which switches are to sample: every edge switch of the fabric, because every flow enters through one, at a rate that
 * follows from what its links carry.
 *
 * <p>A switch that has a place but was not seen since the start is left as it is: what its links carry is not known.
 */
@SuppressWarnings("ReferenceEquality") // a topology keeps its instance when nothing changed
public final class SamplingWishes {

    /** Looking at every edge switch costs what an event must not, so events in quick succession are looked at together. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final boolean isOn;
    private Instant next = Instant.MIN;
    private Optional<Topology> topology = Optional.empty();
    private Optional<Understanding> understanding = Optional.empty();
    private Optional<ConfigureSampling> last = Optional.empty();

    /** Wishes for all edge switches, or, when it is not on, for none. */
    public SamplingWishes(boolean isOn) {
        this.isOn = isOn;
    }

    /** What is to be configured from now on, if that is not what was said last. To be asked again and again. */
    public Optional<ConfigureSampling> due(FabricState state, Instant now) {
        if (state.understanding().isEmpty() || now.isBefore(next) || isKnown(state)) {
            return Optional.empty();
        }
        next = now.plus(INTERVAL);
        understanding = state.understanding();
        topology = Optional.of(state.topology());
        Optional<ConfigureSampling> wish =
                Optional.of(wish(state.understanding().get(), state.topology()));
        if (wish.equals(last)) {
            return Optional.empty();
        }
        last = wish;
        return wish;
    }

    private boolean isKnown(FabricState state) {
        return topology.isPresent()
                && topology.get() == state.topology()
                && understanding.get() == state.understanding().get();
    }

    private ConfigureSampling wish(Understanding known, Topology facts) {
        SortedMap<DatapathId, Sampling> wanted = new TreeMap<>();
        SortedSet<DatapathId> undecided = new TreeSet<>();
        if (isOn) {
            known.recognition().blueprint().positions().forEach((dpid, position) -> {
                if (position.tier() == Tier.EDGE) {
                    Optional<Ipv4Address> agent = known.addresses().switchAddress(dpid);
                    OptionalLong capacity = facts.fabricSwitch(dpid)
                            .map(SamplingWishes::slowestLink)
                            .orElse(OptionalLong.empty());
                    if (agent.isPresent() && capacity.isPresent()) {
                        SamplingRate rate = SamplingRate.forCapacity(capacity.getAsLong());
                        wanted.put(dpid, new Sampling(agent.get(), rate.packets()));
                    } else {
                        undecided.add(dpid);
                    }
                }
            });
        }
        return new ConfigureSampling(wanted, undecided);
    }

    /** What the slowest port carries, whether or not it is up now: a link that fails must not change how the others are sampled. */
    private static OptionalLong slowestLink(FabricSwitch edge) {
        return edge.ports().values().stream()
                .mapToLong(Port::bitsPerSecond)
                .filter(capacity -> capacity > 0)
                .min();
    }
}
