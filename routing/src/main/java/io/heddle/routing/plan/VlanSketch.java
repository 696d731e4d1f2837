package io.heddle.routing.plan;

import io.heddle.routing.plan.VlanGround.Stop;
import io.heddle.routing.plan.VlanShare.Admitted;
import io.heddle.routing.plan.VlanShare.Carried;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.address.VlanId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One VLAN on every switch that has to do with it, while it is being planned. */
final class VlanSketch {

    private final VlanGround ground;
    private final VlanId vlan;
    private final SortedMap<Integer, SortedSet<PortNumber>> hostPorts = new TreeMap<>();
    private final SortedMap<Integer, List<Admitted>> admitted = new TreeMap<>();
    private final SortedMap<Integer, List<Carried>> carried = new TreeMap<>();

    private VlanSketch(VlanGround ground, VlanId vlan) {
        this.ground = ground;
        this.vlan = vlan;
    }

    /**
     * A member of a VLAN at a host port of an edge switch.
     *
     * @param edge the number of the switch
     */
    record Place(VlanId vlan, MacAddress mac, int edge, PortNumber port) {}

    /** The shares of all switches that have one, by number, for a VLAN with these members. */
    static SortedMap<Integer, VlanShare> draw(VlanGround ground, VlanId vlan, List<Place> places) {
        VlanSketch sketch = new VlanSketch(ground, vlan);
        places.forEach(place -> sketch.hostPorts
                .computeIfAbsent(place.edge(), edge -> new TreeSet<>())
                .add(place.port()));
        int ports = sketch.hostPorts.values().stream().mapToInt(each -> each.size()).sum();
        if (ports < 2) {
            return new TreeMap<>();
        }
        sketch.addUnicast(places);
        sketch.addGroups();
        return sketch.shares();
    }

    /** Of several places of one MAC address the first gets its frames. */
    private void addUnicast(List<Place> places) {
        SortedMap<MacAddress, Place> receivers = new TreeMap<>();
        for (Place place : places) {
            admitted.computeIfAbsent(place.edge(), edge -> new ArrayList<>())
                    .add(new Admitted(place.port(), vlan, place.mac()));
            receivers.putIfAbsent(place.mac(), place);
        }
        SortedMap<Integer, SortedMap<Stop, List<PortNumber>>> ways = new TreeMap<>();
        hostPorts.keySet().forEach(edge -> ways.put(edge, waysTo(edge)));
        for (Place place : receivers.values()) {
            List<PortNumber> here = List.of(place.port());
            SortedMap<Stop, List<PortNumber>> stops = ways.getOrDefault(place.edge(), new TreeMap<>());
            carry(new Stop(place.edge(), false), Optional.of(place.mac()), here);
            if (!stops.isEmpty()) {
                carry(new Stop(place.edge(), true), Optional.of(place.mac()), here);
            }
            stops.forEach((stop, ports) -> carry(stop, Optional.of(place.mac()), ports));
        }
    }

    private SortedMap<Stop, List<PortNumber>> waysTo(int edge) {
        Node to = node(edge);
        SortedMap<Stop, List<PortNumber>> ways = new TreeMap<>();
        hostPorts.keySet().stream()
                .filter(other -> other != edge)
                .forEach(other -> ways.putAll(ground.ways(node(other), to)));
        return ways;
    }

    private void addGroups() {
        if (hostPorts.size() < 2) {
            hostPorts.forEach((edge, ports) -> carry(new Stop(edge, false), Optional.empty(), List.copyOf(ports)));
            return;
        }
        VlanTree tree = VlanTree.of(
                ground, vlan, hostPorts.keySet().stream().map(this::node).toList());
        tree.missed()
                .forEach(edge -> carry(
                        new Stop(edge.number(), false),
                        Optional.empty(),
                        List.copyOf(hostPorts.getOrDefault(edge.number(), new TreeSet<>()))));
        tree.branches().forEach((number, branch) -> {
            SortedSet<PortNumber> below = new TreeSet<>(branch.downs());
            below.addAll(hostPorts.getOrDefault(number, new TreeSet<>()));
            SortedSet<PortNumber> all = new TreeSet<>(below);
            branch.up().ifPresent(port -> all.add(port));
            carry(new Stop(number, false), Optional.empty(), List.copyOf(all));
            if (branch.up().isPresent()) {
                carry(new Stop(number, true), Optional.empty(), List.copyOf(below));
            }
        });
    }

    private Node node(int number) {
        return ground.wiring().nodes().get(number);
    }

    private void carry(Stop stop, Optional<MacAddress> mac, List<PortNumber> ports) {
        TableId table = stop.isFromAbove() ? Pipeline.VLAN_DOWN : Pipeline.VLAN_UP;
        carried.computeIfAbsent(stop.node(), node -> new ArrayList<>()).add(new Carried(table, vlan, mac, ports));
    }

    private SortedMap<Integer, VlanShare> shares() {
        SortedMap<Integer, VlanShare> shares = new TreeMap<>();
        carried.forEach((node, entries) ->
                shares.put(node, new VlanShare(admitted.getOrDefault(node, List.of()), entries)));
        return shares;
    }
}
