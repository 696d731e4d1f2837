/**
 * The sFlow collector: samples of packets come in over UDP, large flows come out as events.
 *
 * <p>{@link io.heddle.controller.telemetry.sflow.SflowCollector} listens and is the only class here that knows Netty. What a
 * datagram says is read by our own decoder of sFlow version 5, which takes any bytes at all; who is believed is decided by {@link
 * io.heddle.controller.telemetry.sflow.SampleSight}; which interface is which port is learned from what Open vSwitch says with its
 * counters, so that nothing has to be configured twice. Everything runs on the collector's one thread and never blocks; the state
 * that is kept is bounded, whatever is sent.
 *
 * <p>Assumes that switches send samples from the address from which they connect, and that datagrams from there are not forged:
 * the management network is not reachable from hosts. Called by the loop of {@code controller}, which tells it what the fabric
 * looks like and takes the events.
 */
@NullMarked
package io.heddle.controller.telemetry.sflow;

import org.jspecify.annotations.NullMarked;
