/**
 * What a fabric is: switches, ports, links and hosts as they were observed, as immutable values.
 *
 * <p>A {@link io.heddle.topology.Topology} is facts only: it says what is cabled and what is up, never what that means (see
 * {@code topology.clos}) nor what to do about it (the {@code routing} module). It assumes nothing about datapath ids or port
 * numbers beyond their being unique. Every change returns a new topology, and the same instance when nothing changed, so a
 * caller may compare by identity. All iteration is in the order of datapath id, then port number.
 *
 * <p>A fabric of 2,880 switches comes up in some 116,000 events, so a change must not copy the fabric: switches are kept in a tree that
 * shares what did not change (see {@code topology.sorted}), and links and hosts by the switch they are at, so that only its part is
 * made anew ({@link io.heddle.topology.LinkSet}, {@link io.heddle.topology.HostMap}). Whoever reads all of it at once reads it as
 * arrays ({@link io.heddle.topology.PortTable}).
 */
@NullMarked
package io.heddle.topology;

import org.jspecify.annotations.NullMarked;
