/**
 * Whether the tables of all servers let exactly those talk to each other who are meant to.
 *
 * <p>{@link io.heddle.routing.tenant.isolation.IsolationCheck} sends from every port everything that an interface there could send, all at
 * once ({@code routing.verify.space}), through the tables of all servers and what joins these: tunnels by their outer address and key, the
 * fabric by its tags and its routed addresses ({@link io.heddle.routing.tenant.isolation.RoutedFabric}), physical networks. What arrives
 * at each port is compared, packet by packet, with what may and what must arrive, which is read from networks, routers and security rules
 * alone ({@link io.heddle.routing.tenant.isolation.Permissions}) and not from the planner: whatever the two say differently is a {@link
 * io.heddle.routing.tenant.isolation.Difference} with one packet as a witness. Whatever a VM may find out by ARP is held to the same, and
 * so are the replies to all connections that may begin, also through routers that lead out.
 *
 * <p>May assume: connections are tracked as {@link io.heddle.routing.verify.SimulatedSwitch} does; the fabric takes tagged frames to all
 * other servers, which is more than it does; edge switches hold what is planned for routed addresses, of which {@code routing.plan} is
 * tested: each is sent from by its server alone, and reached from routed addresses alone; on a physical network everybody hears
 * everything. What the controller is asked, and says, is not looked at, nor what is for load balancers; packets are small enough for
 * every network; that answers come back by a way which no route promises is no fault. The work is a walk for each port, in which packets
 * part for each port that they reach, and for each such pair a comparison: it grows with ports times members of the networks that are
 * joined to theirs, and not with the cloud. Called by {@code rest.tenant}, on a thread of its own.
 */
@NullMarked
package io.heddle.routing.tenant.isolation;

import org.jspecify.annotations.NullMarked;
