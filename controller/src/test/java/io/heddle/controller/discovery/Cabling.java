package io.heddle.controller.discovery;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.CableSuspected;
import io.heddle.controller.state.FabricEvent.HostLost;
import io.heddle.controller.state.FabricEvent.LinkSeen;
import io.heddle.controller.state.FabricEvent.LinkTimedOut;
import io.heddle.controller.state.FabricEvent.LldpRefused;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.controller.state.Installed;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.controller.state.Reaction;
import io.heddle.controller.state.SwitchDescription;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;

/** Switches and cables in memory, with a clock that stands still unless it is moved; a cable may be silently dead. */
final class Cabling {

    static final byte[] SECRET = new byte[LldpKey.SECRET_LENGTH];

    final List<Effect.SendPacket> sent = new ArrayList<>();
    final List<FabricEvent> events = new ArrayList<>();
    final LinkDiscovery discovery;

    private final Map<ConnectPoint, ConnectPoint> wires = new HashMap<>();
    Topology topology = Topology.empty();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    Cabling(DiscoverySettings settings) {
        discovery = new LinkDiscovery(settings, new LldpKey(SECRET), new Random(1));
    }

    static Cabling withDefaults() {
        return new Cabling(DiscoverySettings.defaults());
    }

    Cabling wire(ConnectPoint one, ConnectPoint other) {
        oneWay(one, other);
        oneWay(other, one);
        return this;
    }

    void oneWay(ConnectPoint from, ConnectPoint to) {
        wires.put(from, to);
    }

    void silence(ConnectPoint from) {
        wires.remove(from);
    }

    void connect(long dpid, int ports) {
        List<Port> described =
                IntStream.rangeClosed(1, ports).mapToObj(n -> port(n, true)).toList();
        DatapathId id = new DatapathId(dpid);
        topology = topology.withSwitch(FabricSwitch.of(id, "s" + dpid, true, described));
        apply(new FabricEvent.SwitchConnected(
                id,
                ProtocolVersion.OF_1_5,
                new SwitchDescription("", "", "", "", ""),
                described,
                Installed.nothing(),
                "test"));
    }

    void disconnect(long dpid) {
        DatapathId id = new DatapathId(dpid);
        topology = topology.withSwitch(topology.fabricSwitch(id).orElseThrow().withConnected(false));
        apply(new FabricEvent.SwitchDisconnected(id, "test"));
    }

    void setPort(ConnectPoint point, boolean isUp) {
        Port port = port(point.port().value(), isUp);
        topology = topology.withSwitch(
                topology.fabricSwitch(point.dpid()).orElseThrow().withPort(port));
        for (Link link : topology.links()) {
            if (!isUp && (link.from().equals(point) || link.to().equals(point))) {
                topology = topology.withoutLink(link);
            }
        }
        apply(new FabricEvent.PortChanged(point.dpid(), port));
    }

    /** Lets time pass in ticks of 50 ms. */
    void pass(Duration duration) {
        Instant end = now.plus(duration);
        while (now.isBefore(end)) {
            now = now.plusMillis(50);
            apply(new FabricEvent.Ticked());
        }
    }

    void inject(ConnectPoint at, byte[] frame) {
        apply(new PacketReceived(at, PacketInReason.ACTION, Optional.empty(), frame));
    }

    void apply(FabricEvent first) {
        Queue<FabricEvent> queue = new ArrayDeque<>(List.of(first));
        while (!queue.isEmpty()) {
            FabricEvent event = queue.remove();
            note(event);
            Reaction reaction = discovery.apply(event, topology, now);
            queue.addAll(reaction.events());
            reaction.effects()
                    .forEach(effect -> deliver((Effect.SendPacket) effect).ifPresent(queue::add));
        }
    }

    private void note(FabricEvent event) {
        if (event instanceof LinkSeen seen) {
            topology = topology.withLink(seen.link());
            events.add(event);
        } else if (event instanceof LinkTimedOut lost) {
            topology = topology.withoutLink(lost.link());
            events.add(event);
        } else if (event instanceof HostLost lost) {
            topology = topology.withoutHost(lost.ip());
        } else if (event instanceof LldpRefused || event instanceof CableSuspected) {
            events.add(event);
        }
    }

    private Optional<FabricEvent> deliver(Effect.SendPacket packet) {
        sent.add(packet);
        ConnectPoint from = new ConnectPoint(packet.dpid(), ((Effect.Departure.ByPort) packet.departure()).port());
        ConnectPoint to = wires.get(from);
        if (to == null || !topology.isUp(from) || !topology.isUp(to)) {
            return Optional.empty();
        }
        boolean isHeard = topology.fabricSwitch(to.dpid()).orElseThrow().isConnected();
        FabricEvent arrival = new PacketReceived(to, PacketInReason.ACTION, Optional.empty(), packet.frame());
        return isHeard ? Optional.of(arrival) : Optional.empty();
    }

    /** The last frame that left {@code from}. */
    byte[] lastFrameFrom(ConnectPoint from) {
        return sent.reversed().stream()
                .filter(packet -> packet.dpid().equals(from.dpid())
                        && packet.departure().equals(new Effect.Departure.ByPort(from.port())))
                .findFirst()
                .orElseThrow()
                .frame();
    }

    List<String> refusals() {
        return events.stream()
                .filter(LldpRefused.class::isInstance)
                .map(event -> ((LldpRefused) event).reason())
                .toList();
    }

    private static Port port(int number, boolean isUp) {
        return new Port(new PortNumber(number), "p" + number, new MacAddress(0x0200_0000_0000L + number), isUp, 0);
    }
}
