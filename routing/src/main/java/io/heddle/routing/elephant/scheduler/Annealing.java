package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.FlowScheduler;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Hedera's simulated annealing (NSDI 2010 §IV.C): one path number, which in a fat-tree is a core, for each receiving host, the same for
 * all flows to it; the energy is the demand beyond capacity, summed over all links.
 *
 * <p>At first the hosts of a pod have a core each. A neighbour swaps the paths of two random hosts of one edge switch, of one pod or of
 * the fabric, or gives a random host a random path, as a swap with a host that receives nothing would. A worse one is accepted with a probability that falls with how much worse it is and with time; the number of steps is fixed.
 * The best assignment met is the result; the search begins from the last one, read off where flows are steered now.
 */
final class Annealing implements FlowScheduler {

    private static final int LEAST_STEPS = 10_000;

    private static final int STEPS_PER_HOST = 4;

    private static final int TRIES = 8;
    private static final double ROUNDING = 1e-9;

    /** How many times as much worse than one host link a neighbour may be at first to be accepted with probability 1/e. */
    private static final double FIRST_TEMPERATURE = 0.15;

    @Override
    public Placement place(PathSpace space, Flows flows, Placement current, long seed) {
        return new Search(space, flows, current, new SplittableRandom(seed)).run(current);
    }

    /** One run. */
    private static final class Search {
        private final Board board;
        private final PathSpace space;
        private final Flows flows;
        private final SplittableRandom random;
        private final int[] assigned;
        private final int steps;
        private final int[] firstOfHost;
        private final int[] flowsOfHost;
        private final int[] receivers;

        Search(PathSpace space, Flows flows, Placement current, SplittableRandom random) {
            this.board = new Board(space, flows);
            this.space = space;
            this.flows = flows;
            this.random = random;
            this.assigned = spread();
            this.steps = Math.max(LEAST_STEPS, STEPS_PER_HOST * space.hosts());
            this.firstOfHost = new int[space.hosts() + 1];
            this.flowsOfHost = groupByReceiver();
            this.receivers = Arrays.stream(flowsOfHost)
                    .map(flows::destination)
                    .distinct()
                    .toArray();
            board.putFixed(current);
            for (int flow : flowsOfHost) {
                if (current.isSteered(flow) && space.isOverCores(board.from[flow], board.to[flow])) {
                    assigned[flows.destination(flow)] = current.path(flow);
                }
            }
        }

        /** The hosts of an edge switch over the cables to it, those of a pod over its cores: no two alike in a fat-tree. */
        private int[] spread() {
            int[] paths = new int[space.hosts()];
            int[] hostsOfEdge = new int[space.edges()];
            int[] edgesOfPod = new int[space.pods()];
            int[] placeOfEdge = new int[space.edges()];
            Arrays.setAll(placeOfEdge, edge -> edgesOfPod[space.podOf(edge)]++);
            for (int host = 0; host < paths.length; host++) {
                int edge = space.edgeOf(host);
                int up = hostsOfEdge[edge]++ % Math.max(1, space.upsOf(edge));
                paths[host] = up * space.width() + (placeOfEdge[edge] + up) % space.width();
            }
            return paths;
        }

        private int[] groupByReceiver() {
            int[] size = new int[space.hosts()];
            for (int flow = 0; flow < flows.size(); flow++) {
                size[flows.destination(flow)] += board.isPlaceable(flow) ? 1 : 0;
            }
            for (int host = 0; host < size.length; host++) {
                firstOfHost[host + 1] = firstOfHost[host] + size[host];
            }
            int[] next = firstOfHost.clone();
            int[] grouped = new int[firstOfHost[size.length]];
            for (int flow = 0; flow < flows.size(); flow++) {
                if (board.isPlaceable(flow)) {
                    grouped[next[flows.destination(flow)]++] = flow;
                }
            }
            return grouped;
        }

        Placement run(Placement current) {
            Arrays.stream(receivers).forEach(host -> assign(host, assigned[host]));
            double unit = receivers.length == 0 ? 0 : space.capacity(space.linkTo(receivers[0]));
            double energy = board.excess();
            double least = energy;
            int[] best = assigned.clone();
            for (int step = 0; step < steps && least > ROUNDING * unit; step++) {
                double change = step(FIRST_TEMPERATURE * unit * (steps - step) / steps);
                energy += change;
                if (energy < least - ROUNDING * unit) {
                    least = energy;
                    System.arraycopy(assigned, 0, best, 0, best.length);
                }
            }
            Arrays.stream(receivers).forEach(host -> assign(host, best[host]));
            return board.placement(current);
        }

        /** Tries a neighbour; gives the change of energy if it was accepted, 0 otherwise. */
        private double step(double temperature) {
            int one = receivers[random.nextInt(receivers.length)];
            int kind = random.nextInt(4);
            int other = kind == 3 ? one : partner(one, kind);
            int pathOfOne = assigned[one];
            int pathOfOther = assigned[other];
            double change = one == other
                    ? assign(one, random.nextInt(space.pathNumbers()))
                    : assign(one, pathOfOther) + assign(other, pathOfOne);
            if (change > 0 && random.nextDouble() >= Math.exp(-change / temperature)) {
                assign(one, pathOfOne);
                assign(other, pathOfOther);
                return 0;
            }
            return change;
        }

        /** A random receiver: of the same edge switch, of the same pod, or any; the same where no other was hit upon. */
        private int partner(int one, int kind) {
            for (int tries = 0; tries < TRIES; tries++) {
                int reach = kind == 2
                        ? receivers.length
                        : Math.max(2, receivers.length / (kind == 1 ? space.pods() : space.edges()));
                int place = Math.floorMod(
                        Arrays.binarySearch(receivers, one) - reach + random.nextInt(2 * reach + 1), receivers.length);
                int other = receivers[place];
                int edge = space.edgeOf(one);
                int otherEdge = space.edgeOf(other);
                if (kind == 2 || edge == otherEdge || (kind == 1 && space.podOf(edge) == space.podOf(otherEdge))) {
                    return other;
                }
            }
            return one;
        }

        /** Sends all flows to a host along a path, or as near to it as there is one; gives the change of energy. */
        private double assign(int host, int path) {
            double change = 0;
            for (int i = firstOfHost[host]; i < firstOfHost[host + 1]; i++) {
                int flow = flowsOfHost[i];
                boolean isOverCores = space.isOverCores(board.from[flow], board.to[flow]);
                int own = isOverCores ? path : path - path % space.width();
                change += board.move(flow, board.isUsable(flow, own) ? own : flows.hashed(flow));
            }
            assigned[host] = path;
            return change;
        }
    }
}
