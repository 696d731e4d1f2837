package io.heddle.rest.networking;

import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The attributes that a request gives, read with their types; whatever is not as it must be is an {@link ApiError}.
 *
 * <p>An attribute that is given as null counts as left out, unless the caller asks {@link #isNull}.
 */
final class Body {

    private static final int QUOTED_AT_MOST = 200;
    private static final Set<String> TRUE = Set.of("true", "1", "yes", "on", "t", "y");
    private static final Set<String> FALSE = Set.of("false", "0", "no", "off", "f", "n");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private final JsonNode node;

    Body(JsonNode node) {
        this.node = node;
    }

    /** Every name that is given. */
    SortedSet<String> names() {
        return new TreeSet<>(node.propertyNames());
    }

    boolean has(String name) {
        return node.has(name);
    }

    boolean isNull(String name) {
        return node.has(name) && node.get(name).isNull();
    }

    Optional<JsonNode> value(String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    Optional<String> text(String name, int most) {
        return value(name).map(value -> text(name, value, most));
    }

    static String text(String name, JsonNode value, int most) {
        if (!value.isString()) {
            throw ApiError.invalid(name, quoted(value) + " is not a valid string");
        }
        String text = value.asString();
        if (text.length() > most) {
            throw ApiError.invalid(name, quoted(value) + " exceeds maximum length of " + most);
        }
        return wellFormed(name, text);
    }

    Optional<Boolean> bool(String name) {
        if (isNull(name)) {
            throw ApiError.invalid(name, "'None' cannot be converted to boolean");
        }
        return value(name).map(value -> bool(name, value));
    }

    private static boolean bool(String name, JsonNode value) {
        String text = value.isBoolean() || value.isIntegralNumber() || value.isString() ? value.asString() : "";
        return truth(text).orElseThrow(() -> ApiError.invalid(name, quoted(value) + " cannot be converted to boolean"));
    }

    /** A boolean as text, in the forms that the Networking API takes. */
    static Optional<Boolean> truth(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (TRUE.contains(word)) {
            return Optional.of(true);
        }
        return FALSE.contains(word) ? Optional.of(false) : Optional.empty();
    }

    Optional<Long> number(String name, long least, long most) {
        return value(name).map(value -> {
            boolean isWhole = value.isIntegralNumber() || value.isString();
            if (!isWhole || !WHOLE.matcher(value.asString()).matches()) {
                throw ApiError.invalid(name, quoted(value) + " is not an integer");
            }
            long number = Long.parseLong(value.asString());
            if (number < least) {
                throw ApiError.invalid(name, "'" + number + "' is too small - must be at least '" + least + "'");
            } else if (number > most) {
                throw ApiError.invalid(name, "'" + number + "' is too large - must be no larger than '" + most + "'");
            }
            return number;
        });
    }

    UUID requiredId(String name) {
        return value(name)
                .map(value -> id(name, value))
                .orElseThrow(() -> ApiError.invalid(name, "'None' is not a valid UUID"));
    }

    static UUID id(String name, JsonNode value) {
        String text = value.isString() ? value.asString() : "";
        return uuid(text).orElseThrow(() -> ApiError.invalid(name, quoted(value) + " is not a valid UUID"));
    }

    /** An identifier as text. */
    static Optional<UUID> uuid(String text) {
        boolean isUuid = text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        return isUuid ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    static IpAddress ip(String name, JsonNode value) {
        return read(name, value, "IP address", IpAddress::parse);
    }

    static MacAddress mac(String name, JsonNode value) {
        return read(name, value, "MAC address", MacAddress::parse);
    }

    /** Reads a text; what {@code reading} does not understand is no {@code what}. */
    static <T> T read(String name, JsonNode value, String what, Function<String, T> reading) {
        if (value.isString() && value.asString().length() <= QUOTED_AT_MOST) {
            try {
                return reading.apply(value.asString());
            } catch (IllegalArgumentException e) {
                throw ApiError.invalid(name, quoted(value) + " is not a valid " + what);
            }
        }
        throw ApiError.invalid(name, quoted(value) + " is not a valid " + what);
    }

    /** A block as people write it: bits behind the length are cut, as clients expect. */
    static Cidr block(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Cidr.parse(text);
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("not a prefix length: '" + length + "'");
        }
        return Cidr.containing(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    <T> T read(String name, String text, Function<String, T> reading) {
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(name, String.valueOf(e.getMessage()));
        }
    }

    /** The items of a list, each once. */
    Optional<List<JsonNode>> list(String name) {
        return value(name).map(value -> {
            if (!value.isArray()) {
                throw ApiError.invalid(name, quoted(value) + " is not a list");
            }
            List<JsonNode> items = new ArrayList<>();
            value.forEach(items::add);
            if (items.stream().distinct().count() != items.size()) {
                throw ApiError.invalid(name, "Duplicate items in the list: " + quoted(value));
            }
            return items;
        });
    }

    /** The members of an object that has no others than {@code allowed}. */
    static Body members(String name, JsonNode value, Set<String> allowed) {
        if (!value.isObject()) {
            throw ApiError.invalid(name, quoted(value) + " is not a dictionary");
        }
        for (String member : new TreeSet<>(value.propertyNames())) {
            if (!allowed.contains(member)) {
                throw ApiError.invalid(
                        name,
                        "Validation of dictionary's keys failed. Expected keys: " + new TreeSet<>(allowed)
                                + " Provided keys: " + shortened(new TreeSet<>(value.propertyNames()).toString()));
            }
        }
        return new Body(value);
    }

    /** The value as an error message shows it. */
    static String quoted(JsonNode value) {
        return "'" + shortened(value.isString() ? value.asString() : value.toString()) + "'";
    }

    static String shortened(String text) {
        String clean = text.codePoints()
                .limit(QUOTED_AT_MOST)
                .map(point -> Character.isISOControl(point) || isSurrogate(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return clean.length() < text.length() ? clean + "..." : clean;
    }

    private static String wellFormed(String name, String text) {
        if (text.codePoints().anyMatch(Body::isSurrogate) || text.indexOf('\0') >= 0) {
            throw ApiError.invalid(name, "'" + shortened(text) + "' is not a valid string");
        }
        return text;
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
