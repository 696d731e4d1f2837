package io.heddle.controller.telemetry;

import io.heddle.controller.state.FlowCount;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.DatapathId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns counts of flows that only grow into what was carried, from each reading of a switch to the next. Only the last reading of each
 * switch is remembered, and not for long.
 */
public final class FlowCounts {

    /** After so long, the last reading says nothing of what was carried lately. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final SortedMap<DatapathId, Reading> readings = new TreeMap<>();

    private record Reading(Instant at, SortedMap<FlowKey, Long> octets) {

        boolean isFresh(Instant now) {
            return !at.isAfter(now) && !at.plus(LONGEST).isBefore(now);
        }
    }

    /**
     * What a flow carried.
     *
     * @param flow the flow
     * @param octets how much, 0 where nothing came
     * @param from since when
     */
    public record Carried(FlowKey flow, long octets, Instant from) {}

    /** Takes what {@code dpid} has counted up to {@code now}: what was carried since its last reading, if there is one. */
    public List<Carried> read(DatapathId dpid, List<FlowCount> counts, Instant now) {
        readings.values().removeIf(reading -> !reading.isFresh(now));
        Reading before = readings.get(dpid);
        SortedMap<FlowKey, Long> present = new TreeMap<>();
        List<Carried> carried = new ArrayList<>();
        for (FlowCount count : counts) {
            present.put(count.flow(), count.octets());
            Long last = before == null ? null : before.octets().get(count.flow());
            if (before != null && last != null) {
                // A rule that was replaced counts from nothing again.
                long octets = count.octets() >= last ? count.octets() - last : count.octets();
                carried.add(new Carried(count.flow(), octets, before.at()));
            }
        }
        readings.put(dpid, new Reading(now, present));
        return carried;
    }
}
