package io.heddle.controller.host;

import io.heddle.controller.packet.Arp;
import io.heddle.controller.packet.Dhcp;
import io.heddle.controller.packet.DhcpOptions;
import io.heddle.controller.packet.DhcpType;
import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Udp;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Effect.Departure.ByPort;
import io.heddle.controller.state.Effect.Departure.ThroughTables;
import io.heddle.controller.state.Effect.SendPacket;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.HostLocated;
import io.heddle.controller.state.FabricEvent.HostLost;
import io.heddle.controller.state.FabricEvent.HostRefused;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.controller.state.FabricEvent.PortChanged;
import io.heddle.controller.state.Installed;
import io.heddle.controller.state.Lease;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.controller.state.Reaction;
import io.heddle.controller.state.SwitchDescription;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Two leaves (1: 10.0.0.0/24, 2: 10.0.1.0/24) under one spine (9), with stations at their ports 2 to 4. Port n is planned for host n.
 *
 * <p>Stations answer ARP for their address. Frames that leave through the tables are collected, as if every rule was there.
 */
final class Bench {

    static final MacAddress GATEWAY = MacAddress.parse("00:00:5e:00:01:01");
    static final ConnectPoint P12 = ConnectPoint.of(1, 2);
    static final ConnectPoint P13 = ConnectPoint.of(1, 3);
    static final ConnectPoint P14 = ConnectPoint.of(1, 4);
    static final ConnectPoint P22 = ConnectPoint.of(2, 2);
    static final ConnectPoint P23 = ConnectPoint.of(2, 3);
    static final ConnectPoint UPLINK = ConnectPoint.of(1, 1);

    /** A station; a mute one answers nothing. */
    record Station(ConnectPoint point, MacAddress mac, Ipv4Address ip) {}

    /** A frame that a station got. */
    @SuppressWarnings("ArrayRecordComponent")
    record Got(ConnectPoint point, byte[] frame) {}

    final List<Station> stations = new ArrayList<>();
    final List<Got> got = new ArrayList<>();
    final List<SendPacket> throughTables = new ArrayList<>();
    final List<FabricEvent> events = new ArrayList<>();
    final List<Effect> effects = new ArrayList<>();
    final HostServices services;
    boolean confirmsRules = true;
    Topology topology;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final AddressPlan plan;
    private final Blueprint blueprint;

    Bench() {
        this(HostSettings.defaults(), List.of());
    }

    Bench(HostSettings settings, Collection<Lease> leases) {
        services = new HostServices(settings, leases);
        blueprint = blueprint();
        plan = AddressPlan.of(new FabricDesign.LeafSpine(1, 2, 1), blueprint, 10);
        topology = Topology.empty()
                .withSwitch(leaf(1, true))
                .withSwitch(leaf(2, true))
                .withSwitch(leaf(9, true));
        for (Cable cable : blueprint.cables()) {
            topology = topology.withLink(cable.forward()).withLink(cable.backward());
        }
    }

    private static Blueprint blueprint() {
        TreeMap<DatapathId, Position> positions = new TreeMap<>();
        positions.put(new DatapathId(1), new Position(Tier.EDGE, 0, 0));
        positions.put(new DatapathId(2), new Position(Tier.EDGE, 0, 1));
        positions.put(new DatapathId(9), new Position(Tier.CORE, 0, 0));
        TreeSet<Cable> cables = new TreeSet<>();
        cables.add(Cable.between(ConnectPoint.of(1, 1), ConnectPoint.of(9, 1)));
        cables.add(Cable.between(ConnectPoint.of(2, 1), ConnectPoint.of(9, 2)));
        TreeMap<ConnectPoint, Integer> hosts = new TreeMap<>();
        for (int leaf = 1; leaf <= 2; leaf++) {
            for (int port = 2; port <= 4; port++) {
                hosts.put(ConnectPoint.of(leaf, port), port - 2);
            }
        }
        return new Blueprint(positions, cables, hosts);
    }

    private static FabricSwitch leaf(long dpid, boolean isConnected) {
        List<Port> ports =
                IntStream.rangeClosed(1, 4).mapToObj(n -> port(n, true)).toList();
        return FabricSwitch.of(new DatapathId(dpid), "s" + dpid, isConnected, ports);
    }

    private static Port port(int number, boolean isUp) {
        return new Port(new PortNumber(number), "p" + number, new MacAddress(0x0200_0000_0000L + number), isUp, 0);
    }

    static MacAddress mac(int number) {
        return new MacAddress(0x0a00_0000_0000L + number);
    }

    static Ipv4Address ip(String text) {
        return Ipv4Address.parse(text);
    }

    FabricFacts facts() {
        return FabricFacts.of(topology, blueprint, plan, GATEWAY);
    }

    Station station(ConnectPoint point, int mac, String ip) {
        Station station = new Station(point, mac(mac), ip(ip));
        stations.add(station);
        return station;
    }

    Bench known(Station station) {
        topology = topology.withHost(new Host(station.ip(), station.mac(), station.point()));
        return this;
    }

    void connectedIs(long dpid, boolean isConnected) {
        topology = topology.withSwitch(
                topology.fabricSwitch(new DatapathId(dpid)).orElseThrow().withConnected(isConnected));
    }

    void withoutLinks() {
        for (Link link : topology.links()) {
            topology = topology.withoutLink(link);
        }
    }

    /** The switch connects as the topology has it. */
    void connect(DatapathId dpid) {
        apply(new FabricEvent.SwitchConnected(
                dpid,
                ProtocolVersion.OF_1_5,
                new SwitchDescription("", "", "", "", ""),
                List.copyOf(topology.fabricSwitch(dpid).orElseThrow().ports().values()),
                Installed.nothing(),
                "test"));
    }

    void setPort(ConnectPoint point, boolean isUp) {
        Port port = port(point.port().value(), isUp);
        topology = topology.withSwitch(
                topology.fabricSwitch(point.dpid()).orElseThrow().withPort(port));
        apply(new PortChanged(point.dpid(), port));
    }

    void pass(Duration duration) {
        Instant end = now.plus(duration);
        while (now.isBefore(end)) {
            now = now.plusMillis(50);
            apply(new FabricEvent.Ticked());
        }
    }

    void send(ConnectPoint point, byte[] frame) {
        apply(new PacketReceived(point, PacketInReason.ACTION, Optional.empty(), frame));
    }

    void arp(Station from, Arp arp) {
        send(from.point(), new Ethernet(MacAddress.BROADCAST, from.mac(), Ethernet.ARP, arp.bytes()).bytes());
    }

    void asks(Station from, String target) {
        arp(from, Arp.request(from.mac(), from.ip(), ip(target)));
    }

    byte[] ping(Station from, String target) {
        return ping(from, target, 64);
    }

    byte[] ping(Station from, String target, int ttl) {
        Icmp icmp = new Icmp(Icmp.ECHO_REQUEST, 0, 0x00010001, new byte[] {1, 2, 3});
        Ipv4 packet = Ipv4.of(ttl, Ipv4.ICMP, from.ip(), ip(target), icmp.bytes());
        return new Ethernet(GATEWAY, from.mac(), Ethernet.IPV4, packet.bytes()).bytes();
    }

    void pings(Station from, String target) {
        send(from.point(), ping(from, target));
    }

    Dhcp dhcp(DhcpType type, int mac, Ipv4Address clientIp, DhcpOptions more) {
        Ipv4Address none = Ipv4Address.UNSPECIFIED;
        return new Dhcp(false, 7, 0, false, clientIp, none, none, mac(mac), more.with(type));
    }

    void dhcp(ConnectPoint point, Dhcp message) {
        Ipv4 envelope = Ipv4.of(64, Ipv4.UDP, message.clientIp(), Ipv4Address.BROADCAST, new byte[0]);
        Ipv4 packet = new Udp(68, 67, message.bytes()).in(envelope);
        send(point, new Ethernet(MacAddress.BROADCAST, message.clientMac(), Ethernet.IPV4, packet.bytes()).bytes());
    }

    void apply(FabricEvent first) {
        Queue<FabricEvent> queue = new ArrayDeque<>(List.of(first));
        while (!queue.isEmpty()) {
            FabricEvent event = queue.remove();
            note(event);
            take(services.apply(event, facts(), now), queue);
            if (event instanceof HostLocated located && confirmsRules) {
                take(services.hostReady(located.ip(), facts(), now), queue);
            }
        }
    }

    private void take(Reaction reaction, Queue<FabricEvent> queue) {
        queue.addAll(reaction.events());
        effects.addAll(reaction.effects());
        for (Effect effect : reaction.effects()) {
            if (effect instanceof SendPacket packet && packet.departure() instanceof ByPort port) {
                deliver(new ConnectPoint(packet.dpid(), port.port()), packet.frame(), queue);
            } else if (effect instanceof SendPacket packet && packet.departure() instanceof ThroughTables) {
                throughTables.add(packet);
            }
        }
    }

    private void note(FabricEvent event) {
        switch (event) {
            case HostLocated located ->
                topology = topology.withHost(new Host(located.ip(), located.mac(), located.point()));
            case HostLost lost -> topology = topology.withoutHost(lost.ip());
            default -> {}
        }
        if (event instanceof HostLocated || event instanceof HostLost || event instanceof HostRefused) {
            events.add(event);
        }
    }

    private void deliver(ConnectPoint point, byte[] frame, Queue<FabricEvent> queue) {
        got.add(new Got(point, frame));
        Ethernet ethernet = Ethernet.parse(frame).orElseThrow();
        Optional<Arp> arp = ethernet.type() == Ethernet.ARP ? Arp.parse(ethernet.payload()) : Optional.empty();
        for (Station station : stations) {
            boolean isMeant = station.point().equals(point)
                    && topology.isUp(point)
                    && (ethernet.destination().isGroup()
                            || ethernet.destination().equals(station.mac()));
            arp.filter(asked -> isMeant
                            && asked.operation() == Arp.Operation.REQUEST
                            && asked.targetIp().equals(station.ip()))
                    .ifPresent(asked -> queue.add(new PacketReceived(
                            point,
                            PacketInReason.ACTION,
                            Optional.empty(),
                            asked.answeredBy(station.mac()).frameTo(asked.senderMac()))));
        }
    }

    /** The ARP packets that a port got, in order. */
    List<Arp> arpsAt(ConnectPoint point) {
        return got.stream()
                .filter(each -> each.point().equals(point))
                .flatMap(each -> Ethernet.parse(each.frame()).stream())
                .filter(ethernet -> ethernet.type() == Ethernet.ARP)
                .flatMap(ethernet -> Arp.parse(ethernet.payload()).stream())
                .toList();
    }

    List<Arp> arpRepliesAt(ConnectPoint point) {
        return arpsAt(point).stream()
                .filter(arp -> arp.operation() == Arp.Operation.REPLY)
                .toList();
    }

    /** The IPv4 packets that a port got, in order. */
    List<Ipv4> packetsAt(ConnectPoint point) {
        return got.stream()
                .filter(each -> each.point().equals(point))
                .flatMap(each -> Ethernet.parse(each.frame()).stream())
                .filter(ethernet -> ethernet.type() == Ethernet.IPV4)
                .flatMap(ethernet -> Ipv4.parse(ethernet.payload()).stream())
                .toList();
    }

    /** The DHCP messages that a port got, in order. */
    List<Dhcp> dhcpAt(ConnectPoint point) {
        return packetsAt(point).stream()
                .flatMap(packet -> Udp.parse(packet).stream())
                .flatMap(udp -> Dhcp.parse(udp.payload()).stream())
                .toList();
    }

    List<Icmp> icmpAt(ConnectPoint point) {
        return packetsAt(point).stream()
                .flatMap(packet -> Icmp.parse(packet).stream())
                .toList();
    }

    Optional<Host> host(String ip) {
        return Optional.ofNullable(topology.hosts().get(ip(ip)));
    }

    List<HostRefused> refusals() {
        return events.stream()
                .filter(HostRefused.class::isInstance)
                .map(HostRefused.class::cast)
                .toList();
    }
}
