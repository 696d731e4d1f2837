/**
 * Fabrics that are not there: cabled on paper, for tests, benchmarks and what-if questions.
 *
 * <p>A {@link io.heddle.topology.design.GeneratedFabric} is a topology as discovery would report it once everything is up, together
 * with the truth about it (design, positions, cables, host ports) that recognition has to find from the cabling alone. Everything
 * is a function of its parameters and, where something is to be shuffled, of a seed; nothing here is called by a running
 * controller to decide about real switches.
 */
@NullMarked
package io.heddle.topology.design;

import org.jspecify.annotations.NullMarked;
