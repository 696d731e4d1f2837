package io.heddle.controller.openflow;

import io.heddle.controller.tls.Protection;
import java.time.Duration;

/**
 * The limits of the endpoint.
 *
 * @param address where it listens
 * @param port the TCP port, 0 to let the system choose
 * @param protection whether that speaks TLS, and whether there is a plain port beside it
 * @param limits what it bears
 * @param timing how long it waits
 */
public record OpenFlowSettings(String address, int port, Protection protection, Limits limits, Timing timing) {

    /**
     * What the endpoint bears.
     *
     * @param sessions how many connections at once
     * @param waitingJobs how many batches of changes may wait for one switch before its session is ended
     * @param entriesRead how many table entries one read-back may have
     * @param unsentOctets how much may wait to be sent to one switch before its session is ended; packets are dropped far earlier
     * @param backlog how many events may wait in the controller before packets for it are dropped
     */
    public record Limits(int sessions, int waitingJobs, int entriesRead, int unsentOctets, int backlog) {
        public Limits {
            if (sessions < 1 || waitingJobs < 1 || entriesRead < 1 || unsentOctets < 1 || backlog < 1) {
                throw new IllegalArgumentException("every limit is at least 1, not " + sessions + ", " + waitingJobs
                        + ", " + entriesRead + ", " + unsentOctets + ", " + backlog);
            }
        }

        /** Enough for a fat-tree of k = 48. */
        public static Limits defaults() {
            return new Limits(4096, 256, 200_000, 64 << 20, 20_000);
        }
    }

    /**
     * How long the endpoint waits.
     *
     * @param handshake from the connection until the switch is announced
     * @param echo of silence before an echo is sent; three times that ends the session
     * @param probe for an older session of the same datapath id to prove that it lives
     * @param answer for the end of a batch of changes or of a read-back
     */
    public record Timing(Duration handshake, Duration echo, Duration probe, Duration answer) {
        public Timing {
            if (handshake.isNegative() || echo.isNegative() || probe.isNegative() || answer.isNegative()) {
                throw new IllegalArgumentException(
                        "no time is negative: " + handshake + ", " + echo + ", " + probe + ", " + answer);
            }
        }

        /** 20, 5, 2 and 30 seconds. */
        public static Timing defaults() {
            return new Timing(
                    Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(30));
        }
    }

    public OpenFlowSettings {
        if (address.isBlank() || port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("cannot listen on '" + address + "' port " + port);
        }
    }

    /** Without TLS. */
    public OpenFlowSettings(String address, int port, Limits limits, Timing timing) {
        this(address, port, Protection.none(), limits, timing);
    }

    /** The usual limits at that address. */
    public static OpenFlowSettings at(String address, int port) {
        return at(address, port, Protection.none());
    }

    /** The usual limits at that address, with that protection. */
    public static OpenFlowSettings at(String address, int port, Protection protection) {
        return new OpenFlowSettings(address, port, protection, Limits.defaults(), Timing.defaults());
    }
}
