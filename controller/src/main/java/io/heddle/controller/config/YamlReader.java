package io.heddle.controller.config;

import io.heddle.controller.config.YamlNode.KeyName;
import io.heddle.controller.config.YamlNode.Listing;
import io.heddle.controller.config.YamlNode.Mapping;
import io.heddle.controller.config.YamlNode.Nothing;
import io.heddle.controller.config.YamlNode.Position;
import io.heddle.controller.config.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Reads YAML into {@link YamlNode}s. */
final class YamlReader {

    private static final int DEEPEST = 8;

    private final String file;
    private final JsonParser parser;

    private YamlReader(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** The mapping that {@code text} is; nothing but comments is an empty one. */
    static Mapping read(String file, String text) {
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            YamlReader reader = new YamlReader(file, parser);
            Position start = new Position(1, 1);
            JsonToken first = parser.nextToken();
            YamlNode root = first == null ? new Nothing(start) : reader.node(first, 0);
            return switch (root) {
                case Mapping mapping -> mapping;
                case Nothing ignored -> new Mapping(start, Map.of());
                case Listing list ->
                    throw reader.refusal(list.position(), "expected sections such as 'http:', not a list");
                case Scalar scalar ->
                    throw reader.refusal(scalar.position(), "expected sections such as 'http:', not a value");
            };
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String where = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new ConfigException(file + where + ": this is not YAML: " + e.getOriginalMessage());
        }
    }

    private ConfigException refusal(Position at, String message) {
        return new ConfigException(file + ":" + at + ": " + message);
    }

    private Position here() {
        TokenStreamLocation at = parser.currentTokenLocation();
        return new Position(at.getLineNr(), at.getColumnNr());
    }

    private YamlNode node(JsonToken token, int depth) {
        Position at = here();
        if (depth > DEEPEST) {
            throw refusal(at, "this is nested too deeply");
        }
        return switch (token) {
            case START_OBJECT -> mapping(at, depth);
            case START_ARRAY -> listing(at, depth);
            case VALUE_NULL -> new Nothing(at);
            default -> new Scalar(at, parser.getString());
        };
    }

    private Mapping mapping(Position at, int depth) {
        Map<KeyName, YamlNode> members = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            KeyName key = new KeyName(parser.currentName(), here());
            if (!names.add(key.name())) {
                throw refusal(key.position(), "'" + key.name() + "' is given twice");
            }
            members.put(key, node(parser.nextToken(), depth + 1));
        }
        return new Mapping(at, members);
    }

    private Listing listing(Position at, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(node(token, depth + 1));
        }
        return new Listing(at, items);
    }
}
