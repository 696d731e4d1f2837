package io.heddle.routing.elephant.workload;

import io.heddle.routing.elephant.PathSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Who sends to whom: a communication pattern of Hedera's evaluation. Every host sends; all flows are long and take what they get.
 *
 * <p>The paper names a hotspot without its sizes, and runs its shuffle over time; the two here are moments of our own definition.
 */
public sealed interface TrafficPattern {

    /** As it is written in tables and options, such as {@code stag(.2,.3)}. */
    String title();

    /** Calls {@code flows} for every flow, in the order of their sources. */
    void draw(PathSpace space, SplittableRandom random, FlowConsumer flows);

    /** Takes a flow between two hosts. */
    @FunctionalInterface
    interface FlowConsumer {
        void accept(int source, int destination);
    }

    /** The patterns of a fat-tree of that k, in the order of the tables. */
    static List<TrafficPattern> all(int k) {
        List<TrafficPattern> all = new ArrayList<>();
        all.add(new Staggered(.2, .3));
        all.add(new Staggered(.5, .3));
        int hosts = k * k * k / 4;
        List.of(1, 2, 4, 8, k * k / 4).stream()
                .filter(step -> step < hosts)
                .distinct()
                .forEach(step -> all.add(new Stride(step)));
        all.add(new RandomPeers("random", 1));
        all.add(new Bijection());
        all.add(new RandomPeers("randx2", 2));
        all.add(new RandomPeers("randx3", 3));
        all.add(new RandomPeers("randx4", 4));
        all.add(new Hotspot());
        all.add(new Shuffle());
        return all;
    }

    /**
     * To a host of the same edge switch with one probability, to another of the same pod with a second, otherwise to another pod.
     *
     * @param atEdge the first
     * @param inPod the second
     */
    record Staggered(double atEdge, double inPod) implements TrafficPattern {
        @Override
        public String title() {
            return String.format(Locale.ROOT, "stag(%.1f,%.1f)", atEdge, inPod).replace("0.", ".");
        }

        @Override
        public void draw(PathSpace space, SplittableRandom random, FlowConsumer flows) {
            for (int host = 0; host < space.hosts(); host++) {
                double chance = random.nextDouble();
                int distance = chance < atEdge ? 0 : chance < atEdge + inPod ? 1 : 2;
                int tries = 0;
                int other = random.nextInt(space.hosts());
                // A fabric of one pod, or with one host a switch, has no peer at every distance.
                while ((other == host || distance(space, host, other) != distance) && tries < MOST_TRIES) {
                    other = near(space, host, distance, random);
                    tries++;
                }
                if (other != host) {
                    flows.accept(host, other);
                }
            }
        }

        private static final int MOST_TRIES = 10_000;

        private static int distance(PathSpace space, int one, int other) {
            int from = space.edgeOf(one);
            int to = space.edgeOf(other);
            return from == to ? 0 : space.isOverCores(from, to) ? 2 : 1;
        }

        /** A host that is likely at that distance: hosts of a switch, and of a pod, are neighbours in number. */
        private static int near(PathSpace space, int host, int distance, SplittableRandom random) {
            int hosts = space.hosts();
            int reach = distance == 0
                    ? 2 * Math.max(1, hosts / space.edges())
                    : distance == 1 ? 2 * Math.max(1, hosts / space.pods()) : 2 * hosts;
            return Math.floorMod(host - reach / 2 + random.nextInt(reach + 1), hosts);
        }
    }

    /**
     * Host x to host x + step, around the end.
     *
     * @param step at least 1
     */
    record Stride(int step) implements TrafficPattern {
        @Override
        public String title() {
            return "stride(" + step + ")";
        }

        @Override
        public void draw(PathSpace space, SplittableRandom random, FlowConsumer flows) {
            for (int host = 0; host < space.hosts(); host++) {
                flows.accept(host, (host + step) % space.hosts());
            }
        }
    }

    /**
     * Every host to so many others, each drawn alone: a host may be drawn by several.
     *
     * @param title random, randx2 …
     * @param flows of each host
     */
    record RandomPeers(String title, int flows) implements TrafficPattern {
        @Override
        public void draw(PathSpace space, SplittableRandom random, FlowConsumer consumer) {
            for (int host = 0; host < space.hosts(); host++) {
                for (int flow = 0; flow < flows; flow++) {
                    int other = random.nextInt(space.hosts() - 1);
                    consumer.accept(host, other < host ? other : other + 1);
                }
            }
        }
    }

    /** A random permutation without fixed points: every host sends one flow and receives one. */
    record Bijection() implements TrafficPattern {
        @Override
        public String title() {
            return "randbij";
        }

        @Override
        public void draw(PathSpace space, SplittableRandom random, FlowConsumer flows) {
            int[] order = Drawing.cycle(space.hosts(), random);
            for (int host = 0; host < space.hosts(); host++) {
                flows.accept(host, order[host]);
            }
        }
    }

    /** A random eighth of the hosts is hot, at least one; every other host sends to a random one of them. */
    record Hotspot() implements TrafficPattern {
        private static final int COLD = 8;

        @Override
        public String title() {
            return "hotspot";
        }

        @Override
        public void draw(PathSpace space, SplittableRandom random, FlowConsumer flows) {
            int[] order = Drawing.order(space.hosts(), random);
            int hot = Math.max(1, space.hosts() / COLD);
            boolean[] isHot = new boolean[space.hosts()];
            for (int i = 0; i < hot; i++) {
                isHot[order[i]] = true;
            }
            for (int host = 0; host < space.hosts(); host++) {
                if (!isHot[host]) {
                    flows.accept(host, order[random.nextInt(hot)]);
                }
            }
        }
    }

    /** A moment of a shuffle from all to all: every host sends to eight others at once, the next eight of an order of its own. */
    record Shuffle() implements TrafficPattern {
        private static final int AT_ONCE = 8;

        @Override
        public String title() {
            return "shuffle";
        }

        @Override
        public void draw(PathSpace space, SplittableRandom random, FlowConsumer flows) {
            int[] order = Drawing.order(space.hosts(), random);
            for (int host = 0; host < space.hosts(); host++) {
                int sent = 0;
                // The first of a new shuffle of the rest are drawn by swapping, without shuffling all.
                for (int place = 0; sent < Math.min(AT_ONCE, space.hosts() - 1); place++) {
                    Drawing.swap(order, place, place + random.nextInt(space.hosts() - place));
                    if (order[place] != host) {
                        flows.accept(host, order[place]);
                        sent++;
                    }
                }
            }
        }
    }
}
