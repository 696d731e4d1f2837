/**
 * Immutable sorted collections for facts that change one at a time in a fabric of 2,880 switches and 110,592 links.
 *
 * <p>Two kinds, by how a value lives. A {@link io.heddle.topology.sorted.PersistentMap} is a balanced tree that shares all but one
 * path with its predecessor, so that an event costs the logarithm of the fabric and not a copy of it: for what changes entry by
 * entry (switches, links, hosts, sessions, what tenants ask for). A {@link io.heddle.topology.sorted.SortedArrayMap} or {@link
 * io.heddle.topology.sorted.SortedArraySet} lies in one piece: for what is made as a whole and then read from end to end (the ports
 * of a switch, a blueprint). All iterate in natural order, refuse changes, and copy ranges ({@code subMap} and the like) instead of
 * viewing them where that is all the same to a reader. Keys and values are never null. Anybody may use them; they know no fabric.
 */
@NullMarked
package io.heddle.topology.sorted;

import org.jspecify.annotations.NullMarked;
