package io.heddle.rest.http;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Headers on every reply: nothing foreign runs in our pages, and no foreign page reads or frames ours. */
final class SecurityHeaders {

    static final SortedMap<String, String> ALL;

    static {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cache-Control", "no-store");
        ALL = Collections.unmodifiableSortedMap(headers);
    }

    private SecurityHeaders() {}
}
