package io.heddle.routing.tenant;

import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What is derived from the resources of a {@link TenantState} so that questions are answered without looking at all of them.
 *
 * @param layer2 about networks, subnets and ports
 * @param layer3 about routers and what is looked for by them
 * @param security about security groups
 * @param trunks about trunks
 * @param quality about quality of service policies
 * @param balancing about load balancers
 * @param usages how many of each type each project has
 */
record TenantIndexes(
        Layer2 layer2,
        Layer3 layer3,
        Security security,
        Trunks trunks,
        Quality quality,
        BalancerIndex balancing,
        PersistentMap<ProjectId, PersistentMap<ResourceType, Integer>> usages) {

    static final TenantIndexes EMPTY = new TenantIndexes(
            new Layer2(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty()),
            new Layer3(
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty()),
            new Security(
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty()),
            new Trunks(PersistentMap.empty(), PersistentMap.empty()),
            new Quality(PersistentMap.empty(), PersistentMap.empty()),
            BalancerIndex.EMPTY,
            PersistentMap.empty());

    /**
     * About networks, subnets and ports.
     *
     * @param segments which network has which segment
     * @param subnets the subnets of each network
     * @param macs the ports of each network, by MAC address
     * @param addresses the ports of each subnet, by address
     */
    record Layer2(
            PersistentMap<Segment, NetworkId> segments,
            PersistentMap<NetworkId, PersistentMap<SubnetId, SubnetId>> subnets,
            PersistentMap<NetworkId, PersistentMap<MacAddress, PortId>> macs,
            PersistentMap<SubnetId, PersistentMap<IpAddress, PortId>> addresses) {

        Layer2 changed(Edit edit, TenantResource resource) {
            return switch (resource) {
                case TenantNetwork network ->
                    new Layer2(edit.on(segments, network.segment(), network.id()), subnets, macs, addresses);
                case TenantSubnet subnet ->
                    new Layer2(
                            segments,
                            edit.within(subnets, subnet.network(), subnet.id(), subnet.id()),
                            macs,
                            addresses);
                case TenantPort port -> {
                    PersistentMap<SubnetId, PersistentMap<IpAddress, PortId>> now = addresses;
                    for (FixedIp ip : port.fixedIps()) {
                        now = edit.within(now, ip.subnet(), ip.address(), port.id());
                    }
                    yield new Layer2(segments, subnets, edit.within(macs, port.network(), port.mac(), port.id()), now);
                }
                default -> this;
            };
        }
    }

    /**
     * About routers.
     *
     * @param numbers which router has which number
     * @param interfaces the ports by which each router joins networks of tenants
     * @param routers the routers that join each network, under the port that does
     * @param floatingIps the floating addresses that stand for each port, or lead to it
     * @param translated the floating addresses that each router translates
     */
    record Layer3(
            PersistentMap<Integer, RouterId> numbers,
            PersistentMap<RouterId, PersistentMap<PortId, PortId>> interfaces,
            PersistentMap<NetworkId, PersistentMap<PortId, RouterId>> routers,
            PersistentMap<PortId, PersistentMap<FloatingIpId, FloatingIpId>> floatingIps,
            PersistentMap<RouterId, PersistentMap<FloatingIpId, FloatingIpId>> translated) {

        Layer3 changed(Edit edit, TenantResource resource) {
            return switch (resource) {
                case TenantRouter router ->
                    new Layer3(
                            edit.on(numbers, router.number(), router.id()),
                            interfaces,
                            routers,
                            floatingIps,
                            translated);
                case TenantPort port ->
                    port.router()
                            .map(router -> new Layer3(
                                    numbers,
                                    edit.within(interfaces, router, port.id(), port.id()),
                                    edit.within(routers, port.network(), port.id(), router),
                                    floatingIps,
                                    translated))
                            .orElse(this);
                case FloatingIp ip -> translating(edit, ip);
                default -> this;
            };
        }

        private Layer3 translating(Edit edit, FloatingIp ip) {
            PersistentMap<PortId, PersistentMap<FloatingIpId, FloatingIpId>> ports = floatingIps;
            for (PortId port : new TreeSet<>(
                    ip.insides().stream().map(FloatingIp.Target::port).toList())) {
                ports = edit.within(ports, port, ip.id(), ip.id());
            }
            PersistentMap<RouterId, PersistentMap<FloatingIpId, FloatingIpId>> ways = ip.router()
                    .map(router -> edit.within(translated, router, ip.id(), ip.id()))
                    .orElse(translated);
            return new Layer3(numbers, interfaces, routers, ports, ways);
        }
    }

    /**
     * About security groups.
     *
     * @param numbers which rule has which number
     * @param groups the groups of each project
     * @param rules the rules of each group
     * @param members the ports in each group
     * @param namers the rules that name each group as the other end, and the groups these rules are of
     * @param addressNamers the same of each address group
     */
    record Security(
            PersistentMap<Integer, SecurityRuleId> numbers,
            PersistentMap<ProjectId, PersistentMap<SecurityGroupId, SecurityGroupId>> groups,
            PersistentMap<SecurityGroupId, PersistentMap<SecurityRuleId, SecurityRuleId>> rules,
            PersistentMap<SecurityGroupId, PersistentMap<PortId, PortId>> members,
            PersistentMap<SecurityGroupId, PersistentMap<SecurityRuleId, SecurityGroupId>> namers,
            PersistentMap<AddressGroupId, PersistentMap<SecurityRuleId, SecurityGroupId>> addressNamers) {

        Security changed(Edit edit, TenantResource resource) {
            return switch (resource) {
                case SecurityGroup group ->
                    new Security(
                            numbers,
                            edit.within(groups, group.project(), group.id(), group.id()),
                            rules,
                            members,
                            namers,
                            addressNamers);
                case SecurityRule rule ->
                    new Security(
                            edit.on(numbers, rule.number(), rule.id()),
                            groups,
                            edit.within(rules, rule.group(), rule.id(), rule.id()),
                            members,
                            rule.peer().orElse(null) instanceof SecurityRule.Peer.Group(SecurityGroupId named)
                                    ? edit.within(namers, named, rule.id(), rule.group())
                                    : namers,
                            rule.peer().orElse(null) instanceof SecurityRule.Peer.Addresses(AddressGroupId named)
                                    ? edit.within(addressNamers, named, rule.id(), rule.group())
                                    : addressNamers);
                case TenantPort port -> {
                    PersistentMap<SecurityGroupId, PersistentMap<PortId, PortId>> now = members;
                    for (SecurityGroupId group : port.securityGroups()) {
                        now = edit.within(now, group, port.id(), port.id());
                    }
                    yield new Security(numbers, groups, rules, now, namers, addressNamers);
                }
                default -> this;
            };
        }
    }

    /**
     * About trunks.
     *
     * @param parents which trunk each parent port is of
     * @param subports which trunk each subport is of
     */
    record Trunks(PersistentMap<PortId, TrunkId> parents, PersistentMap<PortId, TrunkId> subports) {

        Trunks changed(Edit edit, TenantResource resource) {
            if (!(resource instanceof TenantTrunk trunk)) {
                return this;
            }
            PersistentMap<PortId, TrunkId> now = subports;
            for (PortId subport : trunk.subports().values()) {
                now = edit.on(now, subport, trunk.id());
            }
            return new Trunks(edit.on(parents, trunk.port(), trunk.id()), now);
        }
    }

    /**
     * About quality of service policies.
     *
     * @param numbers which floating address has the limit with which number
     * @param users what each policy is on, by identifier
     */
    record Quality(
            PersistentMap<Integer, FloatingIpId> numbers,
            PersistentMap<QosPolicyId, PersistentMap<UUID, ResourceId>> users) {

        Quality changed(Edit edit, TenantResource resource) {
            return switch (resource) {
                case TenantNetwork network -> used(edit, network.qos(), network.id());
                case TenantPort port -> used(edit, port.qos(), port.id());
                case FloatingIp ip ->
                    ip.limit()
                            .map(limit -> new Quality(edit.on(numbers, limit.number(), ip.id()), users))
                            .orElse(this)
                            .used(edit, ip.limit().map(FloatingIp.Limit::policy), ip.id());
                default -> this;
            };
        }

        private Quality used(Edit edit, Optional<QosPolicyId> policy, ResourceId user) {
            return policy.map(id -> new Quality(numbers, edit.within(users, id, user.value(), user)))
                    .orElse(this);
        }
    }

    PersistentMap<UUID, ResourceId> usersOf(QosPolicyId policy) {
        return quality.users.getOrDefault(policy, PersistentMap.empty());
    }

    PersistentMap<Integer, FloatingIpId> limitNumbers() {
        return quality.numbers;
    }

    PersistentMap<Segment, NetworkId> segments() {
        return layer2.segments;
    }

    PersistentMap<SubnetId, SubnetId> subnetsOf(NetworkId network) {
        return layer2.subnets.getOrDefault(network, PersistentMap.empty());
    }

    PersistentMap<MacAddress, PortId> macsOf(NetworkId network) {
        return layer2.macs.getOrDefault(network, PersistentMap.empty());
    }

    PersistentMap<IpAddress, PortId> addressesOf(SubnetId subnet) {
        return layer2.addresses.getOrDefault(subnet, PersistentMap.empty());
    }

    PersistentMap<Integer, RouterId> routerNumbers() {
        return layer3.numbers;
    }

    PersistentMap<PortId, PortId> interfacesOf(RouterId router) {
        return layer3.interfaces.getOrDefault(router, PersistentMap.empty());
    }

    PersistentMap<PortId, RouterId> routersOf(NetworkId network) {
        return layer3.routers.getOrDefault(network, PersistentMap.empty());
    }

    PersistentMap<FloatingIpId, FloatingIpId> floatingIpsOf(PortId port) {
        return layer3.floatingIps.getOrDefault(port, PersistentMap.empty());
    }

    PersistentMap<FloatingIpId, FloatingIpId> floatingIpsOf(RouterId router) {
        return layer3.translated.getOrDefault(router, PersistentMap.empty());
    }

    PersistentMap<SecurityGroupId, SecurityGroupId> groupsOf(ProjectId project) {
        return security.groups.getOrDefault(project, PersistentMap.empty());
    }

    PersistentMap<Integer, SecurityRuleId> ruleNumbers() {
        return security.numbers;
    }

    PersistentMap<SecurityRuleId, SecurityRuleId> rulesOf(SecurityGroupId group) {
        return security.rules.getOrDefault(group, PersistentMap.empty());
    }

    PersistentMap<PortId, PortId> membersOf(SecurityGroupId group) {
        return security.members.getOrDefault(group, PersistentMap.empty());
    }

    PersistentMap<SecurityRuleId, SecurityGroupId> namers(SecurityGroupId group) {
        return security.namers.getOrDefault(group, PersistentMap.empty());
    }

    PersistentMap<SecurityRuleId, SecurityGroupId> namers(AddressGroupId group) {
        return security.addressNamers.getOrDefault(group, PersistentMap.empty());
    }

    Optional<TrunkId> trunkOn(PortId parent) {
        return trunks.parents.find(parent);
    }

    Optional<TrunkId> trunkWith(PortId subport) {
        return trunks.subports.find(subport);
    }

    /** The projects that have anything. */
    Set<ProjectId> projects() {
        return usages.keySet();
    }

    int usage(ProjectId project, ResourceType type) {
        return usages.getOrDefault(project, PersistentMap.empty()).getOrDefault(type, 0);
    }

    TenantIndexes replacing(Optional<? extends TenantResource> before, Optional<? extends TenantResource> after) {
        TenantIndexes without =
                before.map(resource -> changed(Edit.REMOVAL, resource)).orElse(this);
        return after.map(resource -> without.changed(Edit.ADDITION, resource)).orElse(without);
    }

    private TenantIndexes changed(Edit edit, TenantResource resource) {
        return new TenantIndexes(
                layer2.changed(edit, resource),
                layer3.changed(edit, resource),
                security.changed(edit, resource),
                trunks.changed(edit, resource),
                quality.changed(edit, resource),
                balancing.changed(edit, resource),
                counted(usages, resource, edit == Edit.ADDITION ? 1 : -1));
    }

    /** What becomes of the entries of a resource. */
    enum Edit {
        ADDITION,
        REMOVAL;

        /** Of an entry that has one owner; throws {@link IllegalStateException} when another has what is added. */
        <K extends Comparable<? super K>, V> PersistentMap<K, V> on(PersistentMap<K, V> map, K key, V owner) {
            if (this == REMOVAL) {
                return map.without(key);
            }
            Optional<V> other = map.find(key);
            if (other.isPresent()) {
                throw new IllegalStateException(key + " would belong to " + owner + ", but belongs to " + other.get());
            }
            return map.with(key, owner);
        }

        /** The same of an entry under {@code key}; keeps no empty maps, so that equal states have equal indexes. */
        <K extends Comparable<? super K>, I extends Comparable<? super I>, V>
                PersistentMap<K, PersistentMap<I, V>> within(
                        PersistentMap<K, PersistentMap<I, V>> map, K key, I inner, V owner) {
            PersistentMap<I, V> now = on(map.getOrDefault(key, PersistentMap.empty()), inner, owner);
            return now.isEmpty() ? map.without(key) : map.with(key, now);
        }
    }

    /** Ports that are nobody's own count for nobody. */
    private static PersistentMap<ProjectId, PersistentMap<ResourceType, Integer>> counted(
            PersistentMap<ProjectId, PersistentMap<ResourceType, Integer>> usages, TenantResource resource, int more) {
        if (resource instanceof TenantPort port && port.isOnOutside()) {
            return usages;
        }
        ResourceType type = ResourceType.of(resource.id());
        PersistentMap<ResourceType, Integer> before = usages.getOrDefault(resource.project(), PersistentMap.empty());
        int count = before.getOrDefault(type, 0) + more;
        PersistentMap<ResourceType, Integer> now = count == 0 ? before.without(type) : before.with(type, count);
        return now.isEmpty() ? usages.without(resource.project()) : usages.with(resource.project(), now);
    }
}
