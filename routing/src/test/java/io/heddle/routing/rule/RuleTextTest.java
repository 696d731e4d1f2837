package io.heddle.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Action.Track.Nat;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Group.HashSelection;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleTextTest {

    private static final PortNumber PORT = new PortNumber(3);
    private static final String COOKIE = "cookie=0x4845444c04000000,";

    @Test
    void aRouteReadsAsOvsOfctlWritesIt() {
        Match match = Match.any().ipv4Dst(IpPrefix.parse("10.0.1.0/24"));
        List<Action> actions = List.of(new Action.DecrementTtl(), new Action.ToGroup(GroupId.ours(7)));
        assertThat(RuleText.of(rule(match, actions, Optional.empty(), 0)))
                .isEqualTo(COOKIE + "table=2,priority=24,ip,nw_dst=10.0.1.0/24 actions=dec_ttl,group:1207959559");
    }

    @Test
    void aRuleThatGoesOnSaysWhere() {
        Optional<TableId> next = Optional.of(new TableId(3));
        assertThat(RuleText.of(rule(Match.any(), List.of(), next, 5)))
                .isEqualTo(COOKIE + "table=2,idle_timeout=5,priority=24 actions=goto_table:3");
        assertThat(RuleText.of(rule(Match.any(), List.of(new Action.DecrementTtl()), next, 0)))
                .endsWith("actions=dec_ttl,goto_table:3");
    }

    @Test
    void aRuleWithoutActionsDrops() {
        assertThat(RuleText.of(rule(Match.any(), List.of(), Optional.empty(), 0)))
                .endsWith("actions=drop");
    }

    @Test
    void matchesUseTheShortWordsOfTheirProtocols() {
        assertThat(RuleText.of(Match.any().ipProto(17).with(Field.UDP_SRC, 68))).isEqualTo("udp,udp_src=68");
        assertThat(RuleText.of(Match.any().ipProto(6).with(Field.TCP_DST, 80))).isEqualTo("tcp,tcp_dst=80");
        assertThat(RuleText.of(Match.any().ipProto(1).with(Field.ICMPV4_TYPE, 8)))
                .isEqualTo("icmp,icmp_type=8");
        assertThat(RuleText.of(Match.any().ipProto(47))).isEqualTo("ip,nw_proto=47");
        assertThat(RuleText.of(Match.any().ethType(Match.ARP))).isEqualTo("arp");
        assertThat(RuleText.of(Match.any().ethType(Match.LLDP))).isEqualTo("eth_type=0x88cc");
        assertThat(RuleText.of(
                        Match.any().ethType(Match.IPV6).with(Field.IP_PROTO, 58).with(Field.ICMPV6_TYPE, 133)))
                .isEqualTo("ipv6,nw_proto=58,icmpv6_type=133");
        Match six = Match.any().ethType(Match.IPV6).with(Field.IPV6_SRC_HIGH, 0xfe80L << 48, 0xffc0L << 48);
        assertThat(RuleText.of(six)).isEqualTo("ipv6,ipv6_src=fe80::/ffc0::");
        assertThat(RuleText.of(six.with(Field.ND_TARGET_HIGH, 1L << 48).with(Field.ND_TARGET_LOW, 2)))
                .isEqualTo("ipv6,ipv6_src=fe80::/ffc0::,nd_target=1::2");
        assertThat(RuleText.of(Match.any().ethType(Match.IPV6).with(Field.IPV6_SRC_LOW, 2, 3)))
                .isEqualTo("ipv6,ipv6_src=::2/::3");
        assertThat(RuleText.of(Match.any()
                        .ethType(Match.IPV6)
                        .with(Field.IPV6_DST_HIGH, 1L << 48)
                        .with(Field.IPV6_DST_LOW, 2)))
                .isEqualTo("ipv6,ipv6_dst=1::2");
        assertThat(RuleText.assignment(Field.IPV6_SRC_LOW, 2)).isEqualTo("ipv6_src_low=0x2");
        assertThat(RuleText.of(Match.any())).isEmpty();
    }

    @Test
    void valuesReadAsWhatTheyAre() {
        assertThat(RuleText.of(Match.any().with(Field.IN_PORT, 0xffff_fffdL))).isEqualTo("in_port=CONTROLLER");
        assertThat(RuleText.of(Match.any().inPort(PORT).ethSrc(new MacAddress(0x0200_0000_0001L))))
                .isEqualTo("in_port=3,dl_src=02:00:00:00:00:01");
        assertThat(RuleText.of(Match.any().with(Field.ETH_DST, 0, 0x0100_0000_0000L)))
                .isEqualTo("dl_dst=00:00:00:00:00:00/01:00:00:00:00:00");
        assertThat(RuleText.of(Match.any().ethType(Match.IPV4).with(Field.IPV4_SRC, 2, 2)))
                .isEqualTo("ip,nw_src=0.0.0.2/0.0.0.2");
        assertThat(RuleText.of(Match.any().ipv4Src(IpPrefix.parse("10.0.0.2/32"))))
                .isEqualTo("ip,nw_src=10.0.0.2");
        assertThat(RuleText.assignment(Field.IP_TTL, 64)).isEqualTo("nw_ttl=64");
        assertThat(RuleText.assignment(Field.TUNNEL_DST, 0x0a000102L)).isEqualTo("tun_dst=10.0.1.2");
        assertThat(RuleText.assignment(Field.REG1, 16)).isEqualTo("reg1=0x10");
    }

    @Test
    void everyActionHasItsWord() {
        List<Action> actions = List.of(
                new Action.Metered(new MeterId(5)),
                new Action.SetField(Field.ETH_DST, 1),
                new Action.CopyField(Field.ARP_SHA, Field.ARP_THA),
                new Action.Output(PORT),
                new Action.OutputToIngress(),
                new Action.OutputToController(Action.OutputToController.WHOLE),
                new Action.OutputToController(128));
        assertThat(RuleText.of(rule(Match.any(), actions, Optional.empty(), 0)))
                .endsWith("actions=meter:5,set_field:00:00:00:00:00:01->dl_dst,move:arp_sha->arp_tha,output:3,IN_PORT,"
                        + "CONTROLLER,CONTROLLER:128");
    }

    @Test
    void connectionTrackingReadsAsOvsOfctlWritesIt() {
        Optional<TableId> six = Optional.of(new TableId(6));
        Ipv4Address outside = Ipv4Address.parse("192.0.2.7");
        List<Action> actions = List.of(
                new Track(false, new Zone.Of(7), six, Optional.empty()),
                new Track(false, new Zone.In(Field.REG0), six, Optional.of(new Nat.AsCommitted())),
                new Track(true, new Zone.Of(7), Optional.empty(), Optional.of(new Nat.Source(outside))),
                new Track(true, new Zone.Of(7), Optional.empty(), Optional.of(new Nat.Destination(outside, 0))),
                new Track(true, new Zone.Of(7), Optional.empty(), Optional.of(new Nat.Destination(outside, 80))));
        assertThat(RuleText.of(rule(Match.any(), actions, Optional.empty(), 0)))
                .endsWith(
                        "actions=ct(table=6,zone=7),ct(table=6,zone=reg0[0..15],nat),ct(commit,zone=7,nat(src=192.0.2.7)),"
                                + "ct(commit,zone=7,nat(dst=192.0.2.7)),ct(commit,zone=7,nat(dst=192.0.2.7:80))");
        assertThat(RuleText.of(Match.any()
                        .with(Field.CT_STATE, CtState.TRACKED | CtState.NEW, 0x31)
                        .with(Field.CT_ZONE, 5)
                        .with(Field.CONJUNCTION, 9)))
                .isEqualTo("ct_state=+new-inv+trk,ct_zone=5,conj_id=9");
        assertThat(RuleText.assignment(Field.CT_STATE, 0x21)).isEqualTo("ct_state=0x21");
    }

    @Test
    void clausesReadAsOvsOfctlWritesThem() {
        List<Action> clauses = List.of(new Action.Conjunction(1, 0, 2), new Action.Conjunction(2, 2, 3));
        Match six = Match.any().ethType(Match.IPV6).with(Field.IPV6_DST_LOW, 2, 3);
        assertThat(RuleText.of(rule(six, clauses, Optional.empty(), 0)))
                .endsWith("ipv6,ipv6_dst=::2/::3 actions=conjunction(1,1/2),conjunction(2,3/3)");
        assertThat(RuleText.of(Match.any().ipProto(132).with(Field.SCTP_DST, 8, 0xfff8)))
                .isEqualTo("sctp,sctp_dst=8/65528");
    }

    @Test
    void groupsAndMetersReadAsOvsOfctlWritesThem() {
        Bucket bucket = new Bucket(3, 1, Optional.of(PORT), List.of(new Action.Output(PORT)));
        Optional<HashSelection> hash = Optional.of(new HashSelection(255, Set.of(Field.ETH_TYPE, Field.IPV4_SRC)));
        assertThat(RuleText.of(new Group(new GroupId(1), Group.Type.SELECT, hash, List.of(bucket))))
                .isEqualTo("group_id=1,type=select,selection_method=hash,selection_method_param=0xff,"
                        + "fields(eth_type,nw_src),bucket=bucket_id:3,weight:1,watch_port:3,actions=output:3");
        Bucket back = new Bucket(0, 0, Optional.empty(), List.of(new Action.OutputToIngress()));
        assertThat(RuleText.of(new Group(new GroupId(2), Group.Type.FAST_FAILOVER, Optional.empty(), List.of(back))))
                .isEqualTo("group_id=2,type=ff,bucket=bucket_id:0,actions=IN_PORT");
        assertThat(RuleText.of(new Group(new GroupId(2), Group.Type.ALL, Optional.empty(), List.of())))
                .isEqualTo("group_id=2,type=all");
        assertThat(RuleText.of(new Group(new GroupId(2), Group.Type.INDIRECT, Optional.empty(), List.of())))
                .isEqualTo("group_id=2,type=indirect");
        assertThat(RuleText.of(Meter.ofPackets(new MeterId(9), 100, 50)))
                .isEqualTo("meter=9 pktps burst bands=type=drop rate=100 burst_size=50");
        assertThat(RuleText.of(new Meter(new MeterId(9), Meter.Unit.KILOBITS, 5000, 500)))
                .isEqualTo("meter=9 kbps burst bands=type=drop rate=5000 burst_size=500");
    }

    @Test
    void whatIsDoneWithACopyStandsInBrackets() {
        Action limited = new Action.Cloned(List.of(new Action.Metered(new MeterId(9)), new Action.Output(PORT)));
        assertThat(RuleText.of(rule(Match.any(), List.of(limited, new Action.Output(PORT)), Optional.empty(), 0)))
                .endsWith(" actions=clone(meter:9,output:3),output:3");
    }

    private static ForwardingRule rule(Match match, List<Action> actions, Optional<TableId> next, int idle) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(2), 24, match),
                actions,
                next,
                Cookie.of(Cookie.Purpose.ROUTING),
                idle);
    }
}
