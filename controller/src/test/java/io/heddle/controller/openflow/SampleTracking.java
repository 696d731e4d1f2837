package io.heddle.controller.openflow;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Action.Track.Nat;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.CtState;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Optional;

/** At least one of every kind of match and action that connection tracking and conjunctions bring. */
final class SampleTracking {

    private static final Cookie.Purpose PURPOSE = Cookie.Purpose.ADMISSION;
    private static final int TABLE = 5;
    private static final Ipv4Address OUTSIDE = Ipv4Address.parse("192.0.2.7");
    private static final Track LOOK = new Track(false, new Zone.Of(7), table(6), Optional.empty());
    private static final Track BACK =
            new Track(false, new Zone.In(Field.REG1), table(2), Optional.of(new Nat.AsCommitted()));
    private static final Track KEEP = new Track(true, new Zone.Of(0xffff), Optional.empty(), Optional.empty());

    private SampleTracking() {}

    static List<ForwardingRule> rules() {
        Match looked = Match.any()
                .with(Field.CT_STATE, CtState.TRACKED | CtState.NEW, CtState.TRACKED | CtState.NEW | CtState.INVALID);
        return List.of(
                SamplePlan.put(TABLE, 100, Match.any().ethType(Match.IPV4), PURPOSE, LOOK, BACK),
                SamplePlan.put(
                        TABLE, 99, Match.any().ethType(Match.IPV6), PURPOSE, LOOK, new Action.Output(SamplePlan.TWO)),
                new ForwardingRule(
                        new ForwardingRule.Key(
                                new TableId(TABLE),
                                98,
                                looked.with(Field.CONJUNCTION, 1).ethType(Match.IPV6)),
                        List.of(KEEP),
                        Optional.of(new TableId(TABLE + 1)),
                        Cookie.of(PURPOSE),
                        0),
                SamplePlan.put(TABLE, 97, looked.with(Field.CT_ZONE, 7).ethType(Match.IPV4), PURPOSE, from(OUTSIDE)),
                SamplePlan.put(TABLE, 96, looked.with(Field.CT_ZONE, 8).ethType(Match.IPV4), PURPOSE, to(OUTSIDE, 0)),
                SamplePlan.put(
                        TABLE, 95, looked.with(Field.CT_ZONE, 9).ethType(Match.IPV4), PURPOSE, to(OUTSIDE, 8080)),
                leavingByAnyPort(),
                copying(),
                clause(Match.any().inPort(SamplePlan.ONE), of(1, 0, 3), of(2, 0, 2), of(0x7fff_ffff, 63, 64)),
                clause(
                        Match.any()
                                .ethType(Match.IPV6)
                                .with(Field.IPV6_DST_HIGH, 0x20010db8_00000000L, 0xffffffff_00000000L),
                        of(1, 1, 3)),
                clause(
                        SamplePlan.sixFrom(0x20010db8_00000000L, -1L, 7, -1L)
                                .with(Field.IPV6_DST_HIGH, 0x20010db8_00000000L)
                                .with(Field.IPV6_DST_LOW, 9),
                        of(1, 1, 3)),
                clause(Match.any().ipProto(6).with(Field.TCP_DST, 0x1f40, 0xfff8), of(1, 2, 3)),
                clause(Match.any().ipProto(132).with(Field.SCTP_DST, 0x1f40, 0xfff8), of(1, 2, 3)));
    }

    /** What becomes of a copy does not concern the packet. */
    private static ForwardingRule copying() {
        Action copied =
                new Action.Cloned(List.of(new Action.SetField(Field.REG1, 5), new Action.Output(SamplePlan.ONE)));
        return SamplePlan.put(TABLE, 93, Match.any(), PURPOSE, copied, new Action.Output(SamplePlan.TWO));
    }

    /** OpenFlow forbids to set the port that a packet came in by, not to copy into it. */
    private static ForwardingRule leavingByAnyPort() {
        return SamplePlan.put(
                TABLE,
                94,
                Match.any().ethType(Match.IPV4).with(Field.METADATA, 7),
                PURPOSE,
                new Action.SetField(Field.REG2, 0xffff_ffffL),
                new Action.CopyField(Field.REG2, Field.IN_PORT),
                LOOK);
    }

    private static Optional<TableId> table(int table) {
        return Optional.of(new TableId(table));
    }

    private static Track from(Ipv4Address address) {
        return new Track(true, new Zone.Of(0x8001), table(9), Optional.of(new Nat.Source(address)));
    }

    private static Track to(Ipv4Address address, int port) {
        return new Track(true, new Zone.Of(0x8001), table(9), Optional.of(new Nat.Destination(address, port)));
    }

    private static Action.Conjunction of(int id, int clause, int clauses) {
        return new Action.Conjunction(id, clause, clauses);
    }

    private static ForwardingRule clause(Match match, Action... clauses) {
        return SamplePlan.put(TABLE, 98, match, PURPOSE, clauses);
    }
}
