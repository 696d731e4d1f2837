package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.SymbolicPacket;
import io.heddle.routing.verify.space.SymbolicPacket.Content;
import io.heddle.routing.verify.space.Tracking;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether connections that may begin between two ports go on: their further packets the same way, and answers back. Between addresses of
 * the ports themselves, where nothing is translated, as only there it is plain from the tables what an answer is.
 */
record Conversations(Standing standing, Reach reach, Permissions permissions) {

    /** Packets of a connection that get lost. */
    record Loss(Difference.Kind kind, PacketSet packets) {}

    List<Loss> losses(TenantPort source, TenantPort target, PacketSet begun, Arrival arrival) {
        PacketSet between = begun.and(arrival.packet().sent())
                .and(own(source, true))
                .and(own(target, false))
                .minus(headers().toGroup());
        List<Loss> losses = new ArrayList<>();
        if (!between.isEmpty() && !isTranslated(arrival.packet())) {
            addLoss(losses, Difference.Kind.CONTINUATION_LOST, source, target, between, arrival);
            back(source, target, arrival)
                    .filter(mac -> isJoined(target, source))
                    .map(mac -> answers(between, target, mac))
                    .ifPresent(
                            answers -> addLoss(losses, Difference.Kind.REPLY_LOST, target, source, answers, arrival));
        }
        return losses;
    }

    /** The packets of an arrival with which the source, in its own name, begins a connection that the target takes. */
    PacketSet begun(TenantPort source, Arrival arrival) {
        PacketSet begun = arrival.packet()
                .sent()
                .and(headers().beginnings())
                .and(own(source, true))
                .minus(headers().services())
                .minus(headers().toGroup());
        boolean isTranslated = arrival.packet().content(Field.IPV4_DST) instanceof Content.Known;
        return port(arrival.end())
                .filter(target -> !isTranslated)
                .map(target -> begun.and(own(target, false)))
                .orElse(begun);
    }

    private Headers headers() {
        return permissions.headers();
    }

    private void addLoss(
            List<Loss> losses,
            Difference.Kind kind,
            TenantPort from,
            TenantPort to,
            PacketSet packets,
            Arrival arrival) {
        Function<DatapathId, Tracking> tracking =
                States.during(headers(), arrival.zones(), kind == Difference.Kind.REPLY_LOST);
        ConnectPoint place = standing.locations().get(from.id());
        if (place != null) {
            Harvest harvest = Harvest.of(
                    standing,
                    headers(),
                    new End.AtPort(from.id()),
                    reach.from(headers().space(), tracking, place, SymbolicPacket.of(packets)));
            PacketSet lost = packets.minus(harvest.taken(new End.AtPort(to.id()), headers()));
            if (!lost.isEmpty()) {
                losses.add(new Loss(kind, lost));
            }
        }
    }

    private static boolean isTranslated(SymbolicPacket packet) {
        return packet.content(Field.IPV4_SRC) instanceof Content.Known
                || packet.content(Field.IPV4_DST) instanceof Content.Known;
    }

    private PacketSet own(TenantPort port, boolean isSource) {
        PacketSet own = headers().nothing();
        for (IpAddress address : Senders.addresses(port)) {
            own = own.or(isSource ? headers().from(Cidr.of(address)) : headers().to(Cidr.of(address)));
        }
        return isSource ? own.and(headers().fromMac(port.mac())) : own;
    }

    /** To which MAC address the target answers: the source's, or that of the router by which it was reached, if that leads back. */
    private Optional<MacAddress> back(TenantPort source, TenantPort target, Arrival arrival) {
        if (arrival.packet().hops() == 0) {
            return Optional.of(source.mac());
        }
        if (!(arrival.packet().content(Field.ETH_SRC) instanceof Content.Known(long door))) {
            return Optional.empty();
        }
        MacAddress mac = new MacAddress(door);
        if (RoutedPermissions.is(standing.state().networkOf(target.network()))) {
            return Optional.of(mac).filter(standing.fabric().gateway()::equals);
        }
        return standing.state()
                .portsByMac(target.network())
                .find(mac)
                .flatMap(id -> standing.state().ports().find(id))
                .flatMap(TenantPort::router)
                .filter(router -> leadsBack(router, source))
                .map(router -> mac);
    }

    /** Whether the target's server sends onto the network of the source. */
    private boolean isJoined(TenantPort target, TenantPort source) {
        return standing.isJoined(
                standing.bridge(target.id()).orElseThrow(),
                standing.bridge(source.id()).orElseThrow(),
                standing.state().networkOf(source.network()).segment());
    }

    boolean leadsBack(RouterId id, TenantPort source) {
        RouteTable table = standing.state()
                .routers()
                .find(id)
                .map(router -> RouteTable.of(router, standing.state()))
                .orElseThrow();
        return Senders.addresses(source).stream()
                .allMatch(address -> table.to(address)
                        .filter(route -> route.network().equals(Optional.of(source.network()))
                                && route.hop().isEmpty())
                        .isPresent());
    }

    /** What answers those packets, as the target sends it. */
    private PacketSet answers(PacketSet begun, TenantPort target, MacAddress to) {
        return answers(begun).and(headers().fromMac(target.mac())).and(headers().toMac(to));
    }

    /** What answers those packets, from and to whatever MAC addresses, with a hop left to go. */
    PacketSet answers(PacketSet begun) {
        PacketSet turned = begun.whatever(Field.ETH_SRC, Field.ETH_DST, Field.IP_TTL, Field.IP_DSCP)
                .exchanged(
                        Field.IPV4_SRC,
                        Field.IPV4_DST,
                        Field.IPV6_SRC_HIGH,
                        Field.IPV6_DST_HIGH,
                        Field.IPV6_SRC_LOW,
                        Field.IPV6_DST_LOW,
                        Field.TCP_SRC,
                        Field.TCP_DST,
                        Field.UDP_SRC,
                        Field.UDP_DST);
        PacketSet four = answering(turned, IpVersion.V4);
        PacketSet six = answering(turned, IpVersion.V6);
        PacketSet others = turned.minus(headers().over(IpVersion.V4, Headers.ICMP))
                .minus(headers().over(IpVersion.V6, Headers.ICMPV6));
        return others.or(four).or(six).and(headers().alive(2));
    }

    private PacketSet answering(PacketSet turned, IpVersion version) {
        boolean isFour = version == IpVersion.V4;
        Field type = isFour ? Field.ICMPV4_TYPE : Field.ICMPV6_TYPE;
        Field code = isFour ? Field.ICMPV4_CODE : Field.ICMPV6_CODE;
        return turned.and(headers().over(version, isFour ? Headers.ICMP : Headers.ICMPV6))
                .whatever(type, code)
                .and(headers().space().where(type, isFour ? 0 : Headers.ECHO_V6 + 1));
    }

    /** The port of that identifier, if it is one of a tenant's. */
    Optional<TenantPort> port(End end) {
        return end instanceof End.AtPort(PortId id) ? standing.state().ports().find(id) : Optional.empty();
    }
}
