/**
 * What happens to all packets at once: header spaces, and switches that are walked with them.
 *
 * <p>A {@link io.heddle.routing.verify.space.PacketSet} is a set of packets, exactly: a Boolean function of the bits of their headers,
 * kept as a reduced ordered decision diagram (Bryant, IEEE Transactions on Computers 1986), so that equal sets are equal values. A
 * {@link io.heddle.routing.verify.space.SymbolicPacket} stands for all packets of such a set on their way: it knows for each field what
 * is in it now, a number or what another field held when the packet was sent. So sets are always about packets as they were sent, and
 * what rules write costs nothing. This is header space analysis (Kazemian et al., NSDI 2012) with decision diagrams in the place of
 * unions of cubes.
 *
 * <p>Assumes the closed vocabulary of {@code routing.rule} and the semantics of {@link io.heddle.routing.verify.SimulatedSwitch}, also
 * in what connection tracking makes of packets, which is an input ({@link io.heddle.routing.verify.space.Tracking}). A look-up in a
 * table costs the rules that ask for the packet's port, network and registers, and not those of others. Called by
 * {@code routing.tenant.isolation}.
 */
@NullMarked
package io.heddle.routing.verify.space;

import org.jspecify.annotations.NullMarked;
