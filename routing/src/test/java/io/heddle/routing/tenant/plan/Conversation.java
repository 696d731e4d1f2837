package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Connections;
import io.heddle.routing.verify.Emission;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Passage;
import io.heddle.routing.verify.SimulatedSwitch;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who talks to whom over servers that hold some tables, found out one packet after the other as hosts would: where is the other, there and
 * back, and once more; and what gets through that no honest host sends. Tables may be wrong in any way.
 */
public final class Conversation {

    private static final int LONGEST = 8;

    private final TenantState state;
    private final SortedMap<DatapathId, TenantServer> servers;
    private final SortedMap<PortId, ConnectPoint> locations;
    private final List<RoutedMember> routed;
    private final Map<DatapathId, SimulatedSwitch> switches = new HashMap<>();
    private final Map<DatapathId, Connections> connections = new HashMap<>();

    /** Servers that hold {@code tables}; where interfaces are says {@code plan}. */
    public Conversation(
            TenantState state,
            SortedMap<DatapathId, TenantServer> servers,
            OverlayPlan plan,
            SortedMap<DatapathId, SwitchPlan> tables) {
        this.state = state;
        this.servers = servers;
        locations = plan.locations();
        routed = plan.interfaces().routed();
        tables.forEach((bridge, held) -> switches.put(bridge, new SimulatedSwitch(bridge, held)));
    }

    /** What came out at an interface. */
    private record Heard(ConnectPoint place, Packet packet) {}

    /** Everything that works, in words. */
    public SortedSet<String> all(List<TenantPort> ports) {
        SortedSet<String> all = new TreeSet<>();
        for (TenantPort from : ports) {
            if (locations.containsKey(from.id())) {
                for (TenantPort to : ports) {
                    if (!to.equals(from) && locations.containsKey(to.id())) {
                        addTalks(all, from, to);
                        addTricks(all, from, to);
                    }
                }
            }
        }
        return all;
    }

    private void addTalks(SortedSet<String> all, TenantPort from, TenantPort to) {
        Ipv4Address source = Wanted.address(from);
        Ipv4Address target = Wanted.address(to);
        for (MacAddress hop : hops(from, to)) {
            for (int port : List.of(0, 22, 30, 60, 100, 53)) {
                Packet first = question(source, target, port).between(from.mac(), hop);
                connections.clear();
                Optional<Packet> heard = heard(from, to, first);
                if (heard.filter(packet -> isMeant(to, packet)).isPresent()) {
                    Packet answer = answer(heard.get(), port)
                            .between(to.mac(), new MacAddress(heard.get().value(Field.ETH_SRC)));
                    boolean isAnswered = heard(to, from, answer).isPresent();
                    boolean goesOn = heard(from, to, first).isPresent();
                    all.add(from.id() + " to " + to.id() + " port " + port + (isAnswered ? " answered" : "")
                            + (goesOn ? " and on" : ""));
                }
            }
        }
    }

    private static boolean isMeant(TenantPort to, Packet packet) {
        return packet.value(Field.ETH_DST) == to.mac().value()
                && packet.destination().equals(Wanted.address(to))
                && packet.value(Field.VLAN_VID) == 0;
    }

    private static Packet question(Ipv4Address from, Ipv4Address to, int port) {
        return port == 0
                ? Packet.icmp(from, to, 8, 0)
                : port == 53 ? Packet.udp(from, 40_000, to, port) : Packet.tcp(from, 40_000, to, port);
    }

    private static Packet answer(Packet heard, int port) {
        Ipv4Address from = heard.destination();
        Ipv4Address to = heard.source();
        return port == 0
                ? Packet.icmp(from, to, 0, 0)
                : port == 53 ? Packet.udp(from, port, to, 40_000) : Packet.tcp(from, port, to, 40_000);
    }

    /** The MAC addresses to which a host sends what is for another: its own, if it is asked for and found, and those of routers. */
    private List<MacAddress> hops(TenantPort from, TenantPort to) {
        List<MacAddress> hops = new ArrayList<>();
        if (state.networkOf(from.network()).segment().type() == NetworkType.ROUTED) {
            hops.add(PlanOptions.GATEWAY_MAC);
        }
        for (TenantPort near : state.portsOf(from.network())) {
            if (near.equals(to) || near.router().isPresent()) {
                found(from, near).ifPresent(hops::add);
            }
        }
        return hops;
    }

    private Optional<MacAddress> found(TenantPort from, TenantPort near) {
        Optional<Ipv4Address> address = near.fixedIps().stream()
                .map(FixedIp::address)
                .filter(ip -> ip.version() == IpVersion.V4)
                .findFirst()
                .flatMap(IpAddress::asIpv4);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Packet request = Packet.arp(1, from.mac(), Wanted.address(from), address.get());
        List<Heard> heard = sent(from, request);
        Optional<MacAddress> answered = heard.stream()
                .filter(each -> each.place().equals(locations.get(from.id())))
                .map(Heard::packet)
                .filter(packet -> packet.value(Field.ARP_OP) == 2
                        && packet.value(Field.ARP_SPA) == address.get().unsigned())
                .map(packet -> new MacAddress(packet.value(Field.ARP_SHA)))
                .findFirst();
        boolean isAsked = heard.stream().anyMatch(each -> each.place().equals(locations.get(near.id())));
        return answered.or(() -> isAsked ? Optional.of(near.mac()) : Optional.empty());
    }

    /** Packets with the sender's, or the receiver's, addresses forged, to the receiver, to all, and to its routers. */
    private void addTricks(SortedSet<String> all, TenantPort from, TenantPort to) {
        Ipv4Address own = Wanted.address(from);
        Ipv4Address target = Wanted.address(to);
        Ipv4Address other = Ipv4Address.of(10, 0, 0, 99);
        Map<String, Packet> tricks = Map.of(
                "address", Packet.udp(other, 7, target, 53).between(from.mac(), to.mac()),
                "mac", Packet.udp(own, 7, target, 53).between(new MacAddress(0x99), to.mac()),
                "all", Packet.udp(own, 7, Ipv4Address.BROADCAST, 53).between(from.mac(), MacAddress.BROADCAST),
                "offer", Packet.udp(own, 67, target, 68).between(from.mac(), to.mac()),
                "arp", Packet.arp(2, from.mac(), other, target).between(from.mac(), to.mac()),
                "plain", Packet.udp(own, 7, target, 7).between(from.mac(), to.mac()),
                "answer", Packet.icmp(own, target, 0, 0).between(from.mac(), to.mac()),
                "ether", Packet.blank().with(Field.ETH_TYPE, 0x88b5).between(from.mac(), to.mac()),
                "six",
                        Packet.blank()
                                .with(Field.ETH_TYPE, Match.IPV6)
                                .with(
                                        Field.IPV6_SRC_HIGH,
                                        IpAddress.linkLocal(from.mac()).high())
                                .with(
                                        Field.IPV6_SRC_LOW,
                                        IpAddress.linkLocal(from.mac()).low())
                                .with(
                                        Field.IPV6_DST_HIGH,
                                        IpAddress.linkLocal(to.mac()).high())
                                .with(
                                        Field.IPV6_DST_LOW,
                                        IpAddress.linkLocal(to.mac()).low())
                                .with(Field.IP_PROTO, 17)
                                .with(Field.IP_TTL, 64)
                                .with(Field.UDP_SRC, 7)
                                .with(Field.UDP_DST, 53)
                                .between(from.mac(), to.mac()));
        tricks.forEach((name, packet) -> {
            connections.clear();
            if (heard(from, to, packet).isPresent()) {
                all.add(from.id() + " tricks " + to.id() + " by " + name);
            }
        });
    }

    private Optional<Packet> heard(TenantPort from, TenantPort to, Packet packet) {
        return sent(from, packet).stream()
                .filter(heard -> heard.place().equals(locations.get(to.id())))
                .map(Heard::packet)
                .findFirst();
    }

    private List<Heard> sent(TenantPort from, Packet packet) {
        List<Heard> heard = new ArrayList<>();
        ConnectPoint place = locations.get(from.id());
        if (place != null) {
            enter(place, packet, heard, 0);
        }
        return heard;
    }

    private void enter(ConnectPoint at, Packet frame, List<Heard> heard, int bridges) {
        SimulatedSwitch here = switches.get(at.dpid());
        if (here == null || bridges >= LONGEST) {
            return;
        }
        Connections known = connections.getOrDefault(at.dpid(), Connections.none());
        List<Passage> passages =
                here.process(frame.with(Field.IN_PORT, at.port().value()), known, port -> true, BucketChoice.every());
        connections.put(at.dpid(), passages.getFirst().connections());
        for (Emission emission : passages.getFirst().emissions()) {
            if (emission instanceof Emission.ThroughPort through) {
                leave(at.dpid(), through, heard, bridges);
            }
        }
    }

    private void leave(DatapathId here, Emission.ThroughPort through, List<Heard> heard, int bridges) {
        Packet inner = SimulatedOverlay.inner(through.packet());
        TenantServer server = servers.get(here);
        for (TenantServer other : servers.values()) {
            if (server == null || other.bridge().equals(here)) {
                continue;
            }
            for (NetworkType type : server.tunnels().keySet()) {
                if (through.port().equals(server.tunnels().get(type))) {
                    cross(server, other, type, through.packet(), heard, bridges);
                }
            }
            for (Map.Entry<String, PortNumber> uplink : server.uplinks().entrySet()) {
                PortNumber entry = other.uplinks().get(uplink.getKey());
                if (through.port().equals(uplink.getValue()) && entry != null) {
                    enter(new ConnectPoint(other.bridge(), entry), inner, heard, bridges + 1);
                }
            }
        }
        heard.add(new Heard(new ConnectPoint(here, through.port()), inner));
    }

    private void cross(
            TenantServer from, TenantServer to, NetworkType type, Packet packet, List<Heard> heard, int bridges) {
        Packet inner = SimulatedOverlay.inner(packet);
        PortNumber entry = to.tunnels().get(type);
        Optional<Packet> arriving = type != NetworkType.VLAN
                ? Optional.of(inner.with(Field.TUNNEL_ID, packet.value(Field.TUNNEL_ID)))
                        .filter(keyed -> to.underlay().unsigned() == packet.value(Field.TUNNEL_DST))
                : inner.value(Field.VLAN_VID) != 0 ? Optional.of(inner) : routed(from, to, inner);
        if (entry != null && arriving.isPresent()) {
            enter(new ConnectPoint(to.bridge(), entry), arriving.get(), heard, bridges + 1);
        }
    }

    /** A packet that the fabric routes from an address that is bound to one server to one that is bound to the other. */
    private Optional<Packet> routed(TenantServer from, TenantServer to, Packet packet) {
        boolean isIp = packet.value(Field.ETH_TYPE) == Match.IPV4;
        boolean isAdmitted = isIp
                && isBound(packet.source(), from)
                && packet.value(Field.ETH_SRC)
                        == RoutedMember.mac(from.underlay()).value();
        return isAdmitted && isBound(packet.destination(), to)
                ? Optional.of(packet.between(PlanOptions.GATEWAY_MAC, RoutedMember.mac(to.underlay())))
                : Optional.empty();
    }

    private boolean isBound(Ipv4Address address, TenantServer server) {
        return routed.stream()
                .anyMatch(member ->
                        member.address().equals(address) && member.server().equals(server.underlay()));
    }
}
