/**
 * What becomes of one packet of a tenant, from the port that sends it to its end: through the tables of integration bridges, and between
 * these over the fabric.
 *
 * <p>{@link io.heddle.routing.tenant.trace.FirstPacket} is what a machine behind a port would send. {@link
 * io.heddle.routing.tenant.trace.JourneyTracer} walks it through what is planned for bridges and switches, with the same simulated switch
 * that checks plans in tests, so it says what packets really do: each rule with its table, translated addresses, the tunnel's outer
 * addresses, and every switch on the way between servers. The way over the fabric is exact where the source port of the outer packet
 * is ({@link io.heddle.routing.verify.OvsTunnelPort}), or where there is none (GRE); where it is not known, all ways are told.
 *
 * <p>May assume: plans of one moment each, of servers and of the fabric, which need not be of the same one. Guarantees: no switch is
 * asked and nothing is changed; a packet that goes round is followed only so far. Called by {@code rest.tenant}, which decides who is
 * told what.
 */
@NullMarked
package io.heddle.routing.tenant.trace;

import org.jspecify.annotations.NullMarked;
