/**
 * Elephants: the flows that are large enough to be worth a path of their own, and what is needed to choose one for them.
 *
 * <p>Numbers inside, names outside. {@link io.heddle.routing.elephant.PathSpace} is a Clos of any size as arrays, {@link
 * io.heddle.routing.elephant.Flows} and {@link io.heddle.routing.elephant.Placement} are as long as there are flows; all loops over
 * a fabric of k = 48 run here. {@link io.heddle.routing.elephant.FabricPaths} is the door to them for those who have switches, ports
 * and {@link io.heddle.routing.rule.FlowKey}s, and {@link io.heddle.routing.elephant.ElephantRound} takes a whole decision with it.
 *
 * <p>May assume that a fabric is a folded Clos of two or three tiers as {@code topology.clos} recognises it: from the turn of a path
 * downward there is one way only, over one cable or several in parallel. Guarantees that equal arguments give equal answers; chance
 * is a seed. The controller's state calls the round, the simulator of {@code heddle bench elephants} the arrays.
 */
@NullMarked
package io.heddle.routing.elephant;

import org.jspecify.annotations.NullMarked;
