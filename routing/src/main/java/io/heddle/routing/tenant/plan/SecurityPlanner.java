package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Cidr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plans what security groups let through on one server after the other.
 *
 * <p>A security rule is a conjunction: one of the ports here that are in its group, and one of the addresses at the other end, and one of
 * the matches of its protocol, where it asks for these. Clauses that match alike are one rule of the bridge, so there are as many as ports,
 * addresses and parts of port ranges together, and not their product.
 */
final class SecurityPlanner {

    /** So many security rules share a priority, lest one rule of the bridge has more clauses than fit into a message. */
    private static final int SHARING = 2048;

    private static final Comparator<Action.Conjunction> ORDER = Comparator.comparingInt(Action.Conjunction::id);

    private final TenantState state;
    private final PeerIndex peers;

    SecurityPlanner(TenantState state, PeerIndex peers) {
        this.state = state;
        this.peers = peers;
    }

    /** The rules for the guarded ports of one server. */
    SortedMap<ForwardingRule.Key, ForwardingRule> plan(List<Member> guarded) {
        Sheet sheet = new Sheet(new Rules(), new TreeMap<>());
        SortedMap<SecurityGroupId, List<PortNumber>> members = new TreeMap<>();
        for (Member member : guarded) {
            PortNumber number = member.number();
            Match match = Gate.IN.at(number, Match.any());
            sheet.rules.end(OverlayPipeline.PORT, OverlayPipeline.KNOWN, match, Purpose.SECURITY, member.reception());
            for (SecurityGroupId group : member.port().securityGroups()) {
                members.computeIfAbsent(group, key -> new ArrayList<>()).add(number);
            }
        }
        members.forEach((group, numbers) -> state.rulesOf(group).forEach(rule -> add(sheet, rule, numbers)));
        return sheet.finished();
    }

    /** What is gathered for a server: whole rules, and clauses by where they stand. */
    private record Sheet(Rules rules, SortedMap<ForwardingRule.Key, SortedSet<Action.Conjunction>> clauses) {

        void add(ForwardingRule.Key key, Action.Conjunction clause) {
            clauses.computeIfAbsent(key, missing -> new TreeSet<>(ORDER)).add(clause);
        }

        SortedMap<ForwardingRule.Key, ForwardingRule> finished() {
            clauses.forEach((key, some) ->
                    rules.end(key.table(), key.priority(), key.match(), Purpose.SECURITY, List.copyOf(some)));
            return rules.byKey();
        }
    }

    private void add(Sheet sheet, SecurityRule rule, List<PortNumber> members) {
        Gate gate = Gate.of(rule.direction());
        Match packets = Services.packets(rule.version());
        List<List<Match>> conditions = new ArrayList<>();
        peers(rule).map(cidrs -> cidrs.stream().map(gate::with).toList()).ifPresent(conditions::add);
        Services.of(rule).ifPresent(conditions::add);
        if (conditions.isEmpty()) {
            members.forEach(
                    number -> SecurityRules.accept(sheet.rules, gate, OverlayPipeline.KNOWN, gate.at(number, packets)));
        } else if (conditions.stream().noneMatch(List::isEmpty)) {
            conditions.addFirst(
                    members.stream().map(number -> gate.at(number, Match.any())).toList());
            addConjunction(sheet, rule, gate, conditions);
        }
    }

    private static void addConjunction(Sheet sheet, SecurityRule rule, Gate gate, List<List<Match>> conditions) {
        int id = rule.number() + 1;
        int priority = OverlayPipeline.KNOWN + id / SHARING;
        Match fulfilled = Services.packets(rule.version()).with(Field.CONJUNCTION, id);
        SecurityRules.accept(sheet.rules, gate, priority, fulfilled);
        for (int i = 0; i < conditions.size(); i++) {
            Action.Conjunction clause = new Action.Conjunction(id, i, conditions.size());
            for (Match match : conditions.get(i)) {
                sheet.add(new ForwardingRule.Key(gate.table(), priority, match), clause);
            }
        }
    }

    /** The addresses of the other end, none if nobody has one; empty if it may be anybody. */
    private Optional<List<Cidr>> peers(SecurityRule rule) {
        Optional<List<Cidr>> named = rule.peer().map(peer -> switch (peer) {
            case Peer.Block(Cidr cidr) -> List.of(cidr);
            case Peer.Group(SecurityGroupId group) ->
                peers.addresses(group).stream()
                        .filter(cidr -> cidr.version() == rule.version())
                        .toList();
            case Peer.Addresses(AddressGroupId group) ->
                state.addressGroups().find(group).orElseThrow().addresses().stream()
                        .filter(cidr -> cidr.version() == rule.version())
                        .toList();
        });
        return named.filter(cidrs -> cidrs.stream().noneMatch(cidr -> cidr.length() == 0));
    }
}
