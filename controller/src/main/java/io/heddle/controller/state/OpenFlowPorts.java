package io.heddle.controller.state;

import java.util.Optional;

/**
 * Where the controller awaits switches.
 *
 * @param plain the TCP port without TLS
 * @param secured the TCP port with TLS
 */
public record OpenFlowPorts(Optional<Integer> plain, Optional<Integer> secured) {

    public OpenFlowPorts {
        if (plain.isEmpty() && secured.isEmpty()) {
            throw new IllegalArgumentException("switches are awaited at one port at least");
        }
    }

    /** One port, without TLS. */
    public static OpenFlowPorts plain(int port) {
        return new OpenFlowPorts(Optional.of(port), Optional.empty());
    }

    /**
     * How a switch is told to connect, as Open vSwitch writes it, in the way that its machine is known to use, if there is a port for it.
     *
     * @param host the controller as that machine reaches it, an IPv6 address in brackets
     * @param prefersTls whether that way is TLS
     */
    public String target(String host, boolean prefersTls) {
        boolean isSecured = plain.isEmpty() || (prefersTls && secured.isPresent());
        return isSecured ? "ssl:" + host + ":" + secured.orElseThrow() : "tcp:" + host + ":" + plain.orElseThrow();
    }
}
