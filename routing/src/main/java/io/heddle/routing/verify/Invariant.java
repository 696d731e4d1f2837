package io.heddle.routing.verify;

import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Something that must hold of every fabric, whatever its select groups choose. */
public sealed interface Invariant permits NoForwardingLoop, NoBlackHole {

    /** What {@code outcomes}, all those of packets from {@code source} to {@code destination}, have against it; empty if nothing. */
    List<String> objections(DatapathId source, Host destination, Set<Walk.Outcome> outcomes);

    /**
     * What there is against each of {@code invariants} when a packet goes from every one of {@code sources} (as if a host there had sent
     * it) to every one of {@code destinations}.
     */
    static List<String> violations(
            SimulatedFabric fabric,
            Collection<DatapathId> sources,
            Collection<Host> destinations,
            List<Invariant> invariants) {
        List<String> violations = new ArrayList<>();
        for (Host destination : destinations) {
            Exploration exploration = new Exploration(fabric);
            Packet packet = Packet.udp(destination.ip(), 1, destination.ip(), 1);
            for (DatapathId source : sources) {
                Set<Walk.Outcome> outcomes = exploration.outcomes(new Hop.Ingress.FromController(source), packet);
                invariants.forEach(invariant -> violations.addAll(invariant.objections(source, destination, outcomes)));
            }
        }
        return violations;
    }
}
