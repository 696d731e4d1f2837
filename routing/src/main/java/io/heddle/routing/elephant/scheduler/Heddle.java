package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.FlowScheduler;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;

/**
 * Ours: what each set of demands asks for, with as few moves as possible.
 *
 * <ol>
 *   <li>Where every flow has a way and no link is overloaded, nothing is moved.
 *   <li>While no flow is steered, everything is placed afresh ({@link FirstRound}). Flows of which no two fit on one link are coloured,
 *       exactly ({@link ClosColoring}), each where it is now if it can be. All others go, the largest first, to the least loaded path
 *       ({@link BestFit}). Single moves mend what is still overloaded ({@link Repair}).
 *   <li>In a small fabric that still has overloaded links, single flows are annealed ({@link FlowSearch}), and the simulated throughput
 *       decides between the result, Hedera's two placements and the present one.
 *   <li>Once flows are steered, a round moves at most a quarter of all, or a few ({@link LaterRound}): newcomers are let into a few planes ({@link
 *       PlaneColoring}), single moves mend, and the present placement is kept if that does not lower the excess. In a small fabric,
 *       everything is placed afresh if that is worth it and takes no more moves than that: with few flows, a quarter leads nowhere.
 * </ol>
 *
 * <p>No link is loaded beyond its capacity with more than ECMP would put on it ({@link
 * io.heddle.routing.elephant.PlacementGuard}).
 */
final class Heddle implements FlowScheduler {

    /** How much more a placement afresh has to carry than one with few moves, as a share. */
    private static final double WORTH_IT = 0.01;

    @Override
    public Placement place(PathSpace space, Flows flows, Placement current, long seed) {
        Round round = new Round(space, flows, current, seed);
        if (round.now.excess() <= 0 && round.isEveryFlowPlaced()) {
            return current;
        }
        if (round.isFresh) {
            return new FirstRound(round).place();
        }
        Placement later = new LaterRound(round).place();
        return round.isSmall() && round.energy(later) > 0
                ? worthier(round, later, new FirstRound(round).place())
                : later;
    }

    private static Placement worthier(Round round, Placement later, Placement afresh) {
        boolean isWorthIt = round.throughput(afresh) > round.throughput(later) * (1 + WORTH_IT);
        return isWorthIt && afresh.moves(round.flows, round.current) <= round.mostMoves() ? afresh : later;
    }
}
