package io.heddle.routing.verify;

import io.heddle.routing.rule.Field;
import io.heddle.routing.verify.Walk.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Every way a packet could take, whatever its select groups choose: all outcomes, and whether any way loops.
 *
 * <p>What was found out once is kept, so packets to one place from many sources cost little more than from one. TTL is left out of
 * account: a way that returns to a switch by the same port with the same packet is a loop.
 */
public final class Exploration {

    private static final BucketChoice EVERY = BucketChoice.every();

    private final SimulatedFabric fabric;
    private final Map<State, Set<Outcome>> known = new HashMap<>();
    private final Set<State> open = new HashSet<>();

    /** An exploration of {@code fabric}, which must not change meanwhile. */
    public Exploration(SimulatedFabric fabric) {
        this.fabric = fabric;
    }

    private record State(Hop.Ingress ingress, Packet packet) {}

    /** All outcomes of {@code packet} from {@code ingress}, in the order in which they were found; a looping way is one of them. */
    public Set<Outcome> outcomes(Hop.Ingress ingress, Packet packet) {
        State state = new State(ingress, withoutTtl(packet));
        Set<Outcome> found = known.get(state);
        if (found != null) {
            return found;
        }
        if (!open.add(state)) {
            return Set.of(new Walk.Loop(ingress.dpid()));
        }
        Set<Outcome> outcomes = new LinkedHashSet<>();
        for (Passage passage : fabric.passages(ingress, state.packet(), EVERY)) {
            if (passage.emissions().isEmpty()) {
                outcomes.add(new Walk.Dropped(ingress.dpid()));
            }
            for (Emission emission : passage.emissions()) {
                switch (fabric.follow(ingress.dpid(), emission)) {
                    case SimulatedFabric.Arrival.Ended ended -> outcomes.add(ended.outcome());
                    case SimulatedFabric.Arrival.At next -> outcomes.addAll(outcomes(next.ingress(), next.packet()));
                }
            }
        }
        open.remove(state);
        known.put(state, outcomes);
        return outcomes;
    }

    private static Packet withoutTtl(Packet packet) {
        return packet.has(Field.IP_TTL) ? packet.with(Field.IP_TTL, 255) : packet;
    }
}
