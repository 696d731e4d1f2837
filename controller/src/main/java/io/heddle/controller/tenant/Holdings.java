package io.heddle.controller.tenant;

import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.IntegrationBridge;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.routing.tenant.PortId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.sorted.PersistentMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which machine has which of the things that only one can have, whatever the others say.
 *
 * @param bridges integration bridges, by datapath id
 * @param addresses addresses on the fabric
 * @param ports tenants' ports
 */
record Holdings(Claims<DatapathId> bridges, Claims<Ipv4Address> addresses, Claims<PortId> ports) {

    static final Holdings NONE = new Holdings(Claims.none(), Claims.none(), Claims.none());

    /**
     * After a machine, of which {@code before} was known, says what is in {@code now}.
     *
     * @param servers the machines as they are now
     * @param affected gets those others that have something more, or less, than they had
     */
    Holdings claimed(
            Optional<KnownServer> before,
            KnownServer now,
            PersistentMap<DatabaseId, KnownServer> servers,
            Set<DatabaseId> affected) {
        DatabaseId machine = now.database();
        Holdings next = new Holdings(
                bridges.claimed(
                        machine, bridgeOf(before), bridgeOf(Optional.of(now)), id -> isThere(id, servers), affected),
                addresses.claimed(
                        machine, addressOf(before), addressOf(Optional.of(now)), id -> isThere(id, servers), affected),
                ports.claimed(
                        machine, portsOf(before), portsOf(Optional.of(now)), id -> isThere(id, servers), affected));
        affected.remove(machine);
        return next;
    }

    /** After a machine was given up. */
    Holdings without(KnownServer gone, PersistentMap<DatabaseId, KnownServer> servers, Set<DatabaseId> affected) {
        DatabaseId machine = gone.database();
        Optional<KnownServer> before = Optional.of(gone);
        Holdings next = new Holdings(
                bridges.claimed(machine, bridgeOf(before), new TreeSet<>(), id -> isThere(id, servers), affected),
                addresses.claimed(machine, addressOf(before), new TreeSet<>(), id -> isThere(id, servers), affected),
                ports.claimed(machine, portsOf(before), new TreeSet<>(), id -> isThere(id, servers), affected));
        affected.remove(machine);
        return next;
    }

    private static boolean isThere(DatabaseId id, PersistentMap<DatabaseId, KnownServer> servers) {
        return servers.find(id).filter(KnownServer::isConnected).isPresent();
    }

    private static SortedSet<DatapathId> bridgeOf(Optional<KnownServer> server) {
        SortedSet<DatapathId> bridge = new TreeSet<>();
        server.flatMap(KnownServer::integration).ifPresent(each -> bridge.add(each.dpid()));
        return bridge;
    }

    private static SortedSet<Ipv4Address> addressOf(Optional<KnownServer> server) {
        SortedSet<Ipv4Address> address = new TreeSet<>();
        server.flatMap(KnownServer::address).ifPresent(each -> address.add(each));
        return address;
    }

    private static SortedSet<PortId> portsOf(Optional<KnownServer> server) {
        SortedSet<PortId> ports = new TreeSet<>();
        server.flatMap(KnownServer::integration)
                .map(IntegrationBridge::interfaces)
                .ifPresent(all -> all.stream().map(PluggedInterface::iface).forEach(each -> ports.add(each)));
        return ports;
    }
}
