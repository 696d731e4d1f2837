/**
 * What tenants may ask, and what comes of it: commands, the rules of the OpenStack Networking API v2.0, decisions.
 *
 * <p>{@link io.heddle.routing.tenant.request.TenantRules#decide} is a pure function from a state, a requester, a command and where
 * machines are ({@link io.heddle.routing.tenant.request.Racks}, by which addresses of routed networks are chosen) to the
 * next state with the changes that lead there, or to a typed refusal in the words that clients of that interface know. Identifiers
 * and the time are arguments, everything else that must be chosen is chosen deterministically, and the cost of one command does not
 * grow with what is there: indexes answer which id, MAC address or address is taken, and count how many are.
 *
 * <p>May assume: values have the right form (the face has read them). Guarantees: a state it returns holds everything {@code
 * routing.tenant} promises, whoever asked for whatever. Called by {@code controller.tenant}, on its one thread.
 */
@NullMarked
package io.heddle.routing.tenant.request;

import org.jspecify.annotations.NullMarked;
