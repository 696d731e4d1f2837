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

/**
 * Has servers send a frame to nobody into their tunnels, so that they know the MAC addresses on the way before tenants need them; pure.
 *
 * <p>A bridge whose tunnels leave through a userspace datapath asks for the MAC address of the next hop when the first frame is to
 * leave, drops that frame, and may go on dropping its flow for a second or more after the answer came. It forgets an address that was
 * not used for fifteen minutes. The next hop is the gateway for servers elsewhere, one of which is enough, and the other server itself
 * behind the same edge switch, whose hosts share their first 24 bits. This is repeated less often than every ten seconds: for so
 * long a flow that is not used is kept, and an answer that takes such a flow is not read.
 *
 * <p>The frame has the key 0, which no network has, so that the bridge that gets it drops it.
 */
final class TunnelGreeting {

    /** After how many turns of the loop, four a second, each bridge has been asked once. */
    static final int TURNS = 60;

    private static final MacAddress NOBODY = new MacAddress(0);
    private static final int EXPERIMENTAL = 0x88b5;
    private static final byte[] FRAME = new Ethernet(NOBODY, NOBODY, EXPERIMENTAL, new byte[0]).bytes();
    private static final int EDGE_SHIFT = 8;
    private static final int NEAR_AT_MOST = 32;

    private TunnelGreeting() {}

    /** What those bridges are to send whose turn it is; so the cloud is asked a few at a time. */
    static List<Effect.SwitchEffect> inTurn(int turn, OverlayState state) {
        List<Effect.SwitchEffect> frames = new ArrayList<>();
        for (DatapathId bridge : state.channels().sessions().keySet()) {
            if (Long.remainderUnsigned(bridge.value(), TURNS) == turn) {
                frames.addAll(of(bridge, state));
            }
        }
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

    /** The addresses of servers behind the same edge switch, and of the first one elsewhere. */
    private static List<Ipv4Address> hops(TenantServer from, PersistentMap<DatapathId, TenantServer> servers) {
        List<Ipv4Address> near = new ArrayList<>();
        List<Ipv4Address> far = new ArrayList<>();
        for (TenantServer server : servers.values()) {
            if (isPlaced(server) && !server.underlay().equals(from.underlay())) {
                (edge(server) == edge(from) ? near : far).add(server.underlay());
            }
        }
        List<Ipv4Address> hops = new ArrayList<>(near.subList(0, Math.min(near.size(), NEAR_AT_MOST)));
        far.stream().findFirst().ifPresent(hops::add);
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
