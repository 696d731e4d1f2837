/**
 * What the cabling means: the design a fabric was built to, the place of every switch in it, its addresses, and what is wrong.
 *
 * <p>Everything is a pure function of an observed {@link io.heddle.topology.Topology} and of the
 * {@link io.heddle.topology.clos.Blueprint} known from before; no configuration, and no meaning in datapath ids or port numbers. The
 * guarantees are stability (a position or host number once given is not taken away by a failure, a restart or a new switch) and honesty
 * (whatever does not fit the design is named and kept out of {@link io.heddle.topology.clos.Blueprint#cables()}). The controller calls
 * it after every change of the facts; the planner in {@code routing} reads the result.
 */
@NullMarked
package io.heddle.topology.clos;

import org.jspecify.annotations.NullMarked;
