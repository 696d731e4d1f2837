package io.heddle.routing.plan;

import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Routes by prefix; the longest prefix that contains an address decides.
 *
 * @param routes by prefix
 * @param lengths the lengths of the prefixes, longest first
 */
record RouteTable(SortedMap<IpPrefix, Route> routes, List<Integer> lengths) {

    /**
     * Where a prefix leads.
     *
     * @param target where
     * @param purpose what the rule is there for
     */
    record Route(Target target, Purpose purpose) {}

    private static final RouteTable EMPTY = new RouteTable(Collections.emptySortedMap());

    RouteTable {
        routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
        lengths = List.copyOf(lengths);
    }

    RouteTable(SortedMap<IpPrefix, Route> routes) {
        this(routes, lengths(routes));
    }

    private static List<Integer> lengths(SortedMap<IpPrefix, Route> routes) {
        BitSet present = new BitSet();
        routes.keySet().forEach(prefix -> present.set(prefix.length()));
        List<Integer> longestFirst = new ArrayList<>();
        for (int length = present.length() - 1; length >= 0; length = present.previousSetBit(length - 1)) {
            longestFirst.add(length);
        }
        return longestFirst;
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
        for (int length : lengths) {
            Route route = routes.get(IpPrefix.containing(address, length));
            if (route != null) {
                return Optional.of(route.target());
            }
        }
        return Optional.empty();
    }
}
