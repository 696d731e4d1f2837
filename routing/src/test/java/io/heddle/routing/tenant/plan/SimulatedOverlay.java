package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Connections;
import io.heddle.routing.verify.Emission;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Passage;
import io.heddle.routing.verify.SimulatedSwitch;
import io.heddle.routing.verify.Step;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Servers that hold a plan and the connections that they were asked to keep, with a fabric between them that takes every tunnel's packet to
 * the server with its address.
 */
final class SimulatedOverlay {

    private final OverlayPlan plan;
    private final Map<DatapathId, TenantServer> servers;
    private final Map<DatapathId, SimulatedSwitch> switches = new HashMap<>();
    private final Map<DatapathId, Connections> connections = new HashMap<>();

    SimulatedOverlay(OverlayPlan plan, Map<DatapathId, TenantServer> servers) {
        this.plan = plan;
        this.servers = servers;
        plan.switches().forEach((bridge, held) -> switches.put(bridge, new SimulatedSwitch(bridge, held)));
    }

    /** The same servers with the connections that they have, holding another plan. */
    SimulatedOverlay holding(OverlayPlan other) {
        SimulatedOverlay later = new SimulatedOverlay(other, servers);
        later.connections.putAll(connections);
        return later;
    }

    /**
     * What becomes of a frame.
     *
     * @param delivered what came out where
     * @param asked what the controller got
     * @param tunnelled how many packets crossed the fabric
     */
    record Outcome(List<Delivery> delivered, List<Packet> asked, int tunnelled) {
        List<ConnectPoint> places() {
            return delivered.stream().map(Delivery::place).sorted().toList();
        }
    }

    record Delivery(ConnectPoint place, Packet packet) {}

    /** The frame that the interface of {@code port} sends. */
    Outcome sent(PortId port, Packet frame) {
        return sent(Objects.requireNonNull(plan.locations().get(port)), frame);
    }

    Outcome sent(ConnectPoint from, Packet frame) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), 0);
        int tunnelled = 0;
        for (Emission emission : emissions(from, frame)) {
            switch (emission) {
                case Emission.ToController controller -> outcome.asked().add(controller.packet());
                case Emission.ThroughPort through -> {
                    if (through.port().equals(Cloud.VLAN_PORT)) {
                        tunnelled++;
                        if (through.packet().value(Field.VLAN_VID) == 0) {
                            route(through.packet(), outcome);
                        } else {
                            tag(from.dpid(), through, outcome);
                        }
                    } else if (isTunnel(from.dpid(), through.port())) {
                        tunnelled++;
                        arrive(through, outcome);
                    } else {
                        deliver(from.dpid(), through, outcome);
                    }
                }
            }
        }
        return new Outcome(outcome.delivered(), outcome.asked(), tunnelled);
    }

    /** What comes out of a server where a packet with that key comes out of its tunnel. */
    Outcome arrived(ConnectPoint tunnel, Packet frame, long key) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), 0);
        for (Emission emission : emissions(tunnel, inner(frame).with(Field.TUNNEL_ID, key))) {
            assertThat(emission).isInstanceOf(Emission.ThroughPort.class);
            Emission.ThroughPort through = (Emission.ThroughPort) emission;
            assertThat(isTunnel(tunnel.dpid(), through.port()))
                    .as("back into a tunnel")
                    .isFalse();
            deliver(tunnel.dpid(), through, outcome);
        }
        return outcome;
    }

    /** The fabric takes a tagged frame to all other servers, which is more than it does. */
    private void tag(DatapathId sender, Emission.ThroughPort through, Outcome outcome) {
        servers.values().stream()
                .filter(server -> !server.bridge().equals(sender))
                .forEach(server -> outcome.delivered()
                        .addAll(tagged(server.bridge(), through.packet()).delivered()));
    }

    /** The fabric takes a packet to the server where its destination is, if it comes from the server where its source is. */
    private void route(Packet packet, Outcome outcome) {
        List<RoutedMember> members = plan.interfaces().routed();
        boolean isAdmitted = packet.value(Field.ETH_DST) == PlanOptions.GATEWAY_MAC.value()
                && members.stream()
                        .anyMatch(member -> member.address().equals(packet.source())
                                && member.mac().value() == packet.value(Field.ETH_SRC));
        members.stream()
                .filter(member -> isAdmitted && member.address().equals(packet.destination()))
                .forEach(member -> servers.values().stream()
                        .filter(server -> server.underlay().equals(member.server()))
                        .forEach(server -> outcome.delivered()
                                .addAll(tagged(server.bridge(), packet.between(PlanOptions.GATEWAY_MAC, member.mac()))
                                        .delivered())));
    }

    /** What comes out of a server where a frame comes from the fabric. */
    Outcome tagged(DatapathId bridge, Packet frame) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), 0);
        for (Emission emission : emissions(new ConnectPoint(bridge, Cloud.VLAN_PORT), inner(frame))) {
            assertThat(emission).isInstanceOf(Emission.ThroughPort.class);
            Emission.ThroughPort through = (Emission.ThroughPort) emission;
            assertThat(isTunnel(bridge, through.port()))
                    .as("back to the fabric")
                    .isFalse();
            deliver(bridge, through, outcome);
        }
        return outcome;
    }

    private void arrive(Emission.ThroughPort through, Outcome outcome) {
        servers.values().stream()
                .filter(server ->
                        server.underlay().unsigned() == through.packet().value(Field.TUNNEL_DST))
                .forEach(server -> outcome.delivered()
                        .addAll(arrived(
                                        new ConnectPoint(server.bridge(), through.port()),
                                        through.packet(),
                                        through.packet().value(Field.TUNNEL_ID))
                                .delivered()));
    }

    private static void deliver(DatapathId bridge, Emission.ThroughPort through, Outcome outcome) {
        outcome.delivered().add(new Delivery(new ConnectPoint(bridge, through.port()), inner(through.packet())));
    }

    private List<Emission> emissions(ConnectPoint at, Packet frame) {
        SimulatedSwitch bridge = Objects.requireNonNull(switches.get(at.dpid()));
        List<Passage> passages = bridge.process(
                frame.with(Field.IN_PORT, at.port().value()),
                connections.getOrDefault(at.dpid(), Connections.none()),
                port -> true,
                BucketChoice.every());
        assertThat(passages).hasSize(1);
        connections.put(at.dpid(), passages.getFirst().connections());
        assertThat(passages.getFirst().steps()).noneMatch(Step.Missed.class::isInstance);
        return passages.getFirst().emissions();
    }

    private boolean isTunnel(DatapathId bridge, PortNumber port) {
        TenantServer server = servers.get(bridge);
        return server != null && server.tunnels().containsValue(port);
    }

    /** The frame without what only a switch knows of it. */
    static Packet inner(Packet packet) {
        return packet.onWire();
    }
}
