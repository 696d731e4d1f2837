package io.heddle.rest.http;

import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Reads the parts of a request into the types they stand for, or refuses with what was wrong. */
final class Parameters {

    private static final int HIGHEST_TRANSPORT_PORT = 0xffff;

    private Parameters() {}

    static DatapathId dpid(Context ctx) {
        try {
            return DatapathId.parse(ctx.pathParam("dpid"));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(
                    sentence(e), "Give the datapath id in hex, as GET /api/v1/switches lists it under dpid.");
        }
    }

    /** Whether the reply is to be text for people: by {@code format} where it is given, else by what the client accepts. */
    static boolean isTextWanted(Context ctx) {
        Optional<String> format = Optional.ofNullable(ctx.queryParam("format"));
        if (format.isPresent() && !List.of("text", "json").contains(format.get())) {
            throw Refusal.badRequest(
                    "There is no format '" + format.get() + "'.", "Ask for format=json or format=text.");
        }
        String accept = Optional.ofNullable(ctx.header("Accept")).orElse("");
        return format.map("text"::equals).orElseGet(() -> accept.startsWith("text/plain"));
    }

    /** A query parameter that may be given once; {@code remedy} says how to ask. */
    static Optional<String> optional(Context ctx, String name, String remedy) {
        List<String> given = ctx.queryParams(name);
        if (given.size() > 1) {
            throw Refusal.badRequest("The query parameter '" + name + "' is given more than once.", remedy);
        }
        return given.stream().findFirst();
    }

    /** A transport port that may be given once. */
    static Optional<Integer> transportPort(Context ctx, String name, String remedy) {
        return optional(ctx, name, remedy).map(text -> {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > HIGHEST_TRANSPORT_PORT) {
                throw Refusal.badRequest(
                        "Query parameter '" + name + "': a port is 0 to 65535, not '" + text + "'.", remedy);
            }
            return Integer.parseInt(text);
        });
    }

    static Ipv4Address ipv4(Context ctx, String name) {
        String remedy = "Ask as in " + ctx.path() + "?src=10.0.0.2&dst=10.1.0.2.";
        String given = optional(ctx, name, remedy)
                .orElseThrow(() -> Refusal.badRequest("The query parameter '" + name + "' is missing.", remedy));
        try {
            return Ipv4Address.parse(given);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("Query parameter '" + name + "': " + sentence(e), remedy);
        }
    }

    private static String sentence(IllegalArgumentException e) {
        return e.getMessage() + ".";
    }
}
