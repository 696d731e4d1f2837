package io.heddle.controller.tenant;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PortCountersRead;
import io.heddle.controller.state.PortCounters;
import io.heddle.controller.telemetry.CounterPoll;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.traffic.Traffic;
import io.heddle.routing.tenant.traffic.TrafficLedger;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks integration bridges for the counters of their ports, each every few seconds and never again while an answer is due, and enters
 * what they say. Only the interface that the plan serves counts for a port: one that says it is the same port elsewhere does not.
 */
final class TrafficMeter {

    static final Duration INTERVAL = Duration.ofSeconds(5);
    /** How long an answer is waited for before the question counts as lost. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CounterPoll poll = new CounterPoll(INTERVAL);
    private final SortedMap<DatapathId, Instant> asked = new TreeMap<>();
    private TrafficLedger ledger = TrafficLedger.empty();
    private TenantState known = TenantState.empty();

    /** What was counted so far. */
    TrafficLedger ledger() {
        return ledger;
    }

    /** The questions that are due; forgets what tenants have given up, too. */
    @SuppressWarnings("ReferenceEquality") // tenants keep their instance when nothing changed
    List<Effect.SwitchEffect> due(OverlayState state, Instant now) {
        asked.values().removeIf(when -> !when.plus(PATIENCE).isAfter(now));
        List<Effect.SwitchEffect> questions = poll
                .due(state.channels().sessions().keySet(), now)
                .stream()
                .filter(bridge -> asked.putIfAbsent(bridge, now) == null)
                .<Effect.SwitchEffect>map(Effect.ReadPortCounters::new)
                .toList();
        if (!questions.isEmpty() && known != state.tenants()) {
            known = state.tenants();
            ledger = ledger.keeping(known);
        }
        return questions;
    }

    /** A session ended, and with it what was asked. */
    void ended(DatapathId bridge) {
        asked.remove(bridge);
    }

    /** Enters an answer. What a bridge received on a port is what the machine there sent. */
    void read(PortCountersRead answer, OverlayState state, Instant now) {
        asked.remove(answer.dpid());
        SortedMap<ConnectPoint, Traffic> counted = new TreeMap<>();
        for (PortCounters each : answer.counters()) {
            counted.put(new ConnectPoint(answer.dpid(), each.port()), traffic(each));
        }
        SortedMap<PortId, Traffic> readings = new TreeMap<>();
        state.bridges()
                .find(answer.dpid())
                .ifPresent(server -> server.plugged().keySet().forEach(port -> {
                    ConnectPoint place = state.planned().plan().locations().get(port);
                    Traffic reading = place == null ? null : counted.get(place);
                    if (reading != null) {
                        readings.put(port, reading);
                    }
                }));
        ledger = ledger.with(readings, state.tenants(), now);
    }

    /** A counter that a switch does not have is all ones (OpenFlow 1.5.1 §7.3.5.7), which is below zero here. */
    private static Traffic traffic(PortCounters counters) {
        return new Traffic(
                Math.max(0, counters.rxBytes()),
                Math.max(0, counters.rxPackets()),
                Math.max(0, counters.txBytes()),
                Math.max(0, counters.txPackets()));
    }
}
