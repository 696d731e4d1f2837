package io.heddle.routing.elephant;

import java.util.Arrays;

/**
 * What flows carry that all send as much as they can and share every link fairly, as long-lived TCP does on average: max-min fair
 * rates over the links of hosts and fabric, by progressive filling (Bertsekas and Gallager, Data Networks §6.5.2).
 *
 * <p>The link with the least to offer to each of its flows limits them to that; they are taken out with what they use, and so on.
 */
public final class FlowSimulator {

    private final int[] links;
    private final int[] first;
    private final Grouping byLink;
    private final double[] left;
    private final int[] open;
    private final double[] rates;

    private FlowSimulator(double[] capacities, int[] links, int[] first) {
        this.links = links;
        this.first = first;
        this.byLink = Grouping.of(first[first.length - 1], capacities.length, place -> links[place]);
        this.left = capacities;
        this.open = new int[capacities.length];
        Arrays.setAll(open, link -> byLink.first[link + 1] - byLink.first[link]);
        this.rates = new double[first.length - 1];
        Arrays.fill(rates, -1);
    }

    /**
     * The rate of every flow under a placement, in the unit of capacities. Over a dead link it is 0; a flow whose hashed path is not
     * known is limited by its hosts only.
     */
    public static double[] rates(PathSpace space, Flows flows, Placement placement) {
        int[] links = new int[flows.size() * PathSpace.LONGEST];
        int[] first = new int[flows.size() + 1];
        int[] path = new int[PathSpace.LONGEST];
        int next = 0;
        for (int flow = 0; flow < flows.size(); flow++) {
            int from = space.edgeOf(flows.source(flow));
            int to = space.edgeOf(flows.destination(flow));
            int count = Math.max(0, space.fabricLinks(from, to, placement.taken(flows, flow), path));
            System.arraycopy(path, 0, links, next, count);
            links[next + count] = space.linkFrom(flows.source(flow));
            links[next + count + 1] = space.linkTo(flows.destination(flow));
            next += count + 2;
            first[flow + 1] = next;
        }
        return fill(space.capacities(), links, first);
    }

    /** The rates that a switch without blocking would give: only the links of hosts limit. */
    public static double[] idealRates(PathSpace space, Flows flows) {
        int[] links = new int[flows.size() * 2];
        int[] first = new int[flows.size() + 1];
        for (int flow = 0; flow < flows.size(); flow++) {
            links[2 * flow] = space.linkFrom(flows.source(flow));
            links[2 * flow + 1] = space.linkTo(flows.destination(flow));
            first[flow + 1] = 2 * flow + 2;
        }
        return fill(space.capacities(), links, first);
    }

    /**
     * The rates of flows that each use the links {@code links[first[flow] … first[flow + 1] − 1]}; takes its arrays over.
     */
    static double[] fill(double[] capacities, int[] links, int[] first) {
        return new FlowSimulator(capacities, links, first).fill();
    }

    private double[] fill() {
        int[] flowOfPlace = new int[first[first.length - 1]];
        for (int flow = 0; flow < rates.length; flow++) {
            Arrays.fill(flowOfPlace, first[flow], first[flow + 1], flow);
        }
        ShareHeap heap = new ShareHeap(open.length);
        for (int link = 0; link < open.length; link++) {
            if (open[link] > 0) {
                heap.add(link, share(link));
            }
        }
        while (!heap.isEmpty()) {
            double offered = heap.leastShare();
            int link = heap.removeLeast();
            if (open[link] > 0 && share(link) > offered) {
                heap.add(link, share(link));
            } else if (open[link] > 0) {
                limit(link, share(link), flowOfPlace);
            }
        }
        return rates;
    }

    private double share(int link) {
        return Math.max(0, left[link]) / open[link];
    }

    private void limit(int link, double share, int[] flowOfPlace) {
        for (int i = byLink.first[link]; i < byLink.first[link + 1]; i++) {
            int flow = flowOfPlace[byLink.members[i]];
            if (rates[flow] < 0) {
                rates[flow] = share;
                for (int place = first[flow]; place < first[flow + 1]; place++) {
                    left[links[place]] -= share;
                    open[links[place]]--;
                }
            }
        }
    }
}
