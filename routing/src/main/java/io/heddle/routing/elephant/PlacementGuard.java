package io.heddle.routing.elephant;

import java.util.Arrays;

/**
 * Holds any placement to what a fabric may be asked for: no more rules than a switch may hold, and no link loaded beyond its capacity
 * with more demand than ECMP would put on it.
 *
 * <p>A steered flow costs one rule at its source's edge switch and, over cores, one at the aggregation switch above. Flows are given
 * back to ECMP until both hold, which they do at the latest when none is steered; fixed flows are not touched.
 */
public final class PlacementGuard {

    private final PathSpace space;
    private final Flows flows;

    public PlacementGuard(PathSpace space, Flows flows) {
        this.space = space;
        this.flows = flows;
    }

    /** As much of {@code wanted} as may be; {@code current} tells where fixed flows are. */
    public Placement restrain(Placement wanted, Placement current, int rulesPerSwitch) {
        int[] paths = wanted.paths();
        dropUnusable(paths, current);
        capRules(paths, rulesPerSwitch);
        relieve(paths, LinkLoads.allowed(space, flows, current));
        return Placement.of(paths);
    }

    /** How many steering rules each switch needs: edge switches by number, then aggregation switches. */
    public int[] rules(Placement placement) {
        int[] rules = new int[space.edges() + space.aggregations()];
        for (int flow = 0; flow < flows.size(); flow++) {
            if (placement.isSteered(flow)) {
                count(flow, placement.path(flow), rules);
            }
        }
        return rules;
    }

    private void count(int flow, int path, int[] rules) {
        int from = from(flow);
        rules[from]++;
        if (space.isOverCores(from, to(flow))) {
            rules[second(from, path)]++;
        }
    }

    private int from(int flow) {
        return space.edgeOf(flows.source(flow));
    }

    private int to(int flow) {
        return space.edgeOf(flows.destination(flow));
    }

    /** The number of the aggregation switch of a path, among the counted switches. */
    private int second(int from, int path) {
        return space.edges() + space.aggregationAbove(from, path / space.width());
    }

    private void dropUnusable(int[] paths, Placement current) {
        for (int flow = 0; flow < paths.length; flow++) {
            if (flows.isFixed(flow)) {
                paths[flow] = current.path(flow);
            } else if (from(flow) == to(flow)
                    || paths[flow] == flows.hashed(flow)
                    || !space.isUsable(from(flow), to(flow), paths[flow])) {
                paths[flow] = Placement.HASHED;
            }
        }
    }

    private void capRules(int[] paths, int most) {
        if (Arrays.stream(rules(Placement.of(paths))).max().orElse(0) <= most) {
            return;
        }
        int[] rules = new int[space.edges() + space.aggregations()];
        int[] order = flows.largestFirst();
        for (int pass = 0; pass < 2; pass++) {
            for (int flow : order) {
                if (flows.isFixed(flow) == (pass == 0) && paths[flow] != Placement.HASHED) {
                    takeOrGiveUp(flow, paths, rules, most);
                }
            }
        }
    }

    private void takeOrGiveUp(int flow, int[] paths, int[] rules, int most) {
        int from = from(flow);
        boolean isOverCores = space.isOverCores(from, to(flow));
        if (rules[from] < most && (!isOverCores || rules[second(from, paths[flow])] < most)) {
            count(flow, paths[flow], rules);
        } else {
            paths[flow] = Placement.HASHED;
        }
    }

    /** Gives the flows on overloaded links back to ECMP, until no link has more than {@code allowed}. */
    private void relieve(int[] paths, double[] allowed) {
        int[] links = new int[PathSpace.LONGEST];
        boolean isRelieved = false;
        while (!isRelieved) {
            double[] loads = LinkLoads.of(space, flows, Placement.of(paths));
            isRelieved = true;
            for (int flow = 0; flow < paths.length; flow++) {
                if (paths[flow] == Placement.HASHED || flows.isFixed(flow)) {
                    continue;
                }
                int count = space.fabricLinks(from(flow), to(flow), paths[flow], links);
                if (exceeds(links, count, loads, allowed)) {
                    shift(links, count, loads, -flows.demand(flow));
                    count = space.fabricLinks(from(flow), to(flow), flows.hashed(flow), links);
                    shift(links, count, loads, flows.demand(flow));
                    paths[flow] = Placement.HASHED;
                    isRelieved = false;
                }
            }
        }
    }

    private static boolean exceeds(int[] links, int count, double[] loads, double[] allowed) {
        for (int i = 0; i < count; i++) {
            if (loads[links[i]] > allowed[links[i]] * (1 + LinkLoads.ROUNDING)) {
                return true;
            }
        }
        return false;
    }

    private static void shift(int[] links, int count, double[] loads, double demand) {
        for (int i = 0; i < count; i++) {
            loads[links[i]] += demand;
        }
    }
}
