package io.heddle.controller.telemetry;

import io.heddle.controller.state.PortCounters;
import io.heddle.rest.PortLoad;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns counters that only grow into rates, from each reading to the next. */
public final class PortLoads {

    private record Reading(Instant at, PortCounters counters) {}

    private static final Duration SHORTEST = Duration.ofMillis(50);

    private final SortedMap<ConnectPoint, Reading> readings = new TreeMap<>();
    private final SortedMap<ConnectPoint, PortLoad> loads = new TreeMap<>();

    /** Takes the counters of {@code dpid} as read at {@code now}; ports that are no longer among them are forgotten. */
    public void read(DatapathId dpid, List<PortCounters> counters, Instant now) {
        SortedMap<ConnectPoint, PortCounters> present = new TreeMap<>();
        counters.forEach(each -> present.put(new ConnectPoint(dpid, each.port()), each));
        readings.keySet().removeIf(point -> point.dpid().equals(dpid) && !present.containsKey(point));
        loads.keySet().removeIf(point -> point.dpid().equals(dpid) && !present.containsKey(point));
        present.forEach((point, each) -> read(point, each, now));
    }

    /** Forgets a switch that is no longer connected. */
    public void forget(DatapathId dpid) {
        read(dpid, List.of(), Instant.EPOCH);
    }

    /** The present loads, an unmodifiable copy. */
    public SortedMap<ConnectPoint, PortLoad> loads() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(loads));
    }

    private void read(ConnectPoint point, PortCounters counters, Instant now) {
        Reading before = readings.get(point);
        if (before != null && before.at().plus(SHORTEST).isAfter(now)) {
            return;
        }
        readings.put(point, new Reading(now, counters));
        if (before == null || isReset(before.counters(), counters)) {
            loads.remove(point);
            return;
        }
        double seconds = Duration.between(before.at(), now).toNanos() / 1e9;
        loads.put(
                point,
                new PortLoad(
                        bitsPerSecond(counters.txBytes() - before.counters().txBytes(), seconds),
                        bitsPerSecond(counters.rxBytes() - before.counters().rxBytes(), seconds),
                        counters.txBytes(),
                        counters.rxBytes(),
                        counters.txDropped(),
                        counters.rxDropped()));
    }

    private static boolean isReset(PortCounters before, PortCounters after) {
        return after.rxBytes() < before.rxBytes() || after.txBytes() < before.txBytes();
    }

    private static long bitsPerSecond(long bytes, double seconds) {
        return Math.round(bytes * 8 / seconds);
    }
}
