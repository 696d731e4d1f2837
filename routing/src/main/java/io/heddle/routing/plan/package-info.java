/**
 * The forwarding plan: which rules, groups and meters every switch should hold, and how to get there from what it does hold.
 *
 * <p>A failure is met twice. First inside the switches: groups are built over all cables of the blueprint, dead ones included, with
 * every bucket tied to a port, so that any one dead cable of a Clos is healed without a controller, in both directions. That needs
 * another way: an edge switch with one aggregation or spine above it, a fat-tree of k = 2, or a graph that is no Clos have none, and
 * wait for the controller. Then globally: exceptions (purpose {@code REPAIR}) keep traffic off the failed part in exactly those
 * switches that would send it there, and vanish with the failure.
 *
 * <p>A few flows are steered ({@link io.heddle.routing.plan.Steering}): one rule each at one or two switches of their way up, whose
 * group is the steered port and after it the group of everybody, so that a dead port costs no more than for others. Only ports over
 * which the routes would spread the flow anyway are steered to, so no steering makes a loop. In which order the two switches learn of it
 * does not matter to any packet: steered at the edge alone, a flow goes on by the hash above, and steered above alone it is as good as
 * not steered. The controller still tells the switch above first, so that no packet takes a way that nobody chose. Groups for steering
 * are there while they are used: a fabric without elephants holds none.
 *
 * <p>VLANs that servers have the fabric carry ({@link io.heddle.routing.plan.VlanMember}) cost rules by VLAN and MAC address, on the
 * switches that members' ways pass, or their detours around one dead cable. Frames go the ways of packets to the same edge switch, by
 * the same groups, so any one dead cable is healed in the switches for them too. Nothing counts their hops: a switch that gets one from
 * above with no way further down sends it up again marked, by the priority in its tag, and never a marked one, so that every frame
 * goes up at most twice whatever is dead and whatever mixture of plans switches hold. Group addresses go up and down one tree, which
 * the next plan draws around a dead cable. What would be too many rules for a switch is refused, a VLAN at a time.
 *
 * <p>Addresses of tenants that the fabric itself routes ({@link io.heddle.routing.plan.RoutedMember}) are routed like everything else,
 * so equal paths, failover, repairs and detours are theirs too. They come in blocks. Edge switches send the whole space of routed
 * addresses up, one rule for each prefix that an operator lends; who is above the edge switch of a block has one rule for the block, and
 * an address that is elsewhere has one where the ways part. To whom a block belongs is decided anew from where its addresses are, and
 * never remembered: so the plan stays a function of facts, a restart or another instance comes to the same, and an address that moves
 * costs at most one rule on the switches of its way, as it would if blocks stayed with whoever had them first. Nobody at an edge port
 * sends from such an address but the server that it is bound to, and fabric hosts and routed addresses never reach each other.
 *
 * <p>The plan is a pure, deterministic function of the fabric as it is known; same input, same output, same ids, on every instance
 * and after every restart. {@link io.heddle.routing.plan.PlanDiff} orders the difference make-before-break. The controller sends it,
 * the REST API prints it, tests walk packets through it.
 */
@NullMarked
package io.heddle.routing.plan;

import org.jspecify.annotations.NullMarked;
