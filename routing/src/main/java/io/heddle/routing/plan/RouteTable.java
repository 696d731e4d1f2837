package io.heddle.routing.plan;

import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Routes by prefix; the longest prefix that contains an address decides.
 *
 * @param routes by prefix
 */
record RouteTable(SortedMap<IpPrefix, Route> routes) {

    /**
     * Where a prefix leads.
     *
     * @param target where
     * @param purpose what the rule is there for
     */
    record Route(Target target, Purpose purpose) {}

    private static final RouteTable EMPTY = new RouteTable(Collections.emptySortedMap());
    private static final int[] LENGTHS = {32, 24, 16, 8, 3, 0};

    RouteTable {
        routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
    }

    static RouteTable empty() {
        return EMPTY;
    }

    /** These routes with those of {@code more} added or put in place. */
    RouteTable with(SortedMap<IpPrefix, Route> more) {
        if (more.isEmpty()) {
            return this;
        }
        SortedMap<IpPrefix, Route> all = new TreeMap<>(routes);
        all.putAll(more);
        return new RouteTable(all);
    }

    /** Where {@code address} leads. */
    Optional<Target> targetOf(Ipv4Address address) {
        for (int length : LENGTHS) {
            Route route = routes.get(IpPrefix.containing(address, length));
            if (route != null) {
                return Optional.of(route.target());
            }
        }
        return Optional.empty();
    }
}
