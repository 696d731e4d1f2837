package io.heddle.routing.tenant.isolation;

import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.PacketSpace;
import io.heddle.routing.verify.space.SymbolicPacket;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the fabric does with untagged packets that servers hand it for tenants, as {@code routing.plan} plans it for every fabric: the edge
 * switch lets in what comes from the MAC address that the server has for routed packets and from an address that is bound there, it is
 * brought to the server where its receiver is bound, and all else is dropped, from and to the fabric's own hosts too. The switches on the
 * way are not counted as hops.
 *
 * @param gateway the MAC address of the fabric as a gateway
 * @param members the addresses that it routes, and where they are bound
 */
public record RoutedFabric(MacAddress gateway, List<RoutedMember> members) {

    private static final long GROUP = 1L << 40;

    public RoutedFabric {
        members = List.copyOf(members);
    }

    /** A fabric that does what that plan asks of it. */
    public static RoutedFabric of(OverlayPlan plan) {
        return new RoutedFabric(plan.space().gateway(), plan.interfaces().routed());
    }

    /** The same fabric, which does not route these addresses. */
    RoutedFabric without(Set<Ipv4Address> refused) {
        return new RoutedFabric(
                gateway,
                members.stream()
                        .filter(member -> !refused.contains(member.address()))
                        .toList());
    }

    /** Packets that get to a server by the fabric. */
    record Handed(Ipv4Address server, SymbolicPacket packet) {}

    /** Where the fabric brings packets that the server of that address hands it: never back there. */
    List<Handed> bring(PacketSpace space, Ipv4Address from, SymbolicPacket packet) {
        SymbolicPacket admitted = packet.within(admitted(space, from, packet));
        SortedMap<Ipv4Address, PacketSet> byServer = new TreeMap<>();
        if (!admitted.sent().isEmpty()) {
            for (RoutedMember member : members) {
                PacketSet received = with(space, admitted, Field.IPV4_DST, member.address());
                if (!received.isEmpty() && !member.server().equals(from)) {
                    byServer.merge(member.server(), received, PacketSet::or);
                }
            }
        }
        List<Handed> handed = new ArrayList<>();
        byServer.forEach((server, packets) -> handed.add(new Handed(
                server,
                admitted.within(packets)
                        .with(Field.ETH_SRC, gateway.value())
                        .with(Field.ETH_DST, RoutedMember.mac(server).value()))));
        return handed;
    }

    private PacketSet admitted(PacketSpace space, Ipv4Address from, SymbolicPacket packet) {
        long mac = RoutedMember.mac(from).value();
        SymbolicPacket own = packet.within(packet.where(space, Field.ETH_SRC, mac, Field.ETH_SRC.allBits()));
        SymbolicPacket single = own.within(own.where(space, Field.ETH_DST, 0, GROUP));
        PacketSet admitted = space.nothing();
        for (RoutedMember member : members) {
            if (member.server().equals(from) && !single.sent().isEmpty()) {
                admitted = admitted.or(with(space, single, Field.IPV4_SRC, member.address()));
            }
        }
        return admitted;
    }

    private static PacketSet with(PacketSpace space, SymbolicPacket packet, Field field, Ipv4Address address) {
        return packet.where(space, field, address.unsigned(), field.allBits());
    }
}
