package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Ports of a network in security groups with rules by a seed, and what these rules say, told without tables. */
public final class RandomGroups {

    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;
    private static final int GRE = 47;
    private static final int PORT_NUMBERS = 40;
    private static final int PORTS = 9;
    private static final int GROUPS = 5;

    final Cloud cloud = new Cloud();
    private final AddressGroup addresses =
            cloud.addresses("10.9.0.0/30", "10.9.0.1/32", "10.9.0.6/31", "2001:db8::4/126", "2001:db8::9/128");
    private final SplittableRandom random;
    private final List<SecurityGroupId> groups = new ArrayList<>();
    private final List<SecurityRule> rules = new ArrayList<>();
    private final List<TenantPort> ports = new ArrayList<>();

    /** Ports that are plugged into so many servers. */
    public RandomGroups(long seed, int servers) {
        random = new SplittableRandom(seed);
        TenantNetwork network = cloud.network(NetworkType.VXLAN, 1);
        TenantSubnet four = cloud.subnet(network, "10.9.0.0/24", true);
        TenantSubnet six = cloud.subnet(network, "2001:db8::/64", true);
        for (int i = 1; i <= servers; i++) {
            cloud.server(i);
        }
        for (int i = 0; i < GROUPS; i++) {
            groups.add(cloud.group());
        }
        for (int i = 1; i <= PORTS; i++) {
            List<FixedIp> ips = Stream.of(four, six)
                    .map(subnet ->
                            new FixedIp(subnet.id(), subnet.cidr().address().plus(ports.size() + 1)))
                    .toList();
            TenantPort port = cloud.port(network.id(), i, ips, random.nextInt(6) > 0, pairs(i));
            ports.add(port.portSecurity() ? cloud.inGroups(port, someGroups()) : cloud.inGroups(port));
            cloud.plug(port.id(), Cloud.bridge(1 + random.nextInt(servers)));
        }
        for (int i = 0; i < 4 * GROUPS; i++) {
            addRule();
        }
    }

    private List<AddressPair> pairs(int host) {
        return random.nextInt(4) > 0
                ? List.of()
                : List.of(new AddressPair(
                        Cidr.containing(IpAddress.parse("10.9.0." + random.nextInt(12)), 30), new MacAddress(host)));
    }

    private SecurityGroupId[] someGroups() {
        return groups.stream().filter(group -> random.nextInt(3) == 0).toArray(SecurityGroupId[]::new);
    }

    /** What the bridge of a server is to hold. */
    public SwitchPlan planned(int server) {
        return Optional.ofNullable(cloud.plan().switches().get(Cloud.bridge(server)))
                .orElseThrow();
    }

    /** Where the interface of a port is on its server. */
    public PortNumber number(TenantPort port) {
        return Optional.ofNullable(cloud.plan().locations().get(port.id()))
                .orElseThrow()
                .port();
    }

    /** A group gets a rule, a port other groups, or a rule ends. */
    public void step() {
        switch (random.nextInt(4)) {
            case 0, 1 -> addRule();
            case 2 -> cloud.removed(rules.remove(random.nextInt(rules.size())));
            default -> {
                int which = random.nextInt(ports.size());
                if (ports.get(which).portSecurity()) {
                    ports.set(which, cloud.inGroups(ports.get(which), someGroups()));
                }
            }
        }
    }

    private void addRule() {
        IpVersion version = any(IpVersion.values());
        Optional<Integer> protocol = protocol(version);
        Optional<Span> span = protocol.filter(number -> number != GRE && random.nextInt(4) > 0)
                .map(number -> number == TCP || number == UDP ? portSpan() : messageSpan(version));
        rules.add(cloud.rule(any(groups), any(Direction.values()), version, protocol, span, peer(version)));
    }

    private Optional<Integer> protocol(IpVersion version) {
        return switch (random.nextInt(6)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(version == IpVersion.V4 ? ICMP : ICMPV6);
            case 2 -> Optional.of(GRE);
            case 3 -> Optional.of(UDP);
            default -> Optional.of(TCP);
        };
    }

    private Span portSpan() {
        int first = random.nextInt(PORT_NUMBERS);
        return random.nextInt(6) == 0 ? new Span(0, 65535) : new Span(first, first + random.nextInt(PORT_NUMBERS));
    }

    private Span messageSpan(IpVersion version) {
        return new Span(version == IpVersion.V4 ? 8 : 128, random.nextInt(3) - 1);
    }

    private Optional<Peer> peer(IpVersion version) {
        int host = 1 + random.nextInt(PORTS);
        return switch (random.nextInt(6)) {
            case 0, 1 -> Optional.empty();
            case 2 -> {
                String address = (version == IpVersion.V4 ? "10.9.0." : "2001:db8::") + host;
                int length = version.bits() - random.nextInt(4);
                yield Optional.of(new Peer.Block(Cidr.containing(IpAddress.parse(address), length)));
            }
            case 3 -> Optional.of(new Peer.Block(Cidr.parse(version == IpVersion.V4 ? "0.0.0.0/0" : "::/0")));
            case 4 -> Optional.of(new Peer.Addresses(addresses.id()));
            default -> Optional.of(new Peer.Group(any(groups)));
        };
    }

    public List<TenantPort> ports() {
        return ports;
    }

    public <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> T any(T[] array) {
        return array[random.nextInt(array.length)];
    }

    /** The first packet of some connection from one port to another. */
    public Packet packet(TenantPort from, TenantPort to) {
        IpVersion version = any(IpVersion.values());
        Packet packet = between(from, to, version);
        int source = 50_000 + random.nextInt(3);
        int destination = 1 + random.nextInt(PORT_NUMBERS + 10);
        return switch (random.nextInt(5)) {
            case 0 -> echo(packet, version);
            case 1 -> packet.with(Field.IP_PROTO, GRE);
            case 2 ->
                packet.with(Field.IP_PROTO, UDP).with(Field.UDP_SRC, source).with(Field.UDP_DST, destination);
            default ->
                packet.with(Field.IP_PROTO, TCP).with(Field.TCP_SRC, source).with(Field.TCP_DST, destination);
        };
    }

    private static Packet echo(Packet packet, IpVersion version) {
        return switch (version) {
            case V4 ->
                packet.with(Field.IP_PROTO, ICMP).with(Field.ICMPV4_TYPE, 8).with(Field.ICMPV4_CODE, 0);
            case V6 ->
                packet.with(Field.IP_PROTO, ICMPV6).with(Field.ICMPV6_TYPE, 128).with(Field.ICMPV6_CODE, 0);
        };
    }

    /** What answers such a packet. */
    public static Packet reply(Packet packet, TenantPort from, TenantPort to) {
        IpVersion version = packet.value(Field.ETH_TYPE) == Match.IPV4 ? IpVersion.V4 : IpVersion.V6;
        Packet back = between(to, from, version).with(Field.IP_PROTO, packet.value(Field.IP_PROTO));
        return switch ((int) packet.value(Field.IP_PROTO)) {
            case ICMP -> back.with(Field.ICMPV4_TYPE, 0).with(Field.ICMPV4_CODE, 0);
            case ICMPV6 -> back.with(Field.ICMPV6_TYPE, 129).with(Field.ICMPV6_CODE, 0);
            case UDP ->
                back.with(Field.UDP_SRC, packet.value(Field.UDP_DST)).with(Field.UDP_DST, packet.value(Field.UDP_SRC));
            case TCP ->
                back.with(Field.TCP_SRC, packet.value(Field.TCP_DST)).with(Field.TCP_DST, packet.value(Field.TCP_SRC));
            default -> back;
        };
    }

    private static Packet between(TenantPort from, TenantPort to, IpVersion version) {
        IpAddress source = address(from, version);
        IpAddress target = address(to, version);
        Packet bare = switch (version) {
            case V4 ->
                Packet.ipv4(source.asIpv4().orElseThrow(), target.asIpv4().orElseThrow(), 0);
            case V6 ->
                Packet.blank()
                        .with(Field.ETH_TYPE, Match.IPV6)
                        .with(Field.IPV6_SRC_HIGH, source.high())
                        .with(Field.IPV6_SRC_LOW, source.low())
                        .with(Field.IPV6_DST_HIGH, target.high())
                        .with(Field.IPV6_DST_LOW, target.low());
        };
        return bare.between(from.mac(), to.mac());
    }

    private static IpAddress address(TenantPort port, IpVersion version) {
        return port.fixedIps().stream()
                .map(FixedIp::address)
                .filter(address -> address.version() == version)
                .findFirst()
                .orElseThrow();
    }

    /** Whether the rules of {@code port} let a connection with {@code other} begin with {@code packet}, in that direction. */
    boolean isLet(Packet packet, Direction direction, TenantPort port, TenantPort other) {
        IpVersion version = packet.value(Field.ETH_TYPE) == Match.IPV4 ? IpVersion.V4 : IpVersion.V6;
        return isLet(packet, port, direction, address(other, version));
    }

    private boolean isLet(Packet packet, TenantPort port, Direction direction, IpAddress other) {
        return !port.portSecurity()
                || (isQuestion(packet)
                        && rules.stream()
                                .filter(rule -> port.securityGroups().contains(rule.group()))
                                .filter(rule -> rule.direction() == direction && rule.version() == other.version())
                                .filter(rule -> rule.peer().isEmpty()
                                        || isPeer(rule.peer().get(), other))
                                .anyMatch(rule -> rule.protocol().isEmpty()
                                        || (rule.protocol().get() == packet.value(Field.IP_PROTO)
                                                && (rule.ports().isEmpty()
                                                        || isWithin(
                                                                packet,
                                                                rule.ports().get())))));
    }

    /** Nothing begins with the answer to a ping. */
    private static boolean isQuestion(Packet packet) {
        return switch ((int) packet.value(Field.IP_PROTO)) {
            case ICMP -> packet.value(Field.ICMPV4_TYPE) != 0;
            case ICMPV6 -> packet.value(Field.ICMPV6_TYPE) != 129;
            default -> true;
        };
    }

    private static boolean isWithin(Packet packet, Span span) {
        return switch ((int) packet.value(Field.IP_PROTO)) {
            case TCP -> span.first() <= packet.value(Field.TCP_DST) && packet.value(Field.TCP_DST) <= span.last();
            case UDP -> span.first() <= packet.value(Field.UDP_DST) && packet.value(Field.UDP_DST) <= span.last();
            case ICMP ->
                packet.value(Field.ICMPV4_TYPE) == span.first()
                        && (span.last() < 0 || packet.value(Field.ICMPV4_CODE) == span.last());
            default ->
                packet.value(Field.ICMPV6_TYPE) == span.first()
                        && (span.last() < 0 || packet.value(Field.ICMPV6_CODE) == span.last());
        };
    }

    private boolean isPeer(Peer peer, IpAddress other) {
        return switch (peer) {
            case Peer.Block(Cidr cidr) -> cidr.contains(other);
            case Peer.Addresses ignored -> addresses.addresses().stream().anyMatch(cidr -> cidr.contains(other));
            case Peer.Group(SecurityGroupId group) ->
                ports.stream()
                        .filter(port -> port.securityGroups().contains(group))
                        .anyMatch(port -> port.fixedIps().stream()
                                        .anyMatch(ip -> ip.address().equals(other))
                                || port.allowedPairs().stream()
                                        .anyMatch(pair -> pair.addresses().contains(other)));
        };
    }
}
