package io.heddle.routing.tenant.trace;

import io.heddle.routing.path.PathFinder;
import io.heddle.routing.path.Tracer;
import io.heddle.routing.path.UnknownAddress;
import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.plan.TenantServer;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Connections;
import io.heddle.routing.verify.Emission;
import io.heddle.routing.verify.HashVariant;
import io.heddle.routing.verify.OvsTunnelPort;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Passage;
import io.heddle.routing.verify.SimulatedSwitch;
import io.heddle.routing.verify.Step;
import io.heddle.routing.verify.Trace;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Follows packets of tenants through what is planned for servers and for the fabric between them. Not for several threads at once.
 *
 * <p>Connections are as if there were none but that of the packet: it is the first of a new one, or with {@link #again} a later one of
 * the same.
 */
public final class JourneyTracer {

    private static final int VXLAN_PORT = 4789;
    private static final int GRE = 47;
    private static final int WAYS_AT_MOST = 64;
    /** No packet is on more servers than its sender's, its way out's and its receiver's; one more would be a round. */
    private static final int SERVERS_AT_MOST = 4;

    private final Overlay overlay;
    private final Tracer tracer;
    private final PathFinder ways;
    private final BucketChoice choice;
    private final Map<DatapathId, SimulatedSwitch> bridges = new HashMap<>();
    private final Map<DatapathId, Connections> connections = new HashMap<>();

    public JourneyTracer(Overlay overlay, Underlay underlay) {
        this.overlay = overlay;
        this.tracer = underlay.tracer();
        this.ways = underlay.pathFinder();
        Map<DatapathId, HashVariant> hashes = new HashMap<>();
        overlay.tunnelling().forEach((bridge, known) -> known.hash().ifPresent(hash -> hashes.put(bridge, hash)));
        this.choice = BucketChoice.openVSwitch(hashes);
    }

    /** The way of a packet that the interface of {@code port} sends, as the first of a connection. */
    public Journey trace(PortId port, FirstPacket first) {
        connections.clear();
        return again(port, first);
    }

    /** The way of the same packet once more, while servers remember what they saw so far. */
    public Journey again(PortId port, FirstPacket first) {
        return switch (first) {
            case FirstPacket.Unsent(String reason) -> new Journey(List.of(new Journey.Unsent(reason)));
            case FirstPacket.Sent(Packet packet) -> {
                ConnectPoint place = overlay.plan().locations().get(port);
                yield place == null
                        ? new Journey(List.of(new Journey.Unsent("No server has an interface for the port.")))
                        : new Way(packet).from(place);
            }
        };
    }

    /** The way of one packet, as far as it is followed. */
    private final class Way {
        private final Packet sent;
        private final List<Journey.Stage> stages = new ArrayList<>();

        Way(Packet sent) {
            this.sent = sent;
        }

        Journey from(ConnectPoint place) {
            enter(place, sent, 1);
            return new Journey(stages);
        }

        private void enter(ConnectPoint at, Packet packet, int depth) {
            Passage passage = bridge(at.dpid())
                    .process(
                            packet.with(Field.IN_PORT, at.port().value()),
                            connections.getOrDefault(at.dpid(), Connections.none()),
                            port -> true,
                            choice)
                    .getFirst();
            connections.put(at.dpid(), passage.connections());
            stages.add(new Journey.AtServer(at.dpid(), at.port(), packet, passage));
            if (passage.emissions().isEmpty()) {
                stages.add(new Journey.Dropped(at.dpid(), passage.steps().getLast()));
            }
            for (Emission emission : passage.emissions()) {
                switch (emission) {
                    case Emission.ToController asked ->
                        stages.add(new Journey.Asked(
                                at.dpid(), purpose(passage), asked.packet().onWire()));
                    case Emission.ThroughPort through -> leave(at, through, depth);
                }
            }
        }

        private SimulatedSwitch bridge(DatapathId bridge) {
            return bridges.computeIfAbsent(
                    bridge,
                    key -> new SimulatedSwitch(
                            key,
                            Optional.ofNullable(overlay.plan().switches().get(key))
                                    .orElseThrow()));
        }

        /** What the rule is for that was matched last. */
        private static Optional<Purpose> purpose(Passage passage) {
            return passage.steps().reversed().stream()
                    .filter(Step.Matched.class::isInstance)
                    .map(step -> ((Step.Matched) step).rule().cookie())
                    .findFirst()
                    .flatMap(cookie -> Arrays.stream(Purpose.values())
                            .filter(cookie::isFor)
                            .findFirst());
        }

        private void leave(ConnectPoint at, Emission.ThroughPort through, int depth) {
            ConnectPoint out = new ConnectPoint(at.dpid(), through.port());
            Packet onWire = through.packet().onWire();
            Optional<NetworkType> carried = overlay.carriedBy(at.dpid(), through.port());
            Optional<String> uplink = overlay.uplink(at.dpid(), through.port());
            if (carried.isPresent() && depth == SERVERS_AT_MOST) {
                stages.add(new Journey.Lost("It goes from server to server and does not end."));
            } else if (carried.isPresent()) {
                cross(Objects.requireNonNull(overlay.servers().get(at.dpid())), carried.get(), through.packet(), depth);
            } else if (uplink.isPresent()) {
                stages.add(new Journey.Left(at.dpid(), uplink.get(), onWire));
            } else {
                Optional<PortId> port = overlay.portAt(out);
                stages.add(port.<Journey.End>map(id -> out.equals(at)
                                ? new Journey.Answered(id, at.dpid(), onWire)
                                : new Journey.Delivered(id, out, onWire))
                        .orElseGet(() -> new Journey.Lost("It leaves server " + overlay.name(at.dpid()) + " by port "
                                + through.port() + ", where no interface of a port is.")));
            }
        }

        private void cross(TenantServer from, NetworkType type, Packet packet, int depth) {
            if (type == NetworkType.VLAN) {
                crossTagged(from, packet.onWire(), depth);
                return;
            }
            Ipv4Address underlay = new Ipv4Address((int) packet.value(Field.TUNNEL_DST));
            Optional<Integer> port = type == NetworkType.VXLAN ? sourcePort(from.bridge()) : Optional.empty();
            Packet outer = type == NetworkType.VXLAN
                    ? Packet.udp(from.underlay(), port.orElse(0), underlay, VXLAN_PORT)
                    : Packet.ipv4(from.underlay(), underlay, GRE);
            Packet known = type == NetworkType.VXLAN && port.isEmpty() ? outer.without(Field.UDP_SRC) : outer;
            Journey.Route route = type == NetworkType.VXLAN && port.isEmpty()
                    ? oneOf(from, underlay)
                    : exactly(() -> tracer.trace(outer));
            stages.add(new Journey.Across(type, known, route));
            if (isLost(route)) {
                return;
            }
            Packet inner = packet.onWire().with(Field.TUNNEL_ID, packet.value(Field.TUNNEL_ID));
            overlay.serverAt(underlay)
                    .flatMap(server -> Optional.ofNullable(server.tunnels().get(type))
                            .map(tunnel -> new ConnectPoint(server.bridge(), tunnel)))
                    .ifPresentOrElse(
                            at -> enter(at, inner, depth + 1),
                            () -> stages.add(
                                    new Journey.Lost("At " + underlay + " is no server with such a tunnel port.")));
        }

        /** The source port of tunnel packets around what was sent; a packet is hashed where it first comes in. */
        private Optional<Integer> sourcePort(DatapathId bridge) {
            return Optional.ofNullable(overlay.tunnelling().get(bridge))
                    .filter(Overlay.Tunnelling::isUserspace)
                    .flatMap(Overlay.Tunnelling::hash)
                    .flatMap(hash -> OvsTunnelPort.of(hash, sent));
        }

        private Journey.Route oneOf(TenantServer from, Ipv4Address underlay) {
            boolean isUserspace = Optional.ofNullable(overlay.tunnelling().get(from.bridge()))
                    .filter(Overlay.Tunnelling::isUserspace)
                    .isPresent();
            String reason = isUserspace
                    ? "Which hash its Open vSwitch has is not known, so the source port of the tunnel is not."
                    : "The kernel of server " + overlay.name(from.bridge())
                            + " chooses the source port of the tunnel by a secret hash.";
            try {
                return new Journey.Route.OneOf(ways.between(from.underlay(), underlay, WAYS_AT_MOST), reason);
            } catch (UnknownAddress e) {
                return new Journey.Route.Nowhere(sentence(e));
            }
        }

        /** Something that is traced. */
        private interface Tracing {
            Trace trace();
        }

        private static Journey.Route exactly(Tracing tracing) {
            try {
                return new Journey.Route.Exact(tracing.trace());
            } catch (UnknownAddress e) {
                return new Journey.Route.Nowhere(sentence(e));
            }
        }

        private void crossTagged(TenantServer from, Packet frame, int depth) {
            Journey.Route route = exactly(() -> tracer.traceFrame(from.underlay(), frame));
            NetworkType type = frame.has(Field.VLAN_VID) ? NetworkType.VLAN : NetworkType.ROUTED;
            stages.add(new Journey.Across(type, frame, route));
            if (!isLost(route) && route instanceof Journey.Route.Exact(Trace trace)) {
                Walk.Delivered end = (Walk.Delivered) trace.walk().outcome();
                overlay.servers().values().stream()
                        .filter(server -> tracer.isAt(server.underlay(), end.point()))
                        .filter(server -> type == NetworkType.VLAN || isRoutedTo(server, end.packet()))
                        .findFirst()
                        .flatMap(server -> Optional.ofNullable(server.tunnels().get(NetworkType.VLAN))
                                .map(port -> new ConnectPoint(server.bridge(), port)))
                        .ifPresentOrElse(
                                at -> enter(at, end.packet().onWire(), depth + 1),
                                () -> stages.add(new Journey.Lost("Behind port " + end.point()
                                        + " of the fabric is no server that takes tagged frames.")));
            }
        }

        private static boolean isRoutedTo(TenantServer server, Packet packet) {
            return packet.value(Field.ETH_DST)
                    == RoutedMember.mac(server.underlay()).value();
        }

        /** Whether it gets nowhere, which is an end. */
        private boolean isLost(Journey.Route route) {
            Optional<String> reason = switch (route) {
                case Journey.Route.Exact(Trace trace) ->
                    trace.end() == Trace.End.DELIVERED
                            ? Optional.empty()
                            : Optional.of("On the fabric: " + trace.verdict(tracer::name));
                case Journey.Route.OneOf(var paths, var why) ->
                    paths.count() > 0 ? Optional.empty() : Optional.of("On the fabric: no way leads there.");
                case Journey.Route.Nowhere(String why) -> Optional.of("On the fabric: " + why);
            };
            reason.ifPresent(text -> stages.add(new Journey.Lost(text)));
            return reason.isPresent();
        }

        private static String sentence(UnknownAddress e) {
            return e.getMessage() + ".";
        }
    }
}
