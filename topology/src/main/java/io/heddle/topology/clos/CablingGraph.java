package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A topology as arrays: switches are numbered in the order of their datapath ids, ports in the order of connect points.
 *
 * <p>Switches that are only known from the blueprint are numbered too and have no ports. A cable is there when at least one of its
 * directions is confirmed and both its ports are up; where directions contradict each other, the lower port has its way (a pair that
 * agrees is never lost by that, because only one link leaves and only one arrives at a port).
 */
final class CablingGraph {

    static final int NONE = -1;

    private final FabricSwitch[] switches;
    private final boolean[] isObserved;
    private final SwitchIndex index;
    private final int[] firstPort;
    private final int[] portNode;
    private final ConnectPoint[] points;
    private final int[] numbers;
    private final boolean[] isUp;
    private final int[] peer;
    private final int[] degree;
    private final int[] openPorts;
    private final Neighbours neighbours;

    CablingGraph(Topology observed, Blueprint known) {
        switches = nodes(observed, known);
        isObserved = new boolean[switches.length];
        index = new SwitchIndex(switches);
        firstPort = new int[switches.length + 1];
        for (int node = 0; node < switches.length; node++) {
            isObserved[node] = observed.switches().containsKey(switches[node].dpid());
            firstPort[node + 1] = firstPort[node] + switches[node].ports().size();
        }
        int count = firstPort[switches.length];
        portNode = new int[count];
        points = new ConnectPoint[count];
        numbers = new int[count];
        isUp = new boolean[count];
        for (int node = 0; node < switches.length; node++) {
            int port = firstPort[node];
            for (Port each : switches[node].ports().values()) {
                portNode[port] = node;
                points[port] = new ConnectPoint(switches[node].dpid(), each.number());
                numbers[port] = each.number().value();
                isUp[port] = each.isUp();
                port++;
            }
        }
        peer = peers(observed);
        degree = new int[switches.length];
        openPorts = new int[switches.length];
        for (int port = 0; port < count; port++) {
            degree[portNode[port]] += peer[port] == NONE ? 0 : 1;
            openPorts[portNode[port]] += isOpen(port) ? 1 : 0;
        }
        neighbours = new Neighbours(this);
    }

    int size() {
        return switches.length;
    }

    int portCount() {
        return numbers.length;
    }

    FabricSwitch fabricSwitch(int node) {
        return switches[node];
    }

    DatapathId dpid(int node) {
        return switches[node].dpid();
    }

    /** Whether the switch was observed at all, connected or not. */
    boolean isObserved(int node) {
        return isObserved[node];
    }

    /** Whether nothing shows that the switch is there: never observed, or disconnected and without a live cable. */
    boolean isAbsent(int node) {
        return !isObserved[node] || (!switches[node].isConnected() && degree[node] == 0);
    }

    int firstPort(int node) {
        return firstPort[node];
    }

    /** One more than the last port of {@code node}. */
    int endPort(int node) {
        return firstPort[node + 1];
    }

    int node(int port) {
        return portNode[port];
    }

    /** The port at the other end of the cable in {@code port}, or {@link #NONE}. */
    int peer(int port) {
        return peer[port];
    }

    /** Whether {@code port} is up and nothing but a host can be in it. */
    boolean isOpen(int port) {
        return peer[port] == NONE && isUp[port];
    }

    boolean isUp(int port) {
        return isUp[port];
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
        return points[port].port();
    }

    ConnectPoint point(int port) {
        return points[port];
    }

    /** The number of the switch of that identity, or {@link #NONE}. */
    int find(DatapathId dpid) {
        return index.find(dpid.value());
    }

    /** The port at {@code point}, or {@link #NONE}. */
    int find(ConnectPoint point) {
        int node = find(point.dpid());
        return node == NONE ? NONE : find(node, point.port().value());
    }

    private int find(int node, int number) {
        // Ports are mostly numbered without gaps: look first where the number would be then.
        int guess = firstPort[node] + number - 1;
        if (guess >= firstPort[node] && guess < firstPort[node + 1] && numbers[guess] == number) {
            return guess;
        }
        return Math.max(NONE, Arrays.binarySearch(numbers, firstPort[node], firstPort[node + 1], number));
    }

    /** Joins the ends of every link; a port that another link has led to already needs no look at its own. */
    private int[] peers(Topology observed) {
        int[] peers = new int[numbers.length];
        Arrays.fill(peers, NONE);
        int from = 0;
        for (Link link : observed.links()) {
            // Links are in the order of where they start, so the next one mostly starts at the same switch or the one
            // after.
            while (from < switches.length
                    && switches[from].dpid().compareTo(link.from().dpid()) < 0) {
                from++;
            }
            boolean isKnown = from < switches.length
                    && switches[from].dpid().equals(link.from().dpid());
            int leaves = isKnown ? find(from, link.from().port().value()) : NONE;
            if (leaves == NONE || peers[leaves] != NONE || !isUp[leaves]) {
                continue;
            }
            int arrives = find(link.to());
            if (arrives != NONE && isUp[arrives] && peers[arrives] == NONE) {
                peers[leaves] = arrives;
                peers[arrives] = leaves;
            }
        }
        return peers;
    }

    private static FabricSwitch[] nodes(Topology observed, Blueprint known) {
        if (observed.switches().keySet().containsAll(known.positions().keySet())) {
            return observed.switches().values().toArray(new FabricSwitch[0]);
        }
        SortedMap<DatapathId, FabricSwitch> all = new TreeMap<>(observed.switches());
        for (DatapathId dpid : known.positions().keySet()) {
            if (!all.containsKey(dpid)) {
                all.put(dpid, new FabricSwitch(dpid, "", false, new TreeMap<>()));
            }
        }
        return all.values().toArray(new FabricSwitch[0]);
    }
}
