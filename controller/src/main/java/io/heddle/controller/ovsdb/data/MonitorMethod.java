package io.heddle.controller.ovsdb.data;

import io.heddle.controller.ovsdb.data.RpcMessage.Notice;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a database is asked to report changes, the newest first: {@code monitor_cond_since} and {@code monitor_cond}
 * (ovsdb-server(7)), and {@code monitor} (RFC 7047 §4.1.5), which every server knows.
 *
 * <p>The replica is always read from the start: a standalone database, such as a switch's, forgets nothing of what we know but
 * cannot say so, and answers every known transaction with all it has.
 */
public enum MonitorMethod {
    CONDITIONAL_SINCE("monitor_cond_since"),
    CONDITIONAL("monitor_cond"),
    PLAIN("monitor");

    private static final String NO_TRANSACTION = "00000000-0000-0000-0000-000000000000";
    private static final String ID = "heddle";

    private final String method;

    MonitorMethod(String method) {
        this.method = method;
    }

    /** Its name in JSON-RPC. */
    public String method() {
        return method;
    }

    /** What to try when a server does not know this one. */
    public Optional<MonitorMethod> older() {
        return switch (this) {
            case CONDITIONAL_SINCE -> Optional.of(CONDITIONAL);
            case CONDITIONAL -> Optional.of(PLAIN);
            case PLAIN -> Optional.empty();
        };
    }

    /** The parameters that ask for these columns, by table, of a database. */
    public ArrayNode parameters(String database, SortedMap<String, SortedSet<String>> columns) {
        ObjectNode requests = JsonNodeFactory.instance.objectNode();
        columns.forEach((table, names) -> {
            ObjectNode request = this == PLAIN
                    ? requests.putObject(table)
                    : requests.putArray(table).addObject();
            ArrayNode list = request.putArray("columns");
            names.forEach(list::add);
        });
        ArrayNode parameters =
                JsonNodeFactory.instance.arrayNode().add(database).add(ID).add(requests);
        return this == CONDITIONAL_SINCE ? parameters.add(NO_TRANSACTION) : parameters;
    }

    /** Puts the answer into a replica that is empty. */
    public void begin(Replica replica, JsonNode result) {
        switch (this) {
            case CONDITIONAL_SINCE -> {
                if (!result.isArray() || result.size() != 3) {
                    throw MalformedJsonException.expected("the answer to " + method, result);
                }
                replica.applyUpdate2(result.get(2));
            }
            case CONDITIONAL -> replica.applyUpdate2(result);
            case PLAIN -> replica.applyUpdate(result);
        }
    }

    /** Applies an update to a replica; whether it was one. */
    public static boolean apply(Replica replica, Notice notice) {
        JsonNode parameters = notice.parameters();
        switch (notice.method()) {
            case "update" -> replica.applyUpdate(at(parameters, 1));
            case "update2" -> replica.applyUpdate2(at(parameters, 1));
            case "update3" -> replica.applyUpdate2(at(parameters, 2));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static JsonNode at(JsonNode parameters, int place) {
        if (parameters.size() <= place) {
            throw MalformedJsonException.expected("an update", parameters);
        }
        return parameters.get(place);
    }
}
