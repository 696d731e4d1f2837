package io.heddle.controller.config;

/**
 * Where a server listens.
 *
 * @param address an IP address or a host name of this machine; {@code 0.0.0.0} for every interface
 * @param port a TCP or UDP port, 0 to 65535; 0 lets the system choose
 */
public record ListenAddress(String address, int port) {

    public ListenAddress {
        if (address.isBlank()) {
            throw new IllegalArgumentException("an address to listen on must not be blank");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
