package io.heddle.controller.config;

import io.heddle.controller.config.YamlNode.KeyName;
import io.heddle.controller.config.YamlNode.Listing;
import io.heddle.controller.config.YamlNode.Mapping;
import io.heddle.controller.config.YamlNode.Nothing;
import io.heddle.controller.config.YamlNode.Position;
import io.heddle.controller.config.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** One section of a configuration: hands out the values of keys that are allowed, and refuses those that are not. */
final class Section {

    private final String file;
    private final String path;
    private final Mapping mapping;
    private final TreeSet<String> allowed = new TreeSet<>();

    private Section(String file, String path, Mapping mapping) {
        this.file = file;
        this.path = path;
        this.mapping = mapping;
    }

    static Section root(String file, Mapping mapping) {
        return new Section(file, "", mapping);
    }

    /** The section of that name; an empty one if there is none. */
    Section section(String name) {
        YamlNode node = member(name).orElse(new Nothing(mapping.position()));
        return switch (node) {
            case Mapping inner -> new Section(file, nested(name), inner);
            case Nothing nothing -> new Section(file, nested(name), new Mapping(nothing.position(), Map.of()));
            case Listing list -> throw refusal(list.position(), nested(name) + " is a section with keys, not a list");
            case Scalar scalar ->
                throw refusal(
                        scalar.position(),
                        nested(name) + " is a section with keys, not the value '" + scalar.text() + "'");
        };
    }

    /** The value of that name as {@code reading} understands it, or {@code otherwise}. */
    <T> T value(String name, T otherwise, Function<String, T> reading) {
        Optional<YamlNode> node = member(name);
        return node.isEmpty() ? otherwise : read(name, node.get(), reading);
    }

    /** The values of a list, or {@code otherwise}. */
    <T> List<T> values(String name, List<T> otherwise, Function<String, T> reading) {
        Optional<YamlNode> node = member(name);
        if (node.isEmpty()) {
            return otherwise;
        }
        if (!(node.get() instanceof Listing list)) {
            throw refusal(
                    node.get().position(),
                    nested(name) + " is a list such as [a, b], not "
                            + node.get().kind());
        }
        List<T> values = new ArrayList<>();
        list.items().forEach(item -> values.add(read(name, item, reading)));
        return values;
    }

    /** What {@code making} makes of the values, after any key that was not asked for is refused. */
    <T> T made(Supplier<T> making) {
        for (KeyName key : mapping.members().keySet()) {
            if (!allowed.contains(key.name())) {
                throw refusal(key.position(), unknown(key.name()));
            }
        }
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            throw refusal(mapping.position(), (path.isEmpty() ? "" : path + ": ") + e.getMessage());
        }
    }

    private <T> T read(String name, YamlNode node, Function<String, T> reading) {
        if (!(node instanceof Scalar scalar)) {
            throw refusal(node.position(), nested(name) + " is one value, not " + node.kind());
        }
        try {
            return reading.apply(scalar.text());
        } catch (IllegalArgumentException e) {
            throw refusal(scalar.position(), nested(name) + " cannot be '" + scalar.text() + "': " + e.getMessage());
        }
    }

    private Optional<YamlNode> member(String name) {
        allowed.add(name);
        return mapping.members().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private String nested(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private String unknown(String name) {
        String meant = allowed.stream()
                .filter(each -> distance(each, name) <= Math.max(2, each.length() / 3))
                .min((one, other) -> Integer.compare(distance(one, name), distance(other, name)))
                .map(each -> "; did you mean '" + each + "'?")
                .orElse(";");
        return "there is no '" + name + "'" + (path.isEmpty() ? "" : " in " + path) + meant + " allowed are "
                + String.join(", ", allowed);
    }

    private ConfigException refusal(Position at, String message) {
        return new ConfigException(file + ":" + at + ": " + message);
    }

    /** How many letters must be put in, taken out or replaced (Levenshtein 1966). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
