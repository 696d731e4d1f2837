package io.heddle.routing.plan;

import io.heddle.routing.plan.RoutedShare.Local;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.MacAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * What an edge switch does for the routed addresses at its own ports, and against whoever claims one.
 *
 * <p>A server may send from exactly those addresses that are bound there, from its MAC address for them, and to routed addresses alone;
 * nothing else from or to a routed prefix gets past the edge switch, nor is the controller asked about it. So routed addresses and those of
 * the fabric's own hosts do not reach each other, even where a server is no longer its owner's.
 */
final class RoutedRules {

    private static final int CLAIM = 650;
    private static final int SOURCE_CHECK = 450;
    private static final int FOREIGN = 425;
    private static final int SAME_PORT = 400;
    /** The priority of a delivery in {@link Pipeline#LOCAL}, to tenants as to hosts. */
    static final int DELIVERY = 300;

    private static final long GROUP_BIT = 0x0100_0000_0000L;

    private final SortedSet<IpPrefix> prefixes;
    private final MacAddress gateway;
    private final RuleList rules;

    RoutedRules(SortedSet<IpPrefix> prefixes, MacAddress gateway, RuleList rules) {
        this.prefixes = prefixes;
        this.gateway = gateway;
        this.rules = rules;
    }

    /** Adds all of them. */
    void add(List<Local> locals) {
        for (IpPrefix prefix : prefixes) {
            refuse(prefix);
        }
        Map<PortNumber, Set<MacAddress>> senders = new HashMap<>();
        locals.forEach(local -> senders.computeIfAbsent(local.port(), port -> new HashSet<>())
                .add(local.member().mac()));
        for (Local local : locals) {
            prefixes.forEach(prefix -> admit(local, prefix));
            deliver(local, senders.getOrDefault(local.port(), Set.of()).size() > 1);
        }
    }

    /** Drops what nobody lets in. */
    private void refuse(IpPrefix prefix) {
        long mask = prefix.netmask().unsigned();
        Match arp = Match.any().ethType(Match.ARP);
        for (Field field : List.of(Field.ARP_SPA, Field.ARP_TPA)) {
            Match claim = arp.with(field, prefix.address().unsigned(), mask);
            rules.add(Pipeline.CLASSIFY, CLAIM, claim, Purpose.ADMISSION, List.of());
        }
        rules.add(Pipeline.CLASSIFY, FOREIGN, Match.any().ipv4Src(prefix), Purpose.ADMISSION, List.of());
        rules.add(Pipeline.CLASSIFY, FOREIGN, Match.any().ipv4Dst(prefix), Purpose.ADMISSION, List.of());
    }

    private void admit(Local local, IpPrefix prefix) {
        Match source = Match.any()
                .inPort(local.port())
                .ethSrc(local.member().mac())
                .with(Field.ETH_DST, 0, GROUP_BIT)
                .ipv4Src(local.member().address().asPrefix())
                .ipv4Dst(prefix);
        rules.goTo(Pipeline.CLASSIFY, SOURCE_CHECK, source, Purpose.ROUTED, Pipeline.STEER);
    }

    private void deliver(Local local, boolean isPortShared) {
        Match destination = Match.any().ipv4Dst(local.member().address().asPrefix());
        rules.add(
                Pipeline.LOCAL,
                DELIVERY,
                destination,
                Purpose.ROUTED,
                delivery(local, new Action.Output(local.port())));
        if (isPortShared) {
            rules.add(
                    Pipeline.LOCAL,
                    SAME_PORT,
                    destination.inPort(local.port()),
                    Purpose.ROUTED,
                    delivery(local, new Action.OutputToIngress()));
        }
    }

    private List<Action> delivery(Local local, Action output) {
        return List.of(
                new Action.DecrementTtl(),
                new Action.SetField(Field.ETH_SRC, gateway.value()),
                new Action.SetField(Field.ETH_DST, local.member().mac().value()),
                output);
    }
}
