package io.heddle.rest.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that call a loopback server by somebody else's name, as a browser does after DNS rebinding: the page of an
 * attacker, whose name suddenly resolves to 127.0.0.1, would otherwise read the fabric.
 */
final class HostCheck {

    private final boolean isLoopback;
    private final SortedSet<String> allowed;

    HostCheck(RestSettings settings) {
        isLoopback = isLoopback(settings.address());
        allowed = new TreeSet<>(settings.allowedHosts());
        allowed.add("localhost");
        allowed.add("127.0.0.1");
        allowed.add("[::1]");
        allowed.add(settings.address().toLowerCase(Locale.ROOT));
    }

    void check(Context ctx) {
        String host = withoutPort(ctx.header("Host"));
        if (isLoopback && !allowed.contains(host)) {
            throw new Refusal(
                    421,
                    "This server is not called '" + host + "'.",
                    "Call it by " + String.join(", ", allowed) + ", or add the name to the allowed hosts.");
        }
    }

    private static String withoutPort(@Nullable String header) {
        String host = header == null ? "" : header.toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
