package io.heddle.routing.tenant.isolation;

import io.heddle.routing.verify.space.SymbolicPacket;
import io.heddle.topology.DatapathId;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Packets that arrive somewhere.
 *
 * @param end where
 * @param packet the packets
 * @param passed the rules that they passed, bridge by bridge
 * @param zones the zones in which their connection is kept from then on, by bridge
 */
record Arrival(
        End end, SymbolicPacket packet, List<PassedRule> passed, SortedMap<DatapathId, SortedSet<Integer>> zones) {}
