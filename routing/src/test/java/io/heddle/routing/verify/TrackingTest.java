package io.heddle.routing.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Action.Track.Nat;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.CtState;
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
import org.junit.jupiter.api.Test;

/** Connection tracking and conjunctions in a simulated switch. */
class TrackingTest {

    private static final PortNumber INSIDE = new PortNumber(1);
    private static final PortNumber OUTSIDE = new PortNumber(2);
    private static final Ipv4Address CLIENT = Ipv4Address.parse("10.0.0.2");
    private static final Ipv4Address OTHER = Ipv4Address.parse("10.0.0.3");
    private static final Ipv4Address SERVER = Ipv4Address.parse("192.0.2.9");
    private static final Ipv4Address PUBLIC = Ipv4Address.parse("192.0.2.1");
    private static final Packet OUT = Packet.tcp(CLIENT, 4000, SERVER, 80);
    private static final Packet BACK = Packet.tcp(SERVER, 80, CLIENT, 4000);
    private static final Match NEW = state(CtState.NEW);
    private static final Match KNOWN = state(CtState.ESTABLISHED);

    /** What is begun inside may go out, and what belongs to it may come in. */
    private static final SimulatedSwitch FIREWALL = holding(
            rule(0, 1, Match.any(), track(false, 7, 1)),
            rule(1, 9, NEW.inPort(INSIDE), track(true, 7), new Action.Output(OUTSIDE)),
            rule(1, 8, KNOWN.inPort(INSIDE), new Action.Output(OUTSIDE)),
            rule(1, 8, KNOWN.inPort(OUTSIDE).with(Field.CT_ZONE, 7), new Action.Output(INSIDE)),
            rule(1, 8, state(CtState.RELATED), new Action.Output(INSIDE)),
            rule(1, 0, Match.any()));

    @Test
    void repliesPassAndStrangersDoNot() {
        assertThat(through(FIREWALL, BACK, OUTSIDE, Connections.none()).emissions())
                .isEmpty();
        Passage first = through(FIREWALL, OUT, INSIDE, Connections.none());
        assertThat(first.emissions()).hasSize(1);
        Connections kept = first.connections();
        assertThat(through(FIREWALL, BACK, OUTSIDE, kept).emissions()).hasSize(1);
        assertThat(through(FIREWALL, OUT, INSIDE, kept)).satisfies(again -> {
            assertThat(again.emissions()).hasSize(1);
            assertThat(again.connections()).isEqualTo(kept);
        });
        assertThat(through(FIREWALL, BACK.with(Field.TCP_SRC, 81), OUTSIDE, kept)
                        .emissions())
                .isEmpty();
        assertThat(through(FIREWALL, BACK, OUTSIDE, kept.flushed(7)).emissions())
                .isEmpty();
        assertThat(kept.flushed(8)).isEqualTo(kept);
    }

    @Test
    void whatLeavesKnowsNothingOfItsState() {
        Packet left = through(FIREWALL, OUT, INSIDE, Connections.none())
                .emissions()
                .getFirst()
                .packet();
        assertThat(left.has(Field.CT_STATE)).isFalse();
        assertThat(left.has(Field.CT_ZONE)).isFalse();
    }

    @Test
    void zonesKnowNothingOfEachOther() {
        Connections seven = through(FIREWALL, OUT, INSIDE, Connections.none()).connections();
        Packet asked = seven.track(track(false, 8, 1), BACK).packet();
        assertThat(asked.value(Field.CT_STATE)).isEqualTo(CtState.TRACKED | CtState.NEW);
        Track byRegister = new Track(false, new Zone.In(Field.REG0), Optional.empty(), Optional.empty());
        assertThat(seven.track(byRegister, BACK.with(Field.REG0, 0x1_0007)).packet())
                .satisfies(found -> {
                    assertThat(found.value(Field.CT_ZONE)).isEqualTo(7);
                    assertThat(found.value(Field.CT_STATE))
                            .isEqualTo(CtState.TRACKED | CtState.ESTABLISHED | CtState.REPLY);
                });
    }

    @Test
    void aPingHasOneAnswerAndErrorsAreAboutConnections() {
        Packet ping = Packet.icmp(CLIENT, SERVER, 8, 0);
        Packet pong = Packet.icmp(SERVER, CLIENT, 0, 0);
        Packet error = Packet.icmp(PUBLIC, CLIENT, 3, 1);
        assertThat(through(FIREWALL, pong, INSIDE, Connections.none()).emissions())
                .isEmpty();
        assertThat(through(FIREWALL, error, OUTSIDE, Connections.none()).emissions())
                .isEmpty();
        Connections kept = through(FIREWALL, ping, INSIDE, Connections.none()).connections();
        assertThat(through(FIREWALL, pong, OUTSIDE, kept).emissions()).hasSize(1);
        assertThat(through(FIREWALL, error, OUTSIDE, kept).emissions()).hasSize(1);
        assertThat(through(FIREWALL, Packet.icmp(PUBLIC, OTHER, 3, 1), OUTSIDE, kept)
                        .emissions())
                .isEmpty();
    }

    @Test
    void whatIsOfNoConnectionIsInvalid() {
        Track look = track(false, 1, 1);
        for (Packet packet : List.of(
                Packet.icmp(SERVER, CLIENT, 0, 0),
                six(58, 135),
                six(58, 129),
                Packet.blank().with(Field.ETH_TYPE, Match.ARP))) {
            assertThat(Connections.none().track(look, packet).packet().value(Field.CT_STATE))
                    .as(packet.toString())
                    .isEqualTo(CtState.TRACKED | CtState.INVALID);
        }
        for (Packet packet : List.of(Packet.udp(CLIENT, 1, SERVER, 2), Packet.ipv4(CLIENT, SERVER, 47), six(58, 128))) {
            assertThat(Connections.none().track(look, packet).packet().value(Field.CT_STATE))
                    .as(packet.toString())
                    .isEqualTo(CtState.TRACKED | CtState.NEW);
        }
    }

    @Test
    void ofIpv6ThereAreRepliesAndErrorsToo() {
        Connections kept =
                Connections.none().track(track(true, 1), six(58, 128)).connections();
        Packet pong = six(58, 129).with(Field.IPV6_SRC_LOW, 2).with(Field.IPV6_DST_LOW, 1);
        assertThat(kept.track(track(false, 1), pong).packet().value(Field.CT_STATE))
                .isEqualTo(CtState.TRACKED | CtState.ESTABLISHED | CtState.REPLY);
        Packet error = six(58, 1).with(Field.IPV6_SRC_LOW, 9).with(Field.IPV6_DST_LOW, 1);
        assertThat(kept.track(track(false, 1), error).packet().value(Field.CT_STATE))
                .isEqualTo(CtState.TRACKED | CtState.RELATED);
        Track translating = new Track(false, new Zone.Of(1), Optional.empty(), Optional.of(new Nat.AsCommitted()));
        assertThat(SimulatedSwitch.untracked(kept.track(translating, pong).packet()))
                .isEqualTo(pong);
    }

    @Test
    void aSourceIsTranslatedThereAndBack() {
        Connections kept = Connections.none();
        for (Packet packet : List.of(OUT, Packet.udp(CLIENT, 1, SERVER, 53), Packet.icmp(CLIENT, SERVER, 8, 0))) {
            Connections.Tracked out = kept.track(natting(true, new Nat.Source(PUBLIC)), packet);
            assertThat(out.packet().source()).isEqualTo(PUBLIC);
            assertThat(out.packet().destination()).isEqualTo(SERVER);
            kept = out.connections();
        }
        Packet reply = Packet.tcp(SERVER, 80, PUBLIC, 4000);
        Connections.Tracked back = kept.track(natting(false, new Nat.AsCommitted()), reply);
        assertThat(SimulatedSwitch.untracked(back.packet())).isEqualTo(BACK);
        Packet again = kept.track(natting(false, new Nat.AsCommitted()), OUT).packet();
        assertThat(again.source()).isEqualTo(PUBLIC);
    }

    @Test
    void twoSourcesWithOnePortGetDifferentOnes() {
        Track translating = natting(true, new Nat.Source(PUBLIC));
        Connections one = Connections.none().track(translating, OUT).connections();
        Packet second = Packet.tcp(OTHER, 4000, SERVER, 80);
        Packet out = one.track(translating, second).packet();
        assertThat(out.source()).isEqualTo(PUBLIC);
        assertThat(out.value(Field.TCP_SRC)).isNotEqualTo(4000);
        Packet reply = Packet.tcp(SERVER, 80, PUBLIC, (int) out.value(Field.TCP_SRC));
        Packet back = one.track(translating, second)
                .connections()
                .track(natting(false, new Nat.AsCommitted()), reply)
                .packet();
        assertThat(back.destination()).isEqualTo(OTHER);
        assertThat(back.value(Field.TCP_DST)).isEqualTo(4000);
    }

    @Test
    void aDestinationIsTranslatedThereAndBack() {
        Packet in = Packet.tcp(SERVER, 9, PUBLIC, 8080);
        Connections.Tracked toPort = Connections.none().track(natting(true, new Nat.Destination(CLIENT, 80)), in);
        assertThat(SimulatedSwitch.untracked(toPort.packet())).isEqualTo(Packet.tcp(SERVER, 9, CLIENT, 80));
        Packet reply = Packet.tcp(CLIENT, 80, SERVER, 9);
        assertThat(SimulatedSwitch.untracked(toPort.connections()
                        .track(natting(false, new Nat.AsCommitted()), reply)
                        .packet()))
                .isEqualTo(Packet.tcp(PUBLIC, 8080, SERVER, 9));
        Connections.Tracked asItWas = Connections.none().track(natting(true, new Nat.Destination(CLIENT, 0)), in);
        assertThat(asItWas.packet().value(Field.TCP_DST)).isEqualTo(8080);
        Connections.Tracked nothing = Connections.none().track(natting(true, new Nat.AsCommitted()), in);
        assertThat(SimulatedSwitch.untracked(nothing.packet())).isEqualTo(in);
    }

    @Test
    void severalCopiesGoTheirOwnWays() {
        SimulatedSwitch copying = holding(
                rule(
                        0,
                        1,
                        Match.any(),
                        new Action.SetField(Field.REG0, 2),
                        track(false, 1, 1),
                        new Action.SetField(Field.REG0, 3),
                        track(false, 2, 1),
                        new Action.Output(new PortNumber(4))),
                rule(1, 1, Match.any().with(Field.REG0, 2), new Action.Output(new PortNumber(2))),
                rule(1, 1, Match.any().with(Field.REG0, 3), new Action.Output(new PortNumber(3))));
        assertThat(through(copying, OUT, INSIDE, Connections.none()).emissions())
                .extracting(emission -> ((Emission.ThroughPort) emission).port().value())
                .containsExactly(2, 3, 4);
    }

    @Test
    void aConjunctionNeedsAllItsClauses() {
        SimulatedSwitch held = holding(
                rule(0, 50, from(CLIENT), new Action.Conjunction(1, 0, 2), new Action.Conjunction(2, 0, 3)),
                rule(0, 50, from(OTHER), new Action.Conjunction(1, 0, 2)),
                rule(0, 50, port(80), new Action.Conjunction(1, 1, 2), new Action.Conjunction(2, 1, 3)),
                rule(0, 50, Match.any().with(Field.CONJUNCTION, 1), new Action.Output(OUTSIDE)),
                rule(0, 9, port(443), new Action.Output(OUTSIDE)),
                rule(0, 0, Match.any()));
        assertThat(isPassed(held, OUT)).isTrue();
        assertThat(isPassed(held, Packet.tcp(OTHER, 1, SERVER, 80))).isTrue();
        assertThat(isPassed(held, Packet.tcp(OTHER, 1, SERVER, 81))).isFalse();
        assertThat(isPassed(held, Packet.tcp(SERVER, 1, CLIENT, 80))).isFalse();
        assertThat(isPassed(held, Packet.tcp(SERVER, 1, CLIENT, 443))).isTrue();
    }

    @Test
    void whatMatchesAtAHigherPriorityComesBeforeAConjunction() {
        SimulatedSwitch held = holding(
                rule(0, 60, from(CLIENT)),
                rule(0, 50, from(CLIENT), new Action.Conjunction(1, 0, 2)),
                rule(0, 50, from(OTHER), new Action.Conjunction(1, 0, 2)),
                rule(0, 40, from(OTHER), new Action.Conjunction(2, 0, 2)),
                rule(0, 50, port(80), new Action.Conjunction(1, 1, 2)),
                rule(0, 40, port(81), new Action.Conjunction(2, 1, 2)),
                rule(0, 50, Match.any().with(Field.CONJUNCTION, 1), new Action.Output(OUTSIDE)),
                rule(0, 40, Match.any().with(Field.CONJUNCTION, 2), new Action.Output(OUTSIDE)));
        assertThat(isPassed(held, OUT)).isFalse();
        assertThat(isPassed(held, Packet.tcp(OTHER, 1, SERVER, 80))).isTrue();
        assertThat(isPassed(held, Packet.tcp(OTHER, 1, SERVER, 81))).isTrue();
        assertThat(isPassed(held, Packet.tcp(OTHER, 1, SERVER, 82))).isFalse();
    }

    @Test
    void aConjunctionOf64ClausesWorks() {
        ForwardingRule[] rules = new ForwardingRule[65];
        for (int i = 0; i < 64; i++) {
            Match match =
                    Match.any().ipProto(6).with(Field.TCP_DST, 0x40, 0xffc0).with(Field.REG0, 1L << 31, 1L << 31 | i);
            rules[i] = rule(0, 5, match, new Action.Conjunction(3, i, 64));
        }
        rules[64] = rule(0, 5, Match.any().with(Field.CONJUNCTION, 3), new Action.Output(OUTSIDE));
        assertThat(isPassed(holding(rules), OUT.with(Field.REG0, 1L << 31))).isTrue();
        assertThat(isPassed(holding(rules), OUT.with(Field.REG0, 1L << 31 | 1))).isFalse();
    }

    @Test
    void aConjunctionWithoutARuleOfItsIdDoesNothing() {
        SimulatedSwitch held = holding(
                rule(0, 5, from(CLIENT), new Action.Conjunction(1, 0, 2)),
                rule(0, 5, port(80), new Action.Conjunction(1, 1, 2)));
        assertThat(through(held, OUT, INSIDE, Connections.none()).steps())
                .containsExactly(new Step.Missed(new TableId(0)));
    }

    @Test
    void aGroupCannotHoldAClause() {
        GroupId id = GroupId.ours(1);
        Bucket clause = new Bucket(0, 0, Optional.empty(), List.of(new Action.Conjunction(1, 0, 2)));
        SwitchPlan plan = SwitchPlan.of(
                List.of(),
                List.of(new Group(id, Group.Type.INDIRECT, Optional.empty(), List.of(clause))),
                List.of(rule(0, 1, Match.any(), new Action.ToGroup(id))));
        SimulatedSwitch held = new SimulatedSwitch(new DatapathId(1), plan);
        assertThatIllegalStateException().isThrownBy(() -> through(held, OUT, INSIDE, Connections.none()));
    }

    private static boolean isPassed(SimulatedSwitch held, Packet packet) {
        return !through(held, packet, INSIDE, Connections.none()).emissions().isEmpty();
    }

    private static Passage through(SimulatedSwitch held, Packet packet, PortNumber ingress, Connections kept) {
        List<Passage> passages =
                held.process(packet.with(Field.IN_PORT, ingress.value()), kept, port -> true, BucketChoice.every());
        assertThat(passages).hasSize(1);
        return passages.getFirst();
    }

    private static Packet six(int protocol, int type) {
        return Packet.blank()
                .with(Field.ETH_TYPE, Match.IPV6)
                .with(Field.IP_PROTO, protocol)
                .with(Field.ICMPV6_TYPE, type)
                .with(Field.IPV6_SRC_HIGH, 1)
                .with(Field.IPV6_SRC_LOW, 1)
                .with(Field.IPV6_DST_HIGH, 1)
                .with(Field.IPV6_DST_LOW, 2);
    }

    private static Match state(long bit) {
        return Match.any().with(Field.CT_STATE, bit, bit);
    }

    private static Match from(Ipv4Address address) {
        return Match.any().ipv4Src(new IpPrefix(address, 32));
    }

    private static Match port(int port) {
        return Match.any().ipProto(6).with(Field.TCP_DST, port);
    }

    private static Track track(boolean commit, int zone) {
        return new Track(commit, new Zone.Of(zone), Optional.empty(), Optional.empty());
    }

    private static Track track(boolean commit, int zone, int next) {
        return new Track(commit, new Zone.Of(zone), Optional.of(new TableId(next)), Optional.empty());
    }

    private static Track natting(boolean commit, Nat nat) {
        return new Track(commit, new Zone.Of(1), Optional.empty(), Optional.of(nat));
    }

    private static SimulatedSwitch holding(ForwardingRule... rules) {
        return new SimulatedSwitch(new DatapathId(1), SwitchPlan.of(List.of(), List.of(), List.of(rules)));
    }

    private static ForwardingRule rule(int table, int priority, Match match, Action... actions) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(table), priority, match),
                List.of(actions),
                Optional.empty(),
                Cookie.of(Cookie.Purpose.ADMISSION),
                0);
    }
}
