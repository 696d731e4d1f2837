package io.heddle.routing.tenant.traffic;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.sorted.PersistentMap;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What every port, network and project carried; immutable.
 *
 * <p>A port's interface may be unplugged, made anew, or be on another server by the next reading. When none of its counters is lower
 * than before, it goes on (a device may be carried to another server with its counters); when one is lower, the counters began anew
 * and all of them is new. Networks and projects are summed up from what ports gain, so they keep what a removed port carried. What a
 * port on a shared network carries is its own project's.
 */
public final class TrafficLedger {

    private static final TrafficLedger EMPTY =
            new TrafficLedger(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    private final PersistentMap<PortId, PortTraffic> ports;
    private final PersistentMap<NetworkId, Traffic> networks;
    private final PersistentMap<ProjectId, Traffic> projects;

    private TrafficLedger(
            PersistentMap<PortId, PortTraffic> ports,
            PersistentMap<NetworkId, Traffic> networks,
            PersistentMap<ProjectId, Traffic> projects) {
        this.ports = ports;
        this.networks = networks;
        this.projects = projects;
    }

    /** The ledger before anything was read. */
    public static TrafficLedger empty() {
        return EMPTY;
    }

    /** What is known of a port; nothing before its first reading. */
    public Optional<PortTraffic> of(PortId port) {
        return ports.find(port);
    }

    /** What the ports of a network carried, those that are gone included. */
    public Traffic of(NetworkId network) {
        return networks.find(network).orElse(Traffic.NONE);
    }

    /** What the ports of a project carried, those that are gone included. */
    public Traffic of(ProjectId project) {
        return projects.find(project).orElse(Traffic.NONE);
    }

    /** Every project whose ports were read, also when it has none any more. */
    public PersistentMap<ProjectId, Traffic> projects() {
        return projects;
    }

    /** After counters were read at {@code now}; those of ports that {@code tenants} does not have are passed over. */
    public TrafficLedger with(SortedMap<PortId, Traffic> readings, TenantState tenants, Instant now) {
        TrafficLedger next = this;
        for (Map.Entry<PortId, Traffic> reading : readings.entrySet()) {
            Optional<TenantPort> port = tenants.ports().find(reading.getKey());
            if (port.isPresent()) {
                next = next.with(port.get(), reading.getValue(), now);
            }
        }
        return next;
    }

    private TrafficLedger with(TenantPort port, Traffic reading, Instant now) {
        Optional<PortTraffic> before = ports.find(port.id());
        PortTraffic after =
                before.map(known -> known.next(reading, now)).orElseGet(() -> PortTraffic.first(reading, now));
        Traffic gained = before.map(known -> reading.since(known.reading())).orElse(reading);
        return new TrafficLedger(
                ports.with(port.id(), after),
                networks.with(port.network(), of(port.network()).plus(gained)),
                projects.with(port.project(), of(port.project()).plus(gained)));
    }

    /** Without the ports and networks that {@code tenants} does not have. */
    public TrafficLedger keeping(TenantState tenants) {
        PersistentMap<PortId, PortTraffic> left = ports;
        for (PortId port : ports.keySet()) {
            left = tenants.ports().containsKey(port) ? left : left.without(port);
        }
        PersistentMap<NetworkId, Traffic> remaining = networks;
        for (NetworkId network : networks.keySet()) {
            remaining = tenants.networks().containsKey(network) ? remaining : remaining.without(network);
        }
        return new TrafficLedger(left, remaining, projects);
    }
}
