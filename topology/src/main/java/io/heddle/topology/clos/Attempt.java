package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Topology;
import io.heddle.topology.sorted.SortedArraySet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * One reading of a cabling: a design, the place of every switch, and how the cables compare with that.
 *
 * @param memory what was known from before and applies to this reading
 * @param design what it is read as
 * @param labels final places
 * @param audit the cables, compared
 */
record Attempt(CablingGraph graph, Memory memory, FabricDesign design, Labels labels, CableAudit audit) {

    /** Everything the reading says. */
    Recognition recognition(Topology observed) {
        Blueprint known = memory.known();
        SortedMap<DatapathId, Position> positions = new TreeMap<>();
        for (int node = 0; node < graph.size(); node++) {
            if (labels.isPlaced(node)) {
                positions.put(graph.dpid(node), labels.position(node));
            }
        }
        boolean[] isFabricPort = fabricPorts();
        SortedMap<ConnectPoint, Integer> hosts =
                new HostNumbering(graph, labels, known, port -> isFabricPort[port]).run(observed);
        Blueprint blueprint = new Blueprint(positions, cables(), hosts);
        return report(blueprint.isSame(known) ? known : blueprint);
    }

    private Recognition report(Blueprint blueprint) {
        IntPredicate isReserved = port -> blueprint.hostNumbers().containsKey(graph.point(port));
        Findings findings = new Findings(graph, labels, design);
        List<Replug> steps = List.of();
        List<CableAudit.Gap> gaps = audit.gaps();
        if (!audit.wrong().isEmpty()) {
            Vacancies vacancies = new Vacancies(graph, labels, design, audit.expectation());
            RepairPlan repair = new RepairPlan(graph, audit.remembered(), audit, vacancies, isReserved);
            findings.addWrongCables(audit, repair);
            steps = repair.steps();
            gaps = gaps.stream().filter(gap -> !repair.fills(gap)).toList();
        }
        findings.addAbsentSwitches();
        findings.addMissingSwitches(vacantPositions());
        findings.addUnplacedSwitches();
        findings.addMissingLinks(gaps, new PortGuess(graph, audit, isReserved));
        return new Recognition(design, blueprint, findings.list(), steps);
    }

    private boolean[] fabricPorts() {
        boolean[] isFabricPort = new boolean[graph.portCount()];
        for (int port = 0; port < isFabricPort.length; port++) {
            isFabricPort[port] = audit.isGood(port);
        }
        for (Remembered.DeadCable cable : audit.keptDead()) {
            if (cable.firstPort() != CablingGraph.NONE) {
                isFabricPort[cable.firstPort()] = true;
            }
            if (cable.secondPort() != CablingGraph.NONE) {
                isFabricPort[cable.secondPort()] = true;
            }
        }
        return isFabricPort;
    }

    private SortedSet<Cable> cables() {
        List<Cable> live = new ArrayList<>(graph.portCount() / 2);
        for (int port = 0; port < graph.portCount(); port++) {
            if (graph.peer(port) > port && audit.isGood(port)) {
                live.add(audit.remembered().cable(graph, port, graph.peer(port)));
            }
        }
        List<Remembered.DeadCable> dead = audit.keptDead();
        if (!dead.isEmpty()) {
            dead.forEach(each -> live.add(each.cable()));
            Collections.sort(live);
        }
        return SortedArraySet.ofAscending(live);
    }

    /** The places of a fat-tree that neither a switch nor the memory of one is in. */
    private List<Position> vacantPositions() {
        if (!(design instanceof FabricDesign.FatTree fatTree)) {
            return List.of();
        }
        Set<Position> filled = new HashSet<>();
        for (int node = 0; node < graph.size(); node++) {
            if (labels.isPlaced(node)) {
                filled.add(labels.position(node));
            }
        }
        int half = fatTree.k() / 2;
        List<Position> vacant = new ArrayList<>();
        for (Tier tier : Tier.values()) {
            for (int group = 0; group < (tier == Tier.CORE ? half : fatTree.k()); group++) {
                for (int index = 0; index < half; index++) {
                    Position position = new Position(tier, group, index);
                    if (!filled.contains(position)) {
                        vacant.add(position);
                    }
                }
            }
        }
        return vacant;
    }
}
