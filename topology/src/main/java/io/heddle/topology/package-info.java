/**
 * What a fabric is: switches, ports, links and hosts as they were observed, as immutable values.
 *
 * <p>A {@link io.heddle.topology.Topology} is facts only: it says what is cabled and what is up, never what that means (see
 * {@code topology.clos}) nor what to do about it (the {@code routing} module). It assumes nothing about datapath ids or port
 * numbers beyond their being unique. Every change returns a new topology, and the same instance when nothing changed, so a
 * caller may compare by identity. All iteration is in the order of datapath id, then port number.
 */
@NullMarked
package io.heddle.topology;

import org.jspecify.annotations.NullMarked;
