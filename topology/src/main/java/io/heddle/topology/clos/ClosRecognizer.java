package io.heddle.topology.clos;

import io.heddle.topology.DatapathId;
import io.heddle.topology.Islands;
import io.heddle.topology.Topology;

/**
 * Finds the design a fabric was built to and the place of every switch in it, from cabling alone.
 *
 * <p>Deterministic and pure. Two readings are possible: by memory, where switches keep the places of the blueprint and only new ones
 * are looked at, and afresh. Memory wins, so that failures, restarts and growth renumber nobody, unless a fresh reading explains all
 * cables where memory has to call some wrong (somebody moved switches, and the result is right), more than a third of the cables
 * speak against memory (it remembers another fabric), or cables were added and a fresh reading finds a whole design where memory
 * misses parts of one (it remembers the fabric when it was half cabled).
 *
 * <p>What is known should be the blueprint of a fabric that has settled: while cables are still being discovered, a part of a
 * fat-tree looks like a smaller Clos or like none, and places given to it would be kept.
 */
public final class ClosRecognizer {

    private ClosRecognizer() {}

    /**
     * What {@code observed} is.
     *
     * <p>A cable is present when one of its directions is in the topology and both ports are up. A switch is missing when it was never
     * observed, or is disconnected and none of its cables is left. The cables between switches that are disconnected, and that none
     * joins to a connected one, are not present.
     *
     * @param known the blueprint from before; empty when there is none
     */
    public static Recognition recognize(Topology observed, Blueprint known) {
        return recognizeSeen(Islands.withoutCables(observed), known);
    }

    private static Recognition recognizeSeen(Topology observed, Blueprint known) {
        Blueprint usable = isUsable(observed, known) ? known : Blueprint.empty();
        CablingGraph graph = new CablingGraph(observed, usable);
        Memory memory = new Memory(usable, new Remembered(graph, usable));
        boolean isOfClos = usable.positions().values().stream().anyMatch(position -> position.tier() == Tier.CORE);
        if (isOfClos) {
            return recognizeClos(observed, graph, memory);
        }
        boolean isIncomplete = usable.positions().keySet().stream().anyMatch(dpid -> graph.isAbsent(graph.find(dpid)));
        boolean isRemembered = !usable.cables().isEmpty() && !isGrown(graph, memory);
        if (isIncomplete || isRemembered) {
            String reason = ClosReading.afresh(graph, Memory.none(graph)).reason();
            return new IrregularReading(graph, memory)
                    .recognition(observed, reason.isEmpty() ? "it was none when all of it was there" : reason);
        }
        return recognizeAfresh(observed, graph, memory);
    }

    private static Recognition recognizeClos(Topology observed, CablingGraph graph, Memory memory) {
        Attempt remembered = ClosReading.byMemory(graph, memory);
        int wrong = remembered.audit().wrong().size();
        int explained = remembered.audit().goodCables() + deadBetweenPresent(graph, remembered.audit());
        if (wrong == 0) {
            return grown(observed, graph, memory, remembered.recognition(observed));
        }
        if (2 * wrong > explained) {
            return recognizeSeen(Islands.withoutAbsent(observed), Blueprint.empty());
        }
        if (!remembered.audit().hasMisplacedSwitch()) {
            return remembered.recognition(observed);
        }
        return ClosReading.afresh(graph, memory)
                .attempt()
                .filter(fresh ->
                        fresh.audit().wrong().isEmpty() && fresh.audit().goodCables() >= explained)
                .orElse(remembered)
                .recognition(observed);
    }

    /** The dead cables that memory explains: one to a switch that is not there speaks neither for memory nor against it. */
    private static int deadBetweenPresent(CablingGraph graph, CableAudit audit) {
        int count = 0;
        for (Remembered.DeadCable cable : audit.keptDead()) {
            count += graph.isAbsent(cable.firstNode()) || graph.isAbsent(cable.secondNode()) ? 0 : 1;
        }
        return count;
    }

    /**
     * Memory's reading, unless what has been added since makes another design of it, and a whole one: a fabric that is cabled piece by
     * piece looks like a smaller design at first.
     */
    private static Recognition grown(Topology observed, CablingGraph graph, Memory memory, Recognition remembered) {
        if (remembered.problems().isEmpty() || !isGrown(graph, memory)) {
            return remembered;
        }
        return ClosReading.afresh(graph, memory)
                .attempt()
                .map(fresh -> fresh.recognition(observed))
                .filter(fresh -> fresh.problems().isEmpty())
                .orElse(remembered);
    }

    /** Whether there are cables that memory does not know. */
    private static boolean isGrown(CablingGraph graph, Memory memory) {
        for (int port = 0; port < graph.portCount(); port++) {
            if (graph.peer(port) != CablingGraph.NONE && memory.remembered().portAcross(port) != graph.peer(port)) {
                return true;
            }
        }
        return false;
    }

    private static Recognition recognizeAfresh(Topology observed, CablingGraph graph, Memory memory) {
        Verdict verdict = ClosReading.afresh(graph, memory);
        return verdict.attempt()
                .map(fresh -> fresh.recognition(observed))
                .orElseGet(() -> new IrregularReading(graph, memory).recognition(observed, verdict.reason()));
    }

    /** Whether the blueprint is of this fabric: it knows most of the switches, or the unknown ones are few beside it. */
    private static boolean isUsable(Topology observed, Blueprint known) {
        int seen = 0;
        for (DatapathId dpid : observed.switches().keySet()) {
            seen += known.positions().containsKey(dpid) ? 1 : 0;
        }
        int unknown = observed.switches().size() - seen;
        boolean isFew =
                seen == 0 ? unknown < 2 : 2 * unknown < known.positions().size();
        return isFew || (seen > 0 && seen >= unknown);
    }
}
