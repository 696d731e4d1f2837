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
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Plans what security groups let through on one server after the other.
 *
 * <p>A security rule is a conjunction: one of the ports here that are in its group, and one of the addresses at the other end, and one of
 * the matches of its protocol, where it asks for these. Clauses that match alike are one rule of the bridge, so there are as many as ports,
 * addresses and parts of port ranges together, and not their product. What a port adds depends on nobody else, and what a group adds is
 * the same for any of its ports; so a port more or less on a server costs what it adds, and not what is there.
 */
final class SecurityPlanner {

    /** So many security rules share a priority, lest one rule of the bridge has more clauses than fit into a message. */
    private static final int SHARING = 2048;

    private final TenantState state;
    private final PeerIndex peers;
    private final Map<SecurityRuleId, List<List<Match>>> conditions = new HashMap<>();

    SecurityPlanner(TenantState state, PeerIndex peers) {
        this.state = state;
        this.peers = peers;
    }

    /** The share on one server with those guarded ports. */
    PersistentMap<ForwardingRule.Key, ForwardingRule> plan(List<Member> guarded) {
        SecuritySheet sheet = new SecuritySheet();
        guarded.forEach(member -> addPort(sheet, member));
        groupsOf(guarded).forEach(group -> addGroup(sheet, group));
        return sheet.finished();
    }

    /** The share that a server has with those guarded ports, once some ports of before are not there and others are. */
    PersistentMap<ForwardingRule.Key, ForwardingRule> planAfter(
            PersistentMap<ForwardingRule.Key, ForwardingRule> share, Turnover turnover, List<Member> guarded) {
        SortedSet<SecurityGroupId> there = groupsOf(guarded);
        SecuritySheet gone = new SecuritySheet();
        turnover.removed().forEach(member -> addPort(gone, member));
        groupsOf(turnover.removed()).stream()
                .filter(group -> !there.contains(group))
                .forEach(group -> addGroup(gone, group));
        PersistentMap<ForwardingRule.Key, ForwardingRule> left = gone.removedFrom(share);
        SecuritySheet come = new SecuritySheet();
        turnover.added().forEach(member -> addPort(come, member));
        groupsOf(turnover.added()).stream().filter(group -> !isIn(left, group)).forEach(group -> addGroup(come, group));
        return come.addedTo(left);
    }

    private static SortedSet<SecurityGroupId> groupsOf(List<Member> members) {
        SortedSet<SecurityGroupId> groups = new TreeSet<>();
        members.forEach(member -> groups.addAll(member.port().securityGroups()));
        return groups;
    }

    private boolean isIn(PersistentMap<ForwardingRule.Key, ForwardingRule> share, SecurityGroupId group) {
        return state.rulesOf(group).stream()
                .filter(this::isConjunction)
                .findFirst()
                .filter(rule -> share.containsKey(
                        SecurityRules.key(Gate.of(rule.direction()), priority(rule), fulfilled(rule))))
                .isPresent();
    }

    private void addPort(SecuritySheet sheet, Member member) {
        PortNumber number = member.number();
        Match match = Gate.IN.at(number, Match.any());
        sheet.rules().end(OverlayPipeline.PORT, OverlayPipeline.KNOWN, match, Purpose.SECURITY, member.reception());
        for (SecurityGroupId group : member.port().securityGroups()) {
            for (SecurityRule rule : state.rulesOf(group)) {
                Gate gate = Gate.of(rule.direction());
                if (conditions(rule).isEmpty()) {
                    Match packets = gate.at(number, Services.packets(rule.version()));
                    SecurityRules.accept(sheet.rules(), gate, OverlayPipeline.KNOWN, packets);
                } else if (isConjunction(rule)) {
                    sheet.add(key(rule, gate.at(number, Match.any())), clause(rule, 0));
                }
            }
        }
    }

    private void addGroup(SecuritySheet sheet, SecurityGroupId group) {
        for (SecurityRule rule : state.rulesOf(group)) {
            if (isConjunction(rule)) {
                SecurityRules.accept(sheet.rules(), Gate.of(rule.direction()), priority(rule), fulfilled(rule));
                List<List<Match>> all = conditions(rule);
                for (int i = 0; i < all.size(); i++) {
                    for (Match match : all.get(i)) {
                        sheet.add(key(rule, match), clause(rule, i + 1));
                    }
                }
            }
        }
    }

    private static int priority(SecurityRule rule) {
        return OverlayPipeline.KNOWN + (rule.number() + 1) / SHARING;
    }

    private static Match fulfilled(SecurityRule rule) {
        return Services.packets(rule.version()).with(Field.CONJUNCTION, rule.number() + 1);
    }

    private static ForwardingRule.Key key(SecurityRule rule, Match match) {
        return SecurityRules.key(Gate.of(rule.direction()), priority(rule), match);
    }

    private Action.Conjunction clause(SecurityRule rule, int clause) {
        return new Action.Conjunction(
                rule.number() + 1, clause, conditions(rule).size() + 1);
    }

    /** Whether it asks for more than a port, and for nothing that cannot be. */
    private boolean isConjunction(SecurityRule rule) {
        List<List<Match>> all = conditions(rule);
        return !all.isEmpty() && all.stream().noneMatch(List::isEmpty);
    }

    /** What it asks for beside a port: of each the matches of which one is enough. */
    private List<List<Match>> conditions(SecurityRule rule) {
        return conditions.computeIfAbsent(rule.id(), id -> {
            Gate gate = Gate.of(rule.direction());
            List<List<Match>> all = new ArrayList<>();
            peers(rule).map(cidrs -> cidrs.stream().map(gate::with).toList()).ifPresent(all::add);
            Services.of(rule).ifPresent(all::add);
            return all;
        });
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
