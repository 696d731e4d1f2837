package io.heddle.routing.elephant.workload;

import java.util.Map;
import java.util.Optional;

/** What papers report of their own schedulers, as far as it can be set beside our tables. */
public final class Published {

    private static final int MEASURED = 4;
    private static final int SIMULATED = 32;

    private static final Map<String, String> MEASURED_FIGURES =
            Map.of("random", "93.5", "stride(1)", "100", "stride(2)", "99.5", "stride(4)", "100", "stride(8)", "99.9");

    private Published() {}

    /** The figure that a paper gives for a pattern on a fat-tree of that k, in per cent of the ideal. */
    public static Optional<String> figure(int k, String pattern) {
        return k == MEASURED ? Optional.ofNullable(MEASURED_FIGURES.get(pattern)) : Optional.empty();
    }

    /** What there is to say of published figures for that k. */
    public static Optional<String> note(int k) {
        return switch (k) {
            case MEASURED ->
                Optional.of(
                        "published: flow scheduling of Al-Fares et al. 2008, table 2, measured on 16 real hosts; other draws of"
                                + " random, and TCP instead of fluid, so compare the order, not the decimals");
            case SIMULATED ->
                Optional.of(
                        "published: Hedera 2010 reports 96 % of the optimum, and up to 113 % more than ECMP, in its own simulation"
                                + " of 8,192 hosts, without a figure for each pattern");
            default -> Optional.empty();
        };
    }
}
