package io.heddle.controller.host;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gives up the hosts behind a port that stays down; a port that comes back in time loses nobody. */
final class PortLosses {

    private final Duration grace;
    private final Locations locations;
    private final Map<ConnectPoint, Instant> downSince = new TreeMap<>();

    PortLosses(Duration grace, Locations locations) {
        this.grace = grace;
        this.locations = locations;
    }

    void down(ConnectPoint point, Instant now) {
        downSince.putIfAbsent(point, now);
    }

    void up(ConnectPoint point) {
        downSince.remove(point);
    }

    void tick(Round round) {
        for (Map.Entry<ConnectPoint, Instant> entry : List.copyOf(downSince.entrySet())) {
            if (!round.now().isBefore(entry.getValue().plus(grace))) {
                downSince.remove(entry.getKey());
                for (Host host : locations.at(entry.getKey(), round)) {
                    locations.lost(host.ip(), round);
                }
            }
        }
    }
}
