package io.heddle.controller.ovsdb.data;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Operations that happen together or not at all (RFC 7047 §4.1.3).
 *
 * @param operations in order
 */
public record Transaction(List<Operation> operations) {

    public Transaction {
        operations = List.copyOf(operations);
    }

    /** How a transaction ended. */
    public sealed interface Outcome {

        /** It happened. */
        record Committed() implements Outcome {}

        /** It did not: the database is no longer what the transaction was computed from. */
        record TryAgain() implements Outcome {}

        /** It did not, and will not the next time either. */
        record Refused(String error) implements Outcome {}
    }

    /** The parameters of {@code transact}. */
    public ArrayNode toJson(String database) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode().add(database);
        operations.forEach(operation -> parameters.add(operation.toJson()));
        return parameters;
    }

    /** Reads the result of {@code transact}: one object for each operation, nulls after the first that failed, and perhaps a last error. */
    public Outcome outcome(JsonNode result) {
        ValueJson.requireArray(result, "the results of a transaction");
        for (JsonNode each : result) {
            if (each.isObject() && each.path("error").isString()) {
                String error = each.path("error").stringValue();
                String details = each.path("details").asString("");
                return error.equals("timed out") || error.equals("aborted")
                        ? new Outcome.TryAgain()
                        : new Outcome.Refused(details.isEmpty() ? error : error + ": " + details);
            }
        }
        if (result.size() < operations.size()) {
            throw MalformedJsonException.expected(operations.size() + " results", result);
        }
        return new Outcome.Committed();
    }
}
