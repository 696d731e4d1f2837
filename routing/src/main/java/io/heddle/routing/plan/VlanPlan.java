package io.heddle.routing.plan;

import io.heddle.routing.plan.VlanSketch.Place;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.VlanId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What every switch does for the VLANs that the fabric carries.
 *
 * @param shares by the number of the switch; those that no member's way passes have none
 * @param troubles why a VLAN is not carried, or not to everybody; one or more sentences
 */
record VlanPlan(SortedMap<Integer, VlanShare> shares, SortedMap<VlanId, String> troubles) {

    static final VlanPlan NOTHING = new VlanPlan(new TreeMap<>(), new TreeMap<>());

    /** The members whose servers are at host ports of edge switches, in order. */
    static List<Place> places(List<VlanMember> members, Wiring wiring, Topology topology) {
        List<Place> places = new ArrayList<>();
        for (VlanMember member : members) {
            Optional<Host> server = Optional.ofNullable(topology.hosts().get(member.server()));
            server.ifPresent(host -> wiring.node(host.location().dpid())
                    .filter(node ->
                            node.isEdge() && !node.isCabled(host.location().port()))
                    .ifPresent(node -> places.add(new Place(
                            member.vlan(),
                            member.mac(),
                            node.number(),
                            host.location().port(),
                            member.isReceiver()))));
        }
        return places;
    }

    /** The plan; a VLAN with which a switch would have more than {@code most} rules for VLANs is left out everywhere. */
    static VlanPlan of(List<VlanMember> members, List<Place> places, VlanGround ground, int most) {
        if (members.isEmpty()) {
            return NOTHING;
        }
        VlanPlan plan = new VlanPlan(new TreeMap<>(), new TreeMap<>());
        SortedMap<VlanId, List<Place>> byVlan = new TreeMap<>();
        places.forEach(place ->
                byVlan.computeIfAbsent(place.vlan(), vlan -> new ArrayList<>()).add(place));
        byVlan.forEach((vlan, its) -> plan.add(vlan, its, ground, most));
        plan.missUnplaced(members, places);
        return plan;
    }

    private void add(VlanId vlan, List<Place> places, VlanGround ground, int most) {
        boolean isAcross = places.stream().map(Place::edge).distinct().count() > 1;
        if (isAcross && ground.wiring().isFlat()) {
            trouble(vlan, "The fabric is no Clos, so VLAN " + vlan + " is not carried from switch to switch.");
            return;
        }
        SortedMap<Integer, VlanShare> added = VlanSketch.draw(ground, vlan, places);
        for (Map.Entry<Integer, VlanShare> entry : added.entrySet()) {
            int size = share(entry.getKey()).with(entry.getValue()).size();
            if (size > most) {
                DatapathId dpid = ground.wiring().nodes().get(entry.getKey()).dpid();
                trouble(
                        vlan,
                        "VLAN " + vlan + " is not carried: switch " + dpid + " would hold " + size
                                + " rules for VLANs, and may hold " + most + ".");
                return;
            }
        }
        added.forEach((number, share) -> shares.merge(number, share, VlanShare::with));
    }

    private void missUnplaced(List<VlanMember> members, List<Place> places) {
        record Known(VlanId vlan, Object mac) {}
        List<Known> known = places.stream()
                .map(place -> new Known(place.vlan(), place.mac()))
                .toList();
        Set<Known> seen = new HashSet<>(known);
        SortedMap<VlanId, SortedSet<Ipv4Address>> lost = new TreeMap<>();
        for (VlanMember member : members) {
            if (!seen.contains(new Known(member.vlan(), member.mac()))) {
                lost.computeIfAbsent(member.vlan(), vlan -> new TreeSet<>()).add(member.server());
            }
        }
        lost.forEach((vlan, servers) -> trouble(
                vlan, "VLAN " + vlan + " does not reach " + servers + ", which are at no host port of the fabric."));
    }

    private void trouble(VlanId vlan, String sentence) {
        troubles.merge(vlan, sentence, (first, second) -> first + " " + second);
    }

    private VlanShare share(int number) {
        return shares.getOrDefault(number, VlanShare.NOTHING);
    }

    /** What that switch does. */
    VlanShare share(Node node) {
        return share(node.number());
    }
}
