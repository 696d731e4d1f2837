package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A topology as arrays: switches are numbered in the order of their datapath ids, ports in the order of connect points.
 *
 * <p>Switches that are only known from the blueprint are numbered too and have no ports. A cable is there when at least one of its
 * directions is confirmed and both its ports are up; where directions contradict each other, a pair that agrees wins.
 */
final class CablingGraph {

    static final int NONE = -1;

    private final FabricSwitch[] switches;
    private final boolean[] isObserved;
    private final long[] order;
    private final int[] firstPort;
    private final int[] portNode;
    private final Port[] ports;
    private final int[] peer;
    private final int[] degree;
    private final int[] openPorts;
    private final Neighbours neighbours;

    CablingGraph(Topology observed, Blueprint known) {
        switches = nodes(observed, known);
        isObserved = new boolean[switches.length];
        order = new long[switches.length];
        firstPort = new int[switches.length + 1];
        for (int node = 0; node < switches.length; node++) {
            isObserved[node] = observed.switches().containsKey(switches[node].dpid());
            order[node] = switches[node].dpid().value() ^ Long.MIN_VALUE;
            firstPort[node + 1] = firstPort[node] + switches[node].ports().size();
        }
        int count = firstPort[switches.length];
        portNode = new int[count];
        ports = new Port[count];
        for (int node = 0; node < switches.length; node++) {
            int port = firstPort[node];
            for (Port each : switches[node].ports().values()) {
                portNode[port] = node;
                ports[port] = each;
                port++;
            }
        }
        peer = peers(targets(observed));
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
        return ports.length;
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
        return peer[port] == NONE && ports[port].isUp();
    }

    boolean isUp(int port) {
        return ports[port].isUp();
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
        return ports[port].number();
    }

    ConnectPoint point(int port) {
        return new ConnectPoint(switches[portNode[port]].dpid(), ports[port].number());
    }

    /** The number of the switch of that identity, or {@link #NONE}. */
    int find(DatapathId dpid) {
        return Math.max(NONE, Arrays.binarySearch(order, dpid.value() ^ Long.MIN_VALUE));
    }

    /** The port at {@code point}, or {@link #NONE}. */
    int find(ConnectPoint point) {
        int node = find(point.dpid());
        return node == NONE ? NONE : find(node, point.port());
    }

    private int find(int node, PortNumber number) {
        int low = firstPort[node];
        int high = firstPort[node + 1] - 1;
        // Ports are mostly numbered without gaps: look where the number would be then.
        int guess = low + number.value() - 1;
        if (guess >= low && guess <= high && ports[guess].number().value() == number.value()) {
            return guess;
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = ports[middle].number().value();
            if (found == number.value()) {
                return middle;
            }
            if (found < number.value()) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NONE;
    }

    private int[] targets(Topology observed) {
        int[] target = new int[ports.length];
        Arrays.fill(target, NONE);
        int from = 0;
        for (Link link : observed.links()) {
            while (from < switches.length
                    && switches[from].dpid().compareTo(link.from().dpid()) < 0) {
                from++;
            }
            if (from == switches.length
                    || !switches[from].dpid().equals(link.from().dpid())) {
                continue;
            }
            int leaves = find(from, link.from().port());
            int arrives = find(link.to());
            if (leaves != NONE && arrives != NONE && ports[leaves].isUp() && ports[arrives].isUp()) {
                target[leaves] = arrives;
            }
        }
        return target;
    }

    private static int[] peers(int[] target) {
        int[] peers = new int[target.length];
        Arrays.fill(peers, NONE);
        for (int port = 0; port < target.length; port++) {
            if (target[port] != NONE && target[target[port]] == port) {
                peers[port] = target[port];
            }
        }
        for (int port = 0; port < target.length; port++) {
            int other = target[port];
            if (other != NONE && peers[port] == NONE && peers[other] == NONE) {
                peers[port] = other;
                peers[other] = port;
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

    /** The lowest port of {@code node} that fits {@code wanted}. */
    Optional<Integer> firstPortOf(int node, java.util.function.IntPredicate wanted) {
        for (int port = firstPort[node]; port < firstPort[node + 1]; port++) {
            if (wanted.test(port)) {
                return Optional.of(port);
            }
        }
        return Optional.empty();
    }
}
