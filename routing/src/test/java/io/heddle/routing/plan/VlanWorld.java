package io.heddle.routing.plan;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Hop;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Passage;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.address.VlanId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/** A fabric with servers that have members of VLANs, and frames that are sent there. */
record VlanWorld(TestFabric fabric, List<VlanMember> members) {

    private static final int LONGEST = 10_000;

    VlanWorld {
        members = List.copyOf(members);
    }

    /** A frame at a host port. */
    record Delivery(ConnectPoint point, Packet frame) {}

    static VlanMember member(int vlan, int mac, String server) {
        return new VlanMember(new VlanId(vlan), mac(mac), Ipv4Address.parse(server));
    }

    static MacAddress mac(int number) {
        return new MacAddress(0xfa16_3e00_0000L | number);
    }

    /** Members of a few VLANs on servers that are drawn, with the same MAC addresses in every VLAN. */
    static VlanWorld drawn(TestFabric fabric, int vlans, int most, Random random) {
        List<Host> servers = List.copyOf(fabric.hosts());
        List<VlanMember> members = new ArrayList<>();
        for (int vlan = 1; vlan <= vlans; vlan++) {
            int count = 1 + random.nextInt(most);
            for (int mac = 1; mac <= count; mac++) {
                Host server = servers.get(random.nextInt(servers.size()));
                members.add(new VlanMember(new VlanId(100 * vlan), mac(mac), server.ip()));
            }
        }
        return new VlanWorld(fabric, members);
    }

    VlanWorld with(TestFabric changed) {
        return new VlanWorld(changed, members);
    }

    VlanWorld with(VlanMember... added) {
        List<VlanMember> all = new ArrayList<>(members);
        all.addAll(List.of(added));
        return new VlanWorld(fabric, all);
    }

    FabricModel model() {
        return model(fabric.model().options());
    }

    FabricModel model(PlanOptions options) {
        FabricModel plain = fabric.model();
        return new FabricModel(
                plain.topology(),
                plain.recognition(),
                plain.addresses(),
                options,
                plain.steerings(),
                TenantInterfaces.ofVlans(members));
    }

    SimulatedFabric switches() {
        return fabric.holding(Planner.plan(model()));
    }

    ConnectPoint portOf(VlanMember member) {
        return fabric.host(member.server().toString()).location();
    }

    /** The host ports of the members of that VLAN. */
    SortedSet<ConnectPoint> portsOf(VlanId vlan) {
        SortedSet<ConnectPoint> ports = new TreeSet<>();
        members.stream().filter(member -> member.vlan().equals(vlan)).forEach(member -> ports.add(portOf(member)));
        return ports;
    }

    /** An IPv4 frame with that tag. */
    static Packet frame(VlanId vlan, MacAddress source, MacAddress destination) {
        return Packet.udp(Ipv4Address.parse("10.0.0.2"), 7, Ipv4Address.parse("10.3.1.3"), 9)
                .between(source, destination)
                .with(Field.VLAN_VID, vlan.tagged())
                .with(Field.VLAN_PCP, 0);
    }

    /** An ARP request with that tag. */
    static Packet broadcast(VlanId vlan, MacAddress source) {
        return Packet.arp(1, source, Ipv4Address.parse("10.0.0.2"), Ipv4Address.parse("10.0.0.1"))
                .with(Field.VLAN_VID, vlan.tagged())
                .with(Field.VLAN_PCP, 0)
                .with(Field.ETH_TYPE, Match.ARP);
    }

    /** What comes out of host ports, or of other ends, when {@code frame} is sent at {@code from}; throws when it never ends. */
    static List<Walk.Outcome> sent(SimulatedFabric switches, ConnectPoint from, Packet frame, BucketChoice choice) {
        List<Walk.Outcome> outcomes = new ArrayList<>();
        ArrayDeque<SimulatedFabric.Arrival.At> queue = new ArrayDeque<>();
        queue.add(new SimulatedFabric.Arrival.At(new Hop.Ingress.AtPort(from), frame));
        int steps = 0;
        while (!queue.isEmpty()) {
            if (++steps > LONGEST) {
                throw new IllegalStateException("a frame goes round: " + frame);
            }
            SimulatedFabric.Arrival.At at = queue.remove();
            for (Passage passage : switches.passages(at.ingress(), at.packet(), choice)) {
                passage.emissions().forEach(emission -> {
                    switch (switches.follow(at.ingress().dpid(), emission)) {
                        case SimulatedFabric.Arrival.Ended ended -> outcomes.add(ended.outcome());
                        case SimulatedFabric.Arrival.At next -> queue.add(next);
                    }
                });
                if (passage.emissions().isEmpty()) {
                    outcomes.add(new Walk.Dropped(at.ingress().dpid()));
                }
            }
        }
        return outcomes;
    }

    /** The ports that copies are delivered at, in order, once for each copy. */
    static List<ConnectPoint> delivered(List<Walk.Outcome> outcomes) {
        return outcomes.stream()
                .filter(Walk.Delivered.class::isInstance)
                .map(outcome -> ((Walk.Delivered) outcome).point())
                .sorted()
                .toList();
    }
}
