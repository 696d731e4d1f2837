package io.heddle.routing.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heddle.routing.plan.Pipeline;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SimulatedSwitchTest {

    private static final PortNumber ONE = new PortNumber(1);
    private static final PortNumber TWO = new PortNumber(2);
    private static final PortNumber THREE = new PortNumber(3);
    private static final GroupId GROUP = GroupId.ours(1);
    private static final Predicate<PortNumber> ALL_LIVE = Set.of(ONE, TWO, THREE)::contains;
    private static final Packet PACKET = Packet.udp(Ipv4Address.parse("10.0.0.2"), 1, Ipv4Address.parse("10.1.0.2"), 2)
            .with(Field.IN_PORT, 1);

    @Test
    void theHighestPriorityThatMatchesWins() {
        SwitchPlan plan = plan(
                rule(0, 1, Match.any(), List.of(new Action.Output(THREE))),
                rule(0, 5, Match.any().ipv4Dst(IpPrefix.parse("10.1.0.0/16")), List.of(new Action.Output(TWO))),
                rule(0, 9, Match.any().ipv4Dst(IpPrefix.parse("10.2.0.0/16")), List.of()));
        assertThat(ports(plan, ALL_LIVE)).containsExactly(TWO);
    }

    @Test
    void amongEqualsTheFirstInOrderWins() {
        SwitchPlan plan = plan(
                rule(0, 5, Match.any().ipv4Dst(IpPrefix.parse("10.1.0.0/16")), List.of(new Action.Output(TWO))),
                rule(0, 5, Match.any().inPort(ONE), List.of(new Action.Output(THREE))));
        assertThat(ports(plan, ALL_LIVE)).containsExactly(THREE);
    }

    @Test
    void aFieldThatThePacketLacksMatchesNothing() {
        SwitchPlan plan = plan(rule(0, 5, Match.any().with(Field.TCP_DST, 2), List.of(new Action.Output(TWO))));
        assertThat(only(plan, ALL_LIVE).emissions()).isEmpty();
    }

    @Test
    void whatIsSetBeforeGoingOnIsSeenInTheNextTable() {
        SwitchPlan plan = plan(
                new ForwardingRule(
                        new ForwardingRule.Key(new TableId(0), 1, Match.any()),
                        List.of(new Action.SetField(Field.UDP_DST, 7), new Action.CopyField(Field.UDP_DST, Field.REG0)),
                        Optional.of(new TableId(3)),
                        Cookie.of(Cookie.Purpose.ROUTING),
                        0),
                rule(3, 1, Match.any().with(Field.REG0, 7), List.of(new Action.Output(TWO))));
        Passage passage = only(plan, ALL_LIVE);
        assertThat(passage.steps()).hasSize(2).allMatch(Step.Matched.class::isInstance);
        assertThat(passage.emissions().getFirst().packet().value(Field.UDP_DST)).isEqualTo(7);
    }

    @Test
    void nothingLeavesByADeadPortNorByTheIngressPortUnlessToldSo() {
        assertThat(ports(plan(rule(0, 1, Match.any(), List.of(new Action.Output(TWO)))), port -> false))
                .isEmpty();
        assertThat(ports(plan(rule(0, 1, Match.any(), List.of(new Action.Output(ONE)))), ALL_LIVE))
                .isEmpty();
        assertThat(ports(plan(rule(0, 1, Match.any(), List.of(new Action.OutputToIngress()))), ALL_LIVE))
                .containsExactly(ONE);
    }

    @Test
    void aPacketOfTheControllerGoesBackToIt() {
        SimulatedSwitch held = held(plan(rule(0, 1, Match.any(), List.of(new Action.OutputToIngress()))));
        Packet packet = PACKET.with(Field.IN_PORT, Pipeline.CONTROLLER_PORT);
        assertThat(held.process(packet, ALL_LIVE, BucketChoice.every())
                        .getFirst()
                        .emissions())
                .singleElement()
                .isInstanceOf(Emission.ToController.class);
    }

    @Test
    void aTtlThatWouldReachZeroEndsAtTheController() {
        SwitchPlan plan = plan(rule(0, 1, Match.any(), List.of(new Action.DecrementTtl(), new Action.Output(TWO))));
        assertThat(only(plan, ALL_LIVE).emissions().getFirst().packet().value(Field.IP_TTL))
                .isEqualTo(63);
        List<Emission> expired = held(plan)
                .process(PACKET.with(Field.IP_TTL, 1), ALL_LIVE, BucketChoice.every())
                .getFirst()
                .emissions();
        assertThat(expired)
                .singleElement()
                .isInstanceOfSatisfying(
                        Emission.ToController.class,
                        asked -> assertThat(asked.reason()).isEqualTo(Emission.Reason.INVALID_TTL));
    }

    @Test
    void aFastFailoverGroupTakesItsFirstLiveBucket() {
        Group group = group(Group.Type.FAST_FAILOVER, bucket(0, TWO), bucket(1, THREE));
        assertThat(ports(through(group), ALL_LIVE)).containsExactly(TWO);
        assertThat(ports(through(group), Set.of(THREE)::contains)).containsExactly(THREE);
        assertThat(ports(through(group), port -> false)).isEmpty();
    }

    @Test
    void aSelectGroupTakesOneLiveBucketAndACompleteExplorationAll() {
        Group group = group(Group.Type.SELECT, bucket(0, TWO), bucket(1, THREE));
        assertThat(held(through(group)).process(PACKET, ALL_LIVE, BucketChoice.every()))
                .hasSize(2);
        assertThat(held(through(group)).process(PACKET, ALL_LIVE, BucketChoice.openVSwitch()))
                .hasSize(1);
        assertThat(ports(through(group), Set.of(TWO)::contains)).containsExactly(TWO);
        assertThat(ports(through(group), port -> false)).isEmpty();
    }

    @Test
    void anAllGroupTakesAllAndAnIndirectGroupItsOne() {
        assertThat(ports(through(group(Group.Type.ALL, bucket(0, TWO), bucket(1, THREE))), ALL_LIVE))
                .containsExactly(TWO, THREE);
        assertThat(ports(through(group(Group.Type.INDIRECT, bucket(0, TWO))), ALL_LIVE))
                .containsExactly(TWO);
    }

    @Test
    void aGroupWorksOnItsOwnCopyOfThePacket() {
        Bucket changing = new Bucket(
                0, 0, Optional.empty(), List.of(new Action.SetField(Field.UDP_DST, 9), new Action.Output(TWO)));
        SwitchPlan plan = SwitchPlan.of(
                List.of(),
                List.of(group(Group.Type.ALL, changing)),
                List.of(rule(0, 1, Match.any(), List.of(new Action.ToGroup(GROUP), new Action.Output(THREE)))));
        assertThat(only(plan, ALL_LIVE).emissions())
                .extracting(emission -> emission.packet().value(Field.UDP_DST))
                .containsExactly(9L, 2L);
    }

    @Test
    void aRuleForAMissingGroupIsABrokenInvariant() {
        SwitchPlan plan = plan(rule(0, 1, Match.any(), List.of(new Action.ToGroup(GROUP))));
        assertThatIllegalStateException()
                .isThrownBy(() -> only(plan, ALL_LIVE))
                .withMessageContaining(GROUP.toString());
    }

    @Test
    void aPacketSaysWhatItIs() {
        assertThat(PACKET.toString()).contains("nw_dst=10.1.0.2").contains("udp_dst=2");
        assertThat(PACKET.source()).isEqualTo(Ipv4Address.parse("10.0.0.2"));
        assertThat(PACKET.destination()).isEqualTo(Ipv4Address.parse("10.1.0.2"));
        assertThat(PACKET).isEqualTo(PACKET.with(Field.IN_PORT, 1)).hasSameHashCodeAs(PACKET.with(Field.IN_PORT, 1));
        assertThat(PACKET).isNotEqualTo(PACKET.with(Field.IN_PORT, 2)).isNotEqualTo("packet");
        assertThat(Packet.blank()).isNotEqualTo(Packet.blank().with(Field.IN_PORT, 0));
    }

    private static SwitchPlan through(Group group) {
        return SwitchPlan.of(
                List.of(), List.of(group), List.of(rule(0, 1, Match.any(), List.of(new Action.ToGroup(GROUP)))));
    }

    private static Group group(Group.Type type, Bucket... buckets) {
        return new Group(GROUP, type, Optional.empty(), List.of(buckets));
    }

    private static Bucket bucket(int id, PortNumber port) {
        return new Bucket(id, 1, Optional.of(port), List.of(new Action.Output(port)));
    }

    private static SwitchPlan plan(ForwardingRule... rules) {
        return SwitchPlan.of(List.of(), List.of(), List.of(rules));
    }

    private static ForwardingRule rule(int table, int priority, Match match, List<Action> actions) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(table), priority, match),
                actions,
                Optional.empty(),
                Cookie.of(Cookie.Purpose.ROUTING),
                0);
    }

    private static SimulatedSwitch held(SwitchPlan plan) {
        return new SimulatedSwitch(new DatapathId(1), plan);
    }

    private static Passage only(SwitchPlan plan, Predicate<PortNumber> isLive) {
        List<Passage> passages = held(plan).process(PACKET, isLive, BucketChoice.openVSwitch());
        assertThat(passages).hasSize(1);
        return passages.getFirst();
    }

    private static List<PortNumber> ports(SwitchPlan plan, Predicate<PortNumber> isLive) {
        return only(plan, isLive).emissions().stream()
                .map(emission -> ((Emission.ThroughPort) emission).port())
                .toList();
    }
}
