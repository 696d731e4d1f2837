package io.heddle.controller.telemetry;

import io.heddle.controller.state.ObservedFlow;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the flows that are large, from samples of packets and from counts of bytes: a function of what it was told and when, with a
 * bounded memory.
 *
 * <p>A flow enters when in the last second it carried so much that, at 99 % confidence, the threshold cannot be ruled out, when the
 * same holds of all its time, of which the last four seconds are remembered, and when it surely lasts for nine tenths of a second,
 * which a short transfer does not. It leaves when, at the same confidence, it fell below a lower share in two seconds, or was not
 * heard of for long. Flows that are not large are watched in a table of fixed size in which the one longest unheard makes room, so
 * that a flood of small flows costs no memory and cannot push out a flow that is sampled many times a second.
 *
 * <p>Switches report in bundles, up to a second late; a sample is taken to be of any time since its switch was heard of before, and
 * rates are those of the time up to the last bundle. Not for several threads.
 */
public final class ElephantDetector {

    private static final long SECOND = 1_000;
    private static final long LONGEST_BUNDLE = 1_000;
    /** A switch is given a quarter of a second more than the longest bundle before its silence means that nothing flows. */
    private static final long SILENCE_BORNE = 1_250;

    private static final long HEARD_LATELY = 10_000;
    private static final long LEAST_AGE = 900;
    private static final long SHOWN_WINDOW = 2 * SECOND;
    private static final long REPORT_INTERVAL = 500;
    /** The normal quantile of 99 %, one-sided, and that of 95 %, two-sided. */
    private static final double SURE = 2.33;

    private static final double CONFIDENT = 1.96;
    /** A flow at the very threshold must pass although bundles have no exact beginning. */
    private static final double TOLERANCE = 0.95;

    private static final double LEAST_PART = 0.5;
    private static final double LEAST_SAMPLES = 8;
    private static final double NEWSWORTHY = 0.25;

    private final ElephantSettings settings;
    private final LinkedHashMap<FlowKey, FlowTrack> small = new LinkedHashMap<>(1024, 0.75f, true);
    private final SortedMap<FlowKey, FlowTrack> large = new TreeMap<>();
    private final Map<DatapathId, Long> heard = new TreeMap<>();
    private final Map<DatapathId, Long> sampling = new TreeMap<>();
    private SortedMap<FlowKey, ObservedFlow> reported = new TreeMap<>();
    private long reportedAt = Long.MIN_VALUE / 2;
    private boolean isNews;
    private long crowdedOut;

    public ElephantDetector(ElephantSettings settings) {
        this.settings = settings;
    }

    /** Takes what one switch sampled, as it arrives at {@code now}; nothing is news too, as it says that time passed there. */
    public void sampled(DatapathId edge, List<PacketSample> samples, Instant now) {
        long to = now.toEpochMilli();
        Long before = sampling.put(edge, to);
        heard.put(edge, to);
        long from = before == null ? to - LONGEST_BUNDLE : Math.clamp(before, to - LONGEST_BUNDLE, to);
        Set<FlowTrack> touched = new LinkedHashSet<>();
        for (PacketSample sample : samples) {
            FlowTrack track = track(sample.flow(), sample.ingress(), sample.capacity(), from, to);
            track.sampled(sample.bytes(), sample.weight(), sample.tunnel(), from, to);
            touched.add(track);
        }
        touched.forEach(track -> promote(track, to));
    }

    /**
     * Takes what a switch counted of one flow between two moments, as where a steered flow's own rule is read. Ignored where the switch
     * samples, as the same bytes would be counted twice.
     */
    public void counted(FlowKey flow, ConnectPoint ingress, long capacity, long bytes, Instant from, Instant to) {
        long end = to.toEpochMilli();
        long begin = Math.min(from.toEpochMilli(), end);
        if (isHeardLately(sampling.getOrDefault(ingress.dpid(), Long.MIN_VALUE / 2), end)) {
            return;
        }
        heard.merge(ingress.dpid(), end, Math::max);
        if (bytes == 0) {
            return;
        }
        FlowTrack track = track(flow, ingress, capacity, begin, end);
        track.counted(bytes, begin, end);
        promote(track, end);
    }

    /** All large flows, in order, when that is news: one more or one less, or, twice a second, another rate. */
    public Optional<List<ObservedFlow>> report(Instant now) {
        long moment = now.toEpochMilli();
        boolean isDue = moment - reportedAt >= REPORT_INTERVAL || moment < reportedAt;
        if (!isNews && !isDue) {
            return Optional.empty();
        }
        boolean hasLeft = large.values().removeIf(track -> isOver(track, moment));
        forgetIdle(moment);
        reportedAt = moment;
        SortedMap<FlowKey, ObservedFlow> present = new TreeMap<>();
        large.forEach((flow, track) -> present.put(flow, observed(track, moment)));
        if (!isNews && !hasLeft && present.values().stream().noneMatch(this::isNewsworthy)) {
            return Optional.empty();
        }
        isNews = false;
        reported = present;
        return Optional.of(List.copyOf(present.values()));
    }

    /** Makes the next report tell everything, because the last one was not taken. */
    public void repeat() {
        isNews = true;
    }

    /** How many flows are large now. */
    public int elephants() {
        return large.size();
    }

    /** How many flows are watched that are not large. */
    public int watched() {
        return small.size();
    }

    /** How many switches sampled lately, whether or not anything flows there. */
    public long switchesHeard(Instant now) {
        return sampling.values().stream()
                .filter(last -> isHeardLately(last, now.toEpochMilli()))
                .count();
    }

    private static boolean isHeardLately(long last, long now) {
        return now - last <= HEARD_LATELY;
    }

    /** How many flows ever made room for others. */
    public long crowdedOut() {
        return crowdedOut;
    }

    private FlowTrack track(FlowKey flow, ConnectPoint ingress, long capacity, long from, long to) {
        Map<FlowKey, FlowTrack> home = large.containsKey(flow) ? large : small;
        FlowTrack known = home.get(flow);
        boolean isSame = known != null && known.ingress().equals(ingress) && known.capacity() == capacity;
        // After the clock was set back, what is remembered is of times to come.
        if (known != null && isSame && known.lastSeen() - to < FlowTrack.REMEMBERED) {
            return known;
        }
        isNews |= large.remove(flow) != null;
        FlowTrack begun = new FlowTrack(flow, ingress, capacity, from, to);
        small.put(flow, begun);
        if (small.size() > settings.trackedFlows()) {
            small.pollFirstEntry();
            crowdedOut++;
        }
        return begun;
    }

    private void promote(FlowTrack track, long moment) {
        if (!large.containsKey(track.flow()) && isLarge(track, moment)) {
            small.remove(track.flow());
            large.put(track.flow(), track);
            isNews = true;
        }
    }

    private boolean isLarge(FlowTrack track, long moment) {
        return track.certainAge() >= LEAST_AGE
                && mayReach(track, SECOND, moment)
                && mayReach(track, Math.clamp(track.age(moment), SECOND, FlowTrack.REMEMBERED), moment);
    }

    /** Whether the threshold cannot be ruled out for the last {@code window}, and enough was seen to say so. */
    private boolean mayReach(FlowTrack track, long window, long moment) {
        FlowTrack.Volume volume = track.between(moment - window, moment);
        double level = bytesIn(window, settings.threshold() * track.capacity()) * TOLERANCE;
        return volume.bytes() >= level * LEAST_PART
                && volume.bytes() + SURE * Math.sqrt(volume.variance()) >= level
                && volume.bytes() * volume.bytes() >= LEAST_SAMPLES * volume.variance();
    }

    private boolean isOver(FlowTrack track, long now) {
        long moment = horizon(track, now);
        long window = shownWindow(track, moment);
        FlowTrack.Volume volume = track.between(moment - window, moment);
        double most = volume.bytes() + SURE * Math.sqrt(volume.variance());
        return most < bytesIn(window, settings.leave() * track.capacity()) || isIdle(track, now);
    }

    private boolean isIdle(FlowTrack track, long now) {
        return now - track.lastSeen() > settings.idle().toMillis();
    }

    private void forgetIdle(long now) {
        Iterator<FlowTrack> byAge = small.values().iterator();
        while (byAge.hasNext() && isIdle(byAge.next(), now)) {
            byAge.remove();
        }
    }

    /** Up to when it is known what the track's switch saw. */
    private long horizon(FlowTrack track, long now) {
        long last = heard.getOrDefault(track.ingress().dpid(), 0L);
        return Math.clamp(last, now - SILENCE_BORNE, now);
    }

    private static long shownWindow(FlowTrack track, long moment) {
        return Math.clamp(track.age(moment), SECOND, SHOWN_WINDOW);
    }

    private ObservedFlow observed(FlowTrack track, long now) {
        long moment = horizon(track, now);
        long window = shownWindow(track, moment);
        FlowTrack.Volume volume = track.between(moment - window, moment);
        double error = volume.bytes() > 0 ? CONFIDENT * Math.sqrt(volume.variance()) / volume.bytes() : 0;
        return new ObservedFlow(
                track.flow(),
                track.ingress(),
                Math.round(volume.bytes() * Byte.SIZE * SECOND / window),
                error,
                Instant.ofEpochMilli(track.firstSeen()),
                Instant.ofEpochMilli(track.lastSeen()),
                track.tunnel());
    }

    private boolean isNewsworthy(ObservedFlow now) {
        ObservedFlow before = reported.get(now.flow());
        if (before == null) {
            return true;
        }
        double margin = Math.max(NEWSWORTHY, now.relativeError()) * before.bitsPerSecond();
        return Math.abs(now.bitsPerSecond() - before.bitsPerSecond()) > margin;
    }

    private static double bytesIn(long milliseconds, double bitsPerSecond) {
        return bitsPerSecond / Byte.SIZE * milliseconds / SECOND;
    }
}
