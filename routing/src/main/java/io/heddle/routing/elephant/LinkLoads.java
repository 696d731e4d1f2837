package io.heddle.routing.elephant;

/** How much demand a placement puts on each link inside a fabric. */
public final class LinkLoads {

    /** A load may exceed what is allowed by this share of it and still count as rounding. */
    public static final double ROUNDING = 1e-6;

    private LinkLoads() {}

    /** The demand on every fabric link, by link number. */
    public static double[] of(PathSpace space, Flows flows, Placement placement) {
        double[] loads = new double[space.fabricLinks()];
        int[] path = new int[PathSpace.LONGEST];
        for (int flow = 0; flow < flows.size(); flow++) {
            add(space, flows, flow, placement.taken(flows, flow), loads, path);
        }
        return loads;
    }

    /** What may be on every fabric link: its capacity, or more where ECMP (with fixed flows where they are) puts more. */
    public static double[] allowed(PathSpace space, Flows flows, Placement current) {
        double[] loads = new double[space.fabricLinks()];
        int[] path = new int[PathSpace.LONGEST];
        for (int flow = 0; flow < flows.size(); flow++) {
            int taken = flows.isFixed(flow) ? current.taken(flows, flow) : flows.hashed(flow);
            add(space, flows, flow, taken, loads, path);
        }
        for (int link = 0; link < loads.length; link++) {
            loads[link] = Math.max(loads[link], space.capacity(link));
        }
        return loads;
    }

    private static void add(PathSpace space, Flows flows, int flow, int taken, double[] loads, int[] path) {
        int from = space.edgeOf(flows.source(flow));
        int to = space.edgeOf(flows.destination(flow));
        int count = space.fabricLinks(from, to, taken, path);
        for (int i = 0; i < count; i++) {
            loads[path[i]] += flows.demand(flow);
        }
    }

    /** How much of the loads exceeds the capacities, summed over all links: the energy of Hedera's annealing. */
    public static double excess(PathSpace space, double[] loads) {
        double excess = 0;
        for (int link = 0; link < loads.length; link++) {
            excess += Math.max(0, loads[link] - space.capacity(link) * (1 + ROUNDING));
        }
        return excess;
    }
}
