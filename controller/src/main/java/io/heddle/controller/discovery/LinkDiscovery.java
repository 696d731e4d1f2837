package io.heddle.controller.discovery;

import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.Reaction;
import io.heddle.topology.Topology;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Sends and judges LLDP frames. */
@SuppressWarnings("UnusedVariable") // the body follows
public final class LinkDiscovery {

    private final DiscoverySettings settings;
    private final LldpKey key;
    private final RandomGenerator random;

    /** Discovery that has seen nothing yet; {@code random} spreads the probes in time and makes their nonces. */
    public LinkDiscovery(DiscoverySettings settings, LldpKey key, RandomGenerator random) {
        this.settings = settings;
        this.key = key;
        this.random = random;
    }

    /**
     * Takes note of an event; to be called with every event, {@code topology} being the facts after it.
     *
     * @return {@code LinkSeen}, {@code LinkTimedOut}, {@code LldpRefused}, and frames to be sent
     */
    public Reaction apply(FabricEvent event, Topology topology, Instant now) {
        return Reaction.none();
    }

    /** What was done so far. */
    public DiscoveryCounters counters() {
        return new DiscoveryCounters(0, 0, 0, 0);
    }
}
