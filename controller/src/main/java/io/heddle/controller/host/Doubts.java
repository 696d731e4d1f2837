package io.heddle.controller.host;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Asks hosts whether they are still there when their port looks like the end of a cable, and gives up those that keep silent.
 *
 * <p>One question is open for a host at a time, asked twice; so whoever sends authentic frames again and again causes at most two ARP
 * requests a second for each host at the port.
 */
final class Doubts {

    private static final Duration ANSWER_TIME = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofMillis(300);
    private static final int MOST_PENDING = 4096;

    private record Doubt(Host host, Instant deadline, Instant askAgain) {
        Doubt askedTwice() {
            return new Doubt(host, deadline, deadline);
        }
    }

    private final Locations locations;
    private final Map<Ipv4Address, Doubt> open = new TreeMap<>();

    Doubts(Locations locations) {
        this.locations = locations;
    }

    /** Asks the hosts at {@code point}, those that are not being asked already. */
    void raise(ConnectPoint point, Round round) {
        for (Host host : locations.at(point, round)) {
            if (open.size() < MOST_PENDING && !open.containsKey(host.ip())) {
                open.put(
                        host.ip(),
                        new Doubt(
                                host, round.now().plus(ANSWER_TIME), round.now().plus(ASK_AGAIN)));
                ask(host, round);
            }
        }
    }

    /** Takes note that some station at {@code point} says that it has {@code ip}. */
    void heard(Ipv4Address ip, ConnectPoint point) {
        Doubt doubt = open.get(ip);
        if (doubt != null && doubt.host().location().equals(point)) {
            open.remove(ip);
        }
    }

    /** Asks again where there is no answer yet; gives up a host that could answer and did not. */
    void tick(Round round) {
        for (Doubt doubt : List.copyOf(open.values())) {
            Host host = doubt.host();
            boolean isKnown = locations.find(host.ip(), round).equals(Optional.of(host));
            if (!isKnown || !round.facts().canReach(host.location())) {
                open.remove(host.ip());
            } else if (!round.now().isBefore(doubt.deadline())) {
                open.remove(host.ip());
                locations.lost(host.ip(), round);
            } else if (!round.now().isBefore(doubt.askAgain())) {
                open.put(host.ip(), doubt.askedTwice());
                ask(host, round);
            }
        }
    }

    private static void ask(Host host, Round round) {
        round.ask(host.location(), Ipv4Address.UNSPECIFIED, host.ip());
    }
}
