package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.SymbolicPacket;
import io.heddle.routing.verify.space.SymbolicPacket.Content;
import io.heddle.routing.verify.space.Tracking;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether answers find their way through routers that lead out: back from outside to whoever began a connection, which was seen as a floating
 * address, as the router's own that many share, or as who it is where nothing is translated; and out to whoever began one outside.
 *
 * <p>Connection tracking is taken to have kept the transport port of the sender, as it does unless another connection has it already.
 */
record Returns(Standing standing, Reach reach, Conversations conversations) {

    private static final Cidr GROUPS = Cidr.parse("224.0.0.0/3");
    private static final Cidr GROUPS_V6 = Cidr.parse("ff00::/8");
    private static final long TAG = 0x1000;

    /** The answers to packets of {@code begun} that came out onto a physical network, of those that do not come back. */
    Optional<PacketSet> lost(TenantPort source, String network, PacketSet begun, Arrival out) {
        Optional<MacAddress> mac = mac(out.packet());
        Optional<RouterId> router = mac.flatMap(this::router);
        if (router.filter(id -> conversations.leadsBack(id, source)).isEmpty()) {
            return Optional.empty();
        }
        PacketSet lost = headers().nothing();
        for (IpAddress own : Senders.addresses(source)) {
            PacketSet asked = begun.and(out.packet().sent())
                    .and(headers().from(Cidr.of(own)))
                    .and(headers().fromMac(source.mac()))
                    .minus(headers().to(GROUPS));
            if (!asked.isEmpty()) {
                PacketSet answers = answers(asked, out.packet(), mac.get());
                lost = lost.or(answers.minus(back(source, network, answers, out, own)));
            }
        }
        return Optional.of(lost).filter(packets -> !packets.isEmpty());
    }

    /** The answers of a port to packets of {@code begun} that a router led in from a physical network, of those that do not get out there. */
    Optional<PacketSet> kept(TenantPort target, String network, PacketSet begun, Arrival in) {
        Optional<MacAddress> door = mac(in.packet());
        PacketSet asked =
                begun.and(in.packet().sent()).and(strangers(target, door)).and(own(target, in.packet()));
        ConnectPoint place = standing.locations().get(target.id());
        if (asked.isEmpty() || place == null) {
            return Optional.empty();
        }
        PacketSet answers = conversations
                .answers(asked)
                .and(headers().fromMac(target.mac()))
                .and(headers().toMac(door.orElseThrow()));
        if (in.packet().content(Field.IPV4_DST) instanceof Content.Known(long inside)) {
            answers = answers.whatever(Field.IPV4_SRC)
                    .and(headers().from(Cidr.of(IpAddress.of(new Ipv4Address((int) inside)))));
        }
        Function<DatapathId, Tracking> tracking = States.during(headers(), in.zones(), true);
        List<Arrival> arrivals = reach.from(headers().space(), tracking, place, SymbolicPacket.of(answers));
        PacketSet out = Harvest.of(standing, headers(), new End.AtPort(target.id()), arrivals)
                .taken(new End.Outside(network), headers());
        return Optional.of(answers.minus(out)).filter(packets -> !packets.isEmpty());
    }

    /** Packets for an address of the port's own, as it takes them. */
    private PacketSet own(TenantPort target, SymbolicPacket taken) {
        List<IpAddress> own = Senders.addresses(target);
        if (taken.content(Field.IPV4_DST) instanceof Content.Known(long inside)) {
            boolean isOwn = own.contains(IpAddress.of(new Ipv4Address((int) inside)));
            return isOwn ? headers().space().everything() : headers().nothing();
        }
        return own.stream()
                .map(address -> headers().to(Cidr.of(address)))
                .reduce(headers().nothing(), PacketSet::or);
    }

    /** Packets from addresses to which the router of that door on the port's network leads out, and knows whom it hands them to. */
    private PacketSet strangers(TenantPort target, Optional<MacAddress> door) {
        Optional<TenantRouter> router = door.flatMap(
                        mac -> standing.state().portsByMac(target.network()).find(mac))
                .flatMap(id -> standing.state().ports().find(id))
                .flatMap(TenantPort::router)
                .flatMap(id -> standing.state().routers().find(id));
        return router.flatMap(known -> {
                    RouteTable table = RouteTable.of(known, standing.state());
                    return Exits.of(known.id(), standing, table)
                            .map(exit -> strangers(exit.place().network(), table));
                })
                .orElseGet(() -> headers().nothing());
    }

    private PacketSet strangers(NetworkId external, RouteTable table) {
        PacketSet strangers = headers().nothing();
        for (IpVersion version : IpVersion.values()) {
            if (Exits.isLed(external, version, standing)) {
                strangers = strangers.or(headers().of(version));
            }
        }
        for (Cidr inside : table.destinations()) {
            strangers = strangers.minus(headers().from(inside));
        }
        for (TenantSubnet subnet : standing.state().subnetsOf(external)) {
            strangers = strangers.minus(headers().from(subnet.cidr()));
        }
        return strangers.minus(headers().from(GROUPS)).minus(headers().from(GROUPS_V6));
    }

    private Headers headers() {
        return conversations.permissions().headers();
    }

    /** As whom a router sent what came out, if one did. */
    private static Optional<MacAddress> mac(SymbolicPacket packet) {
        return packet.hops() > 0 && packet.content(Field.ETH_SRC) instanceof Content.Known(long mac)
                ? Optional.of(new MacAddress(mac))
                : Optional.empty();
    }

    private Optional<RouterId> router(MacAddress mac) {
        return standing.exits().entrySet().stream()
                .filter(exit -> exit.getValue().mac().equals(mac))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** What answers {@code asked} outside, where it came out as it is in {@code out}. */
    private PacketSet answers(PacketSet asked, SymbolicPacket out, MacAddress mac) {
        PacketSet answers = conversations.answers(asked).and(headers().toMac(mac));
        if (out.content(Field.IPV4_SRC) instanceof Content.Known(long seenAs)) {
            answers = answers.whatever(Field.IPV4_DST)
                    .and(headers().to(Cidr.of(IpAddress.of(new Ipv4Address((int) seenAs)))));
        }
        return out.content(Field.VLAN_VID) instanceof Content.Known(long vlan) && (vlan & TAG) != 0
                ? answers.whatever(Field.VLAN_VID).and(headers().space().where(Field.VLAN_VID, vlan))
                : answers;
    }

    /** Those of the answers that get back to the source. */
    private PacketSet back(TenantPort source, String network, PacketSet answers, Arrival out, IpAddress own) {
        Function<DatapathId, Tracking> tracking = States.answering(headers(), out.zones(), own.asIpv4());
        List<Arrival> arrivals = new ArrayList<>();
        for (ConnectPoint uplink : reach.uplinks(network)) {
            arrivals.addAll(reach.from(headers().space(), tracking, uplink, SymbolicPacket.of(answers)));
        }
        return Harvest.of(standing, headers(), new End.Outside(network), arrivals)
                .taken(new End.AtPort(source.id()), headers());
    }
}
