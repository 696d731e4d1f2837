package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.CtState;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.address.IpVersion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@link OverlayPipeline#OUTBOUND} and {@link OverlayPipeline#INBOUND} say of connections whatever the security groups are.
 *
 * <p>The connections of a guarded port have a zone of their own, whose number is that of the port on its bridge. Replies and what is
 * related to a connection pass; packets in the direction in which a connection began pass while a rule lets them, also when the
 * connection is kept already, so what a rule allowed ends with the rule.
 */
final class SecurityRules {

    /** The highest number that a guarded port may have: the zones above belong to routers. */
    static final int HIGHEST_PORT = 0x7fff;

    private static final long REPLY = CtState.ESTABLISHED | CtState.REPLY;

    private SecurityRules() {}

    /** Looks the connection of a packet up among those of a zone. */
    static Action look(Zone zone, TableId next) {
        return new Track(false, zone, Optional.of(next), Optional.empty());
    }

    /** Adds what every bridge has. */
    static void addTo(Rules rules) {
        for (Gate gate : Gate.values()) {
            rules.drop(gate.table(), OverlayPipeline.STATE, in(CtState.INVALID), Purpose.SECURITY);
            pass(rules, gate, OverlayPipeline.STATE, in(CtState.RELATED));
            pass(rules, gate, OverlayPipeline.STATE, in(REPLY));
            addCommit(rules, gate);
        }
        Stream.of(
                        Frames.udp(Match.IPV4, 68, 67),
                        Frames.udp(Match.IPV6, 546, 547),
                        Frames.icmpv6(Frames.ROUTER_SOLICITATION),
                        Frames.icmpv6(Frames.NEIGHBOUR_SOLICITATION))
                .forEach(match -> pass(rules, Gate.OUT, OverlayPipeline.ALWAYS, match));
        Stream.of(
                        Frames.udp(Match.IPV4, 67, 68),
                        Frames.udp(Match.IPV6, 547, 546),
                        Frames.icmpv6(Frames.ROUTER_SOLICITATION),
                        Frames.icmpv6(Frames.ROUTER_ADVERTISEMENT),
                        Frames.icmpv6(Frames.NEIGHBOUR_SOLICITATION),
                        Frames.icmpv6(Frames.NEIGHBOUR_ADVERTISEMENT))
                .forEach(match -> pass(rules, Gate.IN, OverlayPipeline.ALWAYS, match));
    }

    private static Match in(long state) {
        return Match.any().with(Field.CT_STATE, state, state);
    }

    private static void pass(Rules rules, Gate gate, int priority, Match match) {
        rules.goTo(gate.table(), priority, match, Purpose.SECURITY, gate.next());
    }

    /** Lets the packets pass that {@code match} matches and that go in the direction of their connection, and keeps it if it is new. */
    static void accept(Rules rules, Gate gate, int priority, Match match) {
        rules.goTo(gate.table(), priority, match, Purpose.SECURITY, gate.commit());
    }

    /** Where the packets stand that a gate is asked about. */
    static ForwardingRule.Key key(Gate gate, int priority, Match match) {
        return new ForwardingRule.Key(gate.table(), priority, match);
    }

    /** Once for all that is accepted: a rule for each would be as many more as ports and security groups have rules. */
    private static void addCommit(Rules rules, Gate gate) {
        Action keep = new Track(true, new Zone.In(Field.CT_ZONE), Optional.empty(), Optional.empty());
        for (IpVersion version : IpVersion.values()) {
            Match first = Services.packets(version).with(Field.CT_STATE, CtState.NEW, CtState.NEW);
            ForwardingRule.Key key = new ForwardingRule.Key(gate.commit(), OverlayPipeline.KNOWN, first);
            rules.add(Rules.going(key, Purpose.SECURITY, List.of(keep), gate.next()));
        }
        rules.goTo(gate.commit(), OverlayPipeline.KNOWN, in(CtState.ESTABLISHED), Purpose.SECURITY, gate.next());
    }
}
