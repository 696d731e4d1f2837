package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.RouterId;
import io.heddle.topology.DatapathId;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Chooses a server for a router by highest random weight (Thaler and Ravishankar, 1998): routers are spread over the servers, and when
 * a server comes or goes only those move whose choice it is.
 */
final class Rendezvous {

    private Rendezvous() {}

    static Optional<DatapathId> of(RouterId router, Collection<DatapathId> servers) {
        long key = router.value().getMostSignificantBits() ^ router.value().getLeastSignificantBits();
        return servers.stream()
                .max(Comparator.<DatapathId>comparingLong(server -> mixed(key ^ mixed(server.value())))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mixed(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
