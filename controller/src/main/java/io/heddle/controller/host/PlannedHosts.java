package io.heddle.controller.host;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks at every host port for the addresses that should be there: for the planned one, so that a host which has it is known before
 * it speaks, at once when the port comes up, a few times soon after, then rarely; and, when the port comes up, for those of the hosts
 * remembered there, because what answers now may have another hardware address.
 */
final class PlannedHosts {

    private static final List<Duration> GAPS =
            List.of(Duration.ofMillis(300), Duration.ofMillis(700), Duration.ofSeconds(2), Duration.ofSeconds(30));
    private static final Duration ANSWER_TIME = Duration.ofMillis(300);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final int MOST_PER_TICK = 256;

    private static final int REVISITS = 3;

    private record Asked(int times, Instant last, Instant next) {}

    private final Locations locations;
    private final Map<ConnectPoint, Asked> asked = new TreeMap<>();
    private final Map<ConnectPoint, Asked> revisited = new TreeMap<>();
    private Instant lookAt = Instant.MIN;

    PlannedHosts(Locations locations) {
        this.locations = locations;
    }

    /** Whether {@code point} was asked for its planned address at least twice, and nobody answered. */
    boolean isSilent(ConnectPoint point, Instant now) {
        Asked history = asked.get(point);
        return history != null
                && history.times() >= 2
                && !now.isBefore(history.last().plus(ANSWER_TIME));
    }

    /** Starts anew at a port that came up. */
    void portChanged(ConnectPoint point) {
        asked.remove(point);
        revisited.put(point, new Asked(0, Instant.MIN, Instant.MIN));
        lookAt = Instant.MIN;
    }

    void tick(Round round) {
        if (round.now().isBefore(lookAt)) {
            return;
        }
        lookAt = round.now().plus(LOOK_AGAIN);
        List<ConnectPoint> ports = round.facts().liveHostPorts();
        Set<ConnectPoint> live = Set.copyOf(ports);
        asked.keySet().retainAll(live);
        revisited.keySet().retainAll(live);
        int left = MOST_PER_TICK;
        for (ConnectPoint port : ports) {
            if (left > 0 && askAt(port, round)) {
                left--;
            }
        }
        revisit(round);
    }

    /** Asks for the hosts remembered behind the ports that came up, a few times each. */
    private void revisit(Round round) {
        if (revisited.isEmpty()) {
            return;
        }
        for (Host host : round.facts().topology().hosts().values()) {
            Asked history = revisited.get(host.location());
            if (history != null && !round.now().isBefore(history.next())) {
                round.ask(host.location(), asker(host.location(), round), host.ip());
            }
        }
        revisited.replaceAll((point, history) -> round.now().isBefore(history.next())
                ? history
                : new Asked(history.times() + 1, round.now(), round.now().plus(GAPS.get(history.times()))));
        revisited.values().removeIf(history -> history.times() >= REVISITS);
    }

    /** In whose name to ask at {@code port}: the gateway's, unless a host has that address. */
    private Ipv4Address asker(ConnectPoint port, Round round) {
        return round.facts()
                .addresses()
                .gateway(port.dpid())
                .filter(gateway -> locations.find(gateway, round).isEmpty())
                .orElse(Ipv4Address.UNSPECIFIED);
    }

    private boolean askAt(ConnectPoint port, Round round) {
        Asked history = asked.getOrDefault(port, new Asked(0, Instant.MIN, round.now()));
        Optional<Ipv4Address> planned = round.facts().addresses().hostAddress(port);
        if (planned.isEmpty() || round.now().isBefore(history.next())) {
            return false;
        }
        Optional<Host> owner = locations.find(planned.get(), round);
        if (owner.isPresent()) {
            return false;
        }
        Duration gap = GAPS.get(Math.min(history.times(), GAPS.size() - 1));
        asked.put(port, new Asked(history.times() + 1, round.now(), round.now().plus(gap)));
        round.ask(port, asker(port, round), planned.get());
        return true;
    }
}
