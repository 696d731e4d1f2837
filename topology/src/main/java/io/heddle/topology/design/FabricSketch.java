package io.heddle.topology.design;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A fabric while it is being drawn: every new plug goes into the next port of its switch. */
final class FabricSketch {

    private static final long LOCALLY_ADMINISTERED = 0x0200_0000_0000L;

    private final SortedMap<DatapathId, List<Port>> ports = new TreeMap<>();
    private final SortedMap<DatapathId, String> names = new TreeMap<>();
    private final SortedMap<DatapathId, Position> positions = new TreeMap<>();
    private final SortedSet<Cable> cables = new TreeSet<>();
    private final SortedSet<ConnectPoint> hostPorts = new TreeSet<>();

    /** A switch with {@code hosts} host ports, which are its first ports. */
    DatapathId addSwitch(DatapathId dpid, String name, Position position, int hosts) {
        ports.put(dpid, new ArrayList<>());
        names.put(dpid, name);
        positions.put(dpid, position);
        for (int host = 0; host < hosts; host++) {
            hostPorts.add(nextPort(dpid));
        }
        return dpid;
    }

    void connect(DatapathId one, DatapathId other, int count) {
        for (int i = 0; i < count; i++) {
            cables.add(Cable.between(nextPort(one), nextPort(other)));
        }
    }

    GeneratedFabric fabric(FabricDesign design) {
        SortedMap<DatapathId, FabricSwitch> switches = new TreeMap<>();
        names.forEach((dpid, name) ->
                switches.put(dpid, FabricSwitch.of(dpid, name, true, ports.getOrDefault(dpid, List.of()))));
        SortedSet<Link> links = new TreeSet<>();
        for (Cable cable : cables) {
            links.add(cable.forward());
            links.add(cable.backward());
        }
        return new GeneratedFabric(
                new Topology(switches, links, new TreeMap<>()),
                design,
                new Blueprint(positions, cables, FabricGenerator.numbered(hostPorts)));
    }

    private ConnectPoint nextPort(DatapathId dpid) {
        List<Port> ofSwitch = ports.get(dpid);
        if (ofSwitch == null) {
            throw new IllegalArgumentException("no switch " + dpid + " was drawn");
        }
        PortNumber number = new PortNumber(ofSwitch.size() + 1);
        MacAddress mac = new MacAddress(LOCALLY_ADMINISTERED | ((dpid.value() & 0xf_ffff) << 16) | number.value());
        ofSwitch.add(new Port(number, names.get(dpid) + "-eth" + number, mac, true, FabricGenerator.BITS_PER_SECOND));
        return new ConnectPoint(dpid, number);
    }
}
