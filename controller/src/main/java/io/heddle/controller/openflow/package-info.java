/**
 * The OpenFlow endpoint: one session per switch, from the first byte to the last.
 *
 * <p>{@link io.heddle.controller.openflow.OpenFlowEndpoint} listens, greets, negotiates, reads a switch's tables back and then
 * carries effects to it and events from it. One event loop, a single thread, owns every session and the registry of datapath ids,
 * so nothing here is locked; the loop never blocks. It assumes that the consumer of events returns at once.
 *
 * <p>Guarantees: a session ends with a reason, which is logged, counted and, once the switch was announced, reported; no peer can
 * disturb another. Changes are applied in order, one batch at a time, and each batch is answered exactly once unless the session ends
 * first. A peer with which TLS is not to be had ends at the handshake, whose arithmetic is done elsewhere ({@code controller.tls}).
 * Packets to and from a switch may be dropped under load, which is counted; changes and port news never are.
 *
 * <p>Called by the loop of {@code controller}, which knows nothing of buffers, channels or LoxiGen.
 */
@NullMarked
package io.heddle.controller.openflow;

import org.jspecify.annotations.NullMarked;
