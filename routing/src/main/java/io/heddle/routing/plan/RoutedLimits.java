package io.heddle.routing.plan;

import io.heddle.topology.address.IpPrefix;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which addresses of tenants the fabric routes.
 *
 * @param prefixes those that their networks are cut from; nobody else may have or reach an address in them
 * @param rules how many rules one switch holds at most for them, beside those that do not grow with the addresses
 */
public record RoutedLimits(SortedSet<IpPrefix> prefixes, int rules) {

    /** How many rules a switch holds at most unless told otherwise. */
    public static final int RULES = 2_000;

    /** How long the prefixes of blocks are, which edge switches get, unless told otherwise: 16 addresses. */
    public static final int BLOCK_LENGTH = 28;

    /** A fabric that routes nothing for tenants. */
    public static final RoutedLimits NONE = new RoutedLimits(new TreeSet<>(), RULES);

    public RoutedLimits {
        prefixes = Collections.unmodifiableSortedSet(new TreeSet<>(prefixes));
        if (rules < 0) {
            throw new IllegalArgumentException("a switch holds 0 or more rules for routed networks, not " + rules);
        }
        IpPrefix before = null;
        for (IpPrefix prefix : prefixes) {
            if (before != null && before.contains(prefix)) {
                throw new IllegalArgumentException("routed prefix " + prefix + " lies in " + before);
            }
            before = prefix;
        }
    }
}
