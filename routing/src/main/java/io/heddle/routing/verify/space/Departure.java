package io.heddle.routing.verify.space;

import io.heddle.routing.rule.ForwardingRule;
import io.heddle.topology.PortNumber;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Packets that leave a switch.
 *
 * @param port by which port; empty for the controller
 * @param packet the packets
 * @param rules the rules that they passed, in order; of several that do the same in a table, one
 * @param zones the zones in which their connection is kept from then on
 */
public record Departure(
        Optional<PortNumber> port, SymbolicPacket packet, List<ForwardingRule> rules, SortedSet<Integer> zones) {}
