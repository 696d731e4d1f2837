package io.heddle.routing.verify;

import io.heddle.routing.rule.Field;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import java.util.List;
import java.util.Set;

/** Every packet arrives at the port of its host, addressed to the host's MAC address, whichever way it takes. */
public record NoBlackHole() implements Invariant {

    @Override
    public List<String> objections(DatapathId source, Host destination, Set<Walk.Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> !isArrival(outcome, destination))
                .map(outcome -> "from " + source + " to " + destination.ip() + ": " + outcome)
                .toList();
    }

    private static boolean isArrival(Walk.Outcome outcome, Host destination) {
        return outcome instanceof Walk.Delivered delivered
                && delivered.point().equals(destination.location())
                && delivered.packet().value(Field.ETH_DST) == destination.mac().value();
    }
}
