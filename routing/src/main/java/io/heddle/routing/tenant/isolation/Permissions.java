package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.PacketSpace;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may send what to whom, read from what tenants asked for as it is meant, without any regard to how it is brought about.
 *
 * <p>Ports of a network reach each other, routers join networks, floating addresses stand for ports, and on each way the sender's address
 * is its own, its security groups let the packet out and the receiver's let it in. Networks of type routed are joined to each other and to
 * nothing else ({@link RoutedPermissions}). What must arrive is some of what may: between ports that
 * are said to work, IP that is not about the network itself (DHCP, discovery), and questions and answers about each other's addresses.
 */
final class Permissions {

    private static final List<Cidr> LINK_LOCAL = List.of(Cidr.parse("169.254.0.0/16"));
    private static final Cidr LINK_LOCAL_V6 = Cidr.parse("fe80::/10");
    private static final Cidr GROUPS_V6 = Cidr.parse("ff00::/8");

    private final Standing standing;
    private final TenantState state;
    private final Headers headers;
    private final GroupFilter filter;
    private final Senders senders;
    private final Receivers receivers;

    Permissions(Standing standing, PacketSpace space) {
        this.standing = standing;
        state = standing.state();
        headers = new Headers(space);
        filter = new GroupFilter(state, headers);
        senders = new Senders(headers, filter);
        receivers = new Receivers(standing, headers);
    }

    /**
     * Packets on their way.
     *
     * @param sent the packets
     * @param seenAs as whom the sender is seen, if not as who it is
     * @param bridge the bridge that decides where they go, if it is there and all is said to work so far
     * @param sender who sent them, if a port did
     */
    private record Leg(
            PacketSet sent, Optional<IpAddress> seenAs, Optional<DatapathId> bridge, Optional<TenantPort> sender) {

        Leg with(PacketSet fewer) {
            return new Leg(sent.and(fewer), seenAs, bridge, sender);
        }

        Leg at(Optional<DatapathId> other) {
            return new Leg(sent, seenAs, bridge.flatMap(here -> other), sender);
        }

        Leg as(IpAddress other) {
            return new Leg(sent, Optional.of(other), bridge, sender);
        }

        boolean isFrom(TenantPort port) {
            return sender.filter(port::equals).isPresent();
        }
    }

    Headers headers() {
        return headers;
    }

    Senders senders() {
        return senders;
    }

    Receivers receivers() {
        return receivers;
    }

    /** What a port may and must get to whom. */
    Map<End, Bounds> from(TenantPort source) {
        Map<End, Bounds> all = new LinkedHashMap<>();
        TenantNetwork network = state.networkOf(source.network());
        if (!receivers.isOn(source) || !network.adminUp()) {
            return all;
        }
        if (RoutedPermissions.is(network)) {
            return new RoutedPermissions(standing, senders, receivers).from(source);
        }
        Optional<DatapathId> bridge = standing.works(source.id()) ? standing.bridge(source.id()) : Optional.empty();
        Leg leg = new Leg(senders.out(source), Optional.empty(), bridge, Optional.of(source));
        addDirect(all, leg, network);
        if (!network.segment().physicalNetwork().isEmpty()) {
            add(all, new End.Outside(network.segment().physicalNetwork()), leg.sent(), headers.nothing());
            addToFloating(all, leg, network.id());
            addToPrefixes(all, leg, network.id());
        }
        for (RouterId id : state.routersOf(network.id())) {
            RouteTable table = RouteTable.of(state.routers().find(id).orElseThrow(), state);
            for (TenantPort door : table.doors()) {
                if (door.network().equals(network.id())) {
                    Leg through =
                            leg.with(routable()).with(headers.toMac(door.mac())).with(forOthers(table));
                    addRouted(all, through, table);
                    addLedOut(all, through, id, table);
                }
            }
        }
        return all;
    }

    /** What somebody on a physical network may and must get to whom. */
    Map<End, Bounds> fromOutside(String physicalNetwork) {
        Map<End, Bounds> all = new LinkedHashMap<>();
        for (Map.Entry<Segment, NetworkId> entry : state.segments().entrySet()) {
            Segment segment = entry.getKey();
            TenantNetwork network = state.networkOf(entry.getValue());
            if (segment.physicalNetwork().equals(physicalNetwork) && network.adminUp()) {
                PacketSet frames =
                        segment.type() == NetworkType.VLAN ? headers.tagged((int) segment.id()) : headers.ordinary();
                Leg leg = new Leg(frames, Optional.empty(), Optional.empty(), Optional.empty());
                addHeard(all, leg, network);
                addToFloating(all, leg, network.id());
                addToPrefixes(all, leg, network.id());
            }
        }
        return all;
    }

    private void addDirect(Map<End, Bounds> all, Leg leg, TenantNetwork network) {
        for (TenantPort port : receivers.on(network.id())) {
            if (!leg.isFrom(port)) {
                addHeard(all, leg.with(headers.space().everything()), network, port);
            }
        }
    }

    private void addHeard(Map<End, Bounds> all, Leg leg, TenantNetwork network) {
        for (TenantPort port : receivers.on(network.id())) {
            addHeard(all, leg.at(standing.bridge(port.id())), network, port);
        }
    }

    private void addHeard(Map<End, Bounds> all, Leg leg, TenantNetwork network, TenantPort port) {
        PacketSet heard = leg.sent().and(filter.in(port, Optional.empty()));
        PacketSet may = heard.and(receivers.toMacs(port).or(headers.toGroup()).or(announced(leg)));
        PacketSet own = receivers.surelyToMacs(port);
        PacketSet must = heard.and(own.or(headers.toGroup())).and(headers.ip().minus(headers.services()));
        PacketSet asked = Senders.addresses(port).stream()
                .filter(address -> address.version() == IpVersion.V6)
                .map(address -> headers.discovering(Cidr.of(address)))
                .reduce(headers.nothing(), PacketSet::or)
                .and(headers.icmpv6(Headers.SOLICITATION));
        PacketSet told = headers.icmpv6(Headers.ADVERTISEMENT).and(own);
        boolean isSure = isSure(leg, port, network.segment());
        must = must.or(heard.and(own.or(headers.toGroup())).and(asked)).or(heard.and(told));
        add(all, new End.AtPort(port.id()), may, isSure ? must : headers.nothing());
    }

    /** Questions for the sender's own addresses, by which it tells of itself (RFC 5227): everybody may hear them. */
    private PacketSet announced(Leg leg) {
        return leg.sender().stream()
                .flatMap(port -> Senders.addresses(port).stream())
                .filter(address -> address.version() == IpVersion.V4)
                .map(address -> headers.space()
                        .where(Field.ARP_TPA, address.low())
                        .and(headers.space().where(Field.ARP_OP, 1)))
                .reduce(headers.nothing(), PacketSet::or);
    }

    private boolean isSure(Leg leg, TenantPort port, Segment segment) {
        return standing.works(port.id())
                && leg.bridge()
                        .flatMap(here ->
                                standing.bridge(port.id()).filter(there -> standing.isJoined(here, there, segment)))
                        .isPresent();
    }

    /** All but pings of a router's own addresses, which it answers itself. */
    private PacketSet forOthers(RouteTable table) {
        PacketSet pings = headers.over(IpVersion.V4, Headers.ICMP)
                .or(headers.over(IpVersion.V6, Headers.ICMPV6))
                .and(headers.beginnings());
        PacketSet own = headers.nothing();
        for (TenantPort door : table.doors()) {
            for (IpAddress address : Senders.addresses(door)) {
                own = own.or(headers.to(Cidr.of(address)));
            }
        }
        return headers.space().everything().minus(pings.and(own));
    }

    /** What may be forwarded at all: with a hop left, and not from or to addresses of one link alone. */
    private PacketSet routable() {
        PacketSet packets = headers.alive(2);
        for (Cidr cidr : LINK_LOCAL) {
            packets = packets.minus(headers.from(cidr)).minus(headers.to(cidr));
        }
        return packets.minus(headers.from(LINK_LOCAL_V6))
                .minus(headers.to(LINK_LOCAL_V6))
                .minus(headers.to(GROUPS_V6));
    }

    private void addRouted(Map<End, Bounds> all, Leg leg, RouteTable table) {
        for (RouteTable.Route route : table.routes()) {
            route.network()
                    .ifPresent(network -> addArriving(
                            all, leg.with(table.decided(route, headers)), network, route, Optional.empty()));
        }
    }

    /** Packets that a route leads onto a network; {@code to} is where they go now, if that is not where they were sent to. */
    private void addArriving(
            Map<End, Bounds> all, Leg leg, NetworkId network, RouteTable.Route route, Optional<IpAddress> to) {
        List<Receivers.Claim> claims = receivers.claims(network).stream()
                .filter(claim ->
                        to.filter(address -> !address.equals(claim.address())).isEmpty())
                .toList();
        for (TenantPort port : receivers.on(network)) {
            PacketSet may = taken(port, claims, route, to, false);
            PacketSet must = taken(port, claims, route, to, true).minus(headers.services());
            boolean isSure = isSure(leg, port, state.networkOf(network).segment()) && !leg.isFrom(port);
            PacketSet heard = leg.sent().and(filter.in(port, leg.seenAs()));
            boolean isBack = leg.isFrom(port) && leg.seenAs().isEmpty() && to.isEmpty();
            if (!isBack) {
                add(all, new End.AtPort(port.id()), heard.and(may), isSure ? heard.and(must) : headers.nothing());
            }
        }
    }

    private PacketSet taken(
            TenantPort port,
            List<Receivers.Claim> claims,
            RouteTable.Route route,
            Optional<IpAddress> to,
            boolean isSurely) {
        if (route.hop().isPresent()) {
            return receivers.takes(port, route.hop().get(), isSurely)
                    ? headers.space().everything()
                    : headers.nothing();
        }
        if (to.isPresent()) {
            return claims.stream().anyMatch(claim -> receivers.takes(port, claim.mac(), isSurely))
                    ? headers.space().everything()
                    : headers.nothing();
        }
        return receivers.claimed(port, claims, isSurely);
    }

    /** What no route of a router leads to goes out of all networks of tenants: as a floating address, as the router, or as who it is. */
    private void addLedOut(Map<End, Bounds> all, Leg leg, RouterId router, RouteTable table) {
        Exits.of(router, standing, table).ifPresent(exit -> {
            TenantNetwork outside = state.networkOf(exit.place().network());
            Leg out = leg.with(leg.sent().minus(table.decided(headers)));
            NetworkId from = leg.sender().orElseThrow().network();
            Segment segment = state.networkOf(from).segment();
            boolean isJoined = leg.bridge()
                    .filter(here -> standing.isJoined(here, exit.place().bridge(), segment))
                    .isPresent();
            Leg there = out.at(isJoined ? Optional.of(exit.place().bridge()) : Optional.empty());
            PacketSet others = there.sent();
            for (Exits.Target floating : exit.floating()) {
                PacketSet own = headers.from(Cidr.of(floating.inside()));
                addOutside(all, there.with(own).as(floating.outside()), outside);
                others = others.minus(own);
            }
            Leg rest = there.with(others);
            exit.shared()
                    .ifPresent(own -> addOutside(
                            all,
                            rest.with(headers.of(IpVersion.V4))
                                    .with(headers.beginnings())
                                    .as(own),
                            outside));
            exit.prefixes().forEach(prefix -> addOutside(all, rest.with(headers.from(prefix)), outside));
        });
    }

    private void addOutside(Map<End, Bounds> all, Leg leg, TenantNetwork network) {
        PacketSet inside = state.subnetsOf(network.id()).stream()
                .map(subnet -> headers.to(subnet.cidr()))
                .reduce(headers.nothing(), PacketSet::or);
        PacketSet led = Stream.of(IpVersion.values())
                .filter(version -> leg.bridge().isPresent() && Exits.isLed(network.id(), version, standing))
                .map(headers::of)
                .reduce(headers.nothing(), PacketSet::or);
        add(
                all,
                new End.Outside(network.segment().physicalNetwork()),
                leg.sent(),
                leg.sent().and(led).minus(inside).minus(headers.services()));
        RouteTable.Route onto =
                new RouteTable.Route(Cidr.parse("0.0.0.0/0"), Optional.of(network.id()), Optional.empty());
        addArriving(all, leg, network.id(), onto, Optional.empty());
        Exits.forwarded(network.id(), standing).forEach(each -> addForwarded(all, leg.sent(), each));
        Exits.floating(network.id(), standing).forEach(target -> {
            Leg again = leg.with(headers.to(Cidr.of(target.outside()))).with(headers.alive(3));
            addStoodFor(all, again.at(Optional.of(target.bridge())), target);
        });
    }

    /** From the external network itself, to whom floating addresses stand for. */
    private void addToFloating(Map<End, Bounds> all, Leg leg, NetworkId network) {
        Exits.forwarded(network, standing)
                .forEach(each -> addForwarded(all, leg.sent().and(headers.toMac(each.mac())), each));
        Exits.floating(network, standing).forEach(target -> {
            PacketSet packets = headers.to(Cidr.of(target.outside())).and(headers.toMac(target.mac()));
            Leg there = leg.with(packets).with(routable());
            Optional<DatapathId> bridge =
                    isThere(leg, target.bridge(), network) ? Optional.of(target.bridge()) : Optional.empty();
            addStoodFor(all, new Leg(there.sent(), Optional.empty(), bridge, leg.sender()), target);
        });
    }

    /** From the external network itself, to whoever has an address that a router leads in. */
    private void addToPrefixes(Map<End, Bounds> all, Leg leg, NetworkId network) {
        Exits.leadingIn(network, standing).forEach((id, exit) -> {
            RouteTable table = RouteTable.of(state.routers().find(id).orElseThrow(), state);
            PacketSet led = exit.prefixes().stream().map(headers::to).reduce(headers.nothing(), PacketSet::or);
            Leg there = leg.with(led)
                    .with(headers.toMac(exit.place().mac()))
                    .with(routable())
                    .with(forOthers(table));
            Optional<DatapathId> bridge = isThere(leg, exit.place().bridge(), network)
                    ? Optional.of(exit.place().bridge())
                    : Optional.empty();
            addRouted(all, new Leg(there.sent(), Optional.empty(), bridge, leg.sender()), table);
        });
    }

    /** Whether packets on a network get to a bridge where that leads out; from outside they do. */
    private boolean isThere(Leg leg, DatapathId bridge, NetworkId network) {
        Segment segment = state.networkOf(network).segment();
        return leg.sender().isEmpty()
                || leg.bridge()
                        .filter(here -> standing.isJoined(here, bridge, segment))
                        .isPresent();
    }

    /** What is for forwarded ports; hosts are asked whether they let it in by another port than it was sent to, which is not looked at. */
    private void addForwarded(Map<End, Bounds> all, PacketSet sent, Exits.Forwarded forwarded) {
        PortForwarding by = forwarded.by();
        Field port = by.protocol() == IpProtocol.TCP ? Field.TCP_DST : Field.UDP_DST;
        PacketSet calls = headers.to(Cidr.of(forwarded.outside()))
                .and(headers.over(IpVersion.V4, by.protocol().number()))
                .and(headers.within(port, by.external().first(), by.external().last()));
        state.ports()
                .find(by.inside().port())
                .ifPresent(inside -> receivers.on(inside.network()).stream()
                        .filter(each -> receivers.mayTake(
                                each, inside.network(), by.inside().address()))
                        .forEach(each -> add(all, new End.AtPort(each.id()), sent.and(calls), headers.nothing())));
    }

    /** Errors go by way of the controller, which puts right what they quote; that is not looked at. */
    private void addStoodFor(Map<End, Bounds> all, Leg sent, Exits.Target target) {
        Leg leg = sent.with(sent.sent().minus(headers.errors()));
        target.table()
                .to(target.inside())
                .ifPresent(route -> route.network()
                        .ifPresent(network -> addArriving(all, leg, network, route, Optional.of(target.inside()))));
    }

    private static void add(Map<End, Bounds> all, End end, PacketSet may, PacketSet must) {
        if (!may.isEmpty()) {
            all.merge(end, new Bounds(may, must), Bounds::or);
        }
    }
}
