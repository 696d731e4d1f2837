package io.heddle.controller.host;

import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.Lease;
import io.heddle.controller.state.Reaction;
import io.heddle.topology.address.Ipv4Address;
import java.time.Instant;
import java.util.Collection;

/** Learns, addresses and answers hosts. */
@SuppressWarnings("UnusedVariable") // the body follows
public final class HostServices {

    private final HostSettings settings;

    /** Services that remember {@code leases} from before. */
    public HostServices(HostSettings settings, Collection<Lease> leases) {
        this.settings = settings;
    }

    /**
     * Takes note of an event; to be called with every event once the fabric is recognised, {@code facts} being those after it.
     *
     * @return {@code HostLocated}, {@code HostLost}, {@code HostRefused}, and packets to be sent and leases to be saved
     */
    public Reaction apply(FabricEvent event, FabricFacts facts, Instant now) {
        return Reaction.none();
    }

    /** Sends what was held for {@code ip}; to be called when every switch confirmed the rules that a {@code HostLocated} caused. */
    public Reaction hostReady(Ipv4Address ip, FabricFacts facts, Instant now) {
        return Reaction.none();
    }

    /** What was done so far. */
    public HostCounters counters() {
        return new HostCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
