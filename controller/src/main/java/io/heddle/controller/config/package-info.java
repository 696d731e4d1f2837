/**
 * The configuration of the controller, from {@code heddle.yaml} and built-in defaults.
 *
 * <p>{@link io.heddle.controller.config.ControllerConfig} is a tree of checked values; whatever it holds is valid. A file with an
 * unknown key or a wrong value is refused as a whole, with file, line, column and what is allowed. Called once, at start, by
 * {@code Main}.
 */
@NullMarked
package io.heddle.controller.config;

import org.jspecify.annotations.NullMarked;
