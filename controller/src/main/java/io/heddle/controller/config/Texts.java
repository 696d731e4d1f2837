package io.heddle.controller.config;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How values are written in a configuration, and read from it. Every reader throws {@link IllegalArgumentException} saying what is allowed. */
final class Texts {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern RATE = Pattern.compile("([0-9]{1,12})([kMG]?)");
    private static final Map<String, Duration> UNITS = new TreeMap<>(Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1)));
    private static final Map<String, Long> FACTORS =
            new TreeMap<>(Map.of("", 1L, "k", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L));

    private Texts() {}

    static int wholeNumber(String text, int least, int most) {
        String allowed = "allowed is a whole number from " + least + " to " + most;
        if (!text.matches("-?[0-9]{1,9}")) {
            throw new IllegalArgumentException(allowed);
        }
        int value = Integer.parseInt(text);
        if (value < least || value > most) {
            throw new IllegalArgumentException(allowed);
        }
        return value;
    }

    /** A part of a whole, such as 0.1. */
    static double share(String text, double least) {
        double value = text.matches("[01](\\.[0-9]{1,9})?") ? Double.parseDouble(text) : 0;
        if (value < least || value > 1) {
            throw new IllegalArgumentException("allowed is a share from " + least + " to 1, such as 0.1");
        }
        return value;
    }

    static Duration duration(String text, Duration least) {
        Matcher match = DURATION.matcher(text);
        String allowed = "allowed is a time such as 500ms, 3s, 10m, 1h or 2d, at least " + write(least);
        if (!match.matches()) {
            throw new IllegalArgumentException(allowed);
        }
        Duration value = UNITS.getOrDefault(match.group(2), Duration.ZERO).multipliedBy(Long.parseLong(match.group(1)));
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(allowed);
        }
        return value;
    }

    /** The text of a duration in the largest unit that divides it; parts below a millisecond are cut. */
    static String write(Duration value) {
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            Duration one = UNITS.getOrDefault(unit, Duration.ZERO);
            if (!value.isZero() && value.toMillis() % one.toMillis() == 0) {
                return value.toMillis() / one.toMillis() + unit;
            }
        }
        return value.toMillis() + "ms";
    }

    static long bitsPerSecond(String text) {
        Matcher match = RATE.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("allowed are bits per second such as 0, 10M or 40G");
        }
        return Math.multiplyExact(Long.parseLong(match.group(1)), FACTORS.getOrDefault(match.group(2), 1L));
    }

    static String write(long bitsPerSecond) {
        for (String unit : new String[] {"G", "M", "k"}) {
            long factor = FACTORS.getOrDefault(unit, 1L);
            if (bitsPerSecond != 0 && bitsPerSecond % factor == 0) {
                return bitsPerSecond / factor + unit;
            }
        }
        return Long.toString(bitsPerSecond);
    }

    /** A YAML string that reads back as {@code text}, whatever is in it. */
    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
