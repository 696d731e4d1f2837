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
import java.util.function.Predicate;

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
        return moved(now.database(), before, Optional.of(now), servers, affected);
    }

    /** After a machine was given up. */
    Holdings without(KnownServer gone, PersistentMap<DatabaseId, KnownServer> servers, Set<DatabaseId> affected) {
        return moved(gone.database(), Optional.of(gone), Optional.empty(), servers, affected);
    }

    private Holdings moved(
            DatabaseId machine,
            Optional<KnownServer> before,
            Optional<KnownServer> now,
            PersistentMap<DatabaseId, KnownServer> servers,
            Set<DatabaseId> affected) {
        boolean isAnew = !before.map(KnownServer::isConnected).equals(now.map(KnownServer::isConnected));
        Predicate<DatabaseId> isThere = id -> isThere(id, servers);
        Holdings next = new Holdings(
                bridges.claimed(machine, bridgeOf(before), bridgeOf(now), isAnew, isThere, affected),
                addresses.claimed(machine, addressOf(before), addressOf(now), isAnew, isThere, affected),
                ports.claimed(machine, portsOf(before), portsOf(now), isAnew, isThere, affected));
        affected.remove(machine);
        return next;
    }

    private static boolean isThere(DatabaseId id, PersistentMap<DatabaseId, KnownServer> servers) {
        return servers.find(id).filter(KnownServer::isConnected).isPresent();
    }

    private static PersistentMap<DatapathId, Boolean> bridgeOf(Optional<KnownServer> server) {
        return only(server.flatMap(KnownServer::integration).map(IntegrationBridge::dpid));
    }

    private static PersistentMap<Ipv4Address, Boolean> addressOf(Optional<KnownServer> server) {
        Optional<Ipv4Address> address = server.flatMap(KnownServer::address);
        return only(address);
    }

    private static <K extends Comparable<? super K>> PersistentMap<K, Boolean> only(Optional<K> thing) {
        PersistentMap<K, Boolean> none = PersistentMap.empty();
        return thing.map(each -> none.with(each, true)).orElse(none);
    }

    private static PersistentMap<PortId, PluggedInterface> portsOf(Optional<KnownServer> server) {
        return server.flatMap(KnownServer::integration)
                .map(IntegrationBridge::interfaces)
                .orElse(PersistentMap.empty());
    }
}
