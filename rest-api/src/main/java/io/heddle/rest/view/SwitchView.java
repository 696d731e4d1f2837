package io.heddle.rest.view;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.SwitchSession;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.Port;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Switches and their ports, seen and remembered ones, as they are written. */
final class SwitchView {

    private final FabricSnapshot snapshot;
    private final Blueprint blueprint;
    private final Cabling cabling;
    private final Loads loads;
    private final Addresses addresses;
    private final Ends ends;
    private final SortedMap<ConnectPoint, List<Host>> hosts = new TreeMap<>();

    SwitchView(FabricSnapshot snapshot, Cabling cabling) {
        this.snapshot = snapshot;
        this.cabling = cabling;
        blueprint = snapshot.recognition().blueprint();
        loads = Loads.of(snapshot);
        addresses = Addresses.of(snapshot);
        ends = new Ends(snapshot.topology());
        snapshot.topology()
                .hosts()
                .values()
                .forEach(host -> hosts.computeIfAbsent(host.location(), point -> new ArrayList<>())
                        .add(host));
    }

    /** Every switch that was seen or is remembered. */
    SortedSet<DatapathId> known() {
        SortedSet<DatapathId> known =
                new TreeSet<>(snapshot.topology().switches().keySet());
        known.addAll(blueprint.positions().keySet());
        return known;
    }

    SwitchSummary summary(DatapathId dpid) {
        Optional<FabricSwitch> seen = snapshot.topology().fabricSwitch(dpid);
        Optional<Position> position = position(dpid);
        Optional<SwitchSession> session =
                Optional.ofNullable(snapshot.sessions().get(dpid));
        return new SwitchSummary(
                dpid.toString(),
                seen.map(FabricSwitch::name).orElseGet(dpid::toString),
                position.map(place -> snapshot.recognition().design().role(place.tier())),
                position.map(place -> name(place.tier())),
                position.map(Position::pod),
                position.map(Position::index),
                addresses.ofSwitch(dpid),
                addresses.prefix(dpid),
                seen.isPresent(),
                seen.filter(FabricSwitch::isConnected).isPresent(),
                hostPorts(dpid),
                session.map(SessionRepresentation::of));
    }

    SwitchRepresentation full(DatapathId dpid) {
        Collection<Port> ports = snapshot.topology()
                .fabricSwitch(dpid)
                .map(seen -> seen.ports().values())
                .orElse(List.of());
        return new SwitchRepresentation(
                summary(dpid), ports.stream().map(port -> port(dpid, port)).toList());
    }

    private PortRepresentation port(DatapathId dpid, Port port) {
        ConnectPoint point = new ConnectPoint(dpid, port.number());
        List<Host> behind = hosts.getOrDefault(point, List.of());
        return new PortRepresentation(
                port.number().value(),
                port.name(),
                port.mac().toString(),
                port.isUp(),
                kind(point, port),
                cabling.peer(point).map(ends::of),
                behind.stream().map(host -> host.ip().toString()).toList(),
                addresses.ofHostAt(point),
                loads.capacity(point),
                loads.sentBy(point),
                loads.receivedBy(point));
    }

    private String kind(ConnectPoint point, Port port) {
        Optional<LinkState> cable = cabling.stateAt(point);
        if (cable.isEmpty()) {
            return port.isUp() || blueprint.hostNumbers().containsKey(point) ? "host" : "unused";
        }
        return switch (cable.get()) {
            case WRONG -> "wrong";
            case UNPLACED -> "link";
            case UP, DOWN -> direction(point);
        };
    }

    private String direction(ConnectPoint point) {
        Optional<Tier> here = position(point.dpid()).map(Position::tier);
        Optional<Tier> there =
                cabling.peer(point).flatMap(peer -> position(peer.dpid())).map(Position::tier);
        if (here.isEmpty() || there.isEmpty() || here.equals(there)) {
            return "link";
        }
        return here.get().compareTo(there.get()) < 0 ? "up" : "down";
    }

    private List<HostPortRepresentation> hostPorts(DatapathId dpid) {
        return blueprint.hostPortsOf(dpid).keySet().stream()
                .map(point -> new HostPortRepresentation(
                        point.port().value(), snapshot.topology().isUp(point), addresses.ofHostAt(point)))
                .toList();
    }

    private Optional<Position> position(DatapathId dpid) {
        return Optional.ofNullable(blueprint.positions().get(dpid));
    }

    private static String name(Tier tier) {
        return tier.name().toLowerCase(Locale.ROOT);
    }
}
