package io.heddle.controller.host;

import io.heddle.controller.state.FabricEvent.HostLocated;
import io.heddle.controller.state.FabricEvent.HostLost;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where every host is, those included that were announced a moment ago and have no rules yet. */
final class Locations {

    /** After this long without word of its rules a host is taken to have them. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private record Announced(Host host, Instant at) {}

    private final Map<Ipv4Address, Announced> announced = new TreeMap<>();

    Optional<Host> find(Ipv4Address ip, Round round) {
        Announced recent = announced.get(ip);
        return recent != null
                ? Optional.of(recent.host())
                : Optional.ofNullable(round.facts().topology().hosts().get(ip));
    }

    /** Whether a packet for {@code ip} that is sent through the tables arrives. */
    boolean isReady(Ipv4Address ip, Round round) {
        return !announced.containsKey(ip) && find(ip, round).isPresent();
    }

    void announce(Host host, Round round) {
        announced.put(host.ip(), new Announced(host, round.now()));
        round.tell(new HostLocated(host.ip(), host.mac(), host.location()));
    }

    void ready(Ipv4Address ip) {
        announced.remove(ip);
    }

    void lost(Ipv4Address ip, Round round) {
        announced.remove(ip);
        round.tell(new HostLost(ip));
    }

    /** The hosts that were announced so long ago that they are taken to be ready, which they are from now on. */
    List<Ipv4Address> overdue(Instant now) {
        List<Ipv4Address> overdue = new ArrayList<>();
        announced.forEach((ip, recent) -> {
            if (!now.isBefore(recent.at().plus(PATIENCE))) {
                overdue.add(ip);
            }
        });
        overdue.forEach(announced::remove);
        return overdue;
    }

    /** The hosts at {@code point}, by address. */
    List<Host> at(ConnectPoint point, Round round) {
        List<Host> hosts = new ArrayList<>();
        for (Host host : round.facts().topology().hosts().at(point)) {
            if (!announced.containsKey(host.ip())) {
                hosts.add(host);
            }
        }
        for (Announced recent : announced.values()) {
            if (recent.host().location().equals(point)) {
                hosts.add(recent.host());
            }
        }
        return hosts;
    }

    /** The ports where some host is. */
    Set<ConnectPoint> points(Round round) {
        Set<ConnectPoint> points = new HashSet<>();
        round.facts().topology().hosts().values().forEach(host -> points.add(host.location()));
        announced.values().forEach(recent -> points.add(recent.host().location()));
        return points;
    }
}
