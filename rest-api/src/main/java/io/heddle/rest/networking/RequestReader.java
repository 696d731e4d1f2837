package io.heddle.rest.networking;

import io.heddle.rest.networking.Attribute.Mark;
import io.heddle.routing.tenant.request.Requester;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a request carries: its JSON, the resources in it, and the revision it is meant for. */
final class RequestReader {

    private static final Pattern IF_MATCH = Pattern.compile("\\s*revision_number\\s*=\\s*([0-9]{1,18})\\s*");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final int bytesAtMost;

    RequestReader(int bytesAtMost) {
        this.bytesAtMost = bytesAtMost;
    }

    /** The JSON object of the body. A browser's form is no JSON, so that a page cannot ask in the name of who looks at it. */
    JsonNode object(Context ctx) {
        String type = Optional.ofNullable(ctx.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            throw new ApiError(415, "HTTPUnsupportedMediaType", "The content type is application/json.");
        }
        try (InputStream in = ctx.bodyInputStream()) {
            byte[] body = in.readNBytes(bytesAtMost + 1);
            if (body.length > bytesAtMost) {
                throw new ApiError(
                        413, "HTTPRequestEntityTooLarge", "A request has at most " + bytesAtMost + " bytes.");
            }
            JsonNode node = MAPPER.readTree(body);
            if (node == null || !node.isObject()) {
                throw ApiError.badRequest("Resource body required");
            }
            return node;
        } catch (JacksonException | IOException e) {
            throw malformed();
        }
    }

    private static ApiError malformed() {
        return ApiError.badRequest(
                "The server could not comply with the request since it is either malformed or otherwise incorrect.");
    }

    /** The resources of a request that makes one, or several at once. */
    static List<Body> several(JsonNode body, Listed<?> kind) {
        if (body.has(kind.plural()) && !body.has(kind.singular())) {
            JsonNode list = body.get(kind.plural());
            if (!list.isArray() || list.isEmpty()) {
                throw ApiError.badRequest("Resource body required");
            }
            List<Body> bodies = new ArrayList<>();
            list.forEach(item -> bodies.add(body(unwrapped(item, kind.singular()))));
            return bodies;
        }
        return List.of(one(body, kind.singular()));
    }

    /** The resource of a request about one. */
    static Body one(JsonNode body, String name) {
        if (!body.has(name)) {
            throw ApiError.badRequest("Unable to find '" + name + "' in request body");
        }
        return body(body.get(name));
    }

    /** Items of a list may be wrapped once more under the name of what they are. */
    private static JsonNode unwrapped(JsonNode item, String name) {
        return item.isObject() && item.size() == 1 && item.path(name).isObject() ? item.get(name) : item;
    }

    private static Body body(JsonNode node) {
        if (!node.isObject()) {
            throw ApiError.badRequest("Invalid format: a resource is a JSON object");
        }
        return new Body(node);
    }

    /** The revision that a change is meant for. */
    static Optional<Long> expectedRevision(Context ctx) {
        String header = ctx.header("If-Match");
        if (header == null) {
            return Optional.empty();
        }
        Matcher matcher = IF_MATCH.matcher(header);
        if (!matcher.matches()) {
            throw ApiError.badRequest(
                    "Unsupported If-Match: " + Body.shortened(header) + ". It has the form revision_number=NUMBER");
        }
        return Optional.of(Long.parseLong(matcher.group(1)));
    }

    /** Refuses attributes that there are not, that cannot be given when making one, or that are missing. */
    static <R> void checkNew(Body body, Listed<R> kind, Requester by) {
        checkKnown(body, kind);
        for (Attribute<R> attribute : kind.attributes()) {
            boolean isGiven = body.has(attribute.name());
            if (isGiven && !attribute.is(Mark.POST)) {
                throw ApiError.badRequest("Attribute '" + attribute.name() + "' not allowed in POST");
            } else if (!isGiven && attribute.is(Mark.REQUIRED)) {
                throw ApiError.badRequest(
                        "Failed to parse request. Required attribute '" + attribute.name() + "' not specified");
            } else if (isGiven && attribute.is(Mark.ADMIN_POST) && !by.isAdmin() && !isUsual(body, attribute.name())) {
                throw forbidden("create_" + kind.singular(), attribute.name());
            }
        }
    }

    /** Refuses attributes that there are not, or that cannot be changed. */
    static <R> void checkChange(Body body, Listed<R> kind, Requester by) {
        checkKnown(body, kind);
        for (Attribute<R> attribute : kind.attributes()) {
            boolean isGiven = body.has(attribute.name());
            if (isGiven && !attribute.is(Mark.PUT)) {
                throw ApiError.badRequest("Cannot update read-only attribute " + attribute.name());
            } else if (isGiven && attribute.is(Mark.ADMIN_PUT) && !by.isAdmin()) {
                throw forbidden("update_" + kind.singular(), attribute.name());
            }
        }
    }

    private static <R> void checkKnown(Body body, Listed<R> kind) {
        SortedSet<String> unknown = body.names();
        kind.attributes().forEach(attribute -> unknown.remove(attribute.name()));
        if (!unknown.isEmpty()) {
            throw ApiError.badRequest("Unrecognized attribute(s) '" + Body.shortened(String.join(", ", unknown)) + "'");
        }
    }

    private static boolean isUsual(Body body, String name) {
        return body.value(name)
                .map(value -> value.isBoolean()
                        ? !value.asBoolean()
                        : value.isString() && value.asString().isEmpty())
                .orElse(true);
    }

    private static ApiError forbidden(String rule, String attribute) {
        return new ApiError(
                403,
                "PolicyNotAuthorized",
                "((rule:" + rule + " and rule:" + rule + ":" + attribute + ")) is disallowed by policy");
    }
}
