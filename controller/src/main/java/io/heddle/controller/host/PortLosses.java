package io.heddle.controller.host;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives up the hosts behind a port that stays down; a port that comes back in time loses nobody.
 *
 * <p>A port with another address is another port under the same number (a switch took another's place, a cable was made anew): who was
 * behind the one before is looked for when somebody wants it, rather than sent frames under an address that may be gone.
 */
final class PortLosses {

    private final Duration grace;
    private final Locations locations;
    private final Map<ConnectPoint, Instant> downSince = new TreeMap<>();
    private final Map<ConnectPoint, MacAddress> addresses = new TreeMap<>();

    PortLosses(Duration grace, Locations locations) {
        this.grace = grace;
        this.locations = locations;
    }

    void down(ConnectPoint point, Instant now) {
        downSince.putIfAbsent(point, now);
    }

    void up(ConnectPoint point, MacAddress address, Round round) {
        downSince.remove(point);
        MacAddress before = addresses.put(point, address);
        if (before != null && !before.equals(address)) {
            giveUp(point, round);
        }
    }

    void tick(Round round) {
        for (Map.Entry<ConnectPoint, Instant> entry : List.copyOf(downSince.entrySet())) {
            if (!round.now().isBefore(entry.getValue().plus(grace))) {
                downSince.remove(entry.getKey());
                giveUp(entry.getKey(), round);
            }
        }
    }

    private void giveUp(ConnectPoint point, Round round) {
        for (Host host : locations.at(point, round)) {
            locations.lost(host.ip(), round);
        }
    }
}
