package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A bounded search for placements that single moves do not find: takes a flow off an overloaded link to where it adds least, even if that
 * overloads another, and goes on from there; a flow that was moved stays for a while (tabu search, Glover 1989). At the end the board is
 * as it was at its best.
 */
final class Walk {

    /** Usual arguments of {@link #clear}. */
    static final int CLEARING = 1_000;

    static final int MOST_GIVEN_BACK = 100;

    private static final int TENURE = 12;
    /** How many flows of a link are looked at in one step. */
    private static final int LOOKS = 12;

    private final Board board;
    private final PathSearch search;
    private final Roster roster;
    private final SplittableRandom random;
    private final int[] freeAt;
    private final int[] overloaded;
    private final boolean[] isGivenBack;
    private final List<Undo> undos = new ArrayList<>();

    private record Undo(int flow, int path) {}

    /** The best step off one link. */
    private record Step(int flow, int path, double growth) {
        static final Step NONE = new Step(-1, Placement.HASHED, Double.POSITIVE_INFINITY);
    }

    Walk(Board board, long seed) {
        this.board = board;
        this.search = new PathSearch(board);
        this.roster = new Roster(board);
        this.random = new SplittableRandom(seed);
        this.isGivenBack = new boolean[board.paths.length];
        this.freeAt = new int[board.paths.length];
        this.overloaded = new int[board.loads.length];
    }

    /** At most so many steps; looks at links with more than is allowed only, or at all overloaded ones. */
    void run(int steps, boolean isOnlyProhibited) {
        Arrays.fill(freeAt, 0);
        undos.clear();
        double change = 0;
        double least = 0;
        int[] over = over(isOnlyProhibited);
        for (int step = 0; step < steps && over.length > 0; step++) {
            Step best = best(over[random.nextInt(over.length)], step);
            if (best.flow() >= 0) {
                undos.add(new Undo(best.flow(), board.paths[best.flow()]));
                change += roster.move(best.flow(), best.path());
                freeAt[best.flow()] = step + TENURE + random.nextInt(TENURE);
            }
            if (change < least - 1e-9) {
                least = change;
                undos.clear();
            }
            if (step % REFRESH == REFRESH - 1 || over.length <= REFRESH) {
                over = over(isOnlyProhibited);
            }
        }
        for (int i = undos.size() - 1; i >= 0; i--) {
            roster.move(undos.get(i).flow(), undos.get(i).path());
        }
    }

    private static final int REFRESH = 8;

    /** Clears what is prohibited; where the walk finds no way, flows go back to the hash one by one, to stay there, and it goes on. */
    void clear(int steps, int mostGivenBack) {
        board.prohibit();
        run(steps, true);
        int[] over = over(true);
        for (int given = 0; given < mostGivenBack && over.length > 0; given++) {
            int flow = cheapest(over[random.nextInt(over.length)]);
            if (flow < 0) {
                return;
            }
            roster.move(flow, board.flows.hashed(flow));
            isGivenBack[flow] = true;
            run(steps / 4, true);
            over = over(true);
        }
    }

    /** The flow of a link that harms least when it goes back to the hash; −1 if all are there. */
    private int cheapest(int link) {
        int cheapest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int entry = roster.first(link); entry >= 0; entry = roster.after(entry)) {
            int flow = Roster.flowOf(entry);
            int path = board.paths[flow];
            if (path != board.flows.hashed(flow) && board.isUsable(flow, board.flows.hashed(flow))) {
                double growth = board.move(flow, board.flows.hashed(flow));
                board.move(flow, path);
                cheapest = growth < least ? flow : cheapest;
                least = Math.min(least, growth);
            }
        }
        return cheapest;
    }

    private int[] over(boolean isOnlyProhibited) {
        int count = 0;
        for (int link = 0; link < overloaded.length; link++) {
            boolean isOver = isOnlyProhibited ? !board.isAllowed(link) : board.excessOf(link, board.loads[link]) > 0;
            if (isOver) {
                overloaded[count++] = link;
            }
        }
        return Arrays.copyOf(overloaded, count);
    }

    private Step best(int link, int now) {
        Step best = Step.NONE;
        int looks = 0;
        for (int entry = roster.first(link); entry >= 0 && looks < LOOKS; entry = roster.after(entry)) {
            int flow = Roster.flowOf(entry);
            if (isGivenBack[flow] || freeAt[flow] > now || random.nextInt(4) == 0) {
                continue;
            }
            looks++;
            int path = board.paths[flow];
            double growth = board.lift(flow);
            int other = search.leastAdded(flow, best.growth() - growth, path);
            if (other != Placement.HASHED) {
                growth += board.put(flow, other);
                best = growth < best.growth() ? new Step(flow, other, growth) : best;
                board.lift(flow);
            }
            board.put(flow, path);
        }
        return best;
    }
}
