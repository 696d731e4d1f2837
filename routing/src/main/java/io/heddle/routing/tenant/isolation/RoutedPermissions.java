package io.heddle.routing.tenant.isolation;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What ports of networks of type routed may send to whom: IPv4 to each other, on whatever such network they are, by way of the fabric as
 * their gateway; and nothing else, not even on their own network without it.
 */
record RoutedPermissions(Standing standing, Senders senders, Receivers receivers) {

    static boolean is(TenantNetwork network) {
        return network.segment().type() == NetworkType.ROUTED;
    }

    /** What such a port may and must get to whom. */
    Map<End, Bounds> from(TenantPort source) {
        Headers headers = senders.headers();
        PacketSet sent = senders.out(source)
                .and(headers.of(IpVersion.V4))
                .and(headers.toMac(standing.fabric().gateway()))
                .and(headers.alive(2));
        Map<End, Bounds> all = new LinkedHashMap<>();
        for (TenantNetwork network : standing.state().networks().values()) {
            if (is(network)) {
                for (TenantPort port : receivers.on(network.id())) {
                    PacketSet heard = port.equals(source) ? headers.nothing() : heard(sent, port);
                    if (!heard.isEmpty()) {
                        boolean isSure = isSure(source.id(), port.id(), network.segment());
                        PacketSet must = isSure ? heard.minus(headers.services()) : headers.nothing();
                        all.put(new End.AtPort(port.id()), new Bounds(heard, must));
                    }
                }
            }
        }
        return all;
    }

    private PacketSet heard(PacketSet sent, TenantPort port) {
        Headers headers = senders.headers();
        PacketSet own = headers.nothing();
        for (IpAddress address : Senders.addresses(port)) {
            own = own.or(headers.to(Cidr.of(address)));
        }
        return sent.and(own).and(senders.filter().in(port, Optional.empty()));
    }

    private boolean isSure(PortId source, PortId target, Segment segment) {
        if (!standing.works(source) || !standing.works(target)) {
            return false;
        }
        DatapathId here = standing.bridge(source).orElseThrow();
        return standing.isJoined(here, standing.bridge(target).orElseThrow(), segment);
    }
}
