package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;

/**
 * What load balancers are to a network.
 *
 * @param here those whose address is on it
 * @param near those that its ports reach, on it and one router further
 */
record Balancers(List<BalancerRules> here, List<WorkingBalancer> near) {

    Balancers {
        here = List.copyOf(here);
        near = List.copyOf(near);
    }

    /** Those of a network. */
    static Balancers of(NetworkId network, TenantState state, FailedMembers failed) {
        return new Balancers(
                WorkingBalancer.on(network, state).stream()
                        .map(each -> new BalancerRules(each, failed))
                        .toList(),
                WorkingBalancer.near(network, state));
    }

    /** On a server that has those ports of the network. */
    void addTo(Rules rules, List<Member> members, Match inside, boolean isCarried) {
        here.forEach(each -> each.addFound(rules));
        addAsGuest(rules);
        addBack(rules, OverlayPipeline.DELIVER, inside, near);
        if (isCarried) {
            addBack(rules, OverlayPipeline.ARRIVED, inside, near);
        }
        for (WorkingBalancer each : near) {
            members.forEach(member -> new BalancerRules(each, FailedMembers.NONE).addAnswers(rules, member));
        }
    }

    /** On a server that has none, but sends onto the network. */
    void addAsGuest(Rules rules) {
        here.forEach(each -> each.addTo(rules));
    }

    /** On the server that is a router's way out: what goes out from members of load balancers that are reached from outside. */
    static void addOutward(Rules rules, WorkingRouter router, TenantState state) {
        List<WorkingBalancer> reached = router.networks().stream()
                .flatMap(network -> WorkingBalancer.on(network, state).stream())
                .filter(each -> isReached(each, router, state))
                .toList();
        Match leaving = Match.any().with(Field.REG1, router.router().number());
        addBack(rules, OverlayPipeline.EXIT, leaving, reached);
        router.exit()
                .ifPresent(exit -> exit.floating().stream()
                        .filter(ip -> reached.stream().anyMatch(each -> isFor(ip, each)))
                        .flatMap(ip -> ip.address().asIpv4().stream())
                        .forEach(address -> addPong(rules, exit, address)));
    }

    private static boolean isFor(FloatingIp ip, WorkingBalancer balancer) {
        return ip.target()
                .filter(target -> target.port().equals(balancer.balancer().vip().port()))
                .isPresent();
    }

    /** A ping from outside is answered where it comes in, as no host is there to do so. */
    private static void addPong(Rules rules, Exit exit, Ipv4Address address) {
        Match outside = Match.any().with(Field.METADATA, exit.metadata()).ethDst(exit.mac());
        List<Action> pong = new ArrayList<>(List.of(
                new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                new Action.SetField(Field.ETH_SRC, exit.mac().value())));
        pong.addAll(Frames.pong(address));
        rules.end(
                OverlayPipeline.ENTER,
                OverlayPipeline.EXCEPTION,
                Frames.ping(Frames.to(outside, Cidr.of(IpAddress.of(address)))),
                Purpose.HOST_SERVICE,
                pong);
    }

    /** Whether it is reached from outside: by a floating address, or because the router leads to its own as it is. */
    private static boolean isReached(WorkingBalancer balancer, WorkingRouter router, TenantState state) {
        LoadBalancer.Vip vip = balancer.balancer().vip();
        boolean isLedTo = router.exit().stream()
                .flatMap(exit -> exit.prefixes().stream())
                .anyMatch(prefix -> prefix.contains(vip.address()));
        return isLedTo
                || state.floatingIpsOf(vip.port()).stream()
                        .anyMatch(ip ->
                                ip.router().filter(router.router().id()::equals).isPresent());
    }

    private static void addBack(Rules rules, TableId table, Match from, List<WorkingBalancer> balancers) {
        WorkingBalancer.byEndpoint(balancers).forEach((endpoint, some) -> {
            for (int i = 0; i < some.size(); i++) {
                new BalancerRules(some.get(i), FailedMembers.NONE).addBack(rules, table, from, endpoint, i);
            }
        });
    }
}
