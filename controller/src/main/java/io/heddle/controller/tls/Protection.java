package io.heddle.controller.tls;

import java.util.Optional;

/**
 * How an endpoint's peers are protected from others, and it from strangers.
 *
 * @param identity with what the endpoint's port and the connections that it makes to {@code ssl:} speak TLS; without one its port is
 *     plain
 * @param plainPort another TCP port, which is plain beside an identity; 0 to let the system choose
 */
public record Protection(Optional<TlsIdentity> identity, Optional<Integer> plainPort) {

    public Protection {
        if (identity.isEmpty() && plainPort.isPresent()) {
            throw new IllegalArgumentException("without certificates there is one port, which is plain");
        }
    }

    /** No TLS. */
    public static Protection none() {
        return new Protection(Optional.empty(), Optional.empty());
    }
}
