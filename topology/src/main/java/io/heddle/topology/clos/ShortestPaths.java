package io.heddle.topology.clos;

import io.heddle.topology.DatapathId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Distances and numbers of shortest paths between edge switches.
 *
 * @param diameter the longest distance, in links; unreachable pairs left out
 * @param inPod paths inside pods
 * @param betweenPods paths between pods, or between all edge switches where there are no pods
 */
record ShortestPaths(int diameter, PathCounts inPod, PathCounts betweenPods) {

    /** What the design has when nothing is missing; for designs whose sizes do not tell, nothing. */
    static ShortestPaths ofDesign(FabricDesign design) {
        return switch (design) {
            case FabricDesign.FatTree fatTree -> {
                long half = fatTree.k() / 2;
                yield new ShortestPaths(4, new PathCounts(half, half), new PathCounts(half * half, half * half));
            }
            case FabricDesign.LeafSpine leafSpine -> {
                long paths = (long) leafSpine.spines() * leafSpine.parallel() * leafSpine.parallel();
                yield new ShortestPaths(2, PathCounts.NONE, new PathCounts(paths, paths));
            }
            case FabricDesign.FoldedClos ignored -> new ShortestPaths(4, PathCounts.NONE, PathCounts.NONE);
            case FabricDesign.Irregular ignored -> new ShortestPaths(0, PathCounts.NONE, PathCounts.NONE);
        };
    }

    /** Counts over the given cables, breadth first from every edge switch. */
    static ShortestPaths measured(Blueprint blueprint, List<Cable> live) {
        return new Survey(blueprint, live).result();
    }

    private static final class Survey {
        private final List<Position> positions;
        private final List<List<Integer>> next = new ArrayList<>();
        private final boolean hasPods;
        private final int[] distance;
        private final long[] paths;
        private final long[] fewest = {Long.MAX_VALUE, Long.MAX_VALUE};
        private final long[] most = new long[2];
        private final int[] longest = new int[1];

        Survey(Blueprint blueprint, List<Cable> live) {
            positions = new ArrayList<>(blueprint.positions().values());
            Map<DatapathId, Integer> numbers = new HashMap<>();
            for (DatapathId dpid : blueprint.positions().keySet()) {
                numbers.put(dpid, next.size());
                next.add(new ArrayList<>());
            }
            for (Cable cable : live) {
                int one = numbers.getOrDefault(cable.first().dpid(), 0);
                int other = numbers.getOrDefault(cable.second().dpid(), 0);
                next.get(one).add(other);
                next.get(other).add(one);
            }
            hasPods = positions.stream().anyMatch(position -> position.tier() == Tier.AGGREGATION);
            distance = new int[next.size()];
            paths = new long[next.size()];
        }

        ShortestPaths result() {
            for (int start = 0; start < positions.size(); start++) {
                if (isEdge(start)) {
                    spreadFrom(start);
                    for (int end = 0; end < positions.size(); end++) {
                        if (end != start && isEdge(end)) {
                            count(start, end);
                        }
                    }
                }
            }
            return new ShortestPaths(longest[0], counts(0), counts(1));
        }

        private void spreadFrom(int start) {
            Arrays.fill(distance, -1);
            Arrays.fill(paths, 0);
            distance[start] = 0;
            paths[start] = 1;
            int[] queue = new int[next.size()];
            queue[0] = start;
            int end = 1;
            for (int head = 0; head < end; head++) {
                int node = queue[head];
                for (int other : next.get(node)) {
                    if (distance[other] < 0) {
                        distance[other] = distance[node] + 1;
                        queue[end] = other;
                        end++;
                    }
                    paths[other] += distance[other] == distance[node] + 1 ? paths[node] : 0;
                }
            }
        }

        private void count(int start, int end) {
            boolean isInPod =
                    hasPods && positions.get(start).pod() == positions.get(end).pod();
            int kind = isInPod ? 0 : 1;
            fewest[kind] = Math.min(fewest[kind], paths[end]);
            most[kind] = Math.max(most[kind], paths[end]);
            longest[0] = Math.max(longest[0], distance[end]);
        }

        private PathCounts counts(int kind) {
            return fewest[kind] == Long.MAX_VALUE ? PathCounts.NONE : new PathCounts(fewest[kind], most[kind]);
        }

        private boolean isEdge(int node) {
            return positions.get(node).tier() == Tier.EDGE;
        }
    }
}
