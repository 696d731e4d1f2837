package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Connections;
import io.heddle.routing.verify.Emission;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Passage;
import io.heddle.routing.verify.SimulatedSwitch;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Servers that hold a plan and remember connections, with a fabric between them and an external network beside some. */
final class GatewayWorld {

    private final Map<DatapathId, TenantServer> servers;
    private final Map<DatapathId, SimulatedSwitch> switches = new HashMap<>();
    private final Map<DatapathId, Connections> connections = new HashMap<>();
    private OverlayPlan plan;

    GatewayWorld(OverlayPlan plan, Map<DatapathId, TenantServer> servers) {
        this.plan = plan;
        this.servers = servers;
        hold(plan);
    }

    /** The servers are told of another plan; what they remember stays. */
    void hold(OverlayPlan later) {
        plan = later;
        switches.clear();
        later.switches().forEach((bridge, held) -> switches.put(bridge, new SimulatedSwitch(bridge, held)));
    }

    /** What came out where. */
    sealed interface Event {

        Packet packet();

        /** To the interface of a port. */
        record Delivered(ConnectPoint place, Packet packet) implements Event {}

        /** By the uplink of a server. */
        record Left(DatapathId bridge, Packet packet) implements Event {}

        /** To the controller. */
        record Asked(DatapathId bridge, Packet packet) implements Event {}
    }

    ConnectPoint place(TenantPort port) {
        return Objects.requireNonNull(plan.locations().get(port.id()));
    }

    List<Event> sent(TenantPort from, Packet frame) {
        List<Event> events = new ArrayList<>();
        enter(place(from), frame, events, 0);
        return events;
    }

    List<Event> cameIn(DatapathId gateway, Packet frame) {
        List<Event> events = new ArrayList<>();
        enter(new ConnectPoint(gateway, Cloud.UPLINK), frame, events, 0);
        return events;
    }

    private void enter(ConnectPoint at, Packet frame, List<Event> events, int depth) {
        assertThat(depth).as("goes round").isLessThan(4);
        List<Passage> passages = Objects.requireNonNull(switches.get(at.dpid()))
                .process(
                        frame.with(Field.IN_PORT, at.port().value()),
                        connections.getOrDefault(at.dpid(), Connections.none()),
                        port -> true,
                        BucketChoice.openVSwitch());
        assertThat(passages).hasSize(1);
        connections.put(at.dpid(), passages.getFirst().connections());
        for (Emission emission : passages.getFirst().emissions()) {
            switch (emission) {
                case Emission.ToController asked ->
                    events.add(new Event.Asked(at.dpid(), SimulatedOverlay.inner(asked.packet())));
                case Emission.ThroughPort through -> leave(at.dpid(), through, events, depth);
            }
        }
    }

    private void leave(DatapathId here, Emission.ThroughPort through, List<Event> events, int depth) {
        Packet packet = through.packet();
        Packet inner = SimulatedOverlay.inner(packet);
        TenantServer server = Objects.requireNonNull(servers.get(here));
        if (through.port().equals(Cloud.UPLINK)) {
            events.add(new Event.Left(here, inner));
        } else if (through.port().equals(Cloud.VLAN_PORT)) {
            servers.values().stream()
                    .filter(other -> !other.bridge().equals(here))
                    .forEach(other ->
                            enter(new ConnectPoint(other.bridge(), Cloud.VLAN_PORT), inner, events, depth + 1));
        } else if (server.tunnels().containsValue(through.port())) {
            servers.values().stream()
                    .filter(other -> other.underlay().unsigned() == packet.value(Field.TUNNEL_DST))
                    .forEach(other -> enter(
                            new ConnectPoint(other.bridge(), through.port()),
                            inner.with(Field.TUNNEL_ID, packet.value(Field.TUNNEL_ID)),
                            events,
                            depth + 1));
        } else {
            events.add(new Event.Delivered(new ConnectPoint(here, through.port()), inner));
        }
    }
}
