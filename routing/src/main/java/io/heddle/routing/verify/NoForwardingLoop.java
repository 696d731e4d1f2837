package io.heddle.routing.verify;

import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import java.util.List;
import java.util.Set;

/** No packet comes to a switch twice in the same way. */
public record NoForwardingLoop() implements Invariant {

    @Override
    public List<String> objections(DatapathId source, Host destination, Set<Walk.Outcome> outcomes) {
        return outcomes.stream()
                .filter(Walk.Loop.class::isInstance)
                .map(loop -> "from " + source + " to " + destination.ip() + ": " + loop)
                .toList();
    }
}
