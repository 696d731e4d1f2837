package io.heddle.routing.elephant;

import java.util.Arrays;

/**
 * The large flows of one moment, numbered from 0, over one {@link PathSpace}.
 *
 * <p>Hosts are numbers of that space, demands are in its unit of capacity, and the hashed path is the path number that a flow takes
 * when nobody steers it: exact prediction where the controller can make one, a uniform choice in the simulator. It is {@link
 * Placement#HASHED} where it is not known or both hosts are at one edge switch; such a flow is not counted inside the fabric while it
 * is not steered. It leads over live links, since switches heal what they hash. A fixed flow is one that an operator pinned: it stays where it is.
 */
public final class Flows {

    private final int[] sources;
    private final int[] destinations;
    private final int[] hashed;
    private final double[] demands;
    private final boolean[] fixed;

    private Flows(int[] sources, int[] destinations, int[] hashed, double[] demands, boolean[] fixed) {
        this.sources = sources;
        this.destinations = destinations;
        this.hashed = hashed;
        this.demands = demands;
        this.fixed = fixed;
    }

    /** Flows between hosts, hashed to those paths; demands are not known yet and count as 0. */
    public static Flows between(int[] sources, int[] destinations, int[] hashed) {
        int size = sources.length;
        if (destinations.length != size || hashed.length != size) {
            throw new IllegalArgumentException(
                    size + " sources, " + destinations.length + " destinations, " + hashed.length + " hashed paths");
        }
        return new Flows(sources.clone(), destinations.clone(), hashed.clone(), new double[size], new boolean[size]);
    }

    /** The same flows with other demands. */
    public Flows withDemands(double[] changed) {
        if (changed.length != size() || Arrays.stream(changed).anyMatch(each -> !(each >= 0))) {
            throw new IllegalArgumentException(
                    size() + " flows with demands " + Arrays.toString(Arrays.copyOf(changed, 8)) + " …");
        }
        return new Flows(sources, destinations, hashed, changed.clone(), fixed);
    }

    /** The same flows, of which those marked stay where they are. */
    public Flows withFixed(boolean[] changed) {
        if (changed.length != size()) {
            throw new IllegalArgumentException(changed.length + " marks for " + size() + " flows");
        }
        return new Flows(sources, destinations, hashed, demands, changed.clone());
    }

    public int size() {
        return sources.length;
    }

    /** The host that sends. */
    public int source(int flow) {
        return sources[flow];
    }

    /** The host that receives. */
    public int destination(int flow) {
        return destinations[flow];
    }

    /** The path it takes when it is not steered, or {@link Placement#HASHED}. */
    public int hashed(int flow) {
        return hashed[flow];
    }

    /** How much it would carry if only hosts limited it, in the unit of capacities. */
    public double demand(int flow) {
        return demands[flow];
    }

    public boolean isFixed(int flow) {
        return fixed[flow];
    }

    /** The numbers of all flows, that with the largest demand first; equal ones (to seven digits) in their order. */
    public int[] largestFirst() {
        long[] keys = new long[size()];
        for (int flow = 0; flow < keys.length; flow++) {
            keys[flow] = ((long) Integer.MAX_VALUE - sortable(flow)) << Integer.SIZE | flow;
        }
        return sorted(keys);
    }

    /** Some flows, that with the smallest demand first; of equal ones (to seven digits) the last. */
    public int[] smallestFirst(int[] some) {
        long[] keys = new long[some.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) sortable(some[i]) << Integer.SIZE | (Integer.MAX_VALUE - some[i]);
        }
        int[] order = sorted(keys);
        Arrays.setAll(order, i -> Integer.MAX_VALUE - order[i]);
        return order;
    }

    /** An integer that grows with demand. */
    private int sortable(int flow) {
        return Float.floatToIntBits((float) demands[flow]);
    }

    private static int[] sorted(long[] keys) {
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        Arrays.setAll(order, i -> (int) keys[i]);
        return order;
    }
}
