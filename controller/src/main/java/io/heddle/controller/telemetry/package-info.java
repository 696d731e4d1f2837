/**
 * What the fabric carries: port loads from the counters that switches report, and large flows from samples of packets.
 *
 * <p>Counters are asked for a few switches at a time, so that a large fabric is read evenly over the interval and never in a burst; that
 * part is called on the loop's thread. Edge switches that do not sample are known to
 * {@link io.heddle.controller.telemetry.UnsampledEdges}, which says so and has the rules read that steer flows there;
 * {@link io.heddle.controller.telemetry.FlowCounts} makes of these counts what the detector takes.
 * {@link io.heddle.controller.telemetry.ElephantDetector} is called on the thread of the collector in {@code sflow}. Nothing here reads
 * a clock or waits: the time is an argument.
 */
@NullMarked
package io.heddle.controller.telemetry;

import org.jspecify.annotations.NullMarked;
