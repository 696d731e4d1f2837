package io.heddle.routing.tenant.request;

import io.heddle.routing.plan.RoutedLimits;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpPrefix;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What networks that the fabric itself routes may be cut from, and by whom.
 *
 * @param projects who may cut from each prefix; with nobody named, everybody may
 * @param blockLength the length of the prefixes of the blocks that the fabric gives to edge switches
 */
public record RoutedPrefixes(SortedMap<IpPrefix, SortedSet<ProjectId>> projects, int blockLength) {

    /** No networks are routed. */
    public static final RoutedPrefixes NONE = new RoutedPrefixes(new TreeMap<>(), RoutedLimits.BLOCK_LENGTH);

    public RoutedPrefixes {
        SortedMap<IpPrefix, SortedSet<ProjectId>> copy = new TreeMap<>();
        projects.forEach((prefix, who) -> copy.put(prefix, Collections.unmodifiableSortedSet(new TreeSet<>(who))));
        projects = Collections.unmodifiableSortedMap(copy);
        if (blockLength < 8 || blockLength > 30) {
            throw new IllegalArgumentException("blocks of routed networks are /8 to /30, not /" + blockLength);
        }
        for (IpPrefix one : copy.keySet()) {
            for (IpPrefix other : copy.keySet()) {
                if (!one.equals(other) && one.contains(other)) {
                    throw new IllegalArgumentException("routed prefix " + other + " lies in " + one);
                }
            }
            if (one.length() < 8
                    || one.address().octet(0) >= 224
                    || one.address().octet(0) == 127) {
                throw new IllegalArgumentException(
                        "a routed prefix is a /8 or longer of addresses that hosts can have, not " + one);
            }
        }
    }

    /** All of them. */
    public SortedSet<IpPrefix> prefixes() {
        return new TreeSet<>(projects.keySet());
    }

    /** Those that {@code project} may cut from. */
    SortedSet<IpPrefix> of(ProjectId project) {
        SortedSet<IpPrefix> allowed = new TreeSet<>();
        projects.forEach((prefix, who) -> {
            if (who.isEmpty() || who.contains(project)) {
                allowed.add(prefix);
            }
        });
        return allowed;
    }

    /** Whether {@code cidr} lies in {@code prefix}. */
    static boolean holds(IpPrefix prefix, Cidr cidr) {
        return cidr.length() >= prefix.length()
                && new Cidr(IpAddress.of(prefix.address()), prefix.length()).contains(cidr.address());
    }
}
