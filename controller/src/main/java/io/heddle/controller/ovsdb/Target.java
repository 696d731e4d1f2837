package io.heddle.controller.ovsdb;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database to connect to, written as Open vSwitch writes it. No host names: looking one up would hold up every session. */
public sealed interface Target {

    /** {@code tcp:IP:PORT}, an IPv6 address in brackets. */
    record Tcp(String ip, int port) implements Target {
        public Tcp {
            boolean isAddress = NetUtil.isValidIpV4Address(ip) || NetUtil.isValidIpV6Address(ip);
            if (!isAddress || port < 1 || port > 65535) {
                throw new IllegalArgumentException(
                        "allowed are tcp:IP:PORT, tcp:[IPV6]:PORT and unix:/FILE, not address '" + ip + "' port "
                                + port);
            }
        }
    }

    /** {@code unix:FILE}. */
    record Unix(String file) implements Target {}

    /** Reads a target; throws {@link IllegalArgumentException} saying what is allowed. */
    static Target parse(String text) {
        Matcher tcp = Pattern.compile("tcp:(?:\\[([^\\[\\]]+)]|([^:\\[\\]]+)):([0-9]{1,5})")
                .matcher(text);
        if (tcp.matches()) {
            return new Tcp(tcp.group(1) == null ? tcp.group(2) : tcp.group(1), Integer.parseInt(tcp.group(3)));
        }
        if (text.startsWith("unix:/")) {
            return new Unix(text.substring("unix:".length()));
        }
        throw new IllegalArgumentException("allowed are tcp:IP:PORT, tcp:[IPV6]:PORT and unix:/FILE");
    }

    /** How Open vSwitch writes it. */
    default String text() {
        return switch (this) {
            case Tcp tcp when tcp.ip.contains(":") -> "tcp:[" + tcp.ip + "]:" + tcp.port;
            case Tcp tcp -> "tcp:" + tcp.ip + ":" + tcp.port;
            case Unix unix -> "unix:" + unix.file;
        };
    }

    /** Where that is. */
    default SocketAddress address() {
        return switch (this) {
            case Tcp tcp -> new InetSocketAddress(tcp.ip, tcp.port);
            case Unix unix -> UnixDomainSocketAddress.of(unix.file);
        };
    }
}
