package io.heddle.controller.telemetry.sflow;

import java.net.InetAddress;

/**
 * An agent behind the address that its datagrams come from. What one sender says never touches what is known from another.
 *
 * @param address where the datagram came from, which need not be what the agent calls itself
 * @param agent what it calls itself
 */
record Sender(InetAddress address, AgentId agent) {}
