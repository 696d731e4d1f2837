package io.heddle.rest.live;

import io.heddle.rest.view.FlowRepresentation;
import io.heddle.rest.view.HostRepresentation;
import io.heddle.rest.view.LinkRepresentation;
import java.util.List;

/**
 * New loads of cables and hosts that are known already.
 *
 * @param links by cable
 * @param hosts by host
 */
public record LiveLoads(List<LinkLoad> links, List<HostLoad> hosts) {

    public LiveLoads {
        links = List.copyOf(links);
        hosts = List.copyOf(hosts);
    }

    /** What a cable carries, both ways; {@code id} is the cable's. */
    public record LinkLoad(String id, FlowRepresentation aToB, FlowRepresentation bToA) {
        static LinkLoad of(LinkRepresentation link) {
            return new LinkLoad(link.id(), link.aToB(), link.bToA());
        }
    }

    /** What goes to and comes from a host's port; {@code ip} is the host's. */
    public record HostLoad(String ip, FlowRepresentation toHost, FlowRepresentation fromHost) {
        static HostLoad of(HostRepresentation host) {
            return new HostLoad(host.ip(), host.toHost(), host.fromHost());
        }
    }

    boolean isEmpty() {
        return links.isEmpty() && hosts.isEmpty();
    }
}
