package io.heddle.controller.discovery;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * When which port is probed next: quickly while it is new, then every interval, spread so that ports do not fall into step.
 */
final class ProbeSchedule {

    /** The gaps before each of the first probes of a port: at 0, 50, 150, 400, 900 and 1,900 ms. */
    private static final List<Duration> QUICK = List.of(
            Duration.ZERO,
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1));

    private static final double SPREAD = 0.1;

    private record Due(Instant at, ConnectPoint point) implements Comparable<Due> {
        private static final Comparator<Due> ORDER =
                Comparator.comparing(Due::at).thenComparing(Due::point);

        @Override
        public int compareTo(Due other) {
            return ORDER.compare(this, other);
        }
    }

    private record Turn(Due due, int step) {}

    private final Duration interval;
    private final RandomGenerator random;
    private final SortedMap<ConnectPoint, Turn> turns = new TreeMap<>();
    private final TreeSet<Due> queue = new TreeSet<>();

    ProbeSchedule(Duration interval, RandomGenerator random) {
        this.interval = interval;
        this.random = random;
    }

    /** Probes {@code point} at once, and a few times soon after. */
    void start(ConnectPoint point, Instant now) {
        put(point, now, 0);
    }

    /** Probes {@code point} once more at once, if it is probed at all, and then every interval. */
    void hurry(ConnectPoint point, Instant now) {
        if (turns.containsKey(point)) {
            put(point, now, QUICK.size());
        }
    }

    /** Goes over from quick probes to one every interval. */
    void slowDown(ConnectPoint point, Instant now) {
        Turn turn = turns.get(point);
        if (turn != null && turn.step() < QUICK.size()) {
            put(point, now.plus(spreadInterval()), QUICK.size());
        }
    }

    /** Whether {@code point} is probed. */
    boolean contains(ConnectPoint point) {
        return turns.containsKey(point);
    }

    /** Whether the quick probes of {@code point} are over. */
    boolean isSettled(ConnectPoint point) {
        Turn turn = turns.get(point);
        return turn != null && turn.step() >= QUICK.size();
    }

    /** Probes {@code point} no more. */
    void stop(ConnectPoint point) {
        Turn turn = turns.remove(point);
        if (turn != null) {
            queue.remove(turn.due());
        }
    }

    /** The ports of {@code dpid} that are probed, in order. */
    List<ConnectPoint> pointsOf(DatapathId dpid) {
        List<ConnectPoint> points = new ArrayList<>();
        for (ConnectPoint point :
                turns.tailMap(ConnectPoint.of(dpid.value(), 1)).keySet()) {
            if (!point.dpid().equals(dpid)) {
                break;
            }
            points.add(point);
        }
        return points;
    }

    /** The next port whose turn has come, its following turn being set. */
    Optional<ConnectPoint> next(Instant now) {
        if (queue.isEmpty() || queue.first().at().isAfter(now)) {
            return Optional.empty();
        }
        ConnectPoint point = queue.first().point();
        int done =
                Math.min(turns.getOrDefault(point, new Turn(queue.first(), 0)).step() + 1, QUICK.size());
        put(point, now.plus(done < QUICK.size() ? QUICK.get(done) : spreadInterval()), done);
        return Optional.of(point);
    }

    private void put(ConnectPoint point, Instant at, int step) {
        stop(point);
        Due due = new Due(at, point);
        turns.put(point, new Turn(due, step));
        queue.add(due);
    }

    private Duration spreadInterval() {
        double factor = 1 - SPREAD + 2 * SPREAD * random.nextDouble();
        return Duration.ofNanos((long) (interval.toNanos() * factor));
    }
}
