package io.heddle.controller.ovsdb;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database to connect to, written as Open vSwitch writes it. No host names: looking one up would hold up every session. */
public sealed interface Target {

    /** What may be written, with {@code ssl} for {@code tcp} too. */
    String ALLOWED = "allowed are tcp:IP:PORT, tcp:[IPV6]:PORT, the same with ssl:, and unix:/FILE";

    /** A target over IP: scheme, IPv6 address, other address, port. */
    Pattern INET = Pattern.compile("(tcp|ssl):(?:\\[([^\\[\\]]+)]|([^:\\[\\]]+)):([0-9]{1,5})");

    /** {@code tcp:IP:PORT}, an IPv6 address in brackets. */
    record Tcp(String ip, int port) implements Target {
        public Tcp {
            check(ip, port);
        }
    }

    /** {@code ssl:IP:PORT}, the same with TLS. */
    record Ssl(String ip, int port) implements Target {
        public Ssl {
            check(ip, port);
        }
    }

    /** {@code unix:FILE}. */
    record Unix(String file) implements Target {}

    private static void check(String ip, int port) {
        boolean isAddress = NetUtil.isValidIpV4Address(ip) || NetUtil.isValidIpV6Address(ip);
        if (!isAddress || port < 1 || port > 65535) {
            throw new IllegalArgumentException(ALLOWED + ", not address '" + ip + "' port " + port);
        }
    }

    /** Reads a target; throws {@link IllegalArgumentException} saying what is allowed. */
    static Target parse(String text) {
        Matcher inet = INET.matcher(text);
        if (inet.matches()) {
            String ip = inet.group(2) == null ? inet.group(3) : inet.group(2);
            int port = Integer.parseInt(inet.group(4));
            return inet.group(1).equals("ssl") ? new Ssl(ip, port) : new Tcp(ip, port);
        }
        if (text.startsWith("unix:/")) {
            return new Unix(text.substring("unix:".length()));
        }
        throw new IllegalArgumentException(ALLOWED);
    }

    /** How Open vSwitch writes it. */
    default String text() {
        return switch (this) {
            case Tcp tcp -> "tcp:" + bracketed(tcp.ip) + ":" + tcp.port;
            case Ssl ssl -> "ssl:" + bracketed(ssl.ip) + ":" + ssl.port;
            case Unix unix -> "unix:" + unix.file;
        };
    }

    private static String bracketed(String ip) {
        return ip.contains(":") ? "[" + ip + "]" : ip;
    }

    /** Where that is. */
    default SocketAddress address() {
        return switch (this) {
            case Tcp tcp -> new InetSocketAddress(tcp.ip, tcp.port);
            case Ssl ssl -> new InetSocketAddress(ssl.ip, ssl.port);
            case Unix unix -> UnixDomainSocketAddress.of(unix.file);
        };
    }
}
