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
final class SamplePlan {
    static final GroupId MISSING = GroupId.ours(0xdead);
    static final PortNumber ONE = new PortNumber(1);
    static final PortNumber TWO = new PortNumber(2);
    static final MacAddress GATEWAY = MacAddress.parse("00:00:5e:00:01:01");
    static final MacAddress HOST = MacAddress.parse("02:00:00:00:00:07");
    static final long CONTROLLER = 0xfffffffdL;

    private SamplePlan() {}

    static ForwardingRule drop(int priority) {
        return rule(priority, List.of());
    }

    static ForwardingRule rule(int priority, List<Action> actions) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(0), priority, Match.any()),
                actions,
                Optional.empty(),
                Cookie.of(Cookie.Purpose.MISS),
                0);
    }

    static SwitchPlan of(ProtocolVersion version) {
        return SwitchPlan.of(meters(), groups(version), rules());
    }

    static List<Meter> meters() {
        return List.of(new Meter(MeterId.ours(1), 500, 100), new Meter(MeterId.ours(255), 1, 1));
    }

    static List<Group> groups(ProtocolVersion version) {
        Optional<HashSelection> seeded = version.canSeedHash()
                ? Optional.of(new HashSelection(0xfedcba9876543210L, HashSelection.FIVE_TUPLE))
                : Optional.empty();
        return List.of(
                new Group(
                        GroupId.ours(1),
                        Group.Type.SELECT,
                        seeded,
                        List.of(
                                new Bucket(0, 1, Optional.of(ONE), List.of(new Action.Output(ONE))),
                                new Bucket(1, 3, Optional.of(TWO), List.of(new Action.Output(TWO))))),
                new Group(
                        GroupId.ours(2),
                        Group.Type.SELECT,
                        Optional.empty(),
                        List.of(new Bucket(0, 1, Optional.empty(), List.of(new Action.Output(ONE))))),
                new Group(
                        GroupId.ours(3),
                        Group.Type.FAST_FAILOVER,
                        Optional.empty(),
                        List.of(
                                new Bucket(0, 0, Optional.of(ONE), List.of(new Action.Output(ONE))),
                                new Bucket(1, 0, Optional.of(TWO), List.of(new Action.OutputToIngress())))),
                new Group(
                        GroupId.ours(4),
                        Group.Type.INDIRECT,
                        Optional.empty(),
                        List.of(new Bucket(
                                0,
                                0,
                                Optional.empty(),
                                List.of(new Action.SetField(Field.ETH_DST, HOST.value()), new Action.Output(TWO))))),
                new Group(
                        GroupId.ours(5),
                        Group.Type.ALL,
                        Optional.empty(),
                        List.of(
                                new Bucket(0, 0, Optional.empty(), List.of(new Action.Output(ONE))),
                                new Bucket(1, 0, Optional.empty(), List.of(new Action.Output(TWO))))),
                new Group(
                        GroupId.ours(0xffffff),
                        Group.Type.FAST_FAILOVER,
                        Optional.empty(),
                        List.of(new Bucket(0, 0, Optional.of(TWO), List.of(new Action.ToGroup(GroupId.ours(1)))))));
    }

    static List<ForwardingRule> rules() {
        List<ForwardingRule> rules = new ArrayList<>();
        rules.addAll(classifying());
        rules.addAll(answering());
        rules.addAll(routing());
        return rules;
    }

    private static List<ForwardingRule> classifying() {
        Action toController = new Action.OutputToController(Action.OutputToController.WHOLE);
        Action metered = new Action.Metered(MeterId.ours(1));
        return List.of(
                put(0, 900, Match.any().ethType(Match.LLDP), Cookie.Purpose.DISCOVERY, metered, toController),
                put(
                        0,
                        800,
                        Match.any()
                                .inPort(ONE)
                                .ipProto(17)
                                .with(Field.UDP_SRC, 68)
                                .with(Field.UDP_DST, 67),
                        Cookie.Purpose.HOST_SERVICE,
                        metered,
                        toController),
                put(
                        0,
                        790,
                        arp(1).with(Field.ARP_SPA, 0),
                        Cookie.Purpose.HOST_SERVICE,
                        metered,
                        new Action.OutputToController(128)),
                put(
                        0,
                        780,
                        arp(2).with(Field.ETH_SRC, HOST.value())
                                .with(Field.ARP_SPA, 0x0a000002L)
                                .with(Field.ARP_SHA, HOST.value()),
                        Cookie.Purpose.HOST_SERVICE,
                        metered,
                        toController),
                go(0, 700, Match.any().inPort(TWO), 3, Cookie.Purpose.ADMISSION),
                go(0, 690, Match.any().with(Field.IN_PORT, CONTROLLER), 2, Cookie.Purpose.ADMISSION),
                go(
                        0,
                        680,
                        Match.any().inPort(ONE).ethSrc(HOST).ipv4Src(prefix("10.0.0.2", 32)),
                        1,
                        Cookie.Purpose.ADMISSION),
                put(
                        0,
                        600,
                        Match.any().inPort(ONE).ethType(Match.IPV4).with(Field.ETH_DST, 0, 1L << 40),
                        Cookie.Purpose.HOST_SERVICE,
                        metered,
                        toController),
                put(0, 0, Match.any(), Cookie.Purpose.MISS));
    }

    private static Match arp(int operation) {
        return Match.any().inPort(ONE).ethType(Match.ARP).with(Field.ARP_OP, operation);
    }

    private static List<ForwardingRule> answering() {
        return List.of(
                put(
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
                        new Action.OutputToIngress()),
                put(
                        0,
                        685,
                        Match.any()
                                .inPort(ONE)
                                .ethSrc(HOST)
                                .ipProto(1)
                                .with(Field.ICMPV4_TYPE, 8)
                                .with(Field.ICMPV4_CODE, 0)
                                .ipv4Dst(prefix("10.0.0.1", 32)),
                        Cookie.Purpose.HOST_SERVICE,
                        new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                        new Action.SetField(Field.ETH_SRC, GATEWAY.value()),
                        new Action.CopyField(Field.IPV4_SRC, Field.IPV4_DST),
                        new Action.SetField(Field.IPV4_SRC, 0x0a000001L),
                        new Action.SetField(Field.ICMPV4_TYPE, 0),
                        new Action.SetField(Field.IP_TTL, 64),
                        new Action.OutputToIngress()));
    }

    private static List<ForwardingRule> routing() {
        Action ttl = new Action.DecrementTtl();
        return List.of(
                new ForwardingRule(
                        new ForwardingRule.Key(
                                new TableId(1),
                                50,
                                Match.any()
                                        .ipProto(6)
                                        .ipv4Src(prefix("10.1.0.2", 32))
                                        .ipv4Dst(prefix("10.2.0.2", 32))
                                        .with(Field.TCP_SRC, 5001)
                                        .with(Field.TCP_DST, 80)),
                        List.of(ttl, new Action.ToGroup(GroupId.ours(3))),
                        Optional.empty(),
                        Cookie.of(Cookie.Purpose.STEERING),
                        30),
                go(1, 0, Match.any(), 2, Cookie.Purpose.ADMISSION),
                put(
                        2,
                        100,
                        Match.any().ipv4Dst(prefix("10.0.1.0", 24)),
                        Cookie.Purpose.ROUTING,
                        ttl,
                        new Action.ToGroup(GroupId.ours(3))),
                put(
                        2,
                        10,
                        Match.any().ipv4Dst(prefix("10.0.0.0", 8)),
                        Cookie.Purpose.ROUTING,
                        ttl,
                        new Action.ToGroup(GroupId.ours(1))),
                put(
                        2,
                        5,
                        Match.any().ethType(Match.IPV4),
                        Cookie.Purpose.MISS,
                        new Action.Metered(MeterId.ours(255)),
                        new Action.OutputToController(Action.OutputToController.WHOLE)),
                put(
                        3,
                        110,
                        Match.any().inPort(TWO).ipv4Dst(prefix("10.3.0.0", 16)),
                        Cookie.Purpose.REPAIR,
                        ttl,
                        new Action.Output(ONE)),
                go(3, 100, Match.any().ipv4Dst(prefix("10.0.0.0", 24)), 4, Cookie.Purpose.ROUTING),
                put(
                        4,
                        100,
                        Match.any().ipv4Dst(prefix("10.0.0.2", 32)),
                        Cookie.Purpose.DELIVERY,
                        ttl,
                        new Action.SetField(Field.ETH_SRC, GATEWAY.value()),
                        new Action.SetField(Field.ETH_DST, HOST.value()),
                        new Action.Output(ONE)),
                new ForwardingRule(
                        new ForwardingRule.Key(
                                new TableId(3),
                                90,
                                Match.any()
                                        .with(Field.METADATA, 0x1200L, 0xff00L)
                                        .with(Field.REG1, 7, 0xf)
                                        .with(Field.VLAN_VID, 0x1005)),
                        List.of(
                                new Action.SetField(Field.REG2, 9),
                                new Action.SetField(Field.METADATA, 5),
                                new Action.SetField(Field.TUNNEL_ID, 77)),
                        Optional.of(new TableId(200)),
                        Cookie.of(Cookie.Purpose.ROUTING),
                        0));
    }

    private static IpPrefix prefix(String address, int length) {
        return new IpPrefix(Ipv4Address.parse(address), length);
    }

    private static ForwardingRule put(int table, int priority, Match match, Cookie.Purpose purpose, Action... actions) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(table), priority, match),
                List.of(actions),
                Optional.empty(),
                Cookie.of(purpose),
                0);
    }

    private static ForwardingRule go(int table, int priority, Match match, int next, Cookie.Purpose purpose) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(table), priority, match),
                List.of(),
                Optional.of(new TableId(next)),
                Cookie.of(purpose),
                0);
    }
}
