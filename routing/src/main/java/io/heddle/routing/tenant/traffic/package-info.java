/**
 * What tenants' ports carried, as sums that only grow.
 *
 * <p>{@link io.heddle.routing.tenant.traffic.TrafficLedger} takes readings of the counters of interfaces, whichever server they were
 * read on, and keeps a total for each port, network and project. Counters begin anew whenever an interface is made anew; totals do
 * not. May assume: a reading is of the port that it is said to be of, and readings of one port come in order. Guarantees: a total
 * never falls, and never counts the same packet twice; it may miss what an interface carried between its last reading and its end.
 * Filled in by {@code controller.tenant}, shown by {@code rest.tenant}.
 */
@NullMarked
package io.heddle.routing.tenant.traffic;

import org.jspecify.annotations.NullMarked;
