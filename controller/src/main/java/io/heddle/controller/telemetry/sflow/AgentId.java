package io.heddle.controller.telemetry.sflow;

/**
 * Who numbers interfaces and samples: an agent's address with one of its sub-agents (sFlow version 5, §4.1). Open vSwitch makes a
 * sub-agent of each bridge and numbers them anew when bridges come and go, so this names no switch for good.
 *
 * @param high the first half of an IPv6 address, 0 for an IPv4 address
 * @param low the second half, or the IPv4 address
 * @param subAgent the sub-agent
 */
record AgentId(long high, long low, int subAgent) {}
