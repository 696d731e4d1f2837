package io.heddle.controller.simulation;

import io.heddle.controller.config.ControllerConfig;
import java.nio.file.Path;

/**
 * A controller that simulated servers connect to.
 *
 * @param url of its API, with a slash at the end
 * @param token by which its administrator is known
 * @param openFlowPort where switches connect, on this machine
 * @param ovsdbPort where databases connect, on this machine
 * @param end ends it, and returns when it has ended
 */
public record Subject(String url, String token, int openFlowPort, int ovsdbPort, Runnable end) {

    /** Who starts one. */
    @FunctionalInterface
    public interface Starter {
        /** Starts a controller whose state is in {@code folder}. */
        Subject start(ControllerConfig config, Path folder);
    }
}
