package io.heddle.controller.telemetry;

import io.heddle.controller.state.ObservedFlow;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Traffic on paper through one switch that samples as Open vSwitch does, and a detector that is told of it: every packet is chosen
 * with the same probability, six samples make a datagram, and what is left goes out once a second.
 */
final class SampledTraffic {

    static final DatapathId EDGE = new DatapathId(1);
    private static final int FULL_FRAME = 1514;
    private static final int SAMPLES_OF_A_DATAGRAM = 6;
    private static final long LENGTH = 12_000;
    private static final long BASE = 1_800_000_000_000L;

    private final long capacity;
    private final SamplingRate rate;
    private final SplittableRandom random;
    private final List<Sampled> samples = new ArrayList<>();
    private int flows;

    private record Sampled(double at, PacketSample sample) {}

    /** What became of it: when each flow was first reported, and how many flows were reported at the end. */
    record Outcome(Map<FlowKey, Long> reportedAt, List<ObservedFlow> atEnd, ElephantDetector detector) {}

    SampledTraffic(long capacity, SamplingRate rate, long seed) {
        this.capacity = capacity;
        this.rate = rate;
        random = new SplittableRandom(seed);
    }

    SplittableRandom random() {
        return random;
    }

    /** A flow of full frames from {@code start} to the end, at that share of the link. */
    FlowKey steady(double share, long start) {
        return steady(share, start, LENGTH, FULL_FRAME);
    }

    /** A flow of frames of {@code frame} bytes between two moments. */
    FlowKey steady(double share, long start, long end, int frame) {
        FlowKey flow = next();
        double bits = share * capacity;
        send(flow, start, (long) (bits * (end - start) / 1000 / 8 / frame), bits, frame);
        return flow;
    }

    /** A short transfer of {@code bytes} at that share of the link. */
    FlowKey transfer(long bytes, double share, long start) {
        FlowKey flow = next();
        send(flow, start, Math.max(1, bytes / FULL_FRAME), share * capacity, FULL_FRAME);
        return flow;
    }

    /** Short transfers at random moments: sizes from 1 to 100 kB, evenly in their logarithm, at 1 % to 100 % of the link. */
    List<FlowKey> mice(int count) {
        List<FlowKey> mice = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long bytes = (long) (1_000 * Math.pow(100, random.nextDouble()));
            mice.add(transfer(bytes, Math.pow(0.01, random.nextDouble()), random.nextLong(LENGTH)));
        }
        return mice;
    }

    /** Flows that last, each at 0.01 % to 2 % of the link. */
    List<FlowKey> trickles(int count) {
        List<FlowKey> trickles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            trickles.add(steady(0.0001 * Math.pow(200, random.nextDouble()), random.nextLong(LENGTH / 2)));
        }
        return trickles;
    }

    private FlowKey next() {
        flows++;
        return new FlowKey(
                new Ipv4Address(0x0a000002 + flows / 50_000),
                new Ipv4Address(0x0a010002),
                FlowKey.TCP,
                flows % 50_000 + 1_024,
                5001);
    }

    /** The distance from one chosen packet to the next is geometric. */
    private void send(FlowKey flow, long start, long packets, double bitsPerSecond, int frame) {
        double spacing = frame * 8_000.0 / bitsPerSecond;
        double offset = random.nextDouble();
        ConnectPoint ingress = new ConnectPoint(EDGE, ConnectPoint.of(1, 1).port());
        PacketSample sample = new PacketSample(flow, ingress, capacity, frame, rate.packets(), Optional.empty());
        for (long packet = skip(); packet < packets; packet += 1 + skip()) {
            samples.add(new Sampled(start + (packet + offset) * spacing, sample));
        }
    }

    private long skip() {
        return rate.packets() == 1 ? 0 : (long) (Math.log(1 - random.nextDouble()) / Math.log1p(-1.0 / rate.packets()));
    }

    /** Lets it happen; the moment of the first tick is chance. */
    Outcome run(ElephantDetector detector) {
        samples.sort(Comparator.comparingDouble(Sampled::at));
        Map<FlowKey, Long> reportedAt = new TreeMap<>();
        List<ObservedFlow> last = List.of();
        List<PacketSample> waiting = new ArrayList<>();
        int next = 0;
        long phase = random.nextLong(1000);
        for (long now = 0; now <= LENGTH; now++) {
            while (next < samples.size() && samples.get(next).at() < now) {
                waiting.add(samples.get(next++).sample());
                if (waiting.size() == SAMPLES_OF_A_DATAGRAM) {
                    arrive(detector, waiting, now);
                }
            }
            if (now % 1000 == phase && !waiting.isEmpty()) {
                arrive(detector, waiting, now);
            }
            if (now % 100 == 0) {
                Optional<List<ObservedFlow>> report = detector.report(Instant.ofEpochMilli(BASE + now));
                for (ObservedFlow flow : report.orElse(List.of())) {
                    reportedAt.putIfAbsent(flow.flow(), now);
                }
                last = report.orElse(last);
            }
        }
        return new Outcome(reportedAt, last, detector);
    }

    private static void arrive(ElephantDetector detector, List<PacketSample> waiting, long now) {
        detector.sampled(EDGE, waiting, Instant.ofEpochMilli(BASE + now));
        waiting.clear();
    }
}
