/**
 * Why a connection of a tenant is let through or not: which port, router, network or rule of a security group decides.
 *
 * <p>{@link io.heddle.routing.tenant.explain.Explainer} is a pure function of what tenants asked for, what is known of ports, who
 * asks and what about. It reads the same intents that {@code routing.tenant.plan} compiles, but as a person would, and so says in
 * words what the rules of a server only do: it asks no server and sees no rule, and where what was asked for and what is in place
 * differ, the status of the ports says so.
 *
 * <p>Guarantees: nothing is told of what belongs to others. A port of somebody else is as if it were not there, and what decides is
 * named only to whoever sees it. Called by {@code rest.tenant}, on the server's threads.
 */
@NullMarked
package io.heddle.routing.tenant.explain;

import org.jspecify.annotations.NullMarked;
