package io.heddle.controller.telemetry;

import io.heddle.topology.DatapathId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides which switches to ask for their counters now: each once per interval, spread evenly over it. */
public final class CounterPoll {

    private final Duration interval;
    private final SortedMap<DatapathId, Instant> due = new TreeMap<>();

    public CounterPoll(Duration interval) {
        this.interval = interval;
    }

    /** The switches among {@code connected} that are due; each is due again one interval later. */
    public List<DatapathId> due(Collection<DatapathId> connected, Instant now) {
        due.keySet().retainAll(connected);
        int place = due.size();
        for (DatapathId dpid : connected) {
            if (!due.containsKey(dpid)) {
                due.put(
                        dpid,
                        now.plus(interval.multipliedBy(place++ % connected.size())
                                .dividedBy(connected.size())));
            }
        }
        List<DatapathId> asked = new ArrayList<>();
        due.replaceAll((dpid, when) -> {
            if (when.isAfter(now)) {
                return when;
            }
            asked.add(dpid);
            Instant next = when.plus(interval);
            return next.isAfter(now) ? next : now.plus(interval);
        });
        return asked;
    }
}
