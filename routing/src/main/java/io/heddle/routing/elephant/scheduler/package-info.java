/**
 * The ways of choosing paths for large flows: those of the literature and ours, behind one interface.
 *
 * <p>{@link io.heddle.routing.elephant.scheduler.Schedulers} gives the one of a name; nobody needs to know the classes. Each is a pure
 * function of its arguments and assumes nothing about a fabric that {@link io.heddle.routing.elephant.PathSpace} does not say, so all
 * of them work on a fat-tree, a leaf-spine and an uneven Clos, with and without failures.
 */
@NullMarked
package io.heddle.routing.elephant.scheduler;

import org.jspecify.annotations.NullMarked;
