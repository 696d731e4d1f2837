/**
 * What the integration bridges of servers should hold, so that tenants' networks exist and nothing leaks from one to another.
 *
 * <p>Every bridge has the same tables ({@link io.heddle.routing.tenant.plan.OverlayPipeline}). A frame is told apart by the
 * network it is on from the moment it comes in, by a port of that network or out of a tunnel with its key, and every rule that
 * delivers asks for that network; what no rule asks for is dropped. All addresses are known, so nothing is learned and nothing is
 * flooded: unicast goes to the server where its port is, broadcast to the servers where its network has ports, and out of a tunnel
 * nothing ever goes back into one. Frames of a VLAN network leave tagged, once, for the fabric to find the receivers; it has to be told of
 * {@link io.heddle.routing.tenant.plan.OverlayPlan#interfaces} for that.
 *
 * <p>A trunk is one interface that is several ports. A subport's frames are told from the others by their tag and led, untagged, through
 * a cable of two patch ports on the same bridge ({@code Trunking}), whose one end is the subport's interface. That costs two rules and
 * two rows of the server's database, and no bridge, and it lets rules, connection zones and counters be those of any port.
 *
 * <p>Routers are distributed: a packet for a router's MAC address is routed by the server where it is sent, onto the network of its
 * destination, and goes from there like any other frame of that network. So a server also holds where the members of those networks
 * are that a router joins to one of its own; on them it is a guest ({@code Neighbourhood}). What a router's bridge rules cannot say is
 * asked of the controller ({@link io.heddle.routing.tenant.plan.TenantPunt#ROUTER}).
 *
 * <p>Packets of a routed network are the fabric's to route, with the server in front as one more hop ({@code RoutedPlanner}): it has to be
 * told where every address is, and servers need not know of each other's.
 *
 * <p>IP from and to a port with port security passes only where a rule of its security groups lets it, by connection tracking in a zone of
 * the port's own ({@code SecurityRules}). A rule is asked for every packet in the direction in which a connection began, so that what it
 * let through ends with it; replies are asked for nothing, as long as the switch keeps the connection.
 *
 * <p>Out of all networks of tenants leads one server for each router ({@code Rendezvous}), of those that are on the physical network of
 * the router's external network and alive; when it goes the next one takes over. Other servers send there, on the sender's own network,
 * what no route leads to. A floating address is put in the place of a host's without any memory, so its connections outlive a server;
 * hosts without one share the router's, by connection tracking, and begin again when the server changes. IPv6 is translated by nobody,
 * and led in by the router's prefixes. What ICMP errors from outside quote, the controller puts right. Who
 * is where on an external network is told to the plan ({@link io.heddle.routing.tenant.plan.ExternalNeighbours}).
 *
 * <p>What a quality of service policy limits has a meter in each direction ({@code Allowance}): a port on its server, a floating address
 * on the server that leads out. A port of a floating address may lead to one of a host instead, by connection tracking like the router's
 * own address ({@code ForwardingRules}).
 *
 * <p>Load balancers are distributed as routers are: on the server where a connection is sent, or comes in from outside, it goes through the
 * group of its pool, and connection tracking keeps it with its member and gives the answers the load balancer's address again ({@code
 * BalancerRules}). That costs rules by listener, member and network, and none by client.
 *
 * <p>May assume: a consistent {@link io.heddle.routing.tenant.TenantState}. May not assume that servers agree with each other or with
 * what was asked for: a port that is plugged twice, a number that two ports share, or a fabric address that two servers have, becomes a
 * sentence about a port and never a wrong rule. Guarantees: a pure function of its arguments, whose parts may
 * be worked out side by side on all processors ({@code Abreast});
 * {@link io.heddle.routing.tenant.plan.OverlayPlan#next} gives the plan that {@code of} would, and plans only the networks and routers
 * that changed, and security groups only where they mean something else. A server's rules are as many as its own ports, the members of
 * the networks that they reach, and the peers and port ranges that the rules of their security groups name. Called by
 * {@code controller.tenant}.
 */
@NullMarked
package io.heddle.routing.tenant.plan;

import org.jspecify.annotations.NullMarked;
