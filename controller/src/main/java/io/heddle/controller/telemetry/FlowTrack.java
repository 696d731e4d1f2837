package io.heddle.controller.telemetry;

import io.heddle.controller.state.TunnelKey;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import java.util.Arrays;
import java.util.Optional;

/**
 * What was heard of one flow in the last four seconds, in slots of time: the bytes it carried, estimated, and the variance of that
 * estimate. All times are in milliseconds of one clock.
 *
 * <p>A sample of weight w is one packet in w (Horvitz and Thompson 1952): it adds w·b bytes and (w·b)²·(1 − 1/w) of variance, so
 * that samples of any rate and counts that are exact add up, and nothing is lost when every packet is sampled.
 */
final class FlowTrack {

    static final long SLOT = 125;
    static final long REMEMBERED = 4_000;
    private static final int SLOTS = (int) (REMEMBERED / SLOT) + 1;

    private final FlowKey flow;
    private final ConnectPoint ingress;
    private final long capacity;
    private final double[] bytes = new double[SLOTS];
    private final double[] variance = new double[SLOTS];
    private final long firstTo;
    private long newest;
    private long lastFrom;
    private long lastTo;
    private Optional<TunnelKey> tunnel = Optional.empty();

    /** Bytes carried in a span of time, and the variance of that. */
    record Volume(double bytes, double variance) {}

    FlowTrack(FlowKey flow, ConnectPoint ingress, long capacity, long from, long to) {
        this.flow = flow;
        this.ingress = ingress;
        this.capacity = capacity;
        firstTo = to;
        lastFrom = from;
        lastTo = to;
        newest = slotOf(to);
    }

    FlowKey flow() {
        return flow;
    }

    ConnectPoint ingress() {
        return ingress;
    }

    long capacity() {
        return capacity;
    }

    Optional<TunnelKey> tunnel() {
        return tunnel;
    }

    /** When it was first and last heard of. */
    long firstSeen() {
        return firstTo;
    }

    long lastSeen() {
        return lastTo;
    }

    /** How long it has lasted, at least: from the end of the first to the beginning of the last span in which it was heard. */
    long certainAge() {
        return lastFrom - firstTo;
    }

    /** For how long until {@code moment} it was heard of; nothing is missing of that span. */
    long age(long moment) {
        return moment - firstTo;
    }

    /** Notes a packet of {@code length} bytes, standing for {@code weight}, some time after {@code from} and not after {@code to}. */
    void sampled(int length, double weight, Optional<TunnelKey> key, long from, long to) {
        double estimate = length * weight;
        add(estimate, estimate * estimate * (1 - 1 / weight), from, to);
        tunnel = key;
    }

    /** Notes bytes that were counted one and all in that span. */
    void counted(long carried, long from, long to) {
        add((double) carried, 0, from, to);
    }

    private void add(double added, double uncertainty, long from, long to) {
        forward(slotOf(to));
        lastFrom = Math.max(lastFrom, from);
        lastTo = Math.max(lastTo, to);
        long first = Math.max(slotOf(from), newest - SLOTS + 1);
        long last = Math.max(slotOf(Math.max(from, to - 1)), first);
        for (long slot = first; slot <= last; slot++) {
            double share = first == last ? 1 : overlap(slot, from, to) / (to - from);
            bytes[place(slot)] += added * share;
            variance[place(slot)] += uncertainty * share;
        }
    }

    /** What it carried after {@code from} and not after {@code to}; slots that begin earlier count by their share. */
    Volume between(long from, long to) {
        double carried = 0;
        double uncertainty = 0;
        long first = Math.max(slotOf(from), newest - SLOTS + 1);
        for (long slot = first; slot <= newest; slot++) {
            double share = Math.min(1, Math.max(0, (slot + 1) * SLOT - from) / (double) SLOT);
            if (slot * SLOT < to) {
                carried += bytes[place(slot)] * share;
                uncertainty += variance[place(slot)] * share;
            }
        }
        return new Volume(carried, uncertainty);
    }

    private void forward(long slot) {
        if (slot - newest >= SLOTS) {
            Arrays.fill(bytes, 0);
            Arrays.fill(variance, 0);
            newest = slot;
        }
        while (newest < slot) {
            newest++;
            bytes[place(newest)] = 0;
            variance[place(newest)] = 0;
        }
    }

    private static double overlap(long slot, long from, long to) {
        return Math.max(0, Math.min((slot + 1) * SLOT, to) - Math.max(slot * SLOT, from));
    }

    private static long slotOf(long moment) {
        return Math.floorDiv(moment, SLOT);
    }

    private static int place(long slot) {
        return (int) Math.floorMod(slot, (long) SLOTS);
    }
}
