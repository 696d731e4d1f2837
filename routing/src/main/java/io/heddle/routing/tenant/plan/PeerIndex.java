package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the guarded ports of each security group may send from, with how many of them may; of ports that have the same address, one more or
 * less means nothing to others.
 */
record PeerIndex(PersistentMap<SecurityGroupId, PersistentMap<Cidr, Integer>> counts) {

    static final PeerIndex EMPTY = new PeerIndex(PersistentMap.empty());

    /** Whom a group means. */
    enum Meaning {
        NOBODY,
        SOME,
        ANYBODY
    }

    /** The addresses that a group does not mean any more, and those that it did not mean before. */
    record Change(List<Cidr> removed, List<Cidr> added) {}

    /** An index after another, and the groups which mean other addresses in it. */
    record Step(PeerIndex before, PeerIndex index, SortedMap<SecurityGroupId, Change> changes) {}

    /** The addresses of a group. */
    Set<Cidr> addresses(SecurityGroupId group) {
        return of(group).keySet();
    }

    /** Whom the addresses of that version mean, however many they are. */
    Meaning meaning(SecurityGroupId group, IpVersion version) {
        PersistentMap<Cidr, Integer> addresses = of(group);
        if (addresses.containsKey(Cidr.containing(new IpAddress(version, 0, 0), 0))) {
            return Meaning.ANYBODY;
        }
        boolean isSomebody = !addresses.isEmpty()
                && (version == IpVersion.V4 ? addresses.firstKey() : addresses.lastKey()).version() == version;
        return isSomebody ? Meaning.SOME : Meaning.NOBODY;
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
        SortedMap<SecurityGroupId, Change> changes = new TreeMap<>();
        groups.forEach(group -> change(group, now).ifPresent(change -> changes.put(group, change)));
        return new Step(this, now, changes);
    }

    private Optional<Change> change(SecurityGroupId group, PeerIndex later) {
        Change change = new Change(new ArrayList<>(), new ArrayList<>());
        of(group).forEachChange(later.of(group), (address, before, after) -> {
            if (after == null) {
                change.removed.add(address);
            } else if (before == null) {
                change.added.add(address);
            }
        });
        return Optional.of(change).filter(some -> !some.removed.isEmpty() || !some.added.isEmpty());
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
