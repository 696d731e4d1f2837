/**
 * The pure core of the controller: what it knows, what can happen, and what it does about it.
 *
 * <p>{@link io.heddle.controller.state.FabricStep} turns a state and an event into the next state and effects; it does no I/O, reads
 * no clock and logs nothing, and depends on no other package of the controller. The edges ({@code openflow}, {@code discovery},
 * {@code host}, {@code store}) know only the events and effects here; the loop carries them between the two.
 */
@NullMarked
package io.heddle.controller.state;

import org.jspecify.annotations.NullMarked;
