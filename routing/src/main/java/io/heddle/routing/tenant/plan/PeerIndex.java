package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.sorted.PersistentMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the guarded ports of each security group may send from, with how many of them may; of ports that have the same address, one more or
 * less means nothing to others.
 */
record PeerIndex(PersistentMap<SecurityGroupId, PersistentMap<Cidr, Integer>> counts) {

    static final PeerIndex EMPTY = new PeerIndex(PersistentMap.empty());

    /** An index, and the groups which mean other addresses in it than before. */
    record Step(PeerIndex index, SortedSet<SecurityGroupId> groups) {}

    /** The addresses of a group. */
    Set<Cidr> addresses(SecurityGroupId group) {
        return of(group).keySet();
    }

    /** The index after {@code ports} have changed. */
    Step next(TenantState before, TenantState after, SortedSet<PortId> ports) {
        PeerIndex index = this;
        SortedSet<SecurityGroupId> groups = new TreeSet<>();
        for (PortId port : ports) {
            Optional<TenantPort> old = before.ports().find(port);
            Optional<TenantPort> young = after.ports().find(port);
            if (!old.equals(young)) {
                index = index.counting(old, -1).counting(young, 1);
                Stream.of(old, young).flatMap(Optional::stream).forEach(each -> groups.addAll(each.securityGroups()));
            }
        }
        PeerIndex now = index;
        groups.removeIf(group -> addresses(group).equals(now.addresses(group)));
        return new Step(now, groups);
    }

    private PeerIndex counting(Optional<TenantPort> port, int change) {
        PersistentMap<SecurityGroupId, PersistentMap<Cidr, Integer>> now = counts;
        for (TenantPort each : port.filter(TenantPort::portSecurity).stream().toList()) {
            for (SecurityGroupId group : each.securityGroups()) {
                PersistentMap<Cidr, Integer> addresses = now.getOrDefault(group, PersistentMap.empty());
                for (Cidr address : addresses(each)) {
                    int count = addresses.getOrDefault(address, 0) + change;
                    addresses = count == 0 ? addresses.without(address) : addresses.with(address, count);
                }
                now = addresses.isEmpty() ? now.without(group) : now.with(group, addresses);
            }
        }
        return new PeerIndex(now);
    }

    private static Set<Cidr> addresses(TenantPort port) {
        return Stream.concat(
                        port.fixedIps().stream().map(FixedIp::address).map(Cidr::of),
                        port.allowedPairs().stream().map(AddressPair::addresses))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private PersistentMap<Cidr, Integer> of(SecurityGroupId group) {
        return counts.getOrDefault(group, PersistentMap.empty());
    }
}
