package io.heddle.routing.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Map;
import java.util.Optional;

/** Where routed addresses of tenants are, as a plan has it: who looks at a plan needs to know nothing else. */
public final class RoutedPlaces {

    private RoutedPlaces() {}

    /** The host that the fabric takes for {@code address}: at the port of its server, with the MAC address that the server has for it. */
    public static Optional<Host> of(ForwardingPlan plan, Ipv4Address address) {
        ForwardingRule.Key delivery = new ForwardingRule.Key(
                Pipeline.LOCAL, RoutedRules.DELIVERY, Match.any().ipv4Dst(address.asPrefix()));
        for (Map.Entry<DatapathId, SwitchPlan> entry : plan.switches().entrySet()) {
            DatapathId edge = entry.getKey();
            Optional<Host> host = Optional.ofNullable(entry.getValue().rules().get(delivery))
                    .filter(rule -> rule.cookie().isFor(Purpose.ROUTED))
                    .flatMap(rule -> host(edge, address, rule));
            if (host.isPresent()) {
                return host;
            }
        }
        return Optional.empty();
    }

    private static Optional<Host> host(DatapathId edge, Ipv4Address address, ForwardingRule rule) {
        Optional<MacAddress> mac = Optional.empty();
        Optional<PortNumber> port = Optional.empty();
        for (Action action : rule.actions()) {
            if (action instanceof Action.SetField(Field field, long value) && field == Field.ETH_DST) {
                mac = Optional.of(new MacAddress(value));
            } else if (action instanceof Action.Output(PortNumber out)) {
                port = Optional.of(out);
            }
        }
        Optional<ConnectPoint> location = port.map(number -> new ConnectPoint(edge, number));
        return mac.flatMap(known -> location.map(point -> new Host(address, known, point)));
    }
}
