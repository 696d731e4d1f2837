package io.heddle.rest.view;

import java.util.List;
import java.util.Optional;

/**
 * A port of a switch.
 *
 * @param port its number
 * @param name the switch's own name for it
 * @param mac its hardware address
 * @param up enabled and with carrier
 * @param kind {@code up} or {@code down} (a cable of the design to a higher or lower tier), {@code link} (a cable within a tier, or
 *     of no design), {@code wrong} (a cable that does not fit), {@code "host"}, or {@code unused}
 * @param peer the other end of its cable; empty when there is none
 * @param hosts the addresses of the hosts seen behind it
 * @param plannedIp the address the plan has for a host here; empty when it has none
 * @param capacityBitsPerSecond what it can do; empty when unknown
 * @param tx what it sends
 * @param rx what it receives
 */
public record PortRepresentation(
        int port,
        String name,
        String mac,
        boolean up,
        String kind,
        Optional<EndRepresentation> peer,
        List<String> hosts,
        Optional<String> plannedIp,
        Optional<Long> capacityBitsPerSecond,
        FlowRepresentation tx,
        FlowRepresentation rx) {

    public PortRepresentation {
        hosts = List.copyOf(hosts);
    }
}
