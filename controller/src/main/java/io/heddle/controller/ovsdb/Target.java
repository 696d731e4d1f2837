package io.heddle.controller.ovsdb;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database to connect to, written as Open vSwitch writes it. */
public sealed interface Target {

    /** {@code tcp:HOST:PORT}, an IPv6 address in brackets. */
    record Tcp(String host, int port) implements Target {}

    /** {@code unix:FILE}. */
    record Unix(String file) implements Target {}

    /** Reads a target; throws {@link IllegalArgumentException} saying what is allowed. */
    static Target parse(String text) {
        Matcher tcp = Pattern.compile("tcp:(?:\\[([0-9a-fA-F:.%a-z]+)]|([^:\\[\\]]+)):([0-9]{1,5})")
                .matcher(text);
        if (tcp.matches()) {
            String host = tcp.group(1) == null ? tcp.group(2) : tcp.group(1);
            int port = Integer.parseInt(tcp.group(3));
            if (port >= 1 && port <= 65535) {
                return new Tcp(host, port);
            }
        }
        if (text.startsWith("unix:/")) {
            return new Unix(text.substring("unix:".length()));
        }
        throw new IllegalArgumentException("allowed are tcp:HOST:PORT, tcp:[IPV6]:PORT and unix:/FILE");
    }

    /** How Open vSwitch writes it. */
    default String text() {
        return switch (this) {
            case Tcp tcp when tcp.host.contains(":") -> "tcp:[" + tcp.host + "]:" + tcp.port;
            case Tcp tcp -> "tcp:" + tcp.host + ":" + tcp.port;
            case Unix unix -> "unix:" + unix.file;
        };
    }

    /** Where that is; a host name is not looked up yet. */
    default SocketAddress address() {
        return switch (this) {
            case Tcp tcp -> InetSocketAddress.createUnresolved(tcp.host, tcp.port);
            case Unix unix -> UnixDomainSocketAddress.of(unix.file);
        };
    }
}
