package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Topology;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a cabling as any graph: every switch is numbered as if hosts could be on it, and every cable is right. */
final class IrregularReading {

    private final CablingGraph graph;
    private final Memory memory;
    private final Labels labels;

    IrregularReading(CablingGraph graph, Memory memory) {
        this.graph = graph;
        this.memory = memory;
        this.labels = Labels.of(graph, memory);
    }

    Recognition recognition(Topology observed, String reason) {
        for (int node = 0; node < graph.size(); node++) {
            labels.tier[node] = Labels.EDGE;
            labels.pod[node] = 0;
        }
        new Numbering(graph, labels, memory).run(Integer.MAX_VALUE);
        SortedMap<DatapathId, Position> positions = new TreeMap<>();
        for (int node = 0; node < graph.size(); node++) {
            if (labels.isPlaced(node)) {
                positions.put(graph.dpid(node), labels.position(node));
            }
        }
        List<Remembered.DeadCable> dead = memory.remembered().dead().stream()
                .filter(cable -> labels.isPlaced(cable.firstNode()) && labels.isPlaced(cable.secondNode()))
                .toList();
        boolean[] isFabricPort = fabricPorts(dead);
        SortedMap<ConnectPoint, Integer> hosts =
                new HostNumbering(graph, labels, memory.known(), port -> isFabricPort[port]).run(observed);
        FabricDesign design = new FabricDesign.Irregular(reason);
        Findings findings = new Findings(graph, labels, design);
        findings.addAbsentSwitches();
        findings.addDeadCables(dead);
        Blueprint blueprint = new Blueprint(positions, cables(dead), hosts);
        return new Recognition(
                design, blueprint.isSame(memory.known()) ? memory.known() : blueprint, findings.list(), List.of());
    }

    private boolean[] fabricPorts(List<Remembered.DeadCable> dead) {
        boolean[] isFabricPort = new boolean[graph.portCount()];
        for (int port = 0; port < isFabricPort.length; port++) {
            isFabricPort[port] = graph.peer(port) != CablingGraph.NONE;
        }
        for (Remembered.DeadCable cable : dead) {
            for (int port : new int[] {cable.firstPort(), cable.secondPort()}) {
                if (port != CablingGraph.NONE) {
                    isFabricPort[port] = true;
                }
            }
        }
        return isFabricPort;
    }

    private SortedSet<Cable> cables(List<Remembered.DeadCable> dead) {
        SortedSet<Cable> cables = new TreeSet<>();
        for (int port = 0; port < graph.portCount(); port++) {
            int peer = graph.peer(port);
            if (peer > port && graph.node(peer) != graph.node(port)) {
                cables.add(new Cable(graph.point(port), graph.point(peer)));
            }
        }
        dead.forEach(each -> cables.add(each.cable()));
        return cables;
    }
}
