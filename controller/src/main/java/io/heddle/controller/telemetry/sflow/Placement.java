package io.heddle.controller.telemetry.sflow;

/** Where in the fabric a sampled packet was: only where a flow enters is it counted, once. */
sealed interface Placement {

    /**
     * It came in by the port of the host that it says it is from.
     *
     * @param capacity what that port's link carries in bits per second
     */
    record Entering(long capacity) implements Placement {}

    /** It came over a link inside the fabric; the switch where it entered tells of its flow. */
    record Passing() implements Placement {}

    /** Its source is no host that is known at that port: forged, or not known yet. */
    record Implausible() implements Placement {}
}
