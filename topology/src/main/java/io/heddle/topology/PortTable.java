package io.heddle.topology;

import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A topology as arrays: switches are numbered in the order of their datapath ids, ports in the order of connect points.
 *
 * <p>For whoever has to look at every port of a large fabric in milliseconds; everybody else reads the {@link Topology}. A cable is
 * there when at least one of its directions is confirmed and both its ports are up; where directions contradict each other, the lower
 * port has its way (a pair that agrees is never lost by that, because only one link leaves and only one arrives at a port).
 */
public final class PortTable {

    /** The number of no switch and no port. */
    public static final int NONE = -1;

    private final FabricSwitch[] switches;
    private final boolean[] isObserved;
    private final SwitchIndex index;
    private final int[] firstPort;
    private final int[] portNode;
    private final int[] numbers;
    private final boolean[] isUp;
    private final int[] peer;

    private PortTable(Topology observed, FabricSwitch[] switches) {
        this.switches = switches;
        isObserved = new boolean[switches.length];
        index = new SwitchIndex(switches);
        firstPort = new int[switches.length + 1];
        for (int node = 0; node < switches.length; node++) {
            firstPort[node + 1] = firstPort[node] + switches[node].ports().size();
        }
        int count = firstPort[switches.length];
        portNode = new int[count];
        numbers = new int[count];
        isUp = new boolean[count];
        for (int node = 0; node < switches.length; node++) {
            int port = firstPort[node];
            Arrays.fill(portNode, port, firstPort[node + 1], node);
            for (Port each : switches[node].ports().values()) {
                numbers[port] = each.number().value();
                isUp[port] = each.isUp();
                port++;
            }
        }
        observed.switches().forEach((dpid, each) -> isObserved[find(dpid)] = true);
        peer = new int[count];
        Arrays.fill(peer, NONE);
        observed.links().bySwitch().forEach(this::join);
    }

    /** The table of {@code observed}, in which {@code others} are numbered, too, and have no ports where they were not observed. */
    public static PortTable of(Topology observed, Collection<DatapathId> others) {
        SortedMap<DatapathId, FabricSwitch> all = new TreeMap<>();
        for (DatapathId dpid : others) {
            if (!observed.switches().containsKey(dpid)) {
                all.put(dpid, FabricSwitch.of(dpid, "", false, new TreeMap<PortNumber, Port>().values()));
            }
        }
        if (!all.isEmpty()) {
            all.putAll(observed.switches());
        }
        Collection<FabricSwitch> switches = all.isEmpty() ? observed.switches().values() : all.values();
        return new PortTable(observed, switches.toArray(new FabricSwitch[0]));
    }

    /** The number of switches. */
    public int size() {
        return switches.length;
    }

    /** The number of ports of all switches. */
    public int portCount() {
        return numbers.length;
    }

    /** The switch of that number. */
    public FabricSwitch fabricSwitch(int node) {
        return switches[node];
    }

    /** Whether the switch was observed at all, connected or not. */
    public boolean isObserved(int node) {
        return isObserved[node];
    }

    /** The first port of {@code node}; the others follow. */
    public int firstPort(int node) {
        return firstPort[node];
    }

    /** One more than the last port of {@code node}. */
    public int endPort(int node) {
        return firstPort[node + 1];
    }

    /** The switch of {@code port}. */
    public int node(int port) {
        return portNode[port];
    }

    /** The port at the other end of the cable in {@code port}, or {@link #NONE}. */
    public int peer(int port) {
        return peer[port];
    }

    /** Whether {@code port} is up. */
    public boolean isUp(int port) {
        return isUp[port];
    }

    /** What its switch numbers {@code port}. */
    public PortNumber number(int port) {
        return new PortNumber(numbers[port]);
    }

    /** Where {@code port} is. */
    public ConnectPoint point(int port) {
        return new ConnectPoint(switches[portNode[port]].dpid(), number(port));
    }

    /** The number of the switch of that identity, or {@link #NONE}. */
    public int find(DatapathId dpid) {
        return index.find(dpid.value());
    }

    /** The port at {@code point}, or {@link #NONE}. */
    public int find(ConnectPoint point) {
        int node = find(point.dpid());
        return node == NONE ? NONE : find(node, point.port());
    }

    /** The port of {@code node} with that number, or {@link #NONE}. */
    public int find(int node, PortNumber number) {
        return find(node, number.value());
    }

    private int find(int node, int number) {
        // Ports are mostly numbered without gaps: look first where the number would be then.
        int guess = firstPort[node] + number - 1;
        if (guess >= firstPort[node] && guess < firstPort[node + 1] && numbers[guess] == number) {
            return guess;
        }
        return Math.max(NONE, Arrays.binarySearch(numbers, firstPort[node], firstPort[node + 1], number));
    }

    /** Joins the ends of every link that leaves; a port that another link has led to already needs no look at its own. */
    private void join(DatapathId dpid, LinkSet.AtSwitch links) {
        int node = find(dpid);
        for (int link = 0; node != NONE && link < links.count(); link++) {
            int leaves = find(node, links.port(link));
            if (leaves == NONE || peer[leaves] != NONE || !isUp[leaves]) {
                continue;
            }
            int far = index.find(links.farDpid(link));
            int arrives = far == NONE ? NONE : find(far, links.farPort(link));
            if (arrives != NONE && isUp[arrives] && peer[arrives] == NONE) {
                peer[leaves] = arrives;
                peer[arrives] = leaves;
            }
        }
    }
}
