/**
 * Which port is cabled to which: LLDP frames that only this controller can have made, sent out of every port and believed only when
 * they come back fresh, from where they were sent, and without contradicting a live cable.
 *
 * <p>{@link io.heddle.controller.discovery.LinkDiscovery} may assume that it sees every event once, on one thread, with a clock that
 * is handed in; it does no I/O and keeps no clock of its own. It guarantees that a frame which was forged, replayed, relayed to a
 * second place or sent by a host makes no {@code LinkSeen} but a counted {@code LldpRefused}, and that a link which stops being
 * confirmed ends in {@code LinkTimedOut} unless one of its switches is out of reach. Called by the loop alone.
 */
@NullMarked
package io.heddle.controller.discovery;

import org.jspecify.annotations.NullMarked;
