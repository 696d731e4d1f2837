package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.VlanMember;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.address.VlanId;
import org.junit.jupiter.api.Test;

/** VLAN networks on servers: what goes out tagged, what comes in, and whom the fabric has to know. */
class OverlayVlanTest {

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final DatapathId two = cloud.server(2);

    private static Packet datagram(TenantPort from, MacAddress mac, Ipv4Address to) {
        return Packet.udp(Cloud.address(from), 4000, to, 4001).between(from.mac(), mac);
    }

    @Test
    void taggedFramesComeInOnlyFromTheFabricAndOnlyOfNetworksThatAreHere() {
        TenantSubnet block = cloud.subnet(cloud.network(NetworkType.VLAN, 7), "10.0.0.0/8", true);
        TenantPort from = cloud.port(block, 1, 1);
        TenantPort to = cloud.port(block, 2, 2);
        cloud.plug(from.id(), one);
        ConnectPoint there = new ConnectPoint(two, cloud.plug(to.id(), two));
        SimulatedOverlay overlay = new SimulatedOverlay(cloud.plan(), cloud.servers());
        Packet frame = datagram(from, to.mac(), Cloud.address(to));
        assertThat(overlay.tagged(two, frame.with(Field.VLAN_VID, 0x1007)).places())
                .containsExactly(there);
        assertThat(overlay.tagged(two, frame.with(Field.VLAN_VID, 0x1008)).places())
                .isEmpty();
        assertThat(overlay.tagged(two, frame).places()).isEmpty();
        assertThat(overlay.sent(from.id(), frame.with(Field.VLAN_VID, 0x1007)).places())
                .isEmpty();
        assertThat(overlay.sent(from.id(), datagram(from, MacAddress.BROADCAST, Ipv4Address.BROADCAST))
                        .delivered())
                .singleElement()
                .satisfies(delivery ->
                        assertThat(delivery.packet().has(Field.VLAN_VID)).isFalse());
    }

    @Test
    void theFabricHasToKnowMembersOfVlansOnSeveralServersOnly() {
        TenantSubnet block = cloud.subnet(cloud.network(NetworkType.VLAN, 7), "10.0.0.0/8", true);
        TenantPort from = cloud.port(block, 1, 1);
        TenantPort near = cloud.port(block, 2, 2);
        TenantPort far = cloud.port(block, 3, 3);
        cloud.plug(from.id(), one);
        cloud.plug(near.id(), one);
        OverlayPlan before = cloud.plan();
        assertThat(before.interfaces().vlans()).isEmpty();
        cloud.plug(far.id(), two);
        assertThat(cloud.after(before).interfaces().vlans())
                .containsExactly(
                        new VlanMember(new VlanId(7), from.mac(), Ipv4Address.parse("10.0.0.1")),
                        new VlanMember(new VlanId(7), near.mac(), Ipv4Address.parse("10.0.0.1")),
                        new VlanMember(new VlanId(7), far.mac(), Ipv4Address.parse("10.0.0.2")));
    }
}
