package io.heddle.rest.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses changes that a browser makes on behalf of another site's page.
 *
 * <p>A page of another site can have a browser send simple requests only, and these are neither PUT nor DELETE; any other is preceded
 * by a question (CORS preflight) that this server never answers with a yes. Beyond that a request is refused whose browser says that
 * it comes from another origin, which also stops pages of a neighbouring port; programs that are no browsers say nothing and may call.
 */
final class SameSite {

    private SameSite() {}

    static void check(Context ctx) {
        String site = Optional.ofNullable(ctx.header("Sec-Fetch-Site")).orElse("none");
        if (!site.equals("none") && !site.equals("same-origin")) {
            throw refusal("Another site's page asked for this.");
        }
        Optional<String> origin = Optional.ofNullable(ctx.header("Origin"));
        String host = Optional.ofNullable(ctx.header("Host")).orElse("");
        if (origin.isPresent() && !isOf(origin.get(), host)) {
            throw refusal("A page of " + origin.get() + " asked for this.");
        }
    }

    private static boolean isOf(String origin, String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Refusal refusal(String detail) {
        return new Refusal(403, detail, "Make changes from the dashboard itself, or from a program.");
    }
}
