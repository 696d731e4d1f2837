package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.PortSpan;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.QosRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What tenants ask for beyond networks that reach each other, for tests: policies, and ports that are forwarded. */
class WantedServices extends Wanted {

    private static final AddressGroupId ADDRESS_GROUP = new AddressGroupId(new UUID(1, 1));

    /** The router, with hosts sharing its address outside or not. */
    void leading(TenantRouter router, boolean isShared) {
        TenantRouter now = state().routers().find(router.id()).orElseThrow();
        ExternalGateway gateway = now.gateway().orElseThrow();
        put(now.withGateway(Optional.of(new ExternalGateway(gateway.network(), gateway.port(), isShared))));
    }

    /** The floating address standing for nobody, with one more port that leads to one of the first address of a port. */
    FloatingIp forwarding(
            FloatingIp ip, IpProtocol protocol, int external, TenantPort target, int internal, TenantRouter router) {
        return forwarding(ip, protocol, PortSpan.of(external), target, PortSpan.of(internal), router);
    }

    /** The same of several ports. */
    FloatingIp forwarding(
            FloatingIp ip,
            IpProtocol protocol,
            PortSpan external,
            TenantPort target,
            PortSpan internal,
            TenantRouter router) {
        FloatingIp.Target inside =
                new FloatingIp.Target(target.id(), target.fixedIps().getFirst().address(), router.id());
        List<PortForwarding> all = new ArrayList<>(ip.forwardings());
        all.add(new PortForwarding(id(), protocol, external, inside, internal, ""));
        FloatingIp changed = ip.withTarget(Optional.empty(), STANDARD).withForwardings(all, STANDARD);
        become(changed);
        return changed;
    }

    /** The one address group. */
    AddressGroup addresses(String... blocks) {
        return put(new AddressGroup(
                ADDRESS_GROUP,
                PROJECT,
                "those",
                Stream.of(blocks).map(Cidr::parse).collect(Collectors.toCollection(TreeSet::new)),
                STANDARD));
    }

    AddressGroup put(AddressGroup group) {
        become(group);
        return group;
    }

    /** A policy without rules. */
    QosPolicy policy() {
        return put(new QosPolicy(new QosPolicyId(id()), PROJECT, "", false, List.of(), STANDARD));
    }

    QosPolicy put(QosPolicy policy) {
        become(policy);
        return policy;
    }

    /** The policy with a limit of that many thousands of bits a second in both directions, and perhaps a mark. */
    QosPolicy limited(QosPolicy policy, int kbps, Optional<Integer> mark) {
        List<QosRule> rules = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            rules.add(new QosRule.BandwidthLimit(id(), direction, kbps, 0));
        }
        mark.ifPresent(value -> rules.add(new QosRule.DscpMarking(id(), value)));
        return put(policy.withRules(rules, policy.standard()));
    }

    /** The floating address with that policy, and the lowest number that is free. */
    FloatingIp limited(FloatingIp ip, QosPolicy policy) {
        int number = 0;
        while (state().limitNumbers().containsKey(number)) {
            number++;
        }
        FloatingIp limited = ip.withLimit(Optional.of(new FloatingIp.Limit(policy.id(), number)));
        become(limited);
        return limited;
    }

    /** A load balancer with that address of {@code subnet}, and nothing behind it yet. */
    LoadBalancer balancer(TenantSubnet subnet, int host) {
        LoadBalancerId id = new LoadBalancerId(id());
        TenantPort port = owned(id.toString(), TenantPort.LOAD_BALANCER, subnet, host);
        LoadBalancer.Vip vip = new LoadBalancer.Vip(
                port.id(),
                subnet.network(),
                subnet.id(),
                port.fixedIps().getFirst().address());
        int number = state().loadBalancers().size();
        LoadBalancer made = new LoadBalancer(id, PROJECT, "", true, vip, number, List.of(), List.of(), STANDARD);
        become(made);
        return made;
    }

    /** The load balancer with one more port, and a pool of those members behind it, each with port 8080 and the weight that is given. */
    LoadBalancer serving(
            LoadBalancer balancer, IpProtocol protocol, int port, boolean isSticky, Map<TenantPort, Integer> members) {
        List<PoolMember> all = new ArrayList<>();
        members.forEach((member, weight) -> all.add(member(member, weight, all.size())));
        Pool pool = new Pool(
                id(),
                "",
                true,
                protocol,
                Pool.Algorithm.SOURCE_IP_PORT,
                isSticky,
                balancer.pools().size(),
                all,
                Optional.of(new HealthMonitor(id(), "", true, HealthMonitor.Kind.TCP, 1, 1, 1, 1, STANDARD)),
                STANDARD);
        List<Listener> listeners = new ArrayList<>(balancer.listeners());
        listeners.add(new Listener(id(), "", true, protocol, port, Optional.of(pool.id()), STANDARD));
        List<Pool> pools = new ArrayList<>(balancer.pools());
        pools.add(pool);
        LoadBalancer now = balancer.with(listeners, pools, STANDARD);
        become(now);
        return now;
    }

    PoolMember member(TenantPort port, int weight, int number) {
        return new PoolMember(
                id(), "", true, port.fixedIps().getFirst().address(), 8080, weight, Optional.empty(), number, STANDARD);
    }

    /** The load balancer with other members in its first pool. */
    LoadBalancer manned(LoadBalancer balancer, List<PoolMember> members) {
        List<Pool> pools = new ArrayList<>(balancer.pools());
        pools.set(0, pools.getFirst().withMembers(members));
        LoadBalancer now = balancer.with(balancer.listeners(), pools, STANDARD);
        become(now);
        return now;
    }
}
