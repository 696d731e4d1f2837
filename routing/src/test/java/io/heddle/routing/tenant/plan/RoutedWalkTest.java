package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of two networks that the fabric itself routes; anna is on one of them, bert and carl on the other, on two servers. */
class RoutedWalkTest {

    private static final MacAddress GATEWAY = PlanOptions.GATEWAY_MAC;
    private static final Ipv4Address LEFT_GATEWAY = Ipv4Address.parse("172.20.0.1");

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final DatapathId two = cloud.server(2);
    private final TenantNetwork left = cloud.network(NetworkType.ROUTED, 1);
    private final TenantNetwork right = cloud.network(NetworkType.ROUTED, 2);
    private final TenantSubnet leftBlock = cloud.gatewayed(left, "172.20.0.0/24", "172.20.0.1");
    private final TenantSubnet rightBlock = cloud.gatewayed(right, "172.20.1.0/24", "172.20.1.1");
    private final TenantPort anna = cloud.port(leftBlock, 0xa, 10);
    private final TenantPort bert = cloud.port(rightBlock, 0xb, 11);
    private final TenantPort carl = cloud.port(rightBlock, 0xc, 20);

    @BeforeEach
    void plugAll() {
        cloud.plug(anna.id(), one);
        cloud.plug(bert.id(), one);
        cloud.plug(carl.id(), two);
    }

    private SimulatedOverlay overlay() {
        return new SimulatedOverlay(cloud.plan(), cloud.servers());
    }

    private SimulatedOverlay.Outcome sent(TenantPort from, Packet frame) {
        return overlay().sent(from.id(), frame);
    }

    private ConnectPoint place(TenantPort port) {
        return Objects.requireNonNull(cloud.plan().locations().get(port.id()));
    }

    private static Packet datagram(TenantPort from, Ipv4Address to) {
        return Packet.udp(Cloud.address(from), 4000, to, 4001).between(from.mac(), GATEWAY);
    }

    private static Packet received(Packet frame, TenantPort to) {
        return frame.between(GATEWAY, to.mac()).with(Field.IP_TTL, frame.value(Field.IP_TTL) - 1);
    }

    @Test
    void aPacketGoesToTheOtherNetworkOnTheServerItselfOrByTheFabric() {
        Packet near = datagram(anna, Cloud.address(bert));
        SimulatedOverlay.Outcome here = sent(anna, near);
        assertThat(here.delivered()).containsExactly(new SimulatedOverlay.Delivery(place(bert), received(near, bert)));
        assertThat(here.tunnelled()).isZero();
        Packet far = datagram(anna, Cloud.address(carl));
        SimulatedOverlay.Outcome there = sent(anna, far);
        assertThat(there.delivered()).containsExactly(new SimulatedOverlay.Delivery(place(carl), received(far, carl)));
        assertThat(there.tunnelled()).isEqualTo(1);
    }

    @Test
    void aPacketToTheOwnNetworkGoesByTheGatewayToo() {
        Packet far = datagram(bert, Cloud.address(carl));
        assertThat(sent(bert, far).delivered())
                .containsExactly(new SimulatedOverlay.Delivery(place(carl), received(far, carl)));
    }

    @Test
    void everyAddressOfTheSubnetIsAtTheGateway() {
        for (Ipv4Address asked : List.of(LEFT_GATEWAY, Ipv4Address.parse("172.20.0.99"))) {
            Packet question = Packet.arp(1, anna.mac(), Cloud.address(anna), asked);
            assertThat(sent(anna, question).delivered()).singleElement().satisfies(answer -> {
                assertThat(answer.place()).isEqualTo(place(anna));
                assertThat(answer.packet().value(Field.ARP_OP)).isEqualTo(2);
                assertThat(answer.packet().value(Field.ARP_SHA)).isEqualTo(GATEWAY.value());
                assertThat(answer.packet().value(Field.ARP_SPA)).isEqualTo(asked.unsigned());
                assertThat(answer.packet().value(Field.ARP_TPA))
                        .isEqualTo(Cloud.address(anna).unsigned());
                assertThat(answer.packet().value(Field.ETH_DST))
                        .isEqualTo(anna.mac().value());
            });
        }
    }

    @Test
    void whoLooksWhetherAnotherHasItsAddressIsNotAnswered() {
        for (Ipv4Address from : List.of(Ipv4Address.UNSPECIFIED, Cloud.address(anna))) {
            Packet probe = Packet.arp(1, anna.mac(), from, Cloud.address(anna));
            assertThat(sent(anna, probe).delivered()).isEmpty();
        }
    }

    @Test
    void theGatewayAnswersAPing() {
        Packet ping = Packet.icmp(Cloud.address(anna), LEFT_GATEWAY, 8, 0).between(anna.mac(), GATEWAY);
        assertThat(sent(anna, ping).delivered()).singleElement().satisfies(answer -> {
            assertThat(answer.place()).isEqualTo(place(anna));
            assertThat(answer.packet().value(Field.ICMPV4_TYPE)).isZero();
            assertThat(answer.packet().source()).isEqualTo(LEFT_GATEWAY);
        });
    }

    @Test
    void whatHasNoHopLeftIsAskedAbout() {
        Packet last = datagram(anna, Cloud.address(carl)).with(Field.IP_TTL, 1);
        SimulatedOverlay.Outcome outcome = sent(anna, last);
        assertThat(outcome.delivered()).isEmpty();
        assertThat(outcome.asked()).hasSize(1);
    }

    @Test
    void nothingButRoutedNetworksIsReached() {
        for (String address : List.of("10.0.0.1", "10.0.0.2", "192.0.2.1", "224.0.0.1", "169.254.1.1")) {
            SimulatedOverlay.Outcome outcome = sent(anna, datagram(anna, Ipv4Address.parse(address)));
            assertThat(outcome.delivered()).as(address).isEmpty();
            assertThat(outcome.tunnelled()).as(address).isZero();
        }
    }

    @Test
    void noRouterGetsWhatIsForTheFabric() {
        TenantRouter router = cloud.router();
        assertThat(router.number()).isZero();
        TenantSubnet block = cloud.gatewayed(cloud.network(NetworkType.VXLAN, 7), "10.7.0.0/24", "10.7.0.1");
        cloud.join(router, block, 1);
        for (DatapathId server : List.of(one, two)) {
            TenantPort inside = server.equals(one) ? cloud.port(block, 0x70, 70) : cloud.port(block, 0x71, 71);
            cloud.plug(inside.id(), server);
            SimulatedOverlay.Outcome outcome = sent(anna, datagram(anna, Cloud.address(inside)));
            assertThat(outcome.delivered()).isEmpty();
            assertThat(outcome.tunnelled()).isZero();
        }
    }

    @Test
    void aPortSendsFromItsOwnAddressesOnly() {
        Packet good = datagram(anna, Cloud.address(carl));
        for (Packet spoofed : List.of(
                good.with(Field.IPV4_SRC, Cloud.address(bert).unsigned()),
                good.with(Field.IPV4_SRC, Ipv4Address.parse("10.0.0.1").unsigned()),
                good.with(Field.ETH_SRC, bert.mac().value()),
                good.with(Field.ETH_SRC, mac(1).value()),
                Packet.arp(1, anna.mac(), Cloud.address(bert), LEFT_GATEWAY))) {
            SimulatedOverlay.Outcome outcome = sent(anna, spoofed);
            assertThat(outcome.delivered()).isEmpty();
            assertThat(outcome.tunnelled()).isZero();
        }
    }

    private static MacAddress mac(int server) {
        return RoutedMember.mac(Ipv4Address.of(10, 0, 0, server));
    }

    @Test
    void fromTheFabricComesOnlyWhatIsRoutedToAnAddressThatIsThere() {
        SimulatedOverlay overlay = overlay();
        Packet good = datagram(anna, Cloud.address(carl)).between(GATEWAY, mac(2));
        assertThat(overlay.tagged(two, good).places()).containsExactly(place(carl));
        for (Packet foreign : List.of(
                good.with(Field.ETH_DST, mac(1).value()),
                good.with(Field.ETH_DST, carl.mac().value()),
                good.with(Field.IPV4_DST, Cloud.address(bert).unsigned()),
                good.with(Field.IPV4_SRC, Ipv4Address.parse("10.0.0.1").unsigned()))) {
            assertThat(overlay.tagged(two, foreign).delivered()).isEmpty();
        }
    }

    @Test
    void securityGroupsAreAskedHereAndThere() {
        cloud.inGroups(carl, cloud.group());
        cloud.inGroups(bert, cloud.group());
        assertThat(sent(anna, datagram(anna, Cloud.address(carl))).delivered()).isEmpty();
        assertThat(sent(anna, datagram(anna, Cloud.address(bert))).delivered()).isEmpty();
        assertThat(sent(carl, datagram(carl, Cloud.address(anna))).delivered()).isEmpty();
    }

    @Test
    void theFabricIsToldWhereEveryAddressIs() {
        assertThat(cloud.plan().interfaces().routed())
                .containsExactly(
                        new RoutedMember(
                                Cloud.address(anna), IpPrefix.parse("172.20.0.0/28"), Ipv4Address.of(10, 0, 0, 1)),
                        new RoutedMember(
                                Cloud.address(bert), IpPrefix.parse("172.20.1.0/28"), Ipv4Address.of(10, 0, 0, 1)),
                        new RoutedMember(
                                Cloud.address(carl), IpPrefix.parse("172.20.1.16/28"), Ipv4Address.of(10, 0, 0, 2)));
        assertThat(cloud.plan().interfaces(left.id()).routed()).hasSize(1);
    }

    @Test
    void aMoveTakesTheAddressAlong() {
        OverlayPlan before = cloud.plan();
        cloud.unplug(carl.id(), two);
        cloud.plug(carl.id(), one);
        OverlayPlan after = cloud.after(before);
        assertThat(after.switches()).isEqualTo(cloud.plan().switches());
        assertThat(after.interfaces().routed())
                .filteredOn(member -> member.address().equals(Cloud.address(carl)))
                .singleElement()
                .satisfies(member -> assertThat(member.server()).isEqualTo(Ipv4Address.of(10, 0, 0, 1)));
        assertThat(sent(anna, datagram(anna, Cloud.address(carl))).places()).containsExactly(place(carl));
    }

    @Test
    void oneMorePortChangesItsOwnServerAlone() {
        OverlayPlan before = cloud.plan();
        TenantPort dora = cloud.port(rightBlock, 0xd, 30);
        cloud.plug(dora.id(), two);
        OverlayPlan after = cloud.after(before);
        assertThat(after.serversPlanned()).isEqualTo(1);
        assertThat(after.networksPlanned()).isEqualTo(1);
        int added = Objects.requireNonNull(after.switches().get(two)).rules().size()
                - Objects.requireNonNull(before.switches().get(two)).rules().size();
        assertThat(added).isEqualTo(17);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverIsPluggedWhereTheNextPlanIsTheOneFromNothingAndEverybodyIsReached(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TenantPort> ports = new ArrayList<>(List.of(anna, bert, carl));
        OverlayPlan plan = cloud.plan();
        for (int step = 0; step < 30; step++) {
            DatapathId server = cloud.server(1 + random.nextInt(4));
            TenantSubnet block = random.nextBoolean() ? leftBlock : rightBlock;
            if (random.nextInt(3) == 0) {
                ports.add(cloud.port(block, 0x100 + step, 50 + step));
            }
            TenantPort port = ports.get(random.nextInt(ports.size()));
            cloud.servers().keySet().forEach(each -> cloud.unplug(port.id(), each));
            cloud.plug(port.id(), server);
            plan = cloud.after(plan);
            assertThat(plan.switches()).isEqualTo(cloud.plan().switches());
            assertThat(plan.interfaces()).isEqualTo(cloud.plan().interfaces());
        }
        SimulatedOverlay overlay = overlay();
        List<TenantPort> plugged = ports.stream()
                .filter(port -> cloud.plan().locations().containsKey(port.id()))
                .toList();
        for (TenantPort from : plugged) {
            for (TenantPort to : plugged) {
                if (!from.equals(to)) {
                    assertThat(overlay.sent(from.id(), datagram(from, Cloud.address(to)))
                                    .places())
                            .containsExactly(place(to));
                }
            }
        }
    }

    @Test
    void aServerWithoutABridgeToTheFabricSaysSo() {
        DatapathId bare = cloud.server(3, Ipv4Address.of(10, 0, 0, 3), new TreeMap<>());
        TenantPort dora = cloud.port(rightBlock, 0xd, 30);
        cloud.plug(dora.id(), bare);
        assertThat(cloud.plan().troubles())
                .containsEntry(
                        dora.id(), "Server " + bare + " has no bridge to the fabric that routed packets could go by.");
        assertThat(cloud.plan().interfaces().routed()).hasSize(3);
    }

    @Test
    void networksOfOtherTypesAreApart() {
        TenantSubnet block = cloud.subnet(cloud.network(NetworkType.VXLAN, 1), "172.20.0.0/24", true);
        TenantPort dora = cloud.port(block, 0xa, 10);
        cloud.plug(dora.id(), two);
        assertThat(sent(carl, datagram(carl, Cloud.address(anna))).places()).containsExactly(place(anna));
        assertThat(sent(dora, datagram(dora, Cloud.address(carl))).delivered()).isEmpty();
    }
}
