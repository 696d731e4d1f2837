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
        return restrain(wanted, current, rulesPerSwitch, LinkLoads.allowed(space, flows, current));
    }

    /** The same for who restrains several placements of one moment: {@code allowed} is {@link LinkLoads#allowed}. */
    public Placement restrain(Placement wanted, Placement current, int rulesPerSwitch, double[] allowed) {
        int[] paths = wanted.paths();
        dropUnusable(paths, current);
        capRules(paths, rulesPerSwitch);
        relieve(paths, allowed);
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

    /**
     * Gives flows on links with more than {@code allowed} back to ECMP, until there is no such link: each time the one that least harms
     * others on its way back, of equal ones the smallest.
     */
    private void relieve(int[] paths, double[] allowed) {
        double[] loads = LinkLoads.of(space, flows, Placement.of(paths));
        boolean isRelieved = isWithin(loads, allowed);
        Grouping onLink = isRelieved ? Grouping.of(0, 0, flow -> 0) : steeredByLink(paths);
        while (!isRelieved) {
            isRelieved = true;
            for (int link = 0; link < loads.length; link++) {
                if (loads[link] > allowed[link] * (1 + LinkLoads.ROUNDING)) {
                    isRelieved = false;
                    giveBack(cheapest(onLink, link, paths, loads, allowed), paths, loads);
                }
            }
        }
    }

    private static boolean isWithin(double[] loads, double[] allowed) {
        for (int link = 0; link < loads.length; link++) {
            if (loads[link] > allowed[link] * (1 + LinkLoads.ROUNDING)) {
                return false;
            }
        }
        return true;
    }

    /** The hops of movable flows, each flow × {@link PathSpace#LONGEST} + hop, by link; those of none are in a group of their own. */
    private Grouping steeredByLink(int[] paths) {
        int none = space.fabricLinks();
        int[] linkOf = new int[paths.length * PathSpace.LONGEST];
        Arrays.fill(linkOf, none);
        int[] links = new int[PathSpace.LONGEST];
        for (int flow = 0; flow < paths.length; flow++) {
            int count = isMovable(flow, paths) ? space.fabricLinks(from(flow), to(flow), paths[flow], links) : 0;
            System.arraycopy(links, 0, linkOf, flow * PathSpace.LONGEST, count);
        }
        return Grouping.of(linkOf.length, none + 1, hop -> linkOf[hop]);
    }

    private boolean isMovable(int flow, int[] paths) {
        return paths[flow] != Placement.HASHED && !flows.isFixed(flow);
    }

    private int cheapest(Grouping onLink, int link, int[] paths, double[] loads, double[] allowed) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = onLink.first[link]; i < onLink.first[link + 1]; i++) {
            int flow = onLink.members[i] / PathSpace.LONGEST;
            double harm = isMovable(flow, paths) ? harm(flow, paths[flow], loads, allowed) : Double.POSITIVE_INFINITY;
            if (harm < least || (harm == least && best >= 0 && flows.demand(flow) < flows.demand(best))) {
                least = harm;
                best = flow;
            }
        }
        if (best < 0) {
            throw new IllegalStateException(
                    "a link is loaded beyond what ECMP puts on it, and no steered flow is on it");
        }
        return best;
    }

    /** How much more there would be beyond what is allowed if a flow were given back. */
    private double harm(int flow, int path, double[] loads, double[] allowed) {
        int[] links = new int[PathSpace.LONGEST];
        double demand = flows.demand(flow);
        double harm = 0;
        int count = space.fabricLinks(from(flow), to(flow), flows.hashed(flow), links);
        for (int i = 0; i < count; i++) {
            harm += Math.max(0, loads[links[i]] + demand - allowed[links[i]]);
        }
        count = space.fabricLinks(from(flow), to(flow), path, links);
        for (int i = 0; i < count; i++) {
            harm -= Math.max(0, Math.min(demand, loads[links[i]] - allowed[links[i]]));
        }
        return harm;
    }

    private void giveBack(int flow, int[] paths, double[] loads) {
        int[] links = new int[PathSpace.LONGEST];
        int count = space.fabricLinks(from(flow), to(flow), paths[flow], links);
        for (int i = 0; i < count; i++) {
            loads[links[i]] -= flows.demand(flow);
        }
        count = space.fabricLinks(from(flow), to(flow), flows.hashed(flow), links);
        for (int i = 0; i < count; i++) {
            loads[links[i]] += flows.demand(flow);
        }
        paths[flow] = Placement.HASHED;
    }
}
