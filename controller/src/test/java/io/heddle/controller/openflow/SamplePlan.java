package io.heddle.controller.openflow;

import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.Group.HashSelection;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** At least one of every kind of meter, group, match and action that the planner writes. */
public final class SamplePlan {
    static final GroupId MISSING = GroupId.ours(0xdead);
    static final PortNumber ONE = new PortNumber(1);
    static final PortNumber TWO = new PortNumber(2);
    static final MacAddress GATEWAY = MacAddress.parse("00:00:5e:00:01:01");
    static final MacAddress HOST = MacAddress.parse("02:00:00:00:00:07");
    static final long CONTROLLER = 0xfffffffdL;

    private SamplePlan() {}

    public static ForwardingRule drop(int priority) {
        return rule(priority, List.of());
    }

    public static ForwardingRule rule(int priority, List<Action> actions) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(0), priority, Match.any()),
                actions,
                Optional.empty(),
                Cookie.of(Cookie.Purpose.MISS),
                0);
    }

    public static SwitchPlan of(ProtocolVersion version) {
        return SwitchPlan.of(meters(), groups(version), rules());
    }

    public static List<Meter> meters() {
        return List.of(
                Meter.ofPackets(MeterId.ours(1), 500, 100),
                Meter.ofPackets(MeterId.ours(255), 1, 1),
                new Meter(MeterId.ofPort(7, true), Meter.Unit.KILOBITS, 5_000, 500));
    }

    public static List<Group> groups(ProtocolVersion version) {
        Optional<HashSelection> seeded = version.canSeedHash()
                ? Optional.of(new HashSelection(0xfedcba9876543210L, HashSelection.FIVE_TUPLE))
                : Optional.empty();
        Action one = new Action.Output(ONE);
        Action two = new Action.Output(TWO);
        Action address = new Action.SetField(Field.ETH_DST, HOST.value());
        return List.of(
                new Group(
                        GroupId.ours(1),
                        Group.Type.SELECT,
                        seeded,
                        List.of(bucket(0, 1, ONE, one), bucket(1, 3, TWO, two))),
                group(2, Group.Type.SELECT, new Bucket(0, 1, Optional.empty(), List.of(one))),
                group(
                        3,
                        Group.Type.FAST_FAILOVER,
                        bucket(0, 0, ONE, one),
                        bucket(1, 0, TWO, new Action.OutputToIngress())),
                group(4, Group.Type.INDIRECT, new Bucket(0, 0, Optional.empty(), List.of(address, two))),
                group(
                        5,
                        Group.Type.ALL,
                        new Bucket(0, 0, Optional.empty(), List.of(one)),
                        new Bucket(1, 0, Optional.empty(), List.of(two))),
                group(0xffffff, Group.Type.FAST_FAILOVER, bucket(0, 0, TWO, new Action.ToGroup(GroupId.ours(1)))));
    }

    private static Group group(int id, Group.Type type, Bucket... buckets) {
        return new Group(GroupId.ours(id), type, Optional.empty(), List.of(buckets));
    }

    private static Bucket bucket(int id, int weight, PortNumber watch, Action action) {
        return new Bucket(id, weight, Optional.of(watch), List.of(action));
    }

    public static List<ForwardingRule> rules() {
        List<ForwardingRule> rules = new ArrayList<>(asking());
        rules.addAll(admitting());
        rules.add(arpAnswer());
        rules.add(pingAnswer());
        rules.addAll(routing());
        rules.add(steering());
        rules.add(scratching());
        rules.addAll(tunnelling());
        rules.addAll(sixes());
        rules.add(tagging());
        rules.addAll(SampleTracking.rules());
        return rules;
    }

    private static List<ForwardingRule> asking() {
        Action toController = new Action.OutputToController(Action.OutputToController.WHOLE);
        Action metered = new Action.Metered(MeterId.ours(1));
        Match dhcp = Match.any().inPort(ONE).ipProto(17).with(Field.UDP_SRC, 68).with(Field.UDP_DST, 67);
        Match reply = arp(2).with(Field.ETH_SRC, HOST.value()).with(Field.ARP_SPA, 0x0a000002L);
        Match unicast = Match.any().inPort(ONE).ethType(Match.IPV4).with(Field.ETH_DST, 0, 1L << 40);
        Cookie.Purpose service = Cookie.Purpose.HOST_SERVICE;
        return List.of(
                put(0, 900, Match.any().ethType(Match.LLDP), Cookie.Purpose.DISCOVERY, metered, toController),
                put(0, 800, dhcp, service, metered, toController),
                put(0, 790, arp(1).with(Field.ARP_SPA, 0), service, metered, new Action.OutputToController(128)),
                put(0, 780, reply.with(Field.ARP_SHA, HOST.value()), service, metered, toController),
                put(0, 600, unicast, service, metered, toController),
                put(0, 0, Match.any(), Cookie.Purpose.MISS));
    }

    private static List<ForwardingRule> admitting() {
        Match known = Match.any().inPort(ONE).ethSrc(HOST).ipv4Src(prefix("10.0.0.2", 32));
        return List.of(
                go(0, 700, Match.any().inPort(TWO), 3),
                go(0, 690, Match.any().with(Field.IN_PORT, CONTROLLER), 2),
                go(0, 680, known, 1),
                go(1, 0, Match.any(), 2));
    }

    private static Match arp(int operation) {
        return Match.any().inPort(ONE).ethType(Match.ARP).with(Field.ARP_OP, operation);
    }

    private static ForwardingRule arpAnswer() {
        return put(
                0,
                785,
                arp(1),
                Cookie.Purpose.HOST_SERVICE,
                new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                new Action.SetField(Field.ETH_SRC, GATEWAY.value()),
                new Action.SetField(Field.ARP_OP, 2),
                new Action.CopyField(Field.ARP_SHA, Field.ARP_THA),
                new Action.SetField(Field.ARP_SHA, GATEWAY.value()),
                new Action.CopyField(Field.ARP_TPA, Field.REG0),
                new Action.CopyField(Field.ARP_SPA, Field.ARP_TPA),
                new Action.CopyField(Field.REG0, Field.ARP_SPA),
                new Action.OutputToIngress());
    }

    private static ForwardingRule pingAnswer() {
        Match echo = Match.any()
                .inPort(ONE)
                .ethSrc(HOST)
                .ipProto(1)
                .ipv4Dst(prefix("10.0.0.1", 32))
                .with(Field.ICMPV4_TYPE, 8)
                .with(Field.ICMPV4_CODE, 0);
        return put(
                0,
                685,
                echo,
                Cookie.Purpose.HOST_SERVICE,
                new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                new Action.SetField(Field.ETH_SRC, GATEWAY.value()),
                new Action.CopyField(Field.IPV4_SRC, Field.IPV4_DST),
                new Action.SetField(Field.IPV4_SRC, 0x0a000001L),
                new Action.SetField(Field.ICMPV4_TYPE, 0),
                new Action.SetField(Field.IP_TTL, 64),
                new Action.OutputToIngress());
    }

    private static List<ForwardingRule> routing() {
        Action ttl = new Action.DecrementTtl();
        Cookie.Purpose route = Cookie.Purpose.ROUTING;
        Action aside = new Action.Output(ONE);
        return List.of(
                put(
                        2,
                        100,
                        Match.any().ipv4Dst(prefix("10.0.1.0", 24)),
                        route,
                        ttl,
                        new Action.ToGroup(GroupId.ours(3))),
                put(2, 10, Match.any().ipv4Dst(prefix("10.0.0.0", 8)), route, ttl, new Action.ToGroup(GroupId.ours(1))),
                put(
                        2,
                        5,
                        Match.any().ethType(Match.IPV4),
                        Cookie.Purpose.MISS,
                        new Action.Metered(MeterId.ours(255)),
                        new Action.OutputToController(Action.OutputToController.WHOLE)),
                put(3, 110, Match.any().inPort(TWO).ipv4Dst(prefix("10.3.0.0", 16)), Cookie.Purpose.REPAIR, ttl, aside),
                go(3, 100, Match.any().ipv4Dst(prefix("10.0.0.0", 24)), 4),
                put(
                        4,
                        100,
                        Match.any().ipv4Dst(prefix("10.0.0.2", 32)),
                        Cookie.Purpose.DELIVERY,
                        ttl,
                        new Action.SetField(Field.ETH_SRC, GATEWAY.value()),
                        new Action.SetField(Field.ETH_DST, HOST.value()),
                        aside));
    }

    public static ForwardingRule steering() {
        Match flow = Match.any()
                .ipProto(6)
                .ipv4Src(prefix("10.1.0.2", 32))
                .ipv4Dst(prefix("10.2.0.2", 32))
                .with(Field.TCP_SRC, 5001)
                .with(Field.TCP_DST, 80);
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(1), 50, flow),
                List.of(new Action.DecrementTtl(), new Action.ToGroup(GroupId.ours(3))),
                Optional.empty(),
                Cookie.of(Cookie.Purpose.STEERING),
                30);
    }

    private static ForwardingRule scratching() {
        Match masked = Match.any()
                .with(Field.METADATA, 0x1200L, 0xff00L)
                .with(Field.REG1, 7, 0xf)
                .with(Field.REG2, 5)
                .with(Field.VLAN_VID, 0x1005);
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(3), 90, masked),
                List.of(
                        new Action.SetField(Field.REG2, 9),
                        new Action.SetField(Field.METADATA, 5),
                        new Action.SetField(Field.TUNNEL_ID, 77)),
                Optional.of(new TableId(200)),
                Cookie.of(Cookie.Purpose.ADMISSION),
                0);
    }

    private static List<ForwardingRule> tunnelling() {
        long network = 1L << 32 | 5001;
        Match inside = Match.any().with(Field.METADATA, network);
        Match fromTunnel = Match.any().inPort(TWO).with(Field.TUNNEL_ID, 5001);
        Match solicitation = inside.ethType(Match.IPV6).with(Field.IP_PROTO, 58).with(Field.ICMPV6_TYPE, 133);
        return List.of(
                new ForwardingRule(
                        new ForwardingRule.Key(new TableId(0), 120, fromTunnel),
                        List.of(new Action.SetField(Field.METADATA, network)),
                        Optional.of(new TableId(5)),
                        Cookie.of(Cookie.Purpose.ADMISSION),
                        0),
                put(0, 130, fromTunnel.with(Field.TUNNEL_DST, 0x0a000102L), Cookie.Purpose.MISS),
                put(
                        2,
                        280,
                        solicitation,
                        Cookie.Purpose.TENANT_SOLICITATION,
                        new Action.Metered(MeterId.ours(1)),
                        new Action.OutputToController(Action.OutputToController.WHOLE)),
                put(
                        4,
                        101,
                        inside,
                        Cookie.Purpose.REPLICATION,
                        new Action.Output(ONE),
                        new Action.SetField(Field.TUNNEL_ID, 5001),
                        new Action.SetField(Field.TUNNEL_DST, 0x0a000102L),
                        new Action.Output(TWO),
                        new Action.SetField(Field.TUNNEL_DST, 0x0a000202L),
                        new Action.Output(TWO)));
    }

    private static List<ForwardingRule> sixes() {
        return List.of(
                go(1, 300, sixFrom(0x20010db8_00000000L, -1L, 7, -1L), 2),
                go(1, 301, sixFrom(0xfe800000_00000000L, 0xffc00000_00000000L, 0, 0), 2),
                go(1, 302, sixFrom(0, 0, 5, 0xff), 2),
                go(1, 303, sixTo(0x20010db8_00000000L, -1L, 7, -1L), 2),
                go(1, 304, sixTo(0x20010db8_00000000L, -1L, 0, 0), 2),
                go(
                        1,
                        303,
                        sixFrom(0x20010db8_00000000L, 0xffffffff_00000000L, 0, 0)
                                .with(Field.IP_PROTO, 58)
                                .with(Field.ICMPV6_TYPE, 136)
                                .with(Field.ICMPV6_CODE, 0)
                                .with(Field.ND_TARGET_HIGH, 0x20010db8_00000000L)
                                .with(Field.ND_TARGET_LOW, 9),
                        2));
    }

    private static ForwardingRule tagging() {
        return put(
                4,
                102,
                Match.any().with(Field.VLAN_VID, 0x1005),
                Cookie.Purpose.VLAN,
                new Action.PopVlan(),
                new Action.Output(ONE),
                new Action.PushVlan(),
                new Action.SetField(Field.VLAN_VID, 0x1007),
                new Action.Output(TWO));
    }

    static Match sixFrom(long high, long highMask, long low, long lowMask) {
        return Match.any()
                .ethType(Match.IPV6)
                .with(Field.IPV6_SRC_HIGH, high, highMask)
                .with(Field.IPV6_SRC_LOW, low, lowMask);
    }

    private static Match sixTo(long high, long highMask, long low, long lowMask) {
        return Match.any()
                .ethType(Match.IPV6)
                .with(Field.IPV6_DST_HIGH, high, highMask)
                .with(Field.IPV6_DST_LOW, low, lowMask);
    }

    private static IpPrefix prefix(String address, int length) {
        return new IpPrefix(Ipv4Address.parse(address), length);
    }

    static ForwardingRule put(int table, int priority, Match match, Cookie.Purpose purpose, Action... actions) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(table), priority, match),
                List.of(actions),
                Optional.empty(),
                Cookie.of(purpose),
                0);
    }

    private static ForwardingRule go(int table, int priority, Match match, int next) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(table), priority, match),
                List.of(),
                Optional.of(new TableId(next)),
                Cookie.of(Cookie.Purpose.ADMISSION),
                0);
    }
}
