package io.heddle.routing.plan;

import io.heddle.routing.plan.VlanGround.Stop;
import io.heddle.routing.plan.VlanGround.Ways;
import io.heddle.routing.plan.VlanShare.Admitted;
import io.heddle.routing.plan.VlanShare.Carried;
import io.heddle.routing.plan.VlanShare.Onto;
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
    private final SortedMap<Integer, SortedSet<PortNumber>> receivingPorts = new TreeMap<>();
    private final SortedMap<Integer, List<Admitted>> admitted = new TreeMap<>();
    private final SortedMap<Integer, List<Carried>> carried = new TreeMap<>();
    private final SortedSet<Integer> turning = new TreeSet<>();

    private VlanSketch(VlanGround ground, VlanId vlan) {
        this.ground = ground;
        this.vlan = vlan;
    }

    /**
     * A member of a VLAN at a host port of an edge switch.
     *
     * @param edge the number of the switch
     * @param isReceiver whether it gets frames, or only sends them
     */
    record Place(VlanId vlan, MacAddress mac, int edge, PortNumber port, boolean isReceiver) {}

    /** The shares of all switches that have one, by number, for a VLAN with these members. */
    static SortedMap<Integer, VlanShare> draw(VlanGround ground, VlanId vlan, List<Place> places) {
        VlanSketch sketch = new VlanSketch(ground, vlan);
        places.forEach(sketch::note);
        int ports =
                sketch.hostPorts.values().stream().mapToInt(each -> each.size()).sum();
        if (ports < 2) {
            return new TreeMap<>();
        }
        sketch.add(places);
        return sketch.shares();
    }

    private void note(Place place) {
        hostPorts.computeIfAbsent(place.edge(), edge -> new TreeSet<>()).add(place.port());
        if (place.isReceiver()) {
            receivingPorts
                    .computeIfAbsent(place.edge(), edge -> new TreeSet<>())
                    .add(place.port());
        }
    }

    private void add(List<Place> places) {
        SortedMap<MacAddress, List<Place>> receivers = new TreeMap<>();
        for (Place place : places) {
            admitted.computeIfAbsent(place.edge(), edge -> new ArrayList<>())
                    .add(new Admitted(place.port(), vlan, place.mac()));
            if (place.isReceiver()) {
                receivers.computeIfAbsent(place.mac(), mac -> new ArrayList<>()).add(place);
            }
        }
        SortedMap<Integer, SortedMap<Stop, Target.Onward>> ways = new TreeMap<>();
        hostPorts.keySet().forEach(edge -> ways.put(edge, waysTo(edge)));
        List<Optional<MacAddress>> copied = new ArrayList<>(List.of(Optional.empty()));
        receivers.forEach((mac, its) -> {
            if (its.size() > 1) {
                copied.add(Optional.of(mac));
            } else {
                addUnicast(its.getFirst(), ways.getOrDefault(its.getFirst().edge(), new TreeMap<>()));
            }
        });
        addCopies(copied);
    }

    private void addUnicast(Place place, SortedMap<Stop, Target.Onward> ways) {
        Onto here = new Onto.Copies(List.of(place.port()));
        carry(new Stop(place.edge(), false), place.mac(), here);
        if (!ways.isEmpty()) {
            carry(new Stop(place.edge(), true), place.mac(), here);
        }
        ways.forEach((stop, target) -> carry(stop, place.mac(), new Onto.Way(target)));
    }

    private SortedMap<Stop, Target.Onward> waysTo(int edge) {
        Node to = node(edge);
        SortedMap<Stop, Target.Onward> all = new TreeMap<>();
        for (int other : hostPorts.keySet()) {
            if (other != edge) {
                Ways ways = ground.ways(node(other), to);
                all.putAll(ways.onward());
                turning.addAll(ways.turning());
            }
        }
        return all;
    }

    /** What goes to everybody: group addresses, and a MAC address that several have, as only they know whose it is now. */
    private void addCopies(List<Optional<MacAddress>> receivers) {
        if (hostPorts.size() < 2) {
            hostPorts.keySet().forEach(edge -> copy(new Stop(edge, false), receivers, portsAt(edge)));
            return;
        }
        VlanTree tree = VlanTree.of(
                ground, vlan, hostPorts.keySet().stream().map(this::node).toList());
        tree.missed().forEach(edge -> copy(new Stop(edge.number(), false), receivers, portsAt(edge.number())));
        tree.branches().forEach((number, branch) -> {
            SortedSet<PortNumber> below = portsAt(number);
            below.addAll(branch.downs());
            SortedSet<PortNumber> all = new TreeSet<>(below);
            branch.up().ifPresent(port -> all.add(port));
            copy(new Stop(number, false), receivers, all);
            if (branch.up().isPresent()) {
                copy(new Stop(number, true), receivers, below);
            }
        });
    }

    private SortedSet<PortNumber> portsAt(int edge) {
        return new TreeSet<>(receivingPorts.getOrDefault(edge, new TreeSet<>()));
    }

    private void copy(Stop stop, List<Optional<MacAddress>> receivers, SortedSet<PortNumber> ports) {
        for (Optional<MacAddress> mac : receivers) {
            add(stop, new Carried(tableOf(stop), vlan, mac, new Onto.Copies(List.copyOf(ports))));
        }
    }

    private Node node(int number) {
        return ground.wiring().nodes().get(number);
    }

    private void carry(Stop stop, MacAddress mac, Onto onto) {
        add(stop, new Carried(tableOf(stop), vlan, Optional.of(mac), onto));
    }

    private void add(Stop stop, Carried entry) {
        carried.computeIfAbsent(stop.node(), node -> new ArrayList<>()).add(entry);
    }

    private static TableId tableOf(Stop stop) {
        return stop.isFromAbove() ? Pipeline.VLAN_DOWN : Pipeline.VLAN_UP;
    }

    private SortedMap<Integer, VlanShare> shares() {
        SortedMap<Integer, VlanShare> shares = new TreeMap<>();
        turning.forEach(node -> carried.computeIfAbsent(node, number -> new ArrayList<>()));
        carried.forEach((node, entries) -> shares.put(
                node,
                new VlanShare(
                        admitted.getOrDefault(node, List.of()),
                        entries,
                        turning.contains(node) ? VlanGround.turns(node(node)) : List.of())));
        return shares;
    }
}
