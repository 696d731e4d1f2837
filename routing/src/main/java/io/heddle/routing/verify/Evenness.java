package io.heddle.routing.verify;

import io.heddle.topology.DatapathId;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How evenly flows fall on switches that are equally good for them, such as the cores of a fat-tree.
 *
 * @param loads the number of flows through each; not empty
 */
public record Evenness(SortedMap<DatapathId, Integer> loads) {

    public Evenness {
        loads = Collections.unmodifiableSortedMap(new TreeMap<>(loads));
        if (loads.isEmpty()) {
            throw new IllegalArgumentException("there is no switch to be loaded");
        }
    }

    /** How evenly {@code walks}, one for each flow, fall on {@code switches}. */
    public static Evenness of(Collection<Walk> walks, Collection<DatapathId> switches) {
        SortedMap<DatapathId, Integer> loads = new TreeMap<>();
        switches.forEach(dpid -> loads.put(dpid, 0));
        walks.forEach(walk ->
                walk.hops().forEach(hop -> loads.computeIfPresent(hop.ingress().dpid(), (dpid, load) -> load + 1)));
        return new Evenness(loads);
    }

    /** The largest load over the mean; 1 is perfect, and 1 as well where there is no flow. */
    public double maximumOverMean() {
        long sum = loads.values().stream().mapToLong(load -> load).sum();
        long maximum = loads.values().stream().mapToLong(load -> load).max().orElse(0);
        return sum == 0 ? 1 : (double) maximum * loads.size() / sum;
    }
}
