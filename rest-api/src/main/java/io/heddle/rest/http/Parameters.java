package io.heddle.rest.http;

import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import io.javalin.http.Context;
import java.util.List;

/** Reads the parts of a request into the types they stand for, or refuses with what was wrong. */
final class Parameters {

    private Parameters() {}

    static DatapathId dpid(Context ctx) {
        try {
            return DatapathId.parse(ctx.pathParam("dpid"));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(
                    sentence(e), "Give the datapath id in hex, as GET /api/v1/switches lists it under dpid.");
        }
    }

    static Ipv4Address ipv4(Context ctx, String name) {
        String remedy = "Ask as in /api/v1/paths?src=10.0.0.2&dst=10.1.0.2.";
        List<String> given = ctx.queryParams(name);
        if (given.size() != 1) {
            throw Refusal.badRequest(
                    "The query parameter '" + name + "' is " + (given.isEmpty() ? "missing." : "given more than once."),
                    remedy);
        }
        try {
            return Ipv4Address.parse(given.getFirst());
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("Query parameter '" + name + "': " + sentence(e), remedy);
        }
    }

    private static String sentence(IllegalArgumentException e) {
        return e.getMessage() + ".";
    }
}
