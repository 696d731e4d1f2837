package io.heddle.controller.tenant;

import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.IntegrationBridge;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.controller.state.ServerFacts;
import io.heddle.controller.state.ServerWish;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.plan.TenantServer;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A machine whose database was seen, and what became of it.
 *
 * @param database its database
 * @param facts what the database says, or said last
 * @param isConnected whether the database is connected now
 * @param address its fabric address, once known; kept while nothing better is known
 * @param wish what the database was last told is wanted, in this session
 * @param refusal why it is not as wanted, if so
 * @param lastSeen when it was last connected
 */
record KnownServer(
        DatabaseId database,
        ServerFacts facts,
        boolean isConnected,
        Optional<Ipv4Address> address,
        Optional<ServerWish> wish,
        Optional<String> refusal,
        Instant lastSeen) {

    /** A machine whose database was just read for the first time. */
    static KnownServer of(DatabaseId database, ServerFacts facts, Instant now) {
        return new KnownServer(database, facts, true, Optional.empty(), Optional.empty(), Optional.empty(), now);
    }

    KnownServer with(ServerFacts seen, Instant now) {
        return new KnownServer(database, seen, true, address, wish, refusal, now);
    }

    /** Its session begins, or ends; in a new one nothing was said yet. */
    KnownServer connected(boolean isNow, Instant now) {
        return new KnownServer(database, facts, isNow, address, Optional.empty(), Optional.empty(), now);
    }

    KnownServer refused(Optional<String> reason) {
        return new KnownServer(database, facts, isConnected, address, wish, reason, lastSeen);
    }

    KnownServer told(ServerWish wanted) {
        return new KnownServer(database, facts, isConnected, address, Optional.of(wanted), refusal, lastSeen);
    }

    /** With the fabric address that is known best: what an operator noted, what the fabric says, what it was, what its tunnels have. */
    KnownServer located(Underlay underlay) {
        Optional<Ipv4Address> found = facts.underlay()
                .or(() -> underlay.addressOf(facts.macs()))
                .or(() -> address)
                .or(() -> integration().flatMap(IntegrationBridge::source));
        return new KnownServer(database, facts, isConnected, found, wish, refusal, lastSeen);
    }

    /** The MAC address of its own by which the fabric knows it at its address. */
    Optional<MacAddress> uplink(Underlay underlay) {
        return facts.macs().stream()
                .filter(mac -> address.isPresent()
                        && address.equals(Optional.ofNullable(underlay.hosts().get(mac))))
                .findFirst();
    }

    /** Whether {@code name} means it: what it is called, or its fabric address. */
    boolean isCalled(String name) {
        return !name.isEmpty()
                && (name.equals(facts.name())
                        || name.equals(facts.hostname())
                        || address.map(Ipv4Address::toString)
                                .filter(name::equals)
                                .isPresent());
    }

    /** Whether it is one of those machines that hold the fabric's own switches; never a server. */
    boolean holdsFabric(Underlay underlay) {
        return facts.others().stream().anyMatch(dpid -> underlay.switches().contains(dpid));
    }

    /** The integration bridge, if it is the one that belongs to this database. */
    Optional<IntegrationBridge> integration() {
        return facts.integration().filter(bridge -> bridge.dpid().equals(IntegrationBridge.dpidOf(database)));
    }

    /** The fabric address that it has; none while another machine had it first. */
    Optional<Ipv4Address> address(Holdings holdings) {
        return address.filter(each -> holdings.addresses().isHeldBy(each, database));
    }

    /** Whether it is away, and another machine has its fabric address now: most likely itself, with a new database. */
    private boolean isReplaced(Holdings holdings) {
        return !isConnected && address.isPresent() && address(holdings).isEmpty();
    }

    /**
     * What is to be planned for its bridge, of what it has and not only claims; nothing while it has no bridge.
     *
     * @param isAlive whether it is reached over the fabric and its bridge is connected
     */
    Optional<TenantServer> planned(Holdings holdings, boolean isAlive) {
        return integration()
                .filter(bridge -> !isReplaced(holdings))
                .filter(bridge -> holdings.bridges().isHeldBy(bridge.dpid(), database))
                .map(bridge -> {
                    SortedMap<PortId, PortNumber> plugged = new TreeMap<>();
                    bridge.interfaces().forEach((port, each) -> {
                        if (holdings.ports().isHeldBy(port, database)) {
                            each.number().ifPresent(number -> plugged.put(port, number));
                        }
                    });
                    return new TenantServer(
                            bridge.dpid(),
                            address(holdings).orElse(Ipv4Address.UNSPECIFIED),
                            bridge.tunnels(),
                            bridge.uplinks(),
                            isAlive && !bridge.uplinks().isEmpty(),
                            plugged,
                            bridge.trunkEnds());
                });
    }

    /** Its interface that says it is that port. */
    Optional<PluggedInterface> interfaceOf(PortId port) {
        return integration().flatMap(bridge -> bridge.interfaces().find(port));
    }
}
