package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import java.util.Arrays;

/** Which movable flows are on each link of a board, kept up to date as they are moved: a doubly linked list for each link. */
final class Roster {

    private static final int NONE = -1;
    /** The most links of a path inside a fabric. */
    private static final int HOPS = 4;

    private final Board board;
    private final int[] head;
    private final int[] next;
    private final int[] previous;
    private final int[] links = new int[PathSpace.LONGEST];

    Roster(Board board) {
        this.board = board;
        this.head = new int[board.loads.length];
        this.next = new int[HOPS * board.paths.length];
        this.previous = new int[HOPS * board.paths.length];
        Arrays.fill(head, NONE);
        for (int flow = 0; flow < board.paths.length; flow++) {
            if (board.isPlaceable(flow) && board.paths[flow] != Placement.HASHED) {
                enter(flow);
            }
        }
    }

    private void enter(int flow) {
        int count = board.space.fabricLinks(board.from[flow], board.to[flow], board.paths[flow], links);
        for (int hop = 0; hop < count; hop++) {
            int entry = flow * HOPS + hop;
            int old = head[links[hop]];
            next[entry] = old;
            previous[entry] = NONE;
            head[links[hop]] = entry;
            if (old != NONE) {
                previous[old] = entry;
            }
        }
    }

    private void leave(int flow) {
        int count = board.space.fabricLinks(board.from[flow], board.to[flow], board.paths[flow], links);
        for (int hop = 0; hop < count; hop++) {
            int entry = flow * HOPS + hop;
            if (previous[entry] == NONE) {
                head[links[hop]] = next[entry];
            } else {
                next[previous[entry]] = next[entry];
            }
            if (next[entry] != NONE) {
                previous[next[entry]] = previous[entry];
            }
        }
    }

    /** Moves a flow that is on the board; gives by how much the excess grew. */
    double move(int flow, int path) {
        leave(flow);
        double growth = board.move(flow, path);
        enter(flow);
        return growth;
    }

    /** The first entry of a link, or a negative number. */
    int first(int link) {
        return head[link];
    }

    int after(int entry) {
        return next[entry];
    }

    static int flowOf(int entry) {
        return entry / HOPS;
    }
}
