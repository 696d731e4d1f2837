package io.heddle.controller.state;

import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.plan.Residents;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.Islands;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.sorted.PersistentMap;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything the controller knows at one moment, immutable.
 *
 * @param revision grows by one with every plan that was sent
 * @param topology the facts
 * @param committed what is remembered durably of the fabric's design
 * @param understanding what was made of the facts; empty while forming
 * @param sessions the switches that are connected now
 * @param formation what is due
 * @param incidents what was refused lately, by a key that says who and what
 * @param elephants what is known and decided about large flows
 * @param demand what the fabric is to carry for tenants
 */
public record FabricState(
        long revision,
        Topology topology,
        Blueprint committed,
        Optional<Understanding> understanding,
        PersistentMap<DatapathId, Session> sessions,
        Formation formation,
        PersistentMap<String, Incident> incidents,
        Elephants elephants,
        TenantDemand demand) {

    /** A controller that has just started and remembers {@code blueprint} and {@code hosts}, and no pins. */
    public static FabricState starting(Blueprint blueprint, Collection<Host> hosts, Instant now) {
        return starting(blueprint, hosts, Elephants.remembered(SchedulerName.HEDDLE, new TreeMap<>()), now);
    }

    /** A controller that has just started and remembers all of these. */
    public static FabricState starting(Blueprint blueprint, Collection<Host> hosts, Elephants elephants, Instant now) {
        Topology topology = Topology.empty();
        for (Host host : hosts) {
            topology = topology.withHost(host);
        }
        return new FabricState(
                0,
                topology,
                blueprint,
                Optional.empty(),
                PersistentMap.empty(),
                Formation.startedAt(now),
                PersistentMap.empty(),
                elephants,
                TenantDemand.UNKNOWN);
    }

    /** Who is behind its ports, as far as it routes to them. */
    public Residents residents() {
        Set<Ipv4Address> refused = understanding
                .map(known -> known.planned().routedTroubles().keySet())
                .orElseGet(TreeSet::new);
        return new Residents(topology, demand.interfaces().without(refused));
    }

    /** How far the fabric has come up. */
    public Phase phase() {
        if (understanding.isEmpty()) {
            return Phase.FORMING;
        }
        if (understanding.get().recognition().design() instanceof FabricDesign.Irregular) {
            return Phase.NOT_CLOS;
        }
        boolean isWhole = understanding.get().recognition().problems().isEmpty()
                && unheard().isEmpty();
        return isWhole ? Phase.COMPLETE : Phase.DEGRADED;
    }

    /** The switches that cables lead to but that have no control channel: they forward, and nobody sees what happens there. */
    public List<FabricSwitch> unheard() {
        Topology seen = Islands.withoutCables(topology);
        return seen.switches().values().stream()
                .filter(each -> !each.isConnected())
                .filter(each -> !seen.links().at(each.dpid()).leaving().isEmpty())
                .toList();
    }

    /** Whether every connected switch holds what it should, as far as it confirmed. */
    public boolean isSynced() {
        return understanding.isPresent() && sessions.values().stream().allMatch(Session::isSynced);
    }

    FabricState with(Topology changed, Formation due) {
        return new FabricState(
                revision, changed, committed, understanding, sessions, due, incidents, elephants, demand);
    }

    FabricState with(Formation due) {
        return new FabricState(
                revision, topology, committed, understanding, sessions, due, incidents, elephants, demand);
    }

    FabricState with(Elephants changed) {
        return new FabricState(
                revision, topology, committed, understanding, sessions, formation, incidents, changed, demand);
    }

    FabricState with(TenantDemand changed) {
        return new FabricState(
                revision,
                topology,
                committed,
                understanding,
                sessions,
                formation.replanned(),
                incidents,
                elephants,
                changed);
    }

    FabricState withSession(DatapathId dpid, Session session) {
        return withSessions(sessions.with(dpid, session));
    }

    FabricState withSessions(PersistentMap<DatapathId, Session> changed) {
        return new FabricState(
                revision, topology, committed, understanding, changed, formation, incidents, elephants, demand);
    }

    FabricState withIncidents(PersistentMap<String, Incident> changed) {
        return new FabricState(
                revision, topology, committed, understanding, sessions, formation, changed, elephants, demand);
    }

    FabricState withCommitted(Blueprint blueprint) {
        return new FabricState(
                revision, topology, blueprint, understanding, sessions, formation, incidents, elephants, demand);
    }

    FabricState understood(Understanding changed, Formation due) {
        return new FabricState(
                revision, topology, committed, Optional.of(changed), sessions, due, incidents, elephants, demand);
    }

    FabricState nextRevision() {
        return new FabricState(
                revision + 1, topology, committed, understanding, sessions, formation, incidents, elephants, demand);
    }
}
