/**
 * The OVSDB endpoint (RFC 7047): one session per Open vSwitch database, whichever side connected.
 *
 * <p>{@link io.heddle.controller.ovsdb.OvsdbEndpoint} listens for databases that were told of us ({@code ovs-vsctl set-manager}) and
 * connects to those that were configured, again and again. Each session asks for the schema, monitors those of the columns it uses
 * that exist, keeps a {@code data.Replica}, reports what changes, and makes the database what is wanted: whatever differs is put
 * right by transactions that are computed from the replica, guarded by {@code wait}, and computed again when the database has moved
 * on. Nothing is remembered between sessions, because what is configured is read back first; so a controller that comes back writes
 * nothing where nothing differs. Until it is known what is wanted, nothing is touched; what others created never is.
 *
 * <p>Two things can be wanted of a database: that its bridges sample ({@code SamplingReconciler}), and that its machine is ready for
 * tenants ({@code ServerReconciler}). Of every machine it is reported what a server would need to be known ({@code ServerSeen}); which
 * is one, and what it is to have, is decided elsewhere and told here for as long as the session lives.
 *
 * <p>One event loop, a single thread, owns every session, so nothing here is locked; the loop never blocks. It assumes that the
 * consumer of events returns at once. Guarantees: a session ends with a reason, which is logged, counted and, once the database was
 * announced, reported; no peer can disturb another: messages, rows and what waits to be sent are bounded, every question has a
 * deadline, and malformed input ends the session that it came from. Updates that came together are looked at once, and a database is
 * read no faster than {@code Pace} allows, so that what it says neither keeps the thread from the others nor piles up in the
 * controller: it waits in the peer. Texts that people will read are cut short.
 *
 * <p>Where there is an identity ({@code controller.tls}), databases that connect and those that were configured with {@code ssl:} are
 * spoken to with TLS; the arithmetic of handshakes is done elsewhere, and a peer with which there is no TLS ends only its own session.
 * A server's bridge is told to reach the controller in the way in which its database does.
 *
 * <p>To who reads the samples that are configured here, as Open vSwitch 3.1 sends them: a datagram's agent address is the
 * {@code agent} of the row, which may be any IPv4 address and is the switch's own of the address plan, so it names the switch; the
 * sub-agent and the data source of flow samples are running numbers inside one ovs-vswitchd and name nothing that lasts. Input and
 * output are the numbers of network devices ({@code ifindex}), not OpenFlow ports; counter samples carry the port and the datapath id
 * beside the device. Sampling is on entry to the bridge, of all ports alike. A sample waits up to one second until its datagram
 * leaves. Any change of the row begins anew with sequence number 1 and another UDP source port.
 *
 * <p>Called by the loop of {@code controller}, which knows nothing of JSON, buffers or channels.
 */
@NullMarked
package io.heddle.controller.ovsdb;

import org.jspecify.annotations.NullMarked;
