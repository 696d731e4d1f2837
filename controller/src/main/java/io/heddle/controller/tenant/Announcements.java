package io.heddle.controller.tenant;

import io.heddle.controller.packet.Arp;
import io.heddle.controller.packet.Icmpv6;
import io.heddle.controller.state.Effect;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.plan.RouterExit;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * Tells an external network that routers are elsewhere than they were, or have more addresses (RFC 5227 §3, RFC 4861 §7.2.6), so that its
 * switches send frames for them to the server that takes them now; pure.
 */
final class Announcements {

    private Announcements() {}

    /** What is to be sent when exits are {@code after} instead of {@code before}, by those bridges that have the rules for it. */
    static List<Effect.SwitchEffect> of(
            PersistentMap<RouterId, RouterExit> before,
            PersistentMap<RouterId, RouterExit> after,
            SortedSet<DatapathId> told) {
        List<Effect.SwitchEffect> frames = new ArrayList<>();
        before.forEachDifference(
                after,
                router -> after.find(router)
                        .filter(exit -> told.contains(exit.bridge()))
                        .ifPresent(exit -> exit.addresses()
                                .forEach(address -> frames.add(sent(exit, announcement(exit, address))))));
        return frames;
    }

    private static byte[] announcement(RouterExit exit, IpAddress address) {
        return address.asIpv4()
                .map(own -> Arp.request(exit.mac(), own, own).frameTo(MacAddress.BROADCAST))
                .orElseGet(() -> Icmpv6.advertisement(address, exit.mac(), /* isSolicited= */ false)
                        .onLink(exit.mac(), address, Icmpv6.ALL_NODES)
                        .bytes());
    }

    /** Has the server at an exit send a frame out of its uplink. */
    static Effect.SwitchEffect sent(RouterExit exit, byte[] frame) {
        List<Action> actions = new ArrayList<>();
        exit.vlan().ifPresent(vlan -> {
            actions.add(new Action.PushVlan());
            actions.add(new Action.SetField(Field.VLAN_VID, vlan.tagged()));
        });
        actions.add(new Action.Output(exit.uplink()));
        return new Effect.SendPacket(exit.bridge(), new Effect.Departure.ByActions(actions), frame);
    }
}
