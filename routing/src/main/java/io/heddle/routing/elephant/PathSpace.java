package io.heddle.routing.elephant;

import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.ClosShape.PodShape;
import java.util.Arrays;

/**
 * Every way through a folded Clos of two or three tiers, in arrays: what schedulers choose from and the simulator runs flows over.
 *
 * <p>A way is a <em>path number</em>: {@code up × width + on}, the place of the cable among those up from the source's edge switch,
 * and of the one among those up from the aggregation switch it leads to ({@code on} is 0 where the path turns there: within a pod,
 * and always in a two-tier fabric). Below the turn there is one way, over one cable or over parallel ones, which count as one trunk
 * because the hash decides among them. Numbers stay the same while cables die and come back; dead ones have capacity 0 and no path
 * through them is {@link #isUsable usable}.
 *
 * <p>Links are directed and numbered from 0: those inside the fabric first, then one from and one to each host. Capacities are in
 * whatever unit the builder was given; flows are in the same.
 */
public final class PathSpace {

    /** The most links a path has: four in the fabric and those of its two hosts. */
    public static final int LONGEST = 6;

    private final SpaceLayout layout;
    private final double[] capacity;
    private final int width;
    private final int paths;

    PathSpace(SpaceLayout layout, double[] capacity) {
        this.layout = layout;
        this.capacity = capacity;
        this.width = Math.max(1, widest(layout.firstOfAggregation));
        this.paths = Math.max(1, widest(layout.firstOfEdge)) * width;
    }

    private static int widest(int[] first) {
        int widest = 0;
        for (int i = 1; i < first.length; i++) {
            widest = Math.max(widest, first[i] - first[i - 1]);
        }
        return widest;
    }

    /** A healthy fat-tree in which every link has capacity 1. */
    public static PathSpace fatTree(int k) {
        int half = k / 2;
        return foldedClos(ClosShape.uniform(k, new PodShape(half, half, half, 1), half));
    }

    /** A healthy three-tier folded Clos in which every cable has capacity 1. */
    public static PathSpace foldedClos(ClosShape shape) {
        PathSpaceBuilder builder = new PathSpaceBuilder();
        for (int core = 0; core < shape.planes() * shape.coresPerPlane(); core++) {
            builder.addCore();
        }
        for (int pod = 0; pod < shape.pods().size(); pod++) {
            addPod(builder, shape, pod);
        }
        return builder.build();
    }

    private static void addPod(PathSpaceBuilder builder, ClosShape shape, int pod) {
        PodShape sizes = shape.pods().get(pod);
        int[] above = new int[sizes.aggregations()];
        for (int plane = 0; plane < above.length; plane++) {
            above[plane] = builder.addAggregation(pod);
            for (int cable = 0; cable < shape.coresPerPlane() * shape.coreParallel(); cable++) {
                int core = plane * shape.coresPerPlane() + cable / shape.coreParallel();
                builder.upperCable(above[plane], core, 1);
            }
        }
        for (int edge = 0; edge < sizes.edges(); edge++) {
            addEdge(builder, builder.addEdge(pod), above, sizes);
        }
    }

    private static void addEdge(PathSpaceBuilder builder, int edge, int[] above, PodShape sizes) {
        for (int aggregation : above) {
            for (int cable = 0; cable < sizes.parallel(); cable++) {
                builder.lowerCable(edge, aggregation, 1);
            }
        }
        for (int host = 0; host < sizes.hosts(); host++) {
            builder.addHost(edge, 1);
        }
    }

    /** A healthy leaf-spine in which every cable has capacity 1. */
    public static PathSpace leafSpine(int spines, int leaves, int hosts, int parallel) {
        PathSpaceBuilder builder = new PathSpaceBuilder();
        int[] above = new int[spines];
        Arrays.setAll(above, spine -> builder.addAggregation(0));
        for (int leaf = 0; leaf < leaves; leaf++) {
            addEdge(builder, builder.addEdge(0), above, new PodShape(leaves, spines, hosts, parallel));
        }
        return builder.build();
    }

    /** This fabric with other capacities for some of its links, as after a failure; the numbers of paths stay. */
    public PathSpace withCapacities(double[] changed) {
        if (changed.length != capacity.length) {
            throw new IllegalArgumentException(changed.length + " capacities for " + capacity.length + " links");
        }
        return new PathSpace(layout, changed.clone());
    }

    /** How many hosts there are. */
    public int hosts() {
        return layout.hosts;
    }

    /** How many edge switches there are. */
    public int edges() {
        return layout.edges;
    }

    /** How many pods there are; 1 in a two-tier fabric. */
    public int pods() {
        return layout.pods;
    }

    /** How many aggregation switches there are, or spines of a two-tier fabric. */
    public int aggregations() {
        return layout.aggregations;
    }

    /** How many core switches there are; none in a two-tier fabric. */
    public int cores() {
        return layout.cores;
    }

    /** How many planes there are: groups of aggregation switches under the same cores, or else each by itself. */
    public int planes() {
        return layout.planes;
    }

    public int planeOf(int aggregation) {
        return layout.planeOfAggregation[aggregation];
    }

    public int podOfAggregation(int aggregation) {
        return layout.podOfAggregation[aggregation];
    }

    /** How many links there are, those of hosts included. */
    public int links() {
        return capacity.length;
    }

    /** How many of the links are inside the fabric; they are numbered first. */
    public int fabricLinks() {
        return layout.firstHost;
    }

    /** What one more cable up from the edge adds to a path number. */
    public int width() {
        return width;
    }

    /** One more than the highest path number of any pair of edges. */
    public int pathNumbers() {
        return paths;
    }

    public double capacity(int link) {
        return capacity[link];
    }

    /** The capacity of every link, copied. */
    public double[] capacities() {
        return capacity.clone();
    }

    public int edgeOf(int host) {
        return layout.edgeOfHost[host];
    }

    public int podOf(int edge) {
        return layout.podOfEdge[edge];
    }

    /** The link from a host to its edge switch. */
    public int linkFrom(int host) {
        return layout.firstHost + host;
    }

    /** The link to a host from its edge switch. */
    public int linkTo(int host) {
        return layout.firstHost + layout.hosts + host;
    }

    /** How many cables, dead ones included, lead up from an edge switch. */
    public int upsOf(int edge) {
        return layout.firstOfEdge[edge + 1] - layout.firstOfEdge[edge];
    }

    /** How many cables, dead ones included, lead up from an aggregation switch. */
    public int onsOf(int aggregation) {
        return layout.firstOfAggregation[aggregation + 1] - layout.firstOfAggregation[aggregation];
    }

    /** The aggregation switch that a cable up from an edge leads to. */
    public int aggregationAbove(int edge, int up) {
        return layout.aboveEdge[layout.firstOfEdge[edge] + up];
    }

    /** The core that a cable up from an aggregation switch leads to. */
    public int coreAbove(int aggregation, int on) {
        return layout.aboveAggregation[layout.firstOfAggregation[aggregation] + on];
    }

    /** The link that is cable {@code up} of an edge switch. */
    public int upLink(int edge, int up) {
        return layout.firstOfEdge[edge] + up;
    }

    /** The link that is cable {@code on} of an aggregation switch. */
    public int onLink(int aggregation, int on) {
        return layout.firstUpper + layout.firstOfAggregation[aggregation] + on;
    }

    /** The trunk from a core down to a pod. */
    public int coreDown(int core, int pod) {
        return layout.coreDown(core, pod);
    }

    /** The aggregation switch of a pod below a core, or −1. */
    public int aggregationBelow(int core, int pod) {
        return layout.below[core * layout.pods + pod];
    }

    /** The trunk from an aggregation switch down to an edge switch of its pod. */
    public int aggregationDown(int aggregation, int edge) {
        return layout.aggregationDown(aggregation, edge);
    }

    /** Whether a path between those edge switches goes over a core. */
    public boolean isOverCores(int from, int to) {
        return layout.podOfEdge[from] != layout.podOfEdge[to];
    }

    /**
     * Writes the links of a path inside the fabric into {@code links}, from bottom to bottom, and gives their number: 0 where both hosts
     * are at one edge switch or the path number is negative (not known), 2 within a pod, 4 between pods. −1 where there is no such path.
     */
    public int fabricLinks(int from, int to, int path, int[] links) {
        if (from == to || path < 0) {
            return 0;
        }
        int up = path / width;
        int on = path % width;
        boolean isOverCores = isOverCores(from, to);
        if (up >= upsOf(from) || (!isOverCores && on > 0)) {
            return -1;
        }
        int aggregation = aggregationAbove(from, up);
        links[0] = upLink(from, up);
        if (!isOverCores) {
            links[1] = aggregationDown(aggregation, to);
            return 2;
        }
        if (on >= onsOf(aggregation)) {
            return -1;
        }
        int core = coreAbove(aggregation, on);
        int below = aggregationBelow(core, podOf(to));
        if (below < 0) {
            return -1;
        }
        links[1] = onLink(aggregation, on);
        links[2] = coreDown(core, podOf(to));
        links[3] = aggregationDown(below, to);
        return 4;
    }

    /** Whether there is a path of that number between those edge switches, and all its cables live. */
    public boolean isUsable(int from, int to, int path) {
        int[] links = new int[LONGEST];
        int count = path < 0 ? -1 : fabricLinks(from, to, path, links);
        for (int i = 0; i < count; i++) {
            if (capacity[links[i]] <= 0) {
                return false;
            }
        }
        return count >= 0;
    }
}
