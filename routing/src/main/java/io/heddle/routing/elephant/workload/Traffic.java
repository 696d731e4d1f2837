package io.heddle.routing.elephant.workload;

import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws the flows of a pattern and where ECMP would send each. */
public final class Traffic {

    private static final int MOST_TRIES = 1_000;

    private Traffic() {}

    /** The flows of {@code pattern}, their hashed paths drawn evenly from the usable ones; the same for the same seed. */
    public static Flows draw(PathSpace space, TrafficPattern pattern, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> sources = new ArrayList<>();
        List<Integer> destinations = new ArrayList<>();
        pattern.draw(space, random.split(), (source, destination) -> {
            sources.add(source);
            destinations.add(destination);
        });
        int[] from = ints(sources);
        int[] to = ints(destinations);
        SplittableRandom hash = random.split();
        int[] hashed = IntStream.range(0, from.length)
                .map(flow -> hash(space, space.edgeOf(from[flow]), space.edgeOf(to[flow]), hash))
                .toArray();
        return Flows.between(from, to, hashed);
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(each -> each).toArray();
    }

    /** A usable path between two edge switches, each cable upward as likely as the others; {@link Placement#HASHED} if there is none. */
    public static int hash(PathSpace space, int from, int to, SplittableRandom random) {
        if (from == to) {
            return Placement.HASHED;
        }
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int up = random.nextInt(space.upsOf(from));
            int ons = space.isOverCores(from, to) ? space.onsOf(space.aggregationAbove(from, up)) : 1;
            int path = up * space.width() + (ons > 0 ? random.nextInt(ons) : 0);
            if (space.isUsable(from, to, path)) {
                return path;
            }
        }
        return Placement.HASHED;
    }
}
