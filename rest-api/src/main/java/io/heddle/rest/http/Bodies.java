package io.heddle.rest.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of a request that changes something, or refuses with what was wrong. */
final class Bodies {

    private Bodies() {}

    /** The body's fields, which are exactly {@code names}. */
    static JsonNode object(Context ctx, JsonMapper mapper, String remedy, String... names) {
        String type = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.startsWith("application/json;")) {
            throw new Refusal(
                    415, "The body is not declared as JSON.", "Send the header 'Content-Type: application/json'.");
        }
        JsonNode body = parsed(ctx, mapper, remedy);
        SortedSet<String> wanted = new TreeSet<>(List.of(names));
        if (!body.isObject() || !new TreeSet<>(body.propertyNames()).equals(wanted)) {
            throw Refusal.badRequest("The body has not exactly the fields " + String.join(", ", names) + ".", remedy);
        }
        return body;
    }

    private static JsonNode parsed(Context ctx, JsonMapper mapper, String remedy) {
        try {
            return mapper.readTree(ctx.body());
        } catch (JacksonException e) {
            throw Refusal.badRequest("The body is not JSON.", remedy);
        }
    }

    /** A field that is text. */
    static String text(JsonNode body, String name, String remedy) {
        JsonNode value = body.path(name);
        if (!value.isString()) {
            throw Refusal.badRequest("The field '" + name + "' is not text.", remedy);
        }
        return value.asString();
    }
}
