package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * At which MAC addresses of a network packets for an IP address are taken: that of the port that has it, and of those that may take it
 * over. All of them get what is for such an address, as only they know whose it is now.
 */
final class Neighbours {

    private final SortedMap<IpAddress, SortedSet<MacAddress>> macs = new TreeMap<>();

    Neighbours(List<Member> members) {
        for (Member member : members) {
            member.port().fixedIps().stream()
                    .map(FixedIp::address)
                    .forEach(address -> add(address, member.port().mac()));
            for (AddressPair pair : member.port().allowedPairs()) {
                IpAddress address = pair.addresses().address();
                if (pair.addresses().equals(Cidr.of(address))) {
                    add(address, pair.mac());
                }
            }
        }
    }

    private void add(IpAddress address, MacAddress mac) {
        macs.computeIfAbsent(address, key -> new TreeSet<>()).add(mac);
    }

    /** All addresses that somebody takes packets for. */
    SortedSet<IpAddress> addresses() {
        return new TreeSet<>(macs.keySet());
    }

    /** Rules by which packets that a router sent onto the network get to those who have their addresses. */
    void addTo(Rules rules, Match inside, Function<MacAddress, List<Action>> delivery) {
        macs.forEach((address, takers) -> {
            ForwardingRule.Key key = new ForwardingRule.Key(
                    OverlayPipeline.NEIGHBOUR, OverlayPipeline.KNOWN, Frames.to(inside, Cidr.of(address)));
            rules.add(
                    takers.size() == 1
                            ? Rules.going(key, Purpose.ROUTING, List.of(to(takers.first())), OverlayPipeline.DELIVER)
                            : Rules.ending(
                                    key.table(),
                                    key.priority(),
                                    key.match(),
                                    Purpose.ROUTING,
                                    toAll(takers, delivery)));
        });
    }

    private static List<Action> toAll(SortedSet<MacAddress> takers, Function<MacAddress, List<Action>> delivery) {
        List<Action> actions = new ArrayList<>();
        for (MacAddress taker : takers) {
            actions.add(to(taker));
            actions.addAll(Carriage.andUntagged(delivery.apply(taker)));
        }
        return actions;
    }

    private static Action to(MacAddress mac) {
        return new Action.SetField(Field.ETH_DST, mac.value());
    }
}
