package io.heddle.rest.http;

import io.heddle.rest.live.LiveSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where and how the server listens.
 *
 * @param address the address to bind, a loopback one unless others shall see the fabric: there is no login
 * @param port the TCP port; 0 for any that is free
 * @param allowedHosts names beyond the address itself by which clients may call the server (the Host header), without port
 * @param idleTimeout how long a connection may be silent, or a client refuse to read, before it is closed
 * @param live how the live stream behaves
 */
public record RestSettings(
        String address, int port, SortedSet<String> allowedHosts, Duration idleTimeout, LiveSettings live) {

    public RestSettings {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("a TCP port is 0 to 65535, not " + port);
        }
        if (idleTimeout.isNegative() || idleTimeout.isZero()) {
            throw new IllegalArgumentException("the idle timeout must be positive, not " + idleTimeout);
        }
        allowedHosts = Collections.unmodifiableSortedSet(new TreeSet<>(allowedHosts));
    }

    /** Listening on that address and port, everything else as it is by default. */
    public static RestSettings on(String address, int port) {
        return new RestSettings(
                address, port, new TreeSet<>(Set.of()), Duration.ofSeconds(30), LiveSettings.defaults());
    }
}
