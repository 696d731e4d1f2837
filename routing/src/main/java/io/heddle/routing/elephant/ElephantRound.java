package io.heddle.routing.elephant;

import io.heddle.routing.elephant.ElephantDecision.Outcome;
import io.heddle.routing.plan.Steering;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** One decision about all elephants of a fabric, from names to names. */
public final class ElephantRound {

    private final FabricPaths fabric;
    private final PathSpace space;
    private final FlowScheduler scheduler;
    private final int rulesPerSwitch;

    /**
     * Rounds over one state of a fabric.
     *
     * @param rulesPerSwitch how many steering rules a switch may hold at most
     */
    public ElephantRound(FabricPaths fabric, FlowScheduler scheduler, int rulesPerSwitch) {
        this.fabric = fabric;
        this.space = fabric.space();
        this.scheduler = scheduler;
        this.rulesPerSwitch = rulesPerSwitch;
    }

    /**
     * Where each of {@code elephants} goes from now on. Whatever the scheduler wanted, no cable is loaded beyond its capacity with more
     * demand than ECMP would have put on it, and no switch gets more rules than it may hold.
     *
     * <p>An elephant whose source or destination is no host port of the blueprint has no place here: it is neither steered nor told of.
     *
     * @param seed of all that is left to chance
     */
    public ElephantDecision decide(Collection<Elephant> elephants, long seed) {
        List<Elephant> placed = elephants.stream()
                .filter(each -> fabric.host(each.source()).isPresent()
                        && fabric.host(each.destination()).isPresent())
                .sorted()
                .toList();
        Flows flows = DemandEstimator.estimate(space, flows(placed));
        Placement current = current(placed, flows);
        flows = flows.withFixed(fixed(placed, current));
        Placement wanted = scheduler.place(space, flows, current, seed);
        Placement next = new PlacementGuard(space, flows).restrain(wanted, current, rulesPerSwitch);
        return decision(placed, flows, current, next);
    }

    private Flows flows(List<Elephant> elephants) {
        int[] sources = new int[elephants.size()];
        int[] destinations = new int[elephants.size()];
        int[] hashed = new int[elephants.size()];
        for (int flow = 0; flow < hashed.length; flow++) {
            Elephant elephant = elephants.get(flow);
            sources[flow] = fabric.host(elephant.source()).orElseThrow();
            destinations[flow] = fabric.host(elephant.destination()).orElseThrow();
            hashed[flow] = usable(sources[flow], destinations[flow], elephant.hashed());
        }
        return Flows.between(sources, destinations, hashed);
    }

    private int usable(int source, int destination, List<ConnectPoint> ways) {
        int path = fabric.path(source, destination, ways);
        return space.isUsable(space.edgeOf(source), space.edgeOf(destination), path) ? path : Placement.HASHED;
    }

    private Placement current(List<Elephant> elephants, Flows flows) {
        int[] paths = new int[elephants.size()];
        for (int flow = 0; flow < paths.length; flow++) {
            paths[flow] = usable(
                    flows.source(flow),
                    flows.destination(flow),
                    elephants.get(flow).steered());
        }
        return Placement.of(paths);
    }

    /** A pinned flow whose way died is placed like any other, until it is back. */
    private static boolean[] fixed(List<Elephant> elephants, Placement current) {
        boolean[] fixed = new boolean[elephants.size()];
        for (int flow = 0; flow < fixed.length; flow++) {
            fixed[flow] = elephants.get(flow).isPinned() && current.isSteered(flow);
        }
        return fixed;
    }

    private ElephantDecision decision(List<Elephant> elephants, Flows flows, Placement before, Placement next) {
        double[] rates = FlowSimulator.rates(space, flows, next);
        double[] hashedRates = FlowSimulator.rates(space, flows, Placement.hashed(flows.size()));
        List<Steering> steerings = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (int flow = 0; flow < flows.size(); flow++) {
            FlowKey key = elephants.get(flow).flow();
            int path = next.taken(flows, flow);
            List<ConnectPoint> ways = fabric.ways(flows.source(flow), flows.destination(flow), path);
            boolean isSteered = next.isSteered(flow);
            boolean isMoved = path != before.taken(flows, flow);
            if (isSteered) {
                steerings.add(new Steering(key, ways));
            }
            outcomes.add(new Outcome(
                    key,
                    ways,
                    isSteered,
                    isMoved,
                    Math.round(flows.demand(flow)),
                    Math.round(rates[flow]),
                    Math.round(hashedRates[flow])));
        }
        return new ElephantDecision(steerings, outcomes, next.moves(flows, before), total(rates), total(hashedRates));
    }

    private static long total(double[] rates) {
        return Math.round(Arrays.stream(rates).sum());
    }
}
