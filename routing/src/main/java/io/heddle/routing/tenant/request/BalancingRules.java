package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.VipReach;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What may be asked of listeners, pools, members and health monitors of load balancers, and what comes of it. */
final class BalancingRules {

    private BalancingRules() {}

    static List<TenantChange> put(Request request, TenantCommand.PutListener command) {
        LoadBalancer balancer = LoadBalancerRules.theirs(request, command.balancer(), "create_listener");
        Listener listener = command.listener();
        balancer.listeners().stream()
                .filter(other -> !other.id().equals(listener.id()))
                .filter(other -> other.protocol() == listener.protocol() && other.port() == listener.port())
                .findFirst()
                .ifPresent(other -> {
                    throw TenantRefusal.conflict(
                            "DuplicateListenerEntry",
                            "Another Listener on this Load Balancer is already using protocol_port " + listener.port()
                                    + " and protocol " + name(listener.protocol()) + ".");
                });
        listener.pool().ifPresent(id -> checkServes(pool(balancer, id), listener));
        return changed(request, balancer, replaced(balancer.listeners(), listener, Listener::id), balancer.pools());
    }

    static List<TenantChange> remove(Request request, TenantCommand.RemoveListener command) {
        LoadBalancer balancer = with(request, command.id(), "Listener", "delete_listener");
        Listener gone =
                balancer.listener(command.id()).orElseThrow(() -> LoadBalancerRules.missing("Listener", command.id()));
        List<Listener> left =
                balancer.listeners().stream().filter(each -> !each.equals(gone)).toList();
        return changed(request, balancer, left, balancer.pools());
    }

    static List<TenantChange> put(Request request, TenantCommand.PutPool command) {
        LoadBalancer balancer = LoadBalancerRules.theirs(request, command.balancer(), "create_pool");
        Pool asked = command.pool();
        Pool pool = balancer.pool(asked.id())
                .map(before -> asked.numbered(before.number())
                        .withMembers(before.members())
                        .withMonitor(before.monitor()))
                .orElseGet(() -> asked.numbered(spare(balancer.pools(), Pool::number, Pool.AT_MOST, "pools")));
        List<Listener> listeners = new ArrayList<>();
        for (Listener listener : balancer.listeners()) {
            boolean isFor = command.listener().filter(listener.id()::equals).isPresent();
            if (isFor && listener.pool().isPresent()) {
                throw TenantRefusal.conflict(
                        "DuplicatePoolEntry",
                        "Listener " + listener.id() + " already has a default pool "
                                + listener.pool().get() + ".");
            }
            Listener now = isFor ? listener.withPool(Optional.of(pool.id())) : listener;
            if (now.pool().equals(Optional.of(pool.id()))) {
                checkServes(pool, now);
            }
            listeners.add(now);
        }
        return changed(request, balancer, listeners, replaced(balancer.pools(), pool, Pool::id));
    }

    static List<TenantChange> remove(Request request, TenantCommand.RemovePool command) {
        LoadBalancer balancer = with(request, command.id(), "Pool", "delete_pool");
        Pool gone = pool(balancer, command.id());
        List<Listener> listeners = balancer.listeners().stream()
                .map(each -> each.pool().equals(Optional.of(gone.id())) ? each.withPool(Optional.empty()) : each)
                .toList();
        List<Pool> left =
                balancer.pools().stream().filter(each -> !each.equals(gone)).toList();
        return changed(request, balancer, listeners, left);
    }

    static List<TenantChange> put(Request request, TenantCommand.PutMember command) {
        LoadBalancer balancer = with(request, command.pool(), "Pool", "create_member");
        Pool pool = pool(balancer, command.pool());
        PoolMember asked = command.member();
        checkMember(request, balancer, pool, asked);
        PoolMember member = pool.member(asked.id())
                .map(before -> asked.numbered(before.number()))
                .orElseGet(() -> asked.numbered(
                        spare(pool.members(), PoolMember::number, PoolMember.AT_MOST, "members of pool " + pool.id())));
        return changed(request, balancer, pool.withMembers(replaced(pool.members(), member, PoolMember::id)));
    }

    static List<TenantChange> remove(Request request, TenantCommand.RemoveMember command) {
        LoadBalancer balancer = with(request, command.pool(), "Pool", "delete_member");
        Pool pool = pool(balancer, command.pool());
        PoolMember gone =
                pool.member(command.id()).orElseThrow(() -> LoadBalancerRules.missing("Member", command.id()));
        return changed(
                request,
                balancer,
                pool.withMembers(pool.members().stream()
                        .filter(each -> !each.equals(gone))
                        .toList()));
    }

    static List<TenantChange> put(Request request, TenantCommand.PutMonitor command) {
        LoadBalancer balancer = with(request, command.pool(), "Pool", "create_healthmonitor");
        Pool pool = pool(balancer, command.pool());
        HealthMonitor monitor = command.monitor();
        if (pool.monitor().filter(other -> !other.id().equals(monitor.id())).isPresent()) {
            throw TenantRefusal.conflict(
                    "DuplicateHealthMonitor", "This pool already has a health monitor: " + pool.id() + ".");
        }
        return changed(request, balancer, pool.withMonitor(Optional.of(monitor)));
    }

    static List<TenantChange> remove(Request request, TenantCommand.RemoveMonitor command) {
        LoadBalancer balancer = with(request, command.id(), "Health Monitor", "delete_healthmonitor");
        Pool pool = balancer.poolOfMonitor(command.id())
                .orElseThrow(() -> LoadBalancerRules.missing("Health Monitor", command.id()));
        return changed(request, balancer, pool.withMonitor(Optional.empty()));
    }

    private static void checkMember(Request request, LoadBalancer balancer, Pool pool, PoolMember member) {
        if (pool.members().stream().anyMatch(other -> !other.id().equals(member.id()) && other.isAtSamePort(member))) {
            throw TenantRefusal.conflict(
                    "DuplicateMemberEntry",
                    "Another member on this pool is already using ip " + member.address() + " on protocol_port "
                            + member.port() + ".");
        } else if (member.address().version() != IpVersion.V4) {
            throw LoadBalancerRules.bad("members of load balancers have IPv4 addresses, not " + member.address());
        }
        VipReach there = VipReach.of(request.state(), balancer.vip(), member.address())
                .orElseThrow(() -> LoadBalancerRules.bad("address " + member.address()
                        + " is neither on the network of the load balancer nor on one that a router joins to it"));
        if (member.subnet().filter(asked -> !asked.equals(there.subnet())).isPresent()) {
            throw LoadBalancerRules.bad("address " + member.address() + " is of subnet " + there.subnet() + ", not "
                    + member.subnet().get());
        }
        there.holder(request.state(), member.address())
                .filter(TenantPort::isOfLayer3)
                .ifPresent(port -> {
                    throw LoadBalancerRules.bad("address " + member.address()
                            + " is a router's or a load balancer's, which takes no connections of others");
                });
    }

    private static void checkServes(Pool pool, Listener listener) {
        if (pool.protocol() != listener.protocol()) {
            throw LoadBalancerRules.bad("listener " + listener.id() + " is of " + name(listener.protocol())
                    + ", so its pool cannot be of " + name(pool.protocol()));
        }
    }

    private static String name(IpProtocol protocol) {
        return protocol.apiName().toUpperCase(Locale.ROOT);
    }

    private static LoadBalancer with(Request request, UUID part, String what, String rule) {
        return request.theirs(
                request.state().loadBalancerWith(part), () -> LoadBalancerRules.missing(what, part), rule);
    }

    private static Pool pool(LoadBalancer balancer, UUID id) {
        return balancer.pool(id).orElseThrow(() -> LoadBalancerRules.missing("Pool", id));
    }

    private static <T> int spare(List<T> all, Function<T, Integer> number, int most, String what) {
        BitSet taken = new BitSet();
        all.forEach(each -> taken.set(number.apply(each)));
        int free = taken.nextClearBit(0);
        if (free >= most) {
            throw TenantRefusal.conflict(
                    "OverQuota", "There are " + most + " " + what + " already, and cannot be more.");
        }
        return free;
    }

    private static <T> List<T> replaced(List<T> all, T one, Function<T, UUID> id) {
        List<T> now = new ArrayList<>(all);
        int place = IntStream.range(0, now.size())
                .filter(each -> id.apply(now.get(each)).equals(id.apply(one)))
                .findFirst()
                .orElse(-1);
        if (place < 0) {
            now.add(one);
        } else {
            now.set(place, one);
        }
        return now;
    }

    private static List<TenantChange> changed(Request request, LoadBalancer balancer, Pool pool) {
        return changed(request, balancer, balancer.listeners(), replaced(balancer.pools(), pool, Pool::id));
    }

    private static List<TenantChange> changed(
            Request request, LoadBalancer balancer, List<Listener> listeners, List<Pool> pools) {
        return List.of(new TenantChange.Put(
                balancer.with(listeners, pools, balancer.standard().changed(request.now()))));
    }
}
