package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.DatapathId;
import io.heddle.topology.sorted.PersistentMap;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * For which servers security groups mean something else than before.
 *
 * @param state what was asked for before
 * @param later what is asked for now
 * @param index the servers now
 * @param networks the share of each network before
 * @param planned the shares of networks that were planned anew
 * @param peers what groups mean now, and which of them meant something else before
 * @param shares what they made on each server before
 */
record SecurityScope(
        TenantState state,
        TenantState later,
        ServerIndex index,
        PersistentMap<NetworkId, NetworkPlan> networks,
        SortedMap<NetworkId, NetworkPlan> planned,
        PeerIndex.Step peers,
        PersistentMap<DatapathId, PersistentMap<ForwardingRule.Key, ForwardingRule>> shares) {

    /** From this part of the ports of a server on a turnover is large: one in so many. */
    private static final int MANY = 8;

    /** The share of security groups on each server for which it may be another. */
    SortedMap<DatapathId, PersistentMap<ForwardingRule.Key, ForwardingRule>> plan() {
        SecurityPlanner planner = new SecurityPlanner(later, peers);
        TreeSet<SecurityGroupId> rewritten = rewritten();
        TreeSet<SecurityGroupId> following = following();
        following.stream()
                .filter(group -> later.rulesOf(group).stream().anyMatch(planner::isOtherwise))
                .forEach(group -> rewritten.add(group));
        following.removeAll(rewritten);
        TreeSet<DatapathId> whole = new TreeSet<>();
        rewritten.stream()
                .flatMap(group -> later.membersOf(group).stream())
                .forEach(member -> whole.addAll(index.plugsOf(member.id()).keySet()));
        SortedMap<DatapathId, Turnover> turnovers = turnovers();
        turnovers.forEach((server, turnover) -> {
            boolean isLarge = turnover.size() > plugged(server).size() / MANY;
            if (isLarge || turnover.isOf(rewritten)) {
                whole.add(server);
            }
        });
        TreeSet<DatapathId> servers = new TreeSet<>(turnovers.keySet());
        servers.addAll(whole);
        if (!following.isEmpty()) {
            servers.addAll(shares.keySet());
        }
        SortedMap<DatapathId, PersistentMap<ForwardingRule.Key, ForwardingRule>> plans = new TreeMap<>();
        for (DatapathId server : servers) {
            Turnover turnover = turnovers.getOrDefault(server, new Turnover());
            plans.put(
                    server,
                    whole.contains(server)
                            ? planner.plan(guarded(server))
                            : planner.planAfter(followed(planner, server, following), turnover, () -> guarded(server)));
        }
        return plans;
    }

    private PersistentMap<ForwardingRule.Key, ForwardingRule> followed(
            SecurityPlanner planner, DatapathId server, Collection<SecurityGroupId> following) {
        PersistentMap<ForwardingRule.Key, ForwardingRule> share = shares.getOrDefault(server, PersistentMap.empty());
        for (SecurityGroupId group : following) {
            share = planner.followed(share, group);
        }
        return share;
    }

    /** The servers of which a port is not what it was, or where it was. */
    private SortedMap<DatapathId, Turnover> turnovers() {
        SortedMap<DatapathId, Turnover> turnovers = new TreeMap<>();
        planned.forEach((network, after) -> {
            NetworkPlan before = networks.getOrDefault(network, NetworkPlan.NOTHING);
            SortedSet<DatapathId> servers = new TreeSet<>(before.members().keySet());
            servers.addAll(after.members().keySet());
            servers.removeIf(server -> before.members(server).equals(after.members(server)));
            servers.forEach(server -> turnovers
                    .computeIfAbsent(server, each -> new Turnover())
                    .note(before.members(server), after.members(server)));
        });
        return turnovers;
    }

    /** The groups that name groups which mean other addresses. */
    private TreeSet<SecurityGroupId> following() {
        TreeSet<SecurityGroupId> groups = new TreeSet<>();
        peers.changes().keySet().forEach(group -> groups.addAll(later.groupsNaming(group)));
        return groups;
    }

    /** The groups whose rules are not what they were, or name lists of addresses that are not. */
    private TreeSet<SecurityGroupId> rewritten() {
        TreeSet<SecurityGroupId> groups = new TreeSet<>();
        state.securityRules()
                .forEachDifference(
                        later.securityRules(),
                        id -> Stream.of(
                                        state.securityRules().find(id),
                                        later.securityRules().find(id))
                                .flatMap(Optional::stream)
                                .map(SecurityRule::group)
                                .forEach(group -> groups.add(group)));
        state.addressGroups()
                .forEachDifference(later.addressGroups(), group -> groups.addAll(later.groupsNaming(group)));
        return groups;
    }

    private List<Member> guarded(DatapathId server) {
        return plugged(server).stream()
                .flatMap(port -> later.ports().find(port).stream())
                .map(TenantPort::network)
                .distinct()
                .flatMap(network -> share(network).members(server).stream())
                .filter(member -> member.port().portSecurity())
                .toList();
    }

    private Set<PortId> plugged(DatapathId server) {
        return index.servers().find(server).map(each -> each.plugged().keySet()).orElse(Set.of());
    }

    private NetworkPlan share(NetworkId network) {
        return planned.getOrDefault(network, networks.getOrDefault(network, NetworkPlan.NOTHING));
    }
}
