package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * The delivery of frames that {@code match} matches to ports of a server: straight to those that are not guarded, and to guarded ones ARP
 * at once, IP through {@link OverlayPipeline#INBOUND}, and nothing else. That is said once for all where a frame is for one guarded port
 * ({@link OverlayPipeline#HAND}), which nearly all are.
 */
record DeliveryRules(Rules rules, Match match, Purpose purpose) {

    /** Adds what every bridge has. */
    static void addTo(Rules rules) {
        rules.goTo(
                OverlayPipeline.HAND,
                OverlayPipeline.KNOWN,
                Match.any().ethType(Match.ARP),
                Purpose.DELIVERY,
                OverlayPipeline.PORT);
        Action look = SecurityRules.look(new Zone.In(Field.REG0), OverlayPipeline.INBOUND);
        for (IpVersion version : IpVersion.values()) {
            Match ip = Services.packets(version);
            rules.end(OverlayPipeline.HAND, OverlayPipeline.KNOWN, ip, Purpose.DELIVERY, List.of(look));
        }
    }

    /** In {@code table}, to the {@code local} ports and where the {@code remote} actions lead. */
    void add(TableId table, List<Member> local, List<Action> remote) {
        if (local.isEmpty()) {
            end(table, OverlayPipeline.KNOWN, match, remote);
            return;
        }
        List<Member> guarded =
                local.stream().filter(member -> member.port().portSecurity()).toList();
        List<Action> others = joined(
                outputs(local.stream()
                        .filter(member -> !member.port().portSecurity())
                        .toList()),
                remote);
        if (guarded.size() == 1) {
            hand(table, others, guarded.getFirst().number());
            return;
        }
        end(table, OverlayPipeline.KNOWN, match, others);
        if (!guarded.isEmpty()) {
            List<Action> inspected = ofIp(local);
            end(table, OverlayPipeline.KNOWN_TYPE, match.ethType(Match.ARP), joined(outputs(local), remote));
            end(table, OverlayPipeline.KNOWN_TYPE, match.ethType(Match.IPV4), joined(inspected, remote));
            end(table, OverlayPipeline.KNOWN_TYPE, match.ethType(Match.IPV6), joined(inspected, remote));
        }
    }

    /** To others first, and then as it came to the one guarded port. */
    private void hand(TableId table, List<Action> others, PortNumber port) {
        List<Action> actions = new ArrayList<>(Carriage.andUntagged(others));
        actions.add(new Action.SetField(Field.REG0, port.value()));
        ForwardingRule.Key key = new ForwardingRule.Key(table, OverlayPipeline.KNOWN, match);
        rules.add(Rules.going(key, purpose, actions, OverlayPipeline.HAND));
    }

    /** Hands an IP packet to each of the {@code local} ports, by way of its security groups if it is guarded. */
    static List<Action> ofIp(List<Member> local) {
        List<Action> actions = new ArrayList<>();
        for (Member member : local) {
            if (member.port().portSecurity()) {
                actions.add(new Action.SetField(Field.REG0, member.number().value()));
                actions.add(SecurityRules.look(new Zone.Of(member.number().value()), OverlayPipeline.INBOUND));
            } else {
                actions.add(member.delivery());
            }
        }
        return actions;
    }

    private static List<Action> outputs(List<Member> local) {
        return local.stream().map(Member::delivery).toList();
    }

    private static List<Action> joined(List<Action> local, List<Action> remote) {
        List<Action> all = new ArrayList<>(local);
        all.addAll(remote);
        return all;
    }

    private void end(TableId table, int priority, Match frames, List<Action> actions) {
        if (!actions.isEmpty()) {
            rules.end(table, priority, frames, purpose, actions);
        }
    }
}
