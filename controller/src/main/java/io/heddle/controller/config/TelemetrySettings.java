package io.heddle.controller.config;

import io.heddle.controller.ovsdb.Target;
import java.util.List;
import java.util.Optional;

/**
 * How switches are made to sample what passes through them.
 *
 * @param isSampling whether edge switches sample; when not, what we configured earlier is taken back
 * @param samplesAt the address of the controller that switches send samples to; empty for the one at which their database reached it
 * @param databases databases that the controller connects to, beside those that connect to it
 */
public record TelemetrySettings(boolean isSampling, Optional<String> samplesAt, List<Target> databases) {

    public TelemetrySettings {
        databases = List.copyOf(databases);
    }

    /** Sampling on, and databases that connect by themselves. */
    public static TelemetrySettings defaults() {
        return new TelemetrySettings(true, Optional.empty(), List.of());
    }
}
