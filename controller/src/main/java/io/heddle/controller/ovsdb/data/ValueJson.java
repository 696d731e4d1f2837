package io.heddle.controller.ovsdb.data;

import io.heddle.controller.ovsdb.data.OvsdbValue.MapOf;
import io.heddle.controller.ovsdb.data.OvsdbValue.SetOf;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of values and rows, both ways (RFC 7047 §5.1). Readers throw {@link MalformedJsonException}. */
public final class ValueJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int UUID_LENGTH = 36;

    private ValueJson() {}

    /** Reads any value. */
    public static OvsdbValue read(JsonNode node) {
        return switch (kind(node)) {
            case "set" -> set(node.get(1));
            case "map" -> map(node.get(1));
            default -> OvsdbValue.of(atom(node));
        };
    }

    /** The word that an array of two begins with; empty for anything else. */
    private static String kind(JsonNode node) {
        return node.isArray() && node.size() == 2 ? node.get(0).asString("") : "";
    }

    private static OvsdbValue set(JsonNode items) {
        requireArray(items, "the items of a set");
        SortedSet<Atom> atoms = new TreeSet<>();
        for (JsonNode item : items) {
            atoms.add(atom(item));
        }
        return new SetOf(atoms);
    }

    private static OvsdbValue map(JsonNode items) {
        requireArray(items, "the pairs of a map");
        SortedMap<Atom, Atom> pairs = new TreeMap<>();
        for (JsonNode pair : items) {
            if (!pair.isArray() || pair.size() != 2) {
                throw MalformedJsonException.expected("a pair", pair);
            }
            pairs.put(atom(pair.get(0)), atom(pair.get(1)));
        }
        return new MapOf(pairs);
    }

    private static Atom atom(JsonNode node) {
        if (node.isString()) {
            return new Atom.Text(node.stringValue());
        }
        if (node.isBoolean()) {
            return new Atom.Truth(node.booleanValue());
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return new Atom.Whole(node.longValue());
        }
        if (node.isNumber()) {
            return new Atom.Real(node.asDouble());
        }
        String kind = kind(node);
        if (kind.equals("uuid") && node.get(1).isString()) {
            return new Atom.Reference(uuid(node.get(1).stringValue()));
        }
        if (kind.equals("named-uuid") && node.get(1).isString()) {
            return new Atom.NamedReference(node.get(1).stringValue());
        }
        throw MalformedJsonException.expected("a value", node);
    }

    /** Reads the text of a UUID. */
    public static UUID uuid(String text) {
        try {
            if (text.length() == UUID_LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // Refused below, with what was found.
        }
        throw MalformedJsonException.expected("a UUID", text);
    }

    /** Reads the columns of a row. */
    public static SortedMap<String, OvsdbValue> columns(JsonNode row) {
        requireObject(row, "a row");
        SortedMap<String, OvsdbValue> columns = new TreeMap<>();
        row.properties().forEach(column -> columns.put(column.getKey(), read(column.getValue())));
        return columns;
    }

    /** Writes the columns of a row. */
    public static ObjectNode write(Map<String, OvsdbValue> columns) {
        ObjectNode row = NODES.objectNode();
        columns.forEach((column, value) -> row.set(column, write(value)));
        return row;
    }

    /** Writes a value. */
    public static JsonNode write(OvsdbValue value) {
        return switch (value) {
            case SetOf set when set.atoms().size() == 1 -> write(set.atoms().first());
            case SetOf set -> {
                ArrayNode items = NODES.arrayNode();
                set.atoms().forEach(atom -> items.add(write(atom)));
                yield NODES.arrayNode().add("set").add(items);
            }
            case MapOf map -> {
                ArrayNode pairs = NODES.arrayNode();
                map.pairs()
                        .forEach((key, held) ->
                                pairs.add(NODES.arrayNode().add(write(key)).add(write(held))));
                yield NODES.arrayNode().add("map").add(pairs);
            }
        };
    }

    private static JsonNode write(Atom atom) {
        return switch (atom) {
            case Atom.Whole whole -> NODES.numberNode(whole.value());
            case Atom.Real real -> NODES.numberNode(real.value());
            case Atom.Truth truth -> NODES.booleanNode(truth.value());
            case Atom.Text text -> NODES.stringNode(text.value());
            case Atom.Reference row ->
                NODES.arrayNode().add("uuid").add(row.value().toString());
            case Atom.NamedReference row -> NODES.arrayNode().add("named-uuid").add(row.name());
        };
    }

    static void requireObject(JsonNode node, String what) {
        if (!node.isObject()) {
            throw MalformedJsonException.expected(what, node);
        }
    }

    static void requireArray(JsonNode node, String what) {
        if (!node.isArray()) {
            throw MalformedJsonException.expected(what, node);
        }
    }
}
