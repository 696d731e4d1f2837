package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.VlanMember;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets between two networks that a router joins; anna is on one of them, bert and carl on the other, on two servers. */
class RouterWalkTest {

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final DatapathId two = cloud.server(2);
    private final TenantNetwork left = cloud.network(NetworkType.VXLAN, 1);
    private final TenantNetwork right = cloud.network(NetworkType.GRE, 2);
    private final TenantSubnet leftBlock = cloud.subnet(left, "10.1.0.0/24", true);
    private final TenantSubnet rightBlock = cloud.subnet(right, "10.2.0.0/24", true);
    private final TenantPort anna = cloud.port(leftBlock, 0xa, 10);
    private final TenantPort bert = cloud.port(rightBlock, 0xb, 11);
    private final TenantPort carl = cloud.port(rightBlock, 0xc, 12);
    private final TenantRouter router = cloud.router();
    private final TenantPort leftDoor = cloud.join(router, leftBlock, 1);
    private final TenantPort rightDoor = cloud.join(router, rightBlock, 1);

    @BeforeEach
    void plugAll() {
        cloud.plug(anna.id(), one);
        cloud.plug(bert.id(), one);
        cloud.plug(carl.id(), two);
    }

    private SimulatedOverlay.Outcome sent(TenantPort from, Packet frame) {
        return new SimulatedOverlay(cloud.plan(), cloud.servers()).sent(from.id(), frame);
    }

    private ConnectPoint place(TenantPort port) {
        return Objects.requireNonNull(cloud.plan().locations().get(port.id()));
    }

    private static Packet datagram(TenantPort from, TenantPort door, Ipv4Address to) {
        return Packet.udp(Cloud.address(from), 4000, to, 4001).between(from.mac(), door.mac());
    }

    private static Packet routed(Packet frame, TenantPort door, MacAddress to) {
        return frame.between(door.mac(), to).with(Field.IP_TTL, frame.value(Field.IP_TTL) - 1);
    }

    @Test
    void aPacketGoesOnTheServerWhereItIsSentOntoTheNetworkOfItsDestination() {
        Packet near = datagram(anna, leftDoor, Cloud.address(bert));
        SimulatedOverlay.Outcome here = sent(anna, near);
        assertThat(here.delivered())
                .containsExactly(new SimulatedOverlay.Delivery(place(bert), routed(near, rightDoor, bert.mac())));
        assertThat(here.tunnelled()).isZero();
        Packet far = datagram(anna, leftDoor, Cloud.address(carl));
        SimulatedOverlay.Outcome there = sent(anna, far);
        assertThat(there.delivered())
                .containsExactly(new SimulatedOverlay.Delivery(place(carl), routed(far, rightDoor, carl.mac())));
        assertThat(there.tunnelled()).isEqualTo(1);
        Packet back = datagram(carl, rightDoor, Cloud.address(anna));
        assertThat(sent(carl, back).delivered())
                .containsExactly(new SimulatedOverlay.Delivery(place(anna), routed(back, leftDoor, anna.mac())));
    }

    @ParameterizedTest
    @EnumSource(
            value = NetworkType.class,
            names = {"VXLAN", "GRE", "VLAN"})
    void networksOfAnyTypeAreJoined(NetworkType type) {
        TenantSubnet block = cloud.subnet(cloud.network(type, 77), "10.3.0.0/24", true);
        TenantPort dora = cloud.port(block, 0xd, 10);
        TenantPort door = cloud.join(router, block, 1);
        cloud.plug(dora.id(), cloud.server(3));
        Packet frame = datagram(anna, leftDoor, Cloud.address(dora));
        SimulatedOverlay.Outcome outcome = sent(anna, frame);
        assertThat(outcome.delivered())
                .containsExactly(new SimulatedOverlay.Delivery(place(dora), routed(frame, door, dora.mac())));
        assertThat(outcome.tunnelled()).isEqualTo(1);
    }

    @Test
    void theFabricLetsARouterSendOnAVlanFromEveryServerAndTakesNothingToIt() {
        TenantSubnet block = cloud.subnet(cloud.network(NetworkType.VLAN, 7), "10.3.0.0/24", true);
        TenantPort dora = cloud.port(block, 0xd, 10);
        TenantPort door = cloud.join(router, block, 1);
        cloud.plug(dora.id(), cloud.server(3));
        assertThat(cloud.plan().interfaces().vlans())
                .filteredOn(member -> member.mac().equals(door.mac()))
                .hasSize(3)
                .noneMatch(VlanMember::isReceiver);
        assertThat(cloud.plan().interfaces().vlans())
                .filteredOn(VlanMember::isReceiver)
                .hasSize(1);
    }

    @Test
    void nothingIsRoutedWhileTheRouterOrItsPortOrTheNetworkIsDown() {
        Packet frame = datagram(anna, leftDoor, Cloud.address(carl));
        cloud.changed(router, false, List.of());
        assertThat(sent(anna, frame).places()).isEmpty();
        cloud.changed(router, true, List.of());
        assertThat(sent(anna, frame).places()).containsExactly(place(carl));
        cloud.changed(rightDoor, false, false, List.of());
        assertThat(sent(anna, frame).places()).isEmpty();
        cloud.changed(rightDoor, true, false, List.of());
        cloud.down(right);
        assertThat(sent(anna, frame).places()).isEmpty();
    }

    @Test
    void theRouterAnswersForItsAddressesWhereverItsNetworksAre() {
        Packet question = Packet.arp(1, carl.mac(), Cloud.address(carl), Cloud.address(rightDoor));
        SimulatedOverlay.Outcome outcome = sent(carl, question);
        assertThat(outcome.delivered()).singleElement().satisfies(delivery -> {
            assertThat(delivery.place()).isEqualTo(place(carl));
            assertThat(delivery.packet().value(Field.ARP_OP)).isEqualTo(2);
            assertThat(delivery.packet().value(Field.ARP_SHA))
                    .isEqualTo(rightDoor.mac().value());
        });
        Packet stranger = Packet.arp(1, carl.mac(), Cloud.address(carl), Cloud.address(leftDoor));
        assertThat(sent(carl, stranger).delivered())
                .noneMatch(delivery -> delivery.packet().value(Field.ARP_OP) == 2);
    }

    @Test
    void everyAddressOfTheRouterAnswersAPing() {
        for (TenantPort door : List.of(leftDoor, rightDoor)) {
            Packet ping = Packet.icmp(Cloud.address(anna), Cloud.address(door), 8, 0)
                    .between(anna.mac(), leftDoor.mac())
                    .with(Field.IP_TTL, 1);
            Packet answer =
                    Packet.icmp(Cloud.address(door), Cloud.address(anna), 0, 0).between(leftDoor.mac(), anna.mac());
            assertThat(sent(anna, ping).delivered())
                    .containsExactly(new SimulatedOverlay.Delivery(place(anna), answer));
        }
        Packet other = datagram(anna, leftDoor, Cloud.address(rightDoor));
        assertThat(sent(anna, other).delivered()).isEmpty();
    }

    @Test
    void aPacketWithoutAHopLeftGoesToTheController() {
        for (long ttl : List.of(0L, 1L)) {
            Packet frame = datagram(anna, leftDoor, Cloud.address(carl)).with(Field.IP_TTL, ttl);
            SimulatedOverlay.Outcome outcome = sent(anna, frame);
            assertThat(outcome.delivered()).isEmpty();
            assertThat(outcome.asked()).singleElement().satisfies(asked -> {
                assertThat(asked.value(Field.ETH_SRC)).isEqualTo(leftDoor.mac().value());
                assertThat(asked.value(Field.ETH_DST)).isEqualTo(anna.mac().value());
            });
        }
    }

    @Test
    void whatNoRouteLeadsToIsDropped() {
        assertThat(sent(anna, datagram(anna, leftDoor, Ipv4Address.parse("198.51.100.1"))))
                .satisfies(outcome -> assertThat(outcome.delivered()).isEmpty())
                .satisfies(outcome -> assertThat(outcome.asked()).isEmpty());
        assertThat(sent(anna, datagram(anna, leftDoor, Ipv4Address.parse("10.2.0.200")))
                        .delivered())
                .isEmpty();
        assertThat(sent(anna, datagram(anna, leftDoor, Ipv4Address.parse("10.2.0.255")))
                        .delivered())
                .isEmpty();
    }

    @Test
    void aStaticRouteLeadsThroughItsHostAndNowhereWithoutIt() {
        cloud.changed(carl, true, true, List.of(new AddressPair(Cidr.parse("172.16.0.0/12"), carl.mac())));
        cloud.changed(
                router,
                true,
                List.of(
                        new HostRoute(Cidr.parse("172.16.0.0/12"), IpAddress.parse("10.2.0.12")),
                        new HostRoute(Cidr.parse("172.16.5.0/24"), IpAddress.parse("10.2.0.99"))));
        Packet frame = datagram(anna, leftDoor, Ipv4Address.parse("172.20.1.1"));
        assertThat(sent(anna, frame).delivered())
                .containsExactly(new SimulatedOverlay.Delivery(place(carl), routed(frame, rightDoor, carl.mac())));
        Packet lost = datagram(anna, leftDoor, Ipv4Address.parse("172.16.5.1"));
        assertThat(sent(anna, lost).delivered()).isEmpty();
        cloud.removed(carl);
        assertThat(sent(anna, frame).delivered()).isEmpty();
    }

    @Test
    void anAddressThatSeveralMayTakeOverIsTakenToAllOfThem() {
        Cidr shared = Cidr.parse("10.2.0.50/32");
        cloud.changed(bert, true, true, List.of(new AddressPair(shared, bert.mac())));
        cloud.changed(carl, true, true, List.of(new AddressPair(shared, carl.mac())));
        Packet frame = datagram(anna, leftDoor, Ipv4Address.parse("10.2.0.50"));
        assertThat(sent(anna, frame).delivered())
                .containsExactlyInAnyOrder(
                        new SimulatedOverlay.Delivery(place(bert), routed(frame, rightDoor, bert.mac())),
                        new SimulatedOverlay.Delivery(place(carl), routed(frame, rightDoor, carl.mac())));
    }

    @Test
    void packetsOfVersionSixAreRoutedAndTheirQuestionsAskedOfTheController() {
        TenantSubnet leftSix = cloud.subnet(left, "2001:db8:1::/64", false);
        TenantSubnet rightSix = cloud.subnet(right, "2001:db8:2::/64", false);
        TenantPort door = cloud.join(router, leftSix, 1);
        TenantPort beyond = cloud.join(router, rightSix, 1);
        TenantPort emil = cloud.port(leftSix, 0xe, 5);
        TenantPort fred = cloud.port(rightSix, 0xf, 6);
        cloud.plug(emil.id(), one);
        cloud.plug(fred.id(), two);
        Packet frame = six(emil, address(fred)).between(emil.mac(), door.mac());
        assertThat(sent(emil, frame).delivered())
                .containsExactly(new SimulatedOverlay.Delivery(place(fred), routed(frame, beyond, fred.mac())));
        assertThat(sent(emil, frame.with(Field.IP_TTL, 1)).asked()).hasSize(1);
        Packet ping = six(emil, address(beyond)).between(emil.mac(), door.mac()).with(Field.ICMPV6_TYPE, 128);
        assertThat(sent(emil, ping).asked()).hasSize(1);
        for (IpAddress asked : List.of(address(door), IpAddress.linkLocal(door.mac()))) {
            Packet solicitation = six(emil, asked)
                    .between(emil.mac(), new MacAddress(0x3333_ff00_0001L))
                    .with(Field.ICMPV6_TYPE, 135)
                    .with(Field.ND_TARGET_HIGH, asked.high())
                    .with(Field.ND_TARGET_LOW, asked.low());
            SimulatedOverlay.Outcome outcome = sent(emil, solicitation);
            assertThat(outcome.asked()).hasSize(1);
            assertThat(outcome.delivered()).isEmpty();
        }
    }

    private static IpAddress address(TenantPort port) {
        return port.fixedIps().stream().map(FixedIp::address).findFirst().orElseThrow();
    }

    private static Packet six(TenantPort from, IpAddress to) {
        return Packet.blank()
                .with(Field.ETH_TYPE, Match.IPV6)
                .with(Field.IP_PROTO, 58)
                .with(Field.ICMPV6_TYPE, 128)
                .with(Field.IP_TTL, 64)
                .with(Field.IPV6_SRC_HIGH, address(from).high())
                .with(Field.IPV6_SRC_LOW, address(from).low())
                .with(Field.IPV6_DST_HIGH, to.high())
                .with(Field.IPV6_DST_LOW, to.low());
    }

    @Test
    void aRoutersPortThatAServerSaysIsPluggedCarriesNothing() {
        cloud.plug(rightDoor.id(), two);
        assertThat(cloud.plan().troubles().get(rightDoor.id())).contains("router");
        assertThat(sent(anna, datagram(anna, leftDoor, Cloud.address(carl))).places())
                .containsExactly(place(carl));
    }
}
