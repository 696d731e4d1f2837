package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import java.util.ArrayList;
import java.util.List;

/**
 * The delivery of frames that {@code match} matches to ports of a server: straight to those that are not guarded, and to guarded ones ARP
 * at once, IP through {@link OverlayPipeline#INBOUND}, and nothing else.
 */
record DeliveryRules(Rules rules, Match match, Purpose purpose) {

    /** In {@code table}, to the {@code local} ports and where the {@code remote} actions lead. */
    void add(TableId table, List<Member> local, List<Action> remote) {
        if (local.isEmpty()) {
            end(table, OverlayPipeline.KNOWN, match, remote);
            return;
        }
        List<Action> outputs = outputs(local);
        List<Action> unguarded = outputs(
                local.stream().filter(member -> !member.port().portSecurity()).toList());
        List<Action> inspected = ofIp(local);
        end(table, OverlayPipeline.KNOWN, match, joined(unguarded, remote));
        if (unguarded.size() < local.size()) {
            end(table, OverlayPipeline.KNOWN_TYPE, match.ethType(Match.ARP), joined(outputs, remote));
            end(table, OverlayPipeline.KNOWN_TYPE, match.ethType(Match.IPV4), joined(inspected, remote));
            end(table, OverlayPipeline.KNOWN_TYPE, match.ethType(Match.IPV6), joined(inspected, remote));
        }
    }

    /** Hands an IP packet to each of the {@code local} ports, by way of its security groups if it is guarded. */
    static List<Action> ofIp(List<Member> local) {
        List<Action> actions = new ArrayList<>();
        for (Member member : local) {
            if (member.port().portSecurity()) {
                actions.add(new Action.SetField(Field.REG0, member.number().value()));
                actions.add(SecurityRules.look(member.number(), OverlayPipeline.INBOUND));
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
