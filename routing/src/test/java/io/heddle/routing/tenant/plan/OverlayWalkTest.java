package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames sent by three hosts of one network, two of them on the same server. */
class OverlayWalkTest {

    private static final Ipv4Address NOWHERE = Ipv4Address.parse("192.168.0.99");

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final DatapathId two = cloud.server(2);
    private TenantNetwork network = cloud.network(NetworkType.VXLAN, 5001);
    private TenantSubnet subnet = cloud.subnet(network, "192.168.0.0/24", true);
    private TenantPort anna = cloud.port(subnet, 0xa, 10);
    private TenantPort bert = cloud.port(subnet, 0xb, 11);
    private TenantPort carl = cloud.port(subnet, 0xc, 12);

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

    private List<ConnectPoint> places(TenantPort... ports) {
        return Stream.of(ports).map(this::place).sorted().toList();
    }

    private static Packet datagram(TenantPort from, TenantPort to) {
        return datagram(from, to.mac(), Cloud.address(to));
    }

    private static Packet datagram(TenantPort from, MacAddress mac, Ipv4Address to) {
        return Packet.udp(Cloud.address(from), 4000, to, 4001).between(from.mac(), mac);
    }

    private static Packet question(TenantPort from, Ipv4Address target) {
        return Packet.arp(1, from.mac(), Cloud.address(from), target);
    }

    private static Packet discover(TenantPort from) {
        return Packet.udp(Ipv4Address.UNSPECIFIED, 68, Ipv4Address.BROADCAST, 67)
                .between(from.mac(), MacAddress.BROADCAST);
    }

    /** From the link-local address that goes with the MAC address. */
    private static Packet icmpv6(TenantPort from, long group, int type) {
        return icmpv6(
                from,
                group,
                type,
                IpAddress.parse("fe80::200:ff:fe00:%x".formatted(from.mac().value())));
    }

    private static Packet icmpv6(TenantPort from, long group, int type, IpAddress source) {
        return Packet.blank()
                .with(Field.ETH_TYPE, Match.IPV6)
                .with(Field.IP_PROTO, 58)
                .with(Field.ICMPV6_TYPE, type)
                .with(Field.ICMPV6_CODE, 0)
                .with(Field.IPV6_SRC_HIGH, source.high())
                .with(Field.IPV6_SRC_LOW, source.low())
                .between(from.mac(), new MacAddress(group));
    }

    private static Packet about(Packet discovery, String target) {
        IpAddress address = IpAddress.parse(target);
        return discovery.with(Field.ND_TARGET_HIGH, address.high()).with(Field.ND_TARGET_LOW, address.low());
    }

    @Test
    void unicastReachesItsPortOnTheSameServerAndNoOther() {
        SimulatedOverlay.Outcome outcome = sent(anna, datagram(anna, bert));
        assertThat(outcome.places()).isEqualTo(places(bert));
        assertThat(outcome.tunnelled()).isZero();
        assertThat(outcome.delivered().getFirst().packet()).isEqualTo(datagram(anna, bert));
    }

    @ParameterizedTest
    @EnumSource(
            value = NetworkType.class,
            names = {"VXLAN", "GRE", "VLAN"})
    void unicastReachesItsPortOnAnotherServerThroughOneTunnel(NetworkType type) {
        Cloud other = new Cloud();
        DatapathId here = other.server(1);
        DatapathId there = other.server(2);
        TenantSubnet block = other.subnet(other.network(type, type.highest()), "10.0.0.0/8", true);
        TenantPort from = other.port(block, 1, 1);
        TenantPort to = other.port(block, 2, 2);
        other.plug(from.id(), here);
        other.plug(to.id(), there, 7);
        SimulatedOverlay.Outcome outcome =
                new SimulatedOverlay(other.plan(), other.servers()).sent(from.id(), datagram(from, to));
        assertThat(outcome.places()).containsExactly(ConnectPoint.of(there.value(), 7));
        assertThat(outcome.tunnelled()).isEqualTo(1);
    }

    @Test
    void unicastToNobodyIsDropped() {
        assertThat(sent(anna, datagram(anna, new MacAddress(0x99), NOWHERE)).places())
                .isEmpty();
    }

    @Test
    void broadcastReachesEveryOtherPortOnceAndEachServerOnce() {
        TenantPort dora = cloud.port(subnet, 0xd, 13);
        cloud.plug(dora.id(), two);
        SimulatedOverlay.Outcome outcome = sent(anna, datagram(anna, MacAddress.BROADCAST, Ipv4Address.BROADCAST));
        assertThat(outcome.places()).isEqualTo(places(bert, carl, dora));
        assertThat(outcome.tunnelled()).isEqualTo(1);
    }

    @Test
    void arpForAMemberIsAnsweredWhereItIsAsked() {
        for (TenantPort asked : List.of(bert, carl)) {
            SimulatedOverlay.Outcome outcome = sent(anna, question(anna, Cloud.address(asked)));
            assertThat(outcome.places()).isEqualTo(places(anna));
            assertThat(outcome.delivered().getFirst().packet())
                    .isEqualTo(Packet.arp(2, asked.mac(), Cloud.address(asked), Cloud.address(anna))
                            .with(Field.ARP_THA, anna.mac().value())
                            .with(Field.ETH_DST, anna.mac().value()));
        }
    }

    @Test
    void arpForNobodyAsksEverybody() {
        assertThat(sent(anna, question(anna, NOWHERE)).places()).isEqualTo(places(bert, carl));
    }

    @Test
    void whoLooksForItsOwnAddressIsNotToldThatItIsTaken() {
        Packet probe = Packet.arp(1, anna.mac(), Ipv4Address.UNSPECIFIED, Cloud.address(anna));
        assertThat(sent(anna, probe).places()).isEqualTo(places(bert, carl));
        assertThat(sent(anna, question(anna, Cloud.address(anna))).places()).isEqualTo(places(bert, carl));
    }

    @Test
    void whoLooksForAnotherPortsAddressIsToldThatItIsTaken() {
        Packet probe = Packet.arp(1, anna.mac(), Ipv4Address.UNSPECIFIED, Cloud.address(bert));
        assertThat(sent(anna, probe).places()).isEqualTo(places(anna));
    }

    @Test
    void dhcpGoesToTheControllerAndNowhereElse() {
        SimulatedOverlay.Outcome outcome = sent(anna, discover(anna));
        assertThat(outcome.places()).isEmpty();
        assertThat(outcome.asked()).hasSize(1);
        Packet renewal = Packet.udp(Cloud.address(anna), 68, NOWHERE, 67).between(anna.mac(), new MacAddress(0x99));
        assertThat(sent(anna, renewal).asked()).hasSize(1);
    }

    @Test
    void dhcpIsCarriedWhereNobodyHereHandsOutAddresses() {
        cloud.removed(anna);
        cloud.removed(bert);
        cloud.removed(carl);
        cloud.removed(subnet);
        subnet = cloud.subnet(network, "192.168.0.0/24", false);
        anna = cloud.port(subnet, 0xa, 10);
        bert = cloud.port(subnet, 0xb, 11);
        cloud.plug(anna.id(), one);
        cloud.plug(bert.id(), two);
        SimulatedOverlay.Outcome outcome = sent(anna, discover(anna));
        assertThat(outcome.asked()).isEmpty();
        assertThat(outcome.places()).isEqualTo(places(bert));
    }

    @Test
    void spoofedFramesAreDropped() {
        List<Packet> spoofed = List.of(
                datagram(anna, bert).with(Field.ETH_SRC, bert.mac().value()),
                datagram(anna, bert).with(Field.IPV4_SRC, Cloud.address(carl).unsigned()),
                datagram(anna, bert).with(Field.IPV4_SRC, 0),
                question(anna, NOWHERE).with(Field.ARP_SHA, bert.mac().value()),
                question(anna, NOWHERE).with(Field.ARP_SPA, Cloud.address(bert).unsigned()),
                question(anna, Cloud.address(bert))
                        .with(Field.ETH_SRC, bert.mac().value()),
                icmpv6(anna, 0x3333_0000_0001L, 135)
                        .with(Field.ETH_SRC, bert.mac().value()),
                Packet.udp(Cloud.address(anna), 67, Cloud.address(bert), 68).between(anna.mac(), bert.mac()),
                icmpv6(anna, 0x3333_0000_0001L, 134),
                icmpv6(anna, 0x3333_0000_0001L, 137),
                datagram(anna, bert).with(Field.VLAN_VID, 0x1001),
                datagram(anna, bert).with(Field.ETH_DST, 0x0180_c200_0003L),
                Packet.blank().with(Field.ETH_TYPE, Match.LLDP).between(anna.mac(), bert.mac()));
        for (Packet frame : spoofed) {
            SimulatedOverlay.Outcome outcome = sent(anna, frame);
            assertThat(outcome.places()).as("%s", frame).isEmpty();
            assertThat(outcome.asked()).as("%s", frame).isEmpty();
        }
    }

    @Test
    void aPortThatIsNotGuardedMaySendAnything() {
        anna = cloud.changed(anna, true, false, List.of());
        Packet foreign = Packet.udp(NOWHERE, 67, Cloud.address(carl), 68).between(new MacAddress(0x77), carl.mac());
        assertThat(sent(anna, foreign).places()).isEqualTo(places(carl));
    }

    @Test
    void aPortMaySendFromItsAllowedPairs() {
        MacAddress virtual = new MacAddress(0x5e00_0101L);
        anna = cloud.changed(
                anna,
                true,
                true,
                List.of(
                        new AddressPair(Cidr.parse("192.168.0.200/30"), virtual),
                        new AddressPair(Cidr.parse("0.0.0.0/0"), new MacAddress(0x78)),
                        new AddressPair(Cidr.parse("2001:db8::/64"), virtual)));
        Ipv4Address paired = Ipv4Address.parse("192.168.0.201");
        Packet frame = Packet.udp(paired, 1, Cloud.address(carl), 2).between(virtual, carl.mac());
        assertThat(sent(anna, frame).places()).isEqualTo(places(carl));
        assertThat(sent(anna, frame.between(anna.mac(), carl.mac())).places()).isEmpty();
        assertThat(sent(anna, frame.with(Field.IPV4_SRC, NOWHERE.unsigned())).places())
                .isEmpty();
        assertThat(sent(anna, frame.with(Field.IPV4_SRC, 1).with(Field.ETH_SRC, 0x78))
                        .places())
                .isEqualTo(places(carl));
        assertThat(sent(carl, datagram(carl, virtual, paired)).places()).isEqualTo(places(anna));
        Packet six = icmpv6(anna, carl.mac().value(), 128, IpAddress.parse("2001:db8::77"));
        assertThat(sent(anna, six.with(Field.ETH_SRC, virtual.value())).places())
                .isEqualTo(places(carl));
        assertThat(sent(anna, six).places()).isEmpty();
    }

    @Test
    void aSharedMacReachesAllWhoMayHaveIt() {
        List<AddressPair> shared =
                List.of(new AddressPair(Cidr.parse("192.168.0.200/32"), new MacAddress(0x5e00_0101L)));
        anna = cloud.changed(anna, true, true, shared);
        carl = cloud.changed(carl, true, true, shared);
        Packet frame = datagram(bert, new MacAddress(0x5e00_0101L), Ipv4Address.parse("192.168.0.200"));
        assertThat(sent(bert, frame).places()).isEqualTo(places(anna, carl));
    }

    @Test
    void noPairTakesFramesFromThePortWhoseMacItIs() {
        anna = cloud.changed(anna, true, true, List.of(new AddressPair(Cidr.parse("192.168.0.12"), carl.mac())));
        assertThat(sent(bert, datagram(bert, carl)).places()).isEqualTo(places(carl));
    }

    @Test
    void anAddressThatAnotherMayTakeOverIsNotAnsweredFor() {
        anna = cloud.changed(anna, true, true, List.of(new AddressPair(Cidr.parse("192.168.0.12"), anna.mac())));
        assertThat(sent(bert, question(bert, Cloud.address(carl))).places()).isEqualTo(places(anna, carl));
    }

    @Test
    void neighbourSolicitationsReachEverybodyAndRouterSolicitationsTheController() {
        assertThat(sent(anna, icmpv6(anna, 0x3333_ff00_000bL, 135)).places()).isEqualTo(places(bert, carl));
        assertThat(sent(anna, icmpv6(anna, 0x3333_0000_0002L, 133)).places()).isEqualTo(places(bert, carl));
        cloud.advertised(network, "2001:db8::/64");
        SimulatedOverlay.Outcome asked = sent(anna, icmpv6(anna, 0x3333_0000_0002L, 133));
        assertThat(asked.places()).isEmpty();
        assertThat(asked.asked()).hasSize(1);
        Packet solicit = icmpv6(anna, 0x3333_0001_0002L, 0)
                .with(Field.IP_PROTO, Packet.UDP)
                .with(Field.UDP_SRC, 546)
                .with(Field.UDP_DST, 547);
        assertThat(sent(anna, solicit).asked()).hasSize(1);
    }

    @Test
    void ipv6IsSentFromItsOwnAddressesOnly() {
        TenantSubnet six = cloud.advertised(network, "2001:db8::/64");
        IpAddress own = IpAddress.parse("2001:db8::5");
        TenantPort dora = cloud.port(network.id(), 0xd, List.of(new FixedIp(six.id(), own)), true, List.of());
        cloud.plug(dora.id(), two);
        long there = carl.mac().value();
        assertThat(sent(dora, icmpv6(dora, there, 128, own)).places()).isEqualTo(places(carl));
        assertThat(sent(dora, icmpv6(dora, there, 128)).places()).isEqualTo(places(carl));
        assertThat(sent(dora, icmpv6(dora, there, 135, IpAddress.parse("::"))).places())
                .isEqualTo(places(carl));
        assertThat(sent(dora, icmpv6(dora, there, 128, own.plus(1))).places()).isEmpty();
        assertThat(sent(dora, icmpv6(dora, there, 0, IpAddress.parse("::")).with(Field.IP_PROTO, Packet.UDP))
                        .places())
                .isEmpty();
        Packet advertisement = icmpv6(dora, there, 136, own);
        assertThat(sent(dora, about(advertisement, "2001:db8::5")).places()).isEqualTo(places(carl));
        assertThat(sent(dora, about(advertisement, "fe80::200:ff:fe00:d")).places())
                .isEqualTo(places(carl));
        assertThat(sent(dora, about(advertisement, "2001:db8::6")).places()).isEmpty();
        assertThat(sent(dora, about(icmpv6(dora, there, 136, own.plus(1)), "2001:db8::5"))
                        .places())
                .isEmpty();
    }

    @Test
    void aForgedKeyOrAnUnknownNetworkIsDropped() {
        SimulatedOverlay overlay = new SimulatedOverlay(cloud.plan(), cloud.servers());
        ConnectPoint vxlan = new ConnectPoint(two, Cloud.VXLAN_PORT);
        assertThat(overlay.arrived(vxlan, datagram(anna, carl), 5001).places()).isEqualTo(places(carl));
        assertThat(overlay.arrived(vxlan, datagram(anna, bert), 5001).places()).isEmpty();
        assertThat(overlay.arrived(vxlan, datagram(anna, carl), 5002).places()).isEmpty();
        ConnectPoint gre = new ConnectPoint(two, Cloud.GRE_PORT);
        assertThat(overlay.arrived(gre, datagram(anna, carl), 5001).places()).isEmpty();
        assertThat(overlay.sent(ConnectPoint.of(two.value(), 77), datagram(anna, carl))
                        .places())
                .isEmpty();
    }

    @Test
    void aPortThatMovesIsReachedWhereItIsNow() {
        OverlayPlan before = cloud.plan();
        cloud.unplug(carl.id(), two);
        cloud.plug(carl.id(), one, 9);
        OverlayPlan after = cloud.after(before);
        SimulatedOverlay overlay = new SimulatedOverlay(after, cloud.servers());
        SimulatedOverlay.Outcome outcome = overlay.sent(anna.id(), datagram(anna, carl));
        assertThat(outcome.places()).containsExactly(ConnectPoint.of(one.value(), 9));
        assertThat(outcome.tunnelled()).isZero();
        assertThat(after.switches().get(two)).isEqualTo(BridgeRules.of(OverlayOptions.defaults()));
    }

    @Test
    void aPortNobodyPluggedIsNeitherAnsweredForNorSentTo() {
        TenantPort idle = cloud.port(subnet, 0xe, 14);
        assertThat(sent(anna, question(anna, Cloud.address(idle))).places()).isEqualTo(places(bert, carl));
        assertThat(sent(anna, datagram(anna, idle)).places()).isEmpty();
        assertThat(cloud.plan().locations()).doesNotContainKey(idle.id());
    }

    @Test
    void networksOnTheSameServersDoNotSeeEachOther() {
        TenantSubnet other = cloud.subnet(cloud.network(NetworkType.VXLAN, 5002), "192.168.0.0/24", true);
        TenantPort twin = cloud.port(other, 0xb, 11);
        cloud.plug(twin.id(), two);
        assertThat(sent(anna, datagram(anna, bert)).places()).isEqualTo(places(bert));
        assertThat(sent(twin, datagram(twin, MacAddress.BROADCAST, Ipv4Address.BROADCAST))
                        .places())
                .isEmpty();
        assertThat(sent(twin, question(twin, Cloud.address(anna))).places()).isEmpty();
    }

    private static PortId unknown() {
        return PortId.parse("ffffffff-0000-4000-8000-000000000000");
    }

    @Test
    void anInterfaceForNoPortIsATroubleUntilThereIsOne() {
        cloud.plug(unknown(), one);
        OverlayPlan plan = cloud.plan();
        assertThat(plan.troubles()).containsOnlyKeys(unknown());
        assertThat(plan.troubles().get(unknown())).contains("no such port").contains(one.toString());
        assertThat(plan.locations()).doesNotContainKey(unknown());
        cloud.unplug(unknown(), one);
        assertThat(cloud.after(plan).troubles()).isEmpty();
    }
}
