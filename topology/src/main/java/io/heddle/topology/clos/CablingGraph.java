package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.PortTable;
import io.heddle.topology.Topology;

/**
 * The ports of a fabric, and what their cables make of its switches.
 *
 * <p>Switches that are only known from the blueprint are numbered too and have no ports.
 */
final class CablingGraph {

    static final int NONE = PortTable.NONE;

    private final PortTable table;
    private final int[] degree;
    private final int[] openPorts;
    private final Neighbours neighbours;

    CablingGraph(Topology observed, Blueprint known) {
        table = PortTable.of(observed, known.positions().keySet());
        degree = new int[table.size()];
        openPorts = new int[table.size()];
        for (int port = 0; port < table.portCount(); port++) {
            degree[table.node(port)] += table.peer(port) == NONE ? 0 : 1;
            openPorts[table.node(port)] += isOpen(port) ? 1 : 0;
        }
        neighbours = new Neighbours(this);
    }

    int size() {
        return table.size();
    }

    int portCount() {
        return table.portCount();
    }

    DatapathId dpid(int node) {
        return table.fabricSwitch(node).dpid();
    }

    /** Whether the switch was observed at all, connected or not. */
    boolean isObserved(int node) {
        return table.isObserved(node);
    }

    /** Whether nothing shows that the switch is there: never observed, or disconnected and without a live cable. */
    boolean isAbsent(int node) {
        return !table.isObserved(node)
                || (degree[node] == 0 && !table.fabricSwitch(node).isConnected());
    }

    int firstPort(int node) {
        return table.firstPort(node);
    }

    /** One more than the last port of {@code node}. */
    int endPort(int node) {
        return table.endPort(node);
    }

    int node(int port) {
        return table.node(port);
    }

    /** The port at the other end of the cable in {@code port}, or {@link #NONE}. */
    int peer(int port) {
        return table.peer(port);
    }

    /** Whether {@code port} is up and nothing but a host can be in it. */
    boolean isOpen(int port) {
        return table.peer(port) == NONE && table.isUp(port);
    }

    boolean isUp(int port) {
        return table.isUp(port);
    }

    /** The number of cables at {@code node}. */
    int degree(int node) {
        return degree[node];
    }

    /** The number of ports of {@code node} that are up without a cable. */
    int openPorts(int node) {
        return openPorts[node];
    }

    Neighbours neighbours() {
        return neighbours;
    }

    PortNumber number(int port) {
        return table.number(port);
    }

    ConnectPoint point(int port) {
        return table.point(port);
    }

    /** The number of the switch of that identity, or {@link #NONE}. */
    int find(DatapathId dpid) {
        return table.find(dpid);
    }

    /** The port at {@code point}, or {@link #NONE}. */
    int find(ConnectPoint point) {
        return table.find(point);
    }

    /** The port of {@code node} with that number, or {@link #NONE}. */
    int find(int node, PortNumber number) {
        return table.find(node, number);
    }
}
