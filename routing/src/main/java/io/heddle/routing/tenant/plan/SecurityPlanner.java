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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Plans what security groups let through on one server after the other.
 *
 * <p>A security rule is a conjunction: one of the ports here that are in its group, and one of the addresses at the other end, and one of
 * the matches of its protocol, where it asks for these. Clauses that match alike are one rule of the bridge, so there are as many as ports,
 * addresses and parts of port ranges together, and not their product. What a port adds depends on nobody else, and what a group adds is
 * the same for any of its ports; so a port more or less on a server costs what it adds, and not what is there, and an address more or
 * less of a group that others name costs these one rule on each server.
 */
final class SecurityPlanner {

    /** So many security rules share a priority, lest one rule of the bridge has more clauses than fit into a message. */
    private static final int SHARING = 2048;

    private final TenantState state;
    private final PeerIndex.Step peers;
    private final Map<SecurityRuleId, Optional<List<Match>>> services = new HashMap<>();
    private final Map<SecurityGroupId, Following> followings = new HashMap<>();

    /** What a group has to leave out and to take in on every server, because those that it names mean other addresses. */
    private record Following(SecuritySheet gone, SecuritySheet come) {}

    SecurityPlanner(TenantState state, PeerIndex.Step peers) {
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

    /** The share, once some ports of before are not there and others are; {@code guarded} are all that are, if that is asked. */
    PersistentMap<ForwardingRule.Key, ForwardingRule> planAfter(
            PersistentMap<ForwardingRule.Key, ForwardingRule> share,
            Turnover turnover,
            Supplier<List<Member>> guarded) {
        PersistentMap<ForwardingRule.Key, ForwardingRule> left = share;
        if (!turnover.removed().isEmpty()) {
            SortedSet<SecurityGroupId> there = groupsOf(guarded.get());
            SecuritySheet gone = new SecuritySheet();
            turnover.removed().forEach(member -> addPort(gone, member));
            groupsOf(turnover.removed()).stream()
                    .filter(group -> !there.contains(group))
                    .forEach(group -> addGroup(gone, group));
            left = gone.removedFrom(share);
        }
        PersistentMap<ForwardingRule.Key, ForwardingRule> kept = left;
        SecuritySheet come = new SecuritySheet();
        turnover.added().forEach(member -> addPort(come, member));
        groupsOf(turnover.added()).stream().filter(group -> !isIn(kept, group)).forEach(group -> addGroup(come, group));
        return come.addedTo(kept);
    }

    /** The share, after groups that a group names mean other addresses; the same if that group has no part in it. */
    PersistentMap<ForwardingRule.Key, ForwardingRule> followed(
            PersistentMap<ForwardingRule.Key, ForwardingRule> share, SecurityGroupId group) {
        if (!isIn(share, group)) {
            return share;
        }
        Following following = followings.computeIfAbsent(group, this::following);
        return following.come.addedTo(following.gone.removedFrom(share));
    }

    private Following following(SecurityGroupId group) {
        Following following = new Following(new SecuritySheet(), new SecuritySheet());
        for (SecurityRule rule : state.rulesOf(group)) {
            Optional<PeerIndex.Change> change = named(rule)
                    .flatMap(each -> Optional.ofNullable(peers.changes().get(each)));
            if (change.isPresent() && isConjunction(rule) && asksForPeer(rule)) {
                addPeers(following.gone, rule, change.get().removed());
                addPeers(following.come, rule, change.get().added());
            }
        }
        return following;
    }

    /** Whether a rule means nobody, some or anybody by the group that it names, and meant something else before. */
    boolean isOtherwise(SecurityRule rule) {
        return named(rule)
                .filter(group -> peers.before().meaning(group, rule.version())
                        != peers.index().meaning(group, rule.version()))
                .isPresent();
    }

    private static Optional<SecurityGroupId> named(SecurityRule rule) {
        return rule.peer()
                .flatMap(peer ->
                        peer instanceof Peer.Group(SecurityGroupId group) ? Optional.of(group) : Optional.empty());
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
                if (clauses(rule) == 1) {
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
                if (asksForPeer(rule)) {
                    addPeers(sheet, rule, peers(rule));
                }
                Action.Conjunction last = clause(rule, clauses(rule) - 1);
                services(rule).ifPresent(matches -> matches.forEach(match -> sheet.add(key(rule, match), last)));
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
        return new Action.Conjunction(rule.number() + 1, clause, clauses(rule));
    }

    /** Its peers are the clause after that of its ports. */
    private void addPeers(SecuritySheet sheet, SecurityRule rule, Collection<Cidr> addresses) {
        Gate gate = Gate.of(rule.direction());
        Action.Conjunction clause = clause(rule, 1);
        addresses.stream()
                .filter(cidr -> cidr.version() == rule.version())
                .forEach(cidr -> sheet.add(key(rule, gate.with(cidr)), clause));
    }

    /** How many conditions it has, the first of which is a port. */
    private int clauses(SecurityRule rule) {
        return 1 + (asksForPeer(rule) ? 1 : 0) + (services(rule).isPresent() ? 1 : 0);
    }

    /** Whether it asks for more than a port, and for nothing that cannot be. */
    private boolean isConjunction(SecurityRule rule) {
        return clauses(rule) > 1
                && meaning(rule) != PeerIndex.Meaning.NOBODY
                && services(rule).filter(List::isEmpty).isEmpty();
    }

    private boolean asksForPeer(SecurityRule rule) {
        return meaning(rule) != PeerIndex.Meaning.ANYBODY;
    }

    private Optional<List<Match>> services(SecurityRule rule) {
        return services.computeIfAbsent(rule.id(), id -> Services.of(rule));
    }

    /** Whom it means at the other end. */
    private PeerIndex.Meaning meaning(SecurityRule rule) {
        return rule.peer()
                .map(peer -> switch (peer) {
                    case Peer.Group(SecurityGroupId group) -> peers.index().meaning(group, rule.version());
                    case Peer.Block ignored -> meaning(peers(rule));
                    case Peer.Addresses ignored -> meaning(peers(rule));
                })
                .orElse(PeerIndex.Meaning.ANYBODY);
    }

    private static PeerIndex.Meaning meaning(Collection<Cidr> cidrs) {
        if (cidrs.isEmpty()) {
            return PeerIndex.Meaning.NOBODY;
        }
        return cidrs.stream().anyMatch(cidr -> cidr.length() == 0) ? PeerIndex.Meaning.ANYBODY : PeerIndex.Meaning.SOME;
    }

    /** The addresses of the other end. */
    private Collection<Cidr> peers(SecurityRule rule) {
        return rule.peer()
                .map(peer -> switch (peer) {
                    case Peer.Block(Cidr cidr) -> List.of(cidr);
                    case Peer.Group(SecurityGroupId group) -> peers.index().addresses(group);
                    case Peer.Addresses(AddressGroupId group) ->
                        state.addressGroups().find(group).orElseThrow().addresses().stream()
                                .filter(cidr -> cidr.version() == rule.version())
                                .toList();
                })
                .orElse(List.of());
    }
}
