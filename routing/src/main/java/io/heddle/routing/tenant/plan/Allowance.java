package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.QosRule.BandwidthLimit;
import io.heddle.routing.tenant.QosRule.DscpMarking;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.topology.PortNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How much one port, or one floating address, may carry, as its bridge holds it.
 *
 * <p>A meter is a bucket that drops what does not fit. Where a round trip takes less than a packet does at the rate, TCP cannot send slowly
 * enough: it sends until packets are dropped, and again when its timer expires, 200 ms later or 400 (RFC 6298). It keeps to the rate only if
 * nothing runs over meanwhile, so {@link #BURST_MILLIS} of the rate, and never less than {@link #LEAST_BURST}, may come at once unless the
 * policy says otherwise.
 *
 * @param sent the meter of what it sends, if that is limited
 * @param received the meter of what it is sent, if that is limited
 * @param mark the differentiated services code point of what it sends, if that is set
 */
record Allowance(Optional<Meter> sent, Optional<Meter> received, Optional<Integer> mark) {

    /** Nothing is limited or marked. */
    static final Allowance UNLIMITED = new Allowance(Optional.empty(), Optional.empty(), Optional.empty());

    /** How many milliseconds of a rate may come at once. */
    static final long BURST_MILLIS = 500;

    /** So many thousands of bits may come at once whatever the rate is: 33 full frames. */
    static final long LEAST_BURST = 400;

    /** What the port of that number may carry by {@code policy}. */
    static Allowance ofPort(QosPolicy policy, PortNumber number) {
        return of(policy, isSent -> MeterId.ofPort(number.value(), isSent));
    }

    /** What the floating address whose limit has that number may carry by {@code policy}. */
    static Allowance ofAddress(QosPolicy policy, int number) {
        return of(policy, isSent -> MeterId.ofAddress(number, isSent));
    }

    private static Allowance of(QosPolicy policy, Function<Boolean, MeterId> meter) {
        return new Allowance(
                policy.limit(Direction.EGRESS).map(limit -> meter(meter.apply(true), limit)),
                policy.limit(Direction.INGRESS).map(limit -> meter(meter.apply(false), limit)),
                policy.marking().map(DscpMarking::mark));
    }

    private static Meter meter(MeterId id, BandwidthLimit limit) {
        long burst = limit.maxBurstKbps() > 0
                ? limit.maxBurstKbps()
                : Math.max(LEAST_BURST, limit.maxKbps() * BURST_MILLIS / 1000);
        return new Meter(id, Meter.Unit.KILOBITS, limit.maxKbps(), burst);
    }

    /** The meters that this takes. */
    Stream<Meter> meters() {
        return Stream.of(sent, received).flatMap(Optional::stream);
    }

    /** What is done first with a packet that was sent, but for the mark. */
    List<Action> onSending() {
        return metered(sent);
    }

    /** What is done first with an IP packet that was sent. */
    List<Action> onSendingIp() {
        List<Action> actions = new ArrayList<>(onSending());
        mark.ifPresent(value -> actions.add(new Action.SetField(Field.IP_DSCP, value)));
        return actions;
    }

    /** What is done first with a packet before it is received. */
    List<Action> onReceiving() {
        return metered(received);
    }

    private static List<Action> metered(Optional<Meter> meter) {
        return meter.<Action>map(each -> new Action.Metered(each.id())).stream().toList();
    }
}
