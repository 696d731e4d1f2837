package io.heddle.rest.client;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Rates and shares as people read them. */
final class Rates {

    private static final List<String> UNITS = List.of("bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s");
    private static final int STEP = 1000;
    private static final int PER_CENT = 100;

    private Rates() {}

    /** Such as {@code 9.4 Mbit/s}; a dash for what is not known. */
    static String rate(@Nullable JsonNode bitsPerSecond) {
        if (bitsPerSecond == null || !bitsPerSecond.isNumber()) {
            return "–";
        }
        double value = bitsPerSecond.asDouble();
        int unit = 0;
        while (value >= STEP && unit < UNITS.size() - 1) {
            value /= STEP;
            unit++;
        }
        String digits = unit == 0 || value == Math.rint(value) ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, digits, value) + " " + UNITS.get(unit);
    }

    /** Such as {@code 12.5 %}; a dash for what is not known. */
    static String percent(@Nullable JsonNode share) {
        return share == null || !share.isNumber()
                ? "–"
                : String.format(Locale.ROOT, "%.1f %%", share.asDouble() * PER_CENT);
    }
}
