package io.heddle.routing.tenant;

import io.heddle.routing.tenant.SecurityRule.Direction;
import java.util.Set;
import java.util.UUID;

/** One thing that a quality of service policy does to what it is on; a policy has at most one of each {@link #subject}. */
public sealed interface QosRule {

    /** Its identifier. */
    UUID id();

    /** What it is about; two rules about the same contradict each other. */
    Subject subject();

    /** What rules can be about. */
    enum Subject {
        /** How much may be sent. */
        RATE_SENT,
        /** How much may be received. */
        RATE_RECEIVED,
        /** The mark of packets that are sent. */
        MARK
    }

    /**
     * What is over a rate is dropped.
     *
     * @param id its identifier
     * @param direction from the port or floating address, or to it
     * @param maxKbps the rate, in thousands of bits of Ethernet frames a second, 1 to 2³¹−1
     * @param maxBurstKbps how much may come at once, in thousands of bits; 0 lets us choose
     */
    record BandwidthLimit(UUID id, Direction direction, int maxKbps, int maxBurstKbps) implements QosRule {
        public BandwidthLimit {
            if (maxKbps < 1 || maxBurstKbps < 0) {
                throw new IllegalArgumentException(
                        "a limit has a rate above 0 and a burst of 0 or more, not " + maxKbps + " and " + maxBurstKbps);
            }
        }

        @Override
        public Subject subject() {
            return switch (direction) {
                case EGRESS -> Subject.RATE_SENT;
                case INGRESS -> Subject.RATE_RECEIVED;
            };
        }
    }

    /**
     * IP packets that are sent carry a mark for the network (RFC 2474).
     *
     * @param id its identifier
     * @param mark the differentiated services code point, one of {@link #MARKS}
     */
    record DscpMarking(UUID id, int mark) implements QosRule {

        /** The code points that can be asked for: the default, class selectors, assured and expedited forwarding. */
        public static final Set<Integer> MARKS =
                Set.of(0, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 46, 48, 56);

        public DscpMarking {
            if (!MARKS.contains(mark)) {
                throw new IllegalArgumentException("there is no DSCP mark " + mark);
            }
        }

        @Override
        public Subject subject() {
            return Subject.MARK;
        }
    }
}
