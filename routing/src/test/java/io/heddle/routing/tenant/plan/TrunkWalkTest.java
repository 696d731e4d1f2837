package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.address.VlanId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine with one interface that is on two networks: on one untagged, on the other with a tag. */
class TrunkWalkTest {
    private static final int VLAN = 101;
    private static final int NEAR = 20;
    private static final int FAR = 21;

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final DatapathId two = cloud.server(2);
    private final TenantSubnet plain = cloud.subnet(cloud.network(NetworkType.VXLAN, 5001), "10.1.0.0/24", true);
    private final TenantSubnet tagged = cloud.subnet(cloud.network(NetworkType.GRE, 7), "10.2.0.0/24", true);
    private final TenantPort parent = cloud.port(plain, 0xa, 10);
    private final TenantPort subport = cloud.port(tagged, 0xb, 11);
    private final TenantPort friend = cloud.port(tagged, 0xc, 12);
    private PortNumber number = new PortNumber(1);
    private TenantTrunk trunk = cloud.trunk(parent, Map.of(VLAN, subport));

    @BeforeEach
    void plugAll() {
        number = cloud.plug(parent.id(), one, 1);
        cloud.cable(subport.id(), one, NEAR, FAR);
        cloud.plug(friend.id(), two);
    }

    private SimulatedOverlay overlay() {
        return new SimulatedOverlay(cloud.plan(), cloud.servers());
    }

    private static Packet datagram(TenantPort from, TenantPort to) {
        return Packet.udp(Cloud.address(from), 4000, Cloud.address(to), 4001).between(from.mac(), to.mac());
    }

    private static Packet withTag(Packet frame, int vlan) {
        return frame.with(Field.VLAN_VID, new VlanId(vlan).tagged());
    }

    /** The way through the cable, from its one end to the other, as patch ports take it. */
    private static ConnectPoint across(ConnectPoint end) {
        int port = end.port().value();
        assertThat(port).isIn(NEAR, FAR);
        return new ConnectPoint(end.dpid(), new PortNumber(port == NEAR ? FAR : NEAR));
    }

    private ConnectPoint place(TenantPort port) {
        return Objects.requireNonNull(cloud.plan().locations().get(port.id()));
    }

    @Test
    void aTaggedFrameIsTheSubportsAndGoesOnWithoutItsTag() {
        SimulatedOverlay overlay = overlay();
        SimulatedOverlay.Outcome in =
                overlay.sent(new ConnectPoint(one, number), withTag(datagram(subport, friend), VLAN));
        assertThat(in.places()).containsExactly(new ConnectPoint(one, new PortNumber(FAR)));
        Packet frame = in.delivered().getFirst().packet();
        assertThat(frame).isEqualTo(datagram(subport, friend));
        assertThat(overlay.sent(across(in.places().getFirst()), frame).places()).containsExactly(place(friend));
    }

    @Test
    void aFrameToTheSubportLeavesWithItsTag() {
        SimulatedOverlay overlay = overlay();
        SimulatedOverlay.Outcome out = overlay.sent(friend.id(), datagram(friend, subport));
        assertThat(out.places()).containsExactly(new ConnectPoint(one, new PortNumber(NEAR)));
        SimulatedOverlay.Outcome through = overlay.sent(
                across(out.places().getFirst()), out.delivered().getFirst().packet());
        assertThat(through.places()).containsExactly(new ConnectPoint(one, number));
        assertThat(through.delivered().getFirst().packet())
                .isEqualTo(withTag(datagram(friend, subport), VLAN).with(Field.VLAN_PCP, 0));
    }

    @Test
    void anyOtherTagAndTheTagOnAPortThatIsNoTrunksAreDropped() {
        SimulatedOverlay overlay = overlay();
        for (int vlan : List.of(VLAN - 1, VLAN + 1, 4094)) {
            assertThat(overlay.sent(new ConnectPoint(one, number), withTag(datagram(subport, friend), vlan))
                            .places())
                    .isEmpty();
        }
        assertThat(overlay.sent(friend.id(), withTag(datagram(friend, subport), VLAN))
                        .places())
                .isEmpty();
        ConnectPoint near = new ConnectPoint(one, new PortNumber(NEAR));
        assertThat(overlay.sent(near, withTag(datagram(subport, friend), VLAN)).places())
                .isEmpty();
    }

    @Test
    void aTaggedFrameIsGuardedAsTheSubportAndAnUntaggedOneAsTheParent() {
        SimulatedOverlay overlay = overlay();
        Packet spoofed = datagram(parent, friend);
        SimulatedOverlay.Outcome in = overlay.sent(new ConnectPoint(one, number), withTag(spoofed, VLAN));
        assertThat(overlay.sent(across(in.places().getFirst()), spoofed).places())
                .isEmpty();
        assertThat(overlay.sent(parent.id(), datagram(subport, friend)).places())
                .isEmpty();
        TenantPort other = cloud.port(plain, 0xd, 13);
        cloud.plug(other.id(), two, 9);
        assertThat(overlay().sent(parent.id(), datagram(parent, other)).places())
                .containsExactly(place(other));
    }

    @Test
    void aBroadcastOfTheSubportDoesNotComeBackToIt() {
        SimulatedOverlay overlay = overlay();
        Packet broadcast = datagram(subport, friend).between(subport.mac(), MacAddress.BROADCAST);
        assertThat(overlay.sent(subport.id(), broadcast).places()).containsExactly(place(friend));
    }

    @Test
    void aSubportCostsTwoRulesMoreThanAnyPort() {
        OverlayPlan with = cloud.plan();
        cloud.removed(trunk);
        SwitchPlan without = Objects.requireNonNull(cloud.plan().switches().get(one));
        assertThat(PlanDiff.between(
                                without, Objects.requireNonNull(with.switches().get(one)))
                        .changes())
                .hasSize(2);
    }

    @Test
    void aTrunkOrParentThatIsDownTakesTheSubportAlongAndSaysSo() {
        OverlayPlan plan = cloud.plan();
        assertThat(plan.troubles()).doesNotContainKey(subport.id());
        trunk = cloud.put(new TenantTrunk(
                trunk.id(), trunk.project(), "", trunk.port(), false, trunk.subports(), trunk.standard()));
        plan = cloud.after(plan);
        assertThat(plan.troubles().get(subport.id())).contains("Trunk").contains("administratively down");
        assertThat(plan.switches()).isEqualTo(cloud.plan().switches());
        trunk = cloud.trunk(parent, Map.of(VLAN + 1, subport));
        plan = cloud.after(plan);
        assertThat(plan.troubles()).doesNotContainKey(subport.id());
        cloud.unplug(parent.id(), one);
        plan = cloud.after(plan);
        assertThat(plan.troubles().get(subport.id())).contains("parent port " + parent.id());
        assertThat(plan.switches()).isEqualTo(cloud.plan().switches());
        cloud.plug(parent.id(), one, 5);
        plan = cloud.after(plan);
        assertThat(plan.switches()).isEqualTo(cloud.plan().switches());
        assertThat(plan.troubles()).doesNotContainKey(subport.id());
        assertThat(plan.networksPlanned()).isEqualTo(2);
    }

    @Test
    void aSubportWithAnInterfaceOfItsOwnCarriesNothing() {
        TenantPort second = cloud.port(tagged, 0xe, 14);
        cloud.trunk(parent, Map.of(VLAN, subport, 7, second));
        cloud.plug(second.id(), two, 8);
        assertThat(cloud.plan().troubles().get(second.id())).contains("an interface of its own");
        assertThat(overlay().sent(second.id(), datagram(second, friend)).places())
                .isEmpty();
    }
}
