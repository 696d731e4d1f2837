/**
 * Tenants: who may ask, the one desk where what they ask is decided, kept and published, and the loop that carries it out on servers.
 *
 * <p>{@link io.heddle.controller.tenant.TenantDesk} carries commands out in order on a thread of its own, over a store of its own (a
 * folder inside the state folder): a tenant's bulk request takes seconds of disk and processor that the loop of the fabric must not
 * wait for, and the two never need one transaction. Readers take the latest state and wait for nobody; whoever plans from it is told
 * of each change after it is durable.
 *
 * <p>Accounts come from a users file. Passwords are kept as Argon2id by Bouncy Castle: the JDK has only PBKDF2, which graphics
 * processors guess against ten to a hundred times as fast at the same cost for us. Tokens are random, so a plain hash of them is
 * enough. Without a users file there is one administrator's token, made once and kept with the state.
 *
 * <p>{@link io.heddle.controller.tenant.OverlayLoop} owns what is known of servers, on a thread of its own, so that neither the fabric
 * nor tenants wait for it. Three kinds of facts meet there: what tenants ask for, what the databases of machines say, and where the
 * fabric has these machines. Its pure part is like the fabric's: {@code OverlayStep} notes an event, {@code OverlaySettlement} plans
 * once for a burst and sends each integration bridge what it lacks, {@code TenantDhcp}, {@code TenantAdvertiser} and
 * {@code RouterVoice}, {@code OutsideVoice} and {@code PathMtu} answer hosts, {@code QuoteMender} puts errors from outside right,
 * {@code Probes} finds out what passes, {@code Resolution} finds who is where on external networks, {@code Health} which members of load
 * balancers work, and {@code Announcements} tells these where routers are, {@code TrafficMeter} reads the counters of their ports.
 * {@link io.heddle.controller.tenant.PortBoard} shows the state, place and traffic of each port to whoever asks.
 *
 * <p>What is trusted. A server is the operator's machine and a virtual machine is not. Of a frame, nothing is believed that a virtual
 * machine could have written: its port, its network and its addresses are checked by rules on its server, which it cannot reach. A
 * server has to be trusted with the networks that it takes part in, because it is what keeps its own virtual machines apart, and with
 * the keys of tunnels, because whoever may send on the fabric may write any key into a tunnel header; that holds for every overlay
 * without encryption. From whom a tunnel's packet comes cannot be forged, as edge switches let a machine send from its own fabric
 * address only; that it comes from a server of the network no rule asks, because that would take a rule on each server for each other
 * one, in step with every port that comes and goes. It is not trusted with what belongs to other servers: what its database says can be
 * wrong, late, absurd or a lie, and then costs itself. {@code Holdings} is that rule: an integration bridge, a fabric address and a port
 * each have one holder, the first database that said so, until that no longer says so, or is away while another that says so is there
 * (the machine was installed anew, the virtual machine was moved off a dead one). Later ones carry nothing, and the port says who they
 * are. After the controller was started the first to come back is the first; which of two honest-looking servers lies is for the
 * operator to say. An interface id is as secret as a port's id is: who knows the id of a port that is plugged nowhere may be the first
 * to have it.
 *
 * <p>Assumes that its event sources give every event once and in order, and nothing else: facts of servers are untrusted. Guarantees:
 * it never waits for a server, a server can only disturb itself, and nothing is taken from a bridge that forwards because the
 * controller, or another server, is not back yet. Made and joined by {@code ControllerProgram}.
 */
@NullMarked
package io.heddle.controller.tenant;

import org.jspecify.annotations.NullMarked;
