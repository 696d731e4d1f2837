/**
 * The Open vSwitch Database Management Protocol as values (RFC 7047): what a database says, a replica of it, and what to tell it.
 *
 * <p>Nothing here knows of connections, threads or time. {@link io.heddle.controller.ovsdb.data.ValueJson} turns the JSON of a value
 * into an {@link io.heddle.controller.ovsdb.data.OvsdbValue} and back; {@link io.heddle.controller.ovsdb.data.Replica} applies the
 * three forms of update that servers send; {@link io.heddle.controller.ovsdb.data.Transaction} is a list of operations that happen
 * together or not at all.
 *
 * <p>A replica is changed only by what the server reports, never by what we send: a transaction that was sent is not in it until the
 * update that it causes arrives, which may be before or after the answer to it. So a transaction is computed from the replica, begins
 * with {@code wait} operations that repeat what it was computed from, and when the database has moved on meanwhile it fails as a whole
 * and is computed again from the newer replica.
 *
 * <p>Guarantees: input of any shape ends in values or in a {@link io.heddle.controller.ovsdb.data.MalformedJsonException}; a replica
 * never holds more rows than it was allowed. Called by the sessions of {@code controller.ovsdb}.
 */
@NullMarked
package io.heddle.controller.ovsdb.data;

import org.jspecify.annotations.NullMarked;
