package io.heddle.rest.networking;

import io.heddle.routing.tenant.trace.Probe;
import io.heddle.routing.tenant.trace.Probe.Fate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/** Has servers send packets to find out what passes; asked from any thread. */
@FunctionalInterface
public interface Prober {

    /** What becomes of the packets, by size, after a second or so; empty where that cannot be found out now. */
    CompletableFuture<Optional<SortedMap<Integer, Fate>>> probe(Probe probe);
}
