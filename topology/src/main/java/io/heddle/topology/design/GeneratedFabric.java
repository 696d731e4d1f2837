package io.heddle.topology.design;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A fabric on paper and the truth about it.
 *
 * @param topology every switch connected, every port up, every cable confirmed in both directions, no host seen yet
 * @param design what it was built to
 * @param blueprint the true positions, cables and host ports (numbered in port order)
 */
public record GeneratedFabric(Topology topology, FabricDesign design, Blueprint blueprint) {

    /**
     * The same cabling under other names: random datapath ids (below 2⁴⁸), and the port numbers of every switch permuted.
     *
     * @param seed the same seed gives the same fabric
     */
    public GeneratedFabric shuffled(long seed) {
        return new Renaming(topology, new Random(seed)).applyTo(this);
    }

    /** The new name of every switch and port. */
    private static final class Renaming {
        private final Map<DatapathId, DatapathId> switches = new HashMap<>();
        private final Map<ConnectPoint, ConnectPoint> ports = new HashMap<>();

        Renaming(Topology topology, Random random) {
            Set<DatapathId> taken = new HashSet<>();
            for (FabricSwitch each : topology.switches().values()) {
                DatapathId renamed = new DatapathId(random.nextLong() >>> 16);
                while (!taken.add(renamed)) {
                    renamed = new DatapathId(random.nextLong() >>> 16);
                }
                switches.put(each.dpid(), renamed);
                List<PortNumber> numbers = new ArrayList<>(each.ports().keySet());
                Collections.shuffle(numbers, random);
                int next = 0;
                for (PortNumber number : each.ports().keySet()) {
                    ports.put(new ConnectPoint(each.dpid(), number), new ConnectPoint(renamed, numbers.get(next)));
                    next++;
                }
            }
        }

        GeneratedFabric applyTo(GeneratedFabric fabric) {
            return new GeneratedFabric(renamed(fabric.topology()), fabric.design(), renamed(fabric.blueprint()));
        }

        private Topology renamed(Topology topology) {
            SortedMap<DatapathId, FabricSwitch> renamed = new TreeMap<>();
            for (FabricSwitch each : topology.switches().values()) {
                FabricSwitch changed = renamed(each);
                renamed.put(changed.dpid(), changed);
            }
            SortedSet<Link> links = new TreeSet<>();
            for (Link link : topology.links()) {
                links.add(new Link(renamed(link.from()), renamed(link.to())));
            }
            return new Topology(renamed, links, topology.hosts());
        }

        private FabricSwitch renamed(FabricSwitch each) {
            List<Port> changed = new ArrayList<>();
            for (Port port : each.ports().values()) {
                PortNumber number =
                        renamed(new ConnectPoint(each.dpid(), port.number())).port();
                changed.add(new Port(number, port.name(), port.mac(), port.isUp(), port.bitsPerSecond()));
            }
            return FabricSwitch.of(
                    Objects.requireNonNull(switches.get(each.dpid())), each.name(), each.isConnected(), changed);
        }

        private Blueprint renamed(Blueprint blueprint) {
            SortedMap<DatapathId, Position> positions = new TreeMap<>();
            blueprint.positions().forEach((dpid, position) -> {
                DatapathId changed = switches.get(dpid);
                positions.put(Objects.requireNonNull(changed), position);
            });
            SortedSet<Cable> cables = new TreeSet<>();
            for (Cable cable : blueprint.cables()) {
                cables.add(Cable.between(renamed(cable.first()), renamed(cable.second())));
            }
            SortedSet<ConnectPoint> hostPorts = new TreeSet<>();
            for (ConnectPoint port : blueprint.hostNumbers().keySet()) {
                hostPorts.add(renamed(port));
            }
            return new Blueprint(positions, cables, FabricGenerator.numbered(hostPorts));
        }

        private ConnectPoint renamed(ConnectPoint point) {
            ConnectPoint changed = ports.get(point);
            if (changed == null) {
                throw new IllegalStateException("no port " + point + " in the fabric");
            }
            return changed;
        }
    }
}
