package io.heddle.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.routing.rule.Group.HashSelection;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The values of which plans are made: canonical, ordered, and refusing what a switch could not hold. */
class RuleValuesTest {

    @Test
    void aMatchIsCanonical() {
        assertThat(Match.any().with(Field.IN_PORT, 0, 0)).isEqualTo(Match.any());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Match.any().with(Field.IP_PROTO, 3, 1))
                .withMessageContaining("0x3/0x1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Match.any().with(Field.IP_PROTO, 0, 0x100))
                .withMessageContaining("IP_PROTO");
        assertThatIllegalArgumentException().isThrownBy(() -> new Match.Masked(0, 0));
        assertThat(Match.any().with(Field.METADATA, -1).fields()).hasSize(1);
        assertThat(Match.any().ethDst(MacAddress.BROADCAST).fields()).containsKey(Field.ETH_DST);
    }

    @Test
    void matchesAreOrderedByFieldThenValueThenMask() {
        Match port = Match.any().inPort(new PortNumber(1));
        Match higherPort = Match.any().inPort(new PortNumber(2));
        Match type = Match.any().ethType(Match.ARP);
        Match wide = Match.any().with(Field.IN_PORT, 0, 1);
        assertThat(port).isEqualByComparingTo(Match.any().inPort(new PortNumber(1)));
        assertThat(port).isLessThan(higherPort).isLessThan(type);
        assertThat(Match.any()).isLessThan(port);
        assertThat(port.with(Field.ETH_TYPE, 1)).isGreaterThan(port);
        assertThat(wide).isLessThan(Match.any().with(Field.IN_PORT, 0, 3));
    }

    @Test
    void rulesAreOrderedByTableThenPriorityThenMatch() {
        ForwardingRule.Key first = new ForwardingRule.Key(new TableId(0), 9, Match.any());
        assertThat(first)
                .isLessThan(new ForwardingRule.Key(new TableId(0), 8, Match.any()))
                .isLessThan(new ForwardingRule.Key(new TableId(1), 10, Match.any()))
                .isLessThan(
                        new ForwardingRule.Key(new TableId(0), 9, Match.any().ethType(1)));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        refused(() -> new TableId(-1), "-1");
        refused(() -> new TableId(255), "255");
        refused(() -> GroupId.ours(-1), "-1");
        refused(() -> GroupId.ours(0x100_0000), "16777216");
        refused(() -> new MeterId(0), "0");
        refused(() -> new MeterId(-1), "4294967295");
        refused(() -> Meter.ofPackets(new MeterId(1), 0, 1), "0");
        refused(() -> Meter.ofPackets(new MeterId(1), 1, 0), "0");
        refused(() -> Meter.ofPackets(new MeterId(1), 1L << 32, 1), "4294967296");
        refused(() -> new Bucket(-1, 0, Optional.empty(), List.of()), "-1");
        refused(() -> new Bucket(0, -1, Optional.empty(), List.of()), "-1");
        refused(() -> new ForwardingRule.Key(new TableId(0), -1, Match.any()), "-1");
        refused(() -> new ForwardingRule.Key(new TableId(0), 65536, Match.any()), "65536");
        refused(() -> rule(-1, Optional.empty()), "-1");
        refused(() -> rule(65536, Optional.empty()), "65536");
        refused(() -> rule(0, Optional.of(new TableId(3))), "table 3");
        refused(() -> new Action.SetField(Field.IP_PROTO, 256), "0x100");
        refused(() -> new Action.CopyField(Field.ETH_SRC, Field.REG0), "ETH_SRC");
        refused(() -> new Action.Track.Zone.Of(65536), "65536");
        refused(() -> new Action.Track.Zone.Of(-1), "-1");
        refused(() -> new Action.Track.Zone.In(Field.IP_TTL), "IP_TTL");
        refused(() -> new Action.Track.Nat.Destination(Ipv4Address.UNSPECIFIED, 65536), "65536");
        HashSelection hash = new HashSelection(1, Set.of());
        refused(() -> new Group(GroupId.ours(1), Group.Type.ALL, Optional.of(hash), List.of()), "ALL");
    }

    @Test
    void aClauseIsOneOfItsConjunctionAndDoesNothingElse() {
        refused(() -> new Action.Conjunction(0, 0, 2), "id 0");
        refused(() -> new Action.Conjunction(1, 0, 1), "0 of 1");
        refused(() -> new Action.Conjunction(1, 0, 65), "0 of 65");
        refused(() -> new Action.Conjunction(1, -1, 2), "-1 of 2");
        refused(() -> new Action.Conjunction(1, 2, 2), "2 of 2");
        List<Action> clauses = List.of(new Action.Conjunction(1, 0, 2), new Action.Conjunction(2, 1, 64));
        assertThat(doing(clauses, Optional.empty()).isClause()).isTrue();
        assertThat(doing(List.of(), Optional.empty()).isClause()).isFalse();
        assertThat(doing(List.of(new Action.PopVlan()), Optional.empty()).isClause())
                .isFalse();
        refused(() -> doing(clauses, Optional.of(new TableId(5))), "does nothing else");
        refused(() -> doing(List.of(clauses.getFirst(), new Action.PopVlan()), Optional.empty()), "does nothing else");
    }

    @Test
    void identitiesAreOrderedAsUnsignedNumbersAndPrintedSo() {
        assertThat(new GroupId(-1)).isGreaterThan(GroupId.ours(1)).hasToString("4294967295");
        assertThat(GroupId.ours(1).isOurs()).isTrue();
        assertThat(new GroupId(1).isOurs()).isFalse();
        assertThat(new MeterId(2)).isGreaterThan(new MeterId(1)).hasToString("2");
        assertThat(new TableId(2)).isGreaterThan(new TableId(1)).hasToString("2");
    }

    @Test
    void aCookieSaysWhoseAndWhatFor() {
        Cookie cookie = Cookie.of(Cookie.Purpose.REPAIR);
        assertThat(cookie.isOurs()).isTrue();
        assertThat(new Cookie(6).isOurs()).isFalse();
        assertThat(cookie).hasToString("0x4845444c06000000").isGreaterThan(Cookie.of(Cookie.Purpose.ROUTING));
    }

    @Test
    void aMatchKeepsItsOwnCopyOfTheFields() {
        SortedMap<Field, Match.Masked> fields = new TreeMap<>();
        Match match = new Match(fields);
        fields.put(Field.IN_PORT, new Match.Masked(1, 1));
        assertThat(match).isEqualTo(Match.any());
    }

    private static ForwardingRule rule(int idle, Optional<TableId> next) {
        return rule(List.of(), next, idle);
    }

    private static ForwardingRule doing(List<Action> actions, Optional<TableId> next) {
        return rule(actions, next, 0);
    }

    private static ForwardingRule rule(List<Action> actions, Optional<TableId> next, int idle) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(3), 0, Match.any()),
                actions,
                next,
                Cookie.of(Cookie.Purpose.MISS),
                idle);
    }

    private static void refused(ThrowingCallable making, String bad) {
        assertThatIllegalArgumentException().isThrownBy(making).withMessageContaining(bad);
    }
}
