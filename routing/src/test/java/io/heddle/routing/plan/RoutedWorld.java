package io.heddle.routing.plan;

import io.heddle.routing.rule.Field;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A fabric with servers that have routed addresses of tenants, and packets that are sent there. */
record RoutedWorld(TestFabric fabric, List<RoutedMember> members) {

    static final IpPrefix PREFIX = IpPrefix.parse("172.20.0.0/16");
    static final RoutedLimits LIMITS = new RoutedLimits(new TreeSet<>(Set.of(PREFIX)), RoutedLimits.RULES);
    private static final int BLOCK = 28;

    RoutedWorld {
        members = List.copyOf(members);
    }

    static RoutedMember member(String address, String server) {
        Ipv4Address ip = Ipv4Address.parse(address);
        return new RoutedMember(ip, IpPrefix.containing(ip, BLOCK), Ipv4Address.parse(server));
    }

    /** Addresses of a few blocks, most of each block's at one server's switch, the others anywhere. */
    static RoutedWorld drawn(TestFabric fabric, int blocks, int most, Random random) {
        List<Host> servers = List.copyOf(fabric.hosts());
        SortedMap<Ipv4Address, RoutedMember> members = new TreeMap<>();
        for (int block = 0; block < blocks; block++) {
            Host home = servers.get(random.nextInt(servers.size()));
            int count = 1 + random.nextInt(most);
            for (int i = 0; i < count; i++) {
                Ipv4Address ip = new Ipv4Address(PREFIX.address().value() + 16 * block + 1 + random.nextInt(13));
                Host server = random.nextInt(3) == 0 ? servers.get(random.nextInt(servers.size())) : home;
                members.put(ip, new RoutedMember(ip, IpPrefix.containing(ip, BLOCK), server.ip()));
            }
        }
        return new RoutedWorld(fabric, List.copyOf(members.values()));
    }

    RoutedWorld with(TestFabric changed) {
        return new RoutedWorld(changed, members);
    }

    /** With those added, or in the place of those with the same address. */
    RoutedWorld with(RoutedMember... changed) {
        SortedMap<Ipv4Address, RoutedMember> all = new TreeMap<>();
        members.forEach(member -> all.put(member.address(), member));
        List.of(changed).forEach(member -> all.put(member.address(), member));
        return new RoutedWorld(fabric, List.copyOf(all.values()));
    }

    FabricModel model() {
        return model(LIMITS);
    }

    FabricModel model(RoutedLimits limits) {
        FabricModel plain = fabric.model();
        return new FabricModel(
                plain.topology(),
                plain.recognition(),
                plain.addresses(),
                plain.options().withRouted(limits),
                plain.steerings(),
                TenantInterfaces.ofRouted(members));
    }

    SimulatedFabric switches() {
        return fabric.holding(Planner.plan(model()));
    }

    ConnectPoint portOf(RoutedMember member) {
        return fabric.host(member.server().toString()).location();
    }

    /** A packet as the server of {@code from} hands it to the fabric. */
    static Packet packet(RoutedMember from, Ipv4Address to) {
        return packet(from.mac(), from.address(), to);
    }

    static Packet packet(MacAddress mac, Ipv4Address from, Ipv4Address to) {
        return Packet.udp(from, 7, to, 9).between(mac, PlanOptions.GATEWAY_MAC);
    }

    List<Walk.Outcome> sent(SimulatedFabric switches, RoutedMember from, Ipv4Address to) {
        return VlanWorld.sent(switches, portOf(from), packet(from, to), BucketChoice.every());
    }

    /** What is wrong with how addresses are reached, and with what becomes of addresses that nobody has. */
    List<String> faults(SimulatedFabric switches) {
        List<String> faults = new ArrayList<>();
        for (RoutedMember from : members) {
            for (RoutedMember to : members) {
                if (!from.server().equals(to.server())) {
                    List<Walk.Outcome> ends = sent(switches, from, to.address());
                    if (ends.isEmpty() || ends.stream().anyMatch(end -> !isAt(to, end))) {
                        faults.add(from + " to " + to + " ended "
                                + new TreeSet<>(
                                        ends.stream().map(Object::toString).toList()));
                    }
                }
            }
            for (Ipv4Address nobody : nobodies()) {
                List<Walk.Outcome> ends = sent(switches, from, nobody);
                if (ends.isEmpty() || !ends.stream().allMatch(Walk.Dropped.class::isInstance)) {
                    faults.add(from + " to " + nobody + ", whom nobody has, ended " + ends);
                }
            }
        }
        return faults;
    }

    private boolean isAt(RoutedMember to, Walk.Outcome outcome) {
        return outcome instanceof Walk.Delivered at
                && at.point().equals(portOf(to))
                && at.packet().value(Field.ETH_DST) == to.mac().value();
    }

    /** An address of every block that nobody has, and one of no block. */
    private Set<Ipv4Address> nobodies() {
        Set<Ipv4Address> nobodies = new TreeSet<>(Set.of(Ipv4Address.parse("172.20.255.1")));
        members.forEach(
                member -> nobodies.add(new Ipv4Address(member.block().address().value() + 14)));
        return nobodies;
    }
}
