package io.heddle.controller.telemetry.sflow;

import io.heddle.controller.state.FabricState;
import io.heddle.controller.state.Session;
import io.heddle.controller.telemetry.SamplingRate;
import io.heddle.routing.plan.Residents;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Port;
import io.heddle.topology.address.Ipv4Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the fabric says of samples: who may send them, and where the packet of one entered. It decides what is believed: a datagram
 * must come from the management address of a connected switch, may speak only of ports of switches that are connected from that same
 * address, and is counted only where the packet's source is a host known to be at that very port, or a routed address of a tenant that is bound to
 * the server there. So neither a stranger nor a host that forges addresses can make a flow look large.
 *
 * <p>A value, made for one state. Apart from a set that is built on first use, nothing in it changes; for one thread at a time.
 */
public final class SampleSight {

    private final Residents residents;
    private final SortedMap<DatapathId, Session> sessions;
    private @Nullable Set<String> senders;

    private SampleSight(Residents residents, SortedMap<DatapathId, Session> sessions) {
        this.residents = residents;
        this.sessions = sessions;
    }

    /** What {@code state} says. */
    public static SampleSight of(FabricState state) {
        return new SampleSight(state.residents(), state.sessions());
    }

    /** Whether a switch is connected from {@code address}. */
    boolean isManagementAddress(InetAddress address) {
        if (senders == null) {
            Set<String> all = new HashSet<>();
            sessions.values().forEach(session -> all.add(addressIn(session.remote())));
            senders = all;
        }
        return senders.contains(address.getHostAddress());
    }

    /** Whether {@code dpid} is a switch that is connected from {@code address}. */
    boolean speaksFor(InetAddress address, DatapathId dpid) {
        Session session = sessions.get(dpid);
        return session != null && addressIn(session.remote()).equals(address.getHostAddress());
    }

    /** Where a packet from {@code source} was when it came in by {@code point}. */
    Placement place(Ipv4Address source, ConnectPoint point) {
        if (isInside(point)) {
            return new Placement.Passing();
        }
        if (residents.at(source).map(Host::location).filter(point::equals).isEmpty()) {
            return new Placement.Implausible();
        }
        long known = residents.topology().port(point).map(Port::bitsPerSecond).orElse(0L);
        return new Placement.Entering(known == 0 ? SamplingRate.UNKNOWN_CAPACITY : known);
    }

    /** By which port of {@code dpid} packets from {@code source} come in, if it is at that switch. */
    Optional<ConnectPoint> at(Ipv4Address source, DatapathId dpid) {
        return residents
                .at(source)
                .map(Host::location)
                .filter(point -> point.dpid().equals(dpid));
    }

    private boolean isInside(ConnectPoint point) {
        return residents.topology().linkFrom(point).isPresent();
    }

    /** The address in {@code 127.0.0.1:40312}. */
    private static String addressIn(String remote) {
        int colon = remote.lastIndexOf(':');
        return colon < 0 ? remote : remote.substring(0, colon);
    }
}
