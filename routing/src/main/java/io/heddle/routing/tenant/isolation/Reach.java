package io.heddle.routing.tenant.isolation;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.plan.TenantServer;
import io.heddle.routing.verify.space.Departure;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.PacketSpace;
import io.heddle.routing.verify.space.SymbolicPacket;
import io.heddle.routing.verify.space.SymbolicPacket.Content;
import io.heddle.routing.verify.space.SymbolicSwitch;
import io.heddle.routing.verify.space.Tracking;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The servers with their tables and what joins them, walked by all packets of a set at once. */
final class Reach {

    /** Packets that came by more bridges go round, and are given up: routed there, led out, led in again, and on to where they go. */
    private static final int LONGEST = 8;

    private static final long TAG = 0x1000;

    private final SortedMap<DatapathId, TenantServer> servers;
    private final RoutedFabric fabric;
    private final Map<DatapathId, SymbolicSwitch> switches = new HashMap<>();
    private final Map<ConnectPoint, PortId> ports = new HashMap<>();
    private final Map<Long, List<TenantServer>> byUnderlay = new HashMap<>();
    private final long[] rulesPassed = {0};

    Reach(Standing standing, SortedMap<DatapathId, SwitchPlan> tables) {
        servers = standing.servers();
        fabric = standing.fabric();
        tables.forEach((bridge, plan) -> switches.put(bridge, new SymbolicSwitch(plan)));
        standing.locations().forEach((port, place) -> ports.put(place, port));
        servers.values()
                .forEach(server -> byUnderlay
                        .computeIfAbsent(server.underlay().unsigned(), address -> new ArrayList<>())
                        .add(server));
    }

    /** How many rules were passed by all packets so far: the measure of work. */
    long rulesPassed() {
        return rulesPassed[0];
    }

    /** Everywhere that packets get which come in at a place; {@code tracking} says what each bridge is taken to know of connections. */
    List<Arrival> from(
            PacketSpace space, Function<DatapathId, Tracking> tracking, ConnectPoint place, SymbolicPacket packet) {
        Walk walk = new Walk(space, tracking, new ArrayList<>());
        walk.enter(place, new Arrival(new End.Astray(place), packet, List.of(), new TreeMap<>()), 0);
        return walk.arrivals;
    }

    /** Those servers that are on a physical network, and by which port. */
    List<ConnectPoint> uplinks(String physicalNetwork) {
        return servers.values().stream()
                .flatMap(server -> Optional.ofNullable(server.uplinks().get(physicalNetwork))
                        .map(port -> new ConnectPoint(server.bridge(), port))
                        .stream())
                .toList();
    }

    /** A walk while it goes on. */
    private final class Walk {

        private final PacketSpace space;
        private final Function<DatapathId, Tracking> tracking;
        private final List<Arrival> arrivals;

        Walk(PacketSpace space, Function<DatapathId, Tracking> tracking, List<Arrival> arrivals) {
            this.space = space;
            this.tracking = tracking;
            this.arrivals = arrivals;
        }

        void enter(ConnectPoint place, Arrival before, int bridges) {
            SymbolicSwitch here = switches.get(place.dpid());
            if (here == null || bridges >= LONGEST) {
                return;
            }
            List<Departure> departures =
                    here.process(space, tracking.apply(place.dpid()), place.port(), before.packet());
            for (Departure departure : departures) {
                rulesPassed[0] += departure.rules().size();
                departure
                        .port()
                        .ifPresent(port -> leave(place.dpid(), port, after(place.dpid(), before, departure), bridges));
            }
        }

        private Arrival after(DatapathId bridge, Arrival before, Departure departure) {
            List<PassedRule> passed = new ArrayList<>(before.passed());
            departure.rules().forEach(rule -> passed.add(new PassedRule(bridge, rule)));
            SortedMap<DatapathId, SortedSet<Integer>> zones = new TreeMap<>(before.zones());
            SortedSet<Integer> kept = new TreeSet<>(departure.zones());
            kept.addAll(zones.getOrDefault(bridge, new TreeSet<>()));
            zones.put(bridge, kept);
            return new Arrival(before.end(), departure.packet(), passed, zones);
        }

        private void leave(DatapathId bridge, PortNumber port, Arrival now, int bridges) {
            TenantServer server = servers.get(bridge);
            Optional<NetworkType> tunnel = server == null ? Optional.empty() : key(server.tunnels(), port);
            Optional<String> uplink = server == null ? Optional.empty() : key(server.uplinks(), port);
            if (server != null && tunnel.isPresent() && tunnel.get() == NetworkType.VLAN) {
                fabric(server, now, bridges);
            } else if (tunnel.isPresent()) {
                tunnel(bridge, tunnel.get(), now, bridges);
            } else if (uplink.isPresent()) {
                arrive(new End.Outside(uplink.get()), now);
                uplinks(uplink.get()).stream()
                        .filter(other -> !other.dpid().equals(bridge))
                        .forEach(other -> enter(other, plain(now), bridges + 1));
            } else {
                ConnectPoint place = new ConnectPoint(bridge, port);
                PortId found = ports.get(place);
                arrive(found == null ? new End.Astray(place) : new End.AtPort(found), now);
            }
        }

        private void arrive(End end, Arrival now) {
            arrivals.add(new Arrival(end, now.packet(), now.passed(), now.zones()));
        }

        private void tunnel(DatapathId bridge, NetworkType type, Arrival now, int bridges) {
            SymbolicPacket outer = now.packet();
            SymbolicPacket keyed = outer.betweenSwitches().with(Field.TUNNEL_ID, outer.content(Field.TUNNEL_ID));
            receivers(outer).stream()
                    .filter(other -> !other.bridge().equals(bridge))
                    .forEach(other -> enter(other, type, now, keyed, bridges));
        }

        /** What is tagged the fabric takes to all other servers, and what is not to where it routes it. */
        private void fabric(TenantServer from, Arrival now, int bridges) {
            SymbolicPacket packet = now.packet().betweenSwitches();
            PacketSet untagged = packet.where(space, Field.VLAN_VID, 0, TAG);
            SymbolicPacket tagged = packet.within(packet.sent().minus(untagged));
            if (!tagged.sent().isEmpty()) {
                servers.values().stream()
                        .filter(other -> !other.bridge().equals(from.bridge()))
                        .forEach(other -> enter(other, NetworkType.VLAN, now, tagged, bridges));
            }
            fabric.bring(space, from.underlay(), packet.within(untagged))
                    .forEach(handed -> byUnderlay
                            .getOrDefault(handed.server().unsigned(), List.of())
                            .forEach(other -> enter(other, NetworkType.VLAN, now, handed.packet(), bridges)));
        }

        private void enter(TenantServer other, NetworkType type, Arrival now, SymbolicPacket packet, int bridges) {
            PortNumber entry = other.tunnels().get(type);
            if (entry != null) {
                Arrival there = new Arrival(now.end(), packet, now.passed(), now.zones());
                enter(new ConnectPoint(other.bridge(), entry), there, bridges + 1);
            }
        }

        private List<TenantServer> receivers(SymbolicPacket packet) {
            return packet.content(Field.TUNNEL_DST) instanceof Content.Known(long address)
                    ? byUnderlay.getOrDefault(address, List.of())
                    : List.of();
        }

        private Arrival plain(Arrival now) {
            return new Arrival(now.end(), now.packet().betweenSwitches(), now.passed(), now.zones());
        }
    }

    private static <K> Optional<K> key(SortedMap<K, PortNumber> ports, PortNumber port) {
        return ports.entrySet().stream()
                .filter(entry -> entry.getValue().equals(port))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
