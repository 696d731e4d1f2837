package io.heddle.controller.state;

import io.heddle.topology.PortNumber;

/**
 * The counters of one port since it exists (OpenFlow 1.5.1 §7.3.5.7).
 *
 * @param port the port
 * @param rxPackets packets received
 * @param txPackets packets sent
 * @param rxBytes bytes received
 * @param txBytes bytes sent
 * @param rxDropped packets dropped on receipt
 * @param txDropped packets dropped before sending
 */
public record PortCounters(
        PortNumber port, long rxPackets, long txPackets, long rxBytes, long txBytes, long rxDropped, long txDropped) {}
