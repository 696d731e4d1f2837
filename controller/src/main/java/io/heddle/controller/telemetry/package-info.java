/**
 * What the fabric carries: port loads from the counters that switches report.
 *
 * <p>Counters are asked for a few switches at a time, so that a large fabric is read evenly over the interval and never in a burst.
 * Everything here is called on the loop's thread.
 */
@NullMarked
package io.heddle.controller.telemetry;

import org.jspecify.annotations.NullMarked;
