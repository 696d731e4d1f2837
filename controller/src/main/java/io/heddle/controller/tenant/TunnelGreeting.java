package io.heddle.controller.tenant;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.state.Effect;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.plan.TenantServer;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has servers send a frame to nobody into their tunnels, so that they know the MAC addresses on the way before tenants need them; pure.
 *
 * <p>A bridge whose tunnels leave through a userspace datapath asks for the MAC address of the next hop when the first frame is to
 * leave, drops that frame, and may go on dropping its flow for a second or more after the answer came. It forgets an address that was
 * not used for fifteen minutes. The next hop is the gateway for servers elsewhere, one of which is enough, and the other server itself
 * behind the same edge switch, whose hosts share their first 24 bits. This is to be repeated less often than every ten seconds: for so
 * long a flow that is not used is kept, and an answer that takes such a flow is not read.
 *
 * <p>The frame has the key 0, which no network has, so that the bridge that gets it drops it.
 */
final class TunnelGreeting {

    private static final MacAddress NOBODY = new MacAddress(0);
    private static final int EXPERIMENTAL = 0x88b5;
    private static final byte[] FRAME = new Ethernet(NOBODY, NOBODY, EXPERIMENTAL, new byte[0]).bytes();
    private static final int EDGE_SHIFT = 8;

    private TunnelGreeting() {}

    /** What all bridges that are connected are to send. */
    static List<Effect.SwitchEffect> ofAll(OverlayState state) {
        List<Effect.SwitchEffect> frames = new ArrayList<>();
        state.channels().sessions().keySet().forEach(bridge -> frames.addAll(of(bridge, state)));
        return frames;
    }

    /** What one bridge is to send: nothing before its machine is known. */
    static List<Effect.SwitchEffect> of(DatapathId bridge, OverlayState state) {
        List<Effect.SwitchEffect> frames = new ArrayList<>();
        state.bridges()
                .find(bridge)
                .filter(TunnelGreeting::isPlaced)
                .ifPresent(server -> hops(server, state.bridges())
                        .forEach(hop -> frames.add(new Effect.SendPacket(bridge, into(server, hop), FRAME))));
        return frames;
    }

    private static Effect.Departure into(TenantServer server, Ipv4Address hop) {
        return new Effect.Departure.ByActions(List.of(
                new Action.SetField(Field.TUNNEL_ID, 0),
                new Action.SetField(Field.TUNNEL_DST, hop.unsigned()),
                new Action.Output(server.tunnels().values().iterator().next())));
    }

    /** The addresses of the servers behind the same edge switch, and of the first one elsewhere. */
    private static List<Ipv4Address> hops(TenantServer from, PersistentMap<DatapathId, TenantServer> servers) {
        List<Ipv4Address> hops = new ArrayList<>();
        boolean isGatewayUsed = false;
        for (Map.Entry<DatapathId, TenantServer> entry : servers.entrySet()) {
            TenantServer server = entry.getValue();
            if (!isPlaced(server) || server.underlay().equals(from.underlay())) {
                continue;
            }
            boolean isNear = edge(server) == edge(from);
            if (isNear || !isGatewayUsed) {
                hops.add(server.underlay());
                isGatewayUsed |= !isNear;
            }
        }
        return hops;
    }

    private static int edge(TenantServer server) {
        return server.underlay().value() >>> EDGE_SHIFT;
    }

    private static boolean isPlaced(TenantServer server) {
        return !server.underlay().equals(Ipv4Address.UNSPECIFIED)
                && !server.tunnels().isEmpty();
    }
}
