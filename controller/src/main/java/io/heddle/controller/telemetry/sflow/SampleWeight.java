package io.heddle.controller.telemetry.sflow;

/**
 * For how many packets a sample of one data source stands: what its pool grew by, for each sample that arrived. That is the rate
 * it says, and more when samples were dropped in the switch or lost on the way (sFlow version 5, §4.2.2), so that flows are not
 * taken for smaller just when much is going on. Averaged over about a hundred samples, at least the rate itself, and at most sixteen
 * times that, whatever the switch says.
 */
final class SampleWeight {

    private static final double MEMORY = 0.99;
    private static final double START = 64;
    private static final double MOST = 16;

    private long rate;
    private int pool;
    private double packets;
    private double samples;

    SampleWeight(long rate, int pool) {
        begin(rate, pool);
    }

    /** The weight of a sample that arrives with {@code newPool}; {@code newRate} is at least 1. */
    double of(long newRate, int newPool) {
        long growth = Integer.toUnsignedLong(newPool - pool);
        if (newRate != rate || growth > newRate * START) {
            begin(newRate, newPool);
        } else {
            packets = packets * MEMORY + growth;
            samples = samples * MEMORY + 1;
            pool = newPool;
        }
        return Math.clamp(packets / samples, (double) rate, rate * MOST);
    }

    private void begin(long newRate, int newPool) {
        rate = newRate;
        pool = newPool;
        packets = newRate * START;
        samples = START;
    }
}
