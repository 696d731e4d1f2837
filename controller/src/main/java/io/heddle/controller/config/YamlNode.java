package io.heddle.controller.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a YAML file that still knows where it stood. */
sealed interface YamlNode {

    /** Where it begins. */
    Position position();

    /** What a person calls it. */
    String kind();

    /**
     * A place in a file.
     *
     * @param line from 1
     * @param column from 1
     */
    record Position(int line, int column) {
        @Override
        public String toString() {
            return line + ":" + column;
        }
    }

    /** Keys with their values, in the file's order. */
    record Mapping(Position position, Map<KeyName, YamlNode> members) implements YamlNode {
        public Mapping {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public String kind() {
            return "a section";
        }
    }

    /** A key and where it stands. */
    record KeyName(String name, Position position) {}

    /** Values in order. */
    record Listing(Position position, List<YamlNode> items) implements YamlNode {
        public Listing {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** One value, as it was written. */
    record Scalar(Position position, String text) implements YamlNode {
        @Override
        public String kind() {
            return "a value";
        }
    }

    /** A key with nothing behind it. */
    record Nothing(Position position) implements YamlNode {
        @Override
        public String kind() {
            return "nothing";
        }
    }
}
