package io.heddle.controller.ovsdb.data;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** One message of JSON-RPC 1.0 as RFC 7047 §4 uses it. */
public sealed interface RpcMessage {

    /** A question that is to be answered under {@code id}, which is whatever the peer likes. */
    record Request(String method, JsonNode parameters, JsonNode id) implements RpcMessage {}

    /** A message that has no answer. */
    record Notice(String method, JsonNode parameters) implements RpcMessage {}

    /**
     * The answer to a question of ours.
     *
     * @param id the question's number
     * @param result what was asked for; null in JSON when there is an error
     * @param error why not
     */
    record Answer(long id, JsonNode result, Optional<String> error) implements RpcMessage {}

    /** Reads any message; throws {@link MalformedJsonException}. */
    static RpcMessage read(JsonNode node) {
        ValueJson.requireObject(node, "a JSON-RPC message");
        JsonNode id = node.path("id");
        JsonNode method = node.path("method");
        if (method.isString()) {
            JsonNode parameters = node.path("params");
            ValueJson.requireArray(parameters, "the parameters of " + method.stringValue());
            return id.isMissingNode() || id.isNull()
                    ? new Notice(method.stringValue(), parameters)
                    : new Request(method.stringValue(), parameters, id);
        }
        if (id.isIntegralNumber() && id.canConvertToLong() && node.has("result")) {
            return new Answer(id.longValue(), node.path("result"), errorOf(node.path("error")));
        }
        throw MalformedJsonException.expected("a JSON-RPC message", node);
    }

    private static Optional<String> errorOf(JsonNode error) {
        if (error.isMissingNode() || error.isNull()) {
            return Optional.empty();
        }
        if (!error.isObject()) {
            return Optional.of(error.asString(error.toString()));
        }
        String what = error.path("error").asString("an error");
        return Optional.of(
                error.path("details").isString()
                        ? what + ": " + error.path("details").stringValue()
                        : what);
    }

    /** A question. */
    static ObjectNode question(long id, String method, JsonNode parameters) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("method", method).put("id", id);
        json.set("params", parameters);
        return json;
    }

    /** The answer to {@code request}. */
    static ObjectNode answer(Request request, JsonNode result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("result", result);
        json.set("error", NullNode.instance);
        json.set("id", request.id());
        return json;
    }

    /** The answer to a {@code request} that we do not know. */
    static ObjectNode refusal(Request request) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("result", NullNode.instance);
        json.put("error", "unknown method");
        json.set("id", request.id());
        return json;
    }
}
