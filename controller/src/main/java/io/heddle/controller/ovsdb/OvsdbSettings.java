package io.heddle.controller.ovsdb;

import io.heddle.controller.tls.Protection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where databases are, and what the endpoint bears.
 *
 * @param address where it listens
 * @param port the TCP port, 0 to let the system choose
 * @param protection whether that speaks TLS, and whether there is a plain port beside it
 * @param targets databases that it connects to by itself
 * @param samplesAt where samples are to be sent; empty for the address at which the database reached us
 * @param samplesPort the UDP port there
 * @param limits what it bears
 * @param timing how long it waits
 */
public record OvsdbSettings(
        String address,
        int port,
        Protection protection,
        List<Target> targets,
        Optional<String> samplesAt,
        int samplesPort,
        Limits limits,
        Timing timing) {

    /**
     * What the endpoint bears.
     *
     * @param sessions how many connections at once
     * @param messageOctets how long one message may be; the longest is the first report of a large database
     * @param rows how many rows of one database are kept
     * @param unsentOctets how much may wait to be sent to one database before its session is ended
     */
    public record Limits(int sessions, int messageOctets, int rows, int unsentOctets) {
        public Limits {
            if (sessions < 1 || messageOctets < 1 || rows < 1 || unsentOctets < 1) {
                throw new IllegalArgumentException("every limit is at least 1, not " + sessions + ", " + messageOctets
                        + ", " + rows + ", " + unsentOctets);
            }
        }

        /** Enough for a thousand servers, and for a lab whose every bridge is in one database. */
        public static Limits defaults() {
            return new Limits(4096, 16 << 20, 100_000, 16 << 20);
        }
    }

    /**
     * How long the endpoint waits.
     *
     * @param handshake from the connection until the database is announced
     * @param echo of silence before an echo is sent; three times that ends the session
     * @param probe for an older session of the same database to prove that it lives
     * @param answer for the answer to any question
     * @param again before a transaction that the database had overtaken is computed again
     * @param audit until everything is compared again, and what is refused is tried and reported again
     * @param reconnect before a lost target is connected to again; doubled up to eight times that while it fails
     */
    public record Timing(
            Duration handshake,
            Duration echo,
            Duration probe,
            Duration answer,
            Duration again,
            Duration audit,
            Duration reconnect) {

        /** 20, 5, 2, 30, 0.1, 60 and 1 seconds. */
        public static Timing defaults() {
            return new Timing(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(1));
        }
    }

    public OvsdbSettings {
        if (address.isBlank() || port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("cannot listen on '" + address + "' port " + port);
        }
        targets = List.copyOf(targets);
        if (protection.identity().isEmpty() && targets.stream().anyMatch(Target.Ssl.class::isInstance)) {
            throw new IllegalArgumentException("without certificates no database can be connected to with ssl:");
        }
    }
}
