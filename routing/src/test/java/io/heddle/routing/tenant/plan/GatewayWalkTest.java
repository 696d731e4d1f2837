package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.VlanMember;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hosts behind a router, on servers of their own, and two other servers that lead to an external network. */
class GatewayWalkTest {

    private static final Ipv4Address WORLD = Ipv4Address.parse("198.51.100.7");
    private static final Ipv4Address HOP = Ipv4Address.parse("203.0.113.1");
    private static final Ipv4Address OWN = Ipv4Address.parse("203.0.113.10");
    private static final MacAddress HOP_MAC = new MacAddress(0x0e00_0000_0001L);

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final DatapathId two = cloud.server(2);
    private final TenantNetwork inside = cloud.network(NetworkType.VXLAN, 1);
    private final TenantNetwork tagged = cloud.network(NetworkType.VLAN, 2);
    private final TenantSubnet block = cloud.subnet(inside, "10.1.0.0/24", true);
    private final TenantSubnet taggedBlock = cloud.subnet(tagged, "10.2.0.0/24", true);
    private final TenantPort anna = cloud.port(block, 0xa, 10);
    private final TenantPort bert = cloud.port(block, 0xb, 11);
    private final TenantPort carl = cloud.port(taggedBlock, 0xc, 12);
    private final TenantRouter router = cloud.router();
    private final TenantPort door = cloud.join(router, block, 1);
    private final TenantPort taggedDoor = cloud.join(router, taggedBlock, 1);
    private final TenantNetwork outside = cloud.network(new Segment(NetworkType.FLAT, Cloud.RACK, 0), true);
    private final TenantSubnet publicBlock = cloud.gatewayed(outside, "203.0.113.0/24", "203.0.113.1");
    private final TenantPort exit = cloud.exit(router, publicBlock, 10, true);
    private final FloatingIp floating = cloud.floating(publicBlock, 20, bert, router);
    private final Ipv4Address publicBert = floating.address().asIpv4().orElseThrow();
    private final ExternalNeighbours found = ExternalNeighbours.NONE.with(outside.id(), IpAddress.of(HOP), HOP_MAC);

    @BeforeEach
    void plugAll() {
        cloud.gateway(3, true);
        cloud.gateway(4, true);
        cloud.plug(anna.id(), one);
        cloud.plug(bert.id(), two);
        cloud.plug(carl.id(), two);
    }

    private OverlayPlan plan() {
        return cloud.plan().next(cloud.state(), cloud.servers(), found);
    }

    private GatewayWorld world() {
        return new GatewayWorld(plan(), cloud.servers());
    }

    private DatapathId chosen() {
        return Objects.requireNonNull(plan().exits().get(router.id())).bridge();
    }

    private static Packet datagram(TenantPort from, TenantPort door, Ipv4Address to) {
        return Packet.udp(Cloud.address(from), 4000, to, 4001).between(from.mac(), door.mac());
    }

    /** The answer to a datagram that left, as the next hop outside sends it. */
    private Packet answer(Packet left) {
        return Packet.udp(
                        /* source= */ left.destination(),
                        4001,
                        /* destination= */ left.source(),
                        (int) left.value(Field.UDP_SRC))
                .between(HOP_MAC, exit.mac());
    }

    private static Packet hopped(Packet packet) {
        return packet.with(Field.IP_TTL, packet.value(Field.IP_TTL) - 1);
    }

    @Test
    void aHostWithoutAFloatingAddressGoesOutWithTheRoutersAndIsAnswered() {
        for (TenantPort from : List.of(anna, carl)) {
            TenantPort its = from.equals(anna) ? door : taggedDoor;
            GatewayWorld world = world();
            Packet frame = datagram(from, its, WORLD);
            Packet left = hopped(frame).between(exit.mac(), HOP_MAC).with(Field.IPV4_SRC, OWN.unsigned());
            assertThat(world.sent(from, frame)).containsExactly(new GatewayWorld.Event.Left(chosen(), left));
            Packet back = answer(left);
            Packet arrived = hopped(back)
                    .between(its.mac(), from.mac())
                    .with(Field.IPV4_DST, Cloud.address(from).unsigned());
            assertThat(world.cameIn(chosen(), back))
                    .containsExactly(new GatewayWorld.Event.Delivered(world.place(from), arrived));
            assertThat(world.sent(from, frame)).hasSize(1);
        }
    }

    @Test
    void aHostWithAFloatingAddressGoesOutAndIsReachedWithIt() {
        GatewayWorld world = world();
        Packet frame = datagram(bert, door, WORLD);
        Packet left = hopped(frame).between(exit.mac(), HOP_MAC).with(Field.IPV4_SRC, publicBert.unsigned());
        assertThat(world.sent(bert, frame)).containsExactly(new GatewayWorld.Event.Left(chosen(), left));
        Packet call = Packet.udp(WORLD, 1, publicBert, 2).between(HOP_MAC, exit.mac());
        Packet heard = hopped(call)
                .between(door.mac(), bert.mac())
                .with(Field.IPV4_DST, Cloud.address(bert).unsigned());
        assertThat(world.cameIn(chosen(), call))
                .containsExactly(new GatewayWorld.Event.Delivered(world.place(bert), heard));
    }

    /** A call from outside to a port, what of it arrives, and the answer that leaves. */
    private void assertForwarded(FloatingIp forwarding, TenantPort host, TenantPort its, Packet call, Packet heard) {
        GatewayWorld world = world();
        Ipv4Address address = forwarding.address().asIpv4().orElseThrow();
        for (int i = 0; i < 2; i++) {
            assertThat(world.cameIn(chosen(), call.between(HOP_MAC, exit.mac())))
                    .containsExactly(new GatewayWorld.Event.Delivered(
                            world.place(host), hopped(heard).between(its.mac(), host.mac())));
            Packet reply = Packet.udp(heard.destination(), 8080, WORLD, 5000).between(host.mac(), its.mac());
            Packet left = hopped(Packet.udp(address, 80, WORLD, 5000)).between(exit.mac(), HOP_MAC);
            assertThat(world.sent(host, reply)).containsExactly(new GatewayWorld.Event.Left(chosen(), left));
        }
    }

    @Test
    void aForwardedPortLeadsToThatOfAHostAndAnswersComeFromThere() {
        FloatingIp shared =
                cloud.forwarding(cloud.floating(publicBlock, 30, anna, router), IpProtocol.UDP, 80, anna, 8080, router);
        shared = cloud.forwarding(shared, IpProtocol.UDP, 81, carl, 8080, router);
        Ipv4Address address = shared.address().asIpv4().orElseThrow();
        for (boolean isShared : List.of(true, false)) {
            cloud.leading(router, isShared);
            Packet call = Packet.udp(WORLD, 5000, address, 80);
            Packet heard = Packet.udp(WORLD, 5000, Cloud.address(anna), 8080);
            assertForwarded(shared, anna, door, call, heard);
            Packet other = Packet.udp(WORLD, 5000, address, 82).between(HOP_MAC, exit.mac());
            assertThat(world().cameIn(chosen(), other)).isEmpty();
            Packet tcp = Packet.tcp(WORLD, 5000, address, 80).between(HOP_MAC, exit.mac());
            assertThat(world().cameIn(chosen(), tcp)).isEmpty();
        }
        Packet unasked = Packet.udp(Cloud.address(anna), 8080, WORLD, 5000).between(anna.mac(), door.mac());
        assertThat(world().sent(anna, unasked))
                .containsExactly(
                        new GatewayWorld.Event.Left(chosen(), hopped(unasked).between(exit.mac(), HOP_MAC)));
    }

    @Test
    void anErrorAboutAFloatingAddressIsHandedOverAndOneAboutTheRoutersIsForConnectionTracking() {
        for (int type : List.of(3, 11, 12)) {
            Packet error = Packet.icmp(WORLD, publicBert, type, 0).between(HOP_MAC, exit.mac());
            assertThat(world().cameIn(chosen(), error)).containsExactly(new GatewayWorld.Event.Asked(chosen(), error));
            Packet aboutRouter = Packet.icmp(WORLD, OWN, type, 0).between(HOP_MAC, exit.mac());
            assertThat(world().cameIn(chosen(), aboutRouter)).isEmpty();
        }
        Packet ping = Packet.icmp(WORLD, publicBert, 8, 0).between(HOP_MAC, exit.mac());
        assertThat(world().cameIn(chosen(), ping)).hasSize(1).first().isInstanceOf(GatewayWorld.Event.Delivered.class);
    }

    @Test
    void nothingElseFromOutsideGetsIn() {
        GatewayWorld world = world();
        List<Packet> tries = List.of(
                Packet.udp(WORLD, 1, OWN, 2).between(HOP_MAC, exit.mac()),
                Packet.udp(WORLD, 1, Cloud.address(anna), 2).between(HOP_MAC, exit.mac()),
                Packet.udp(WORLD, 1, Cloud.address(anna), 2).between(HOP_MAC, door.mac()),
                Packet.udp(WORLD, 1, Ipv4Address.parse("203.0.113.21"), 2).between(HOP_MAC, exit.mac()),
                Packet.udp(WORLD, 1, publicBert, 2).between(HOP_MAC, new MacAddress(0x99)),
                Packet.udp(WORLD, 1, publicBert, 2).between(HOP_MAC, exit.mac()).with(Field.VLAN_VID, 0x1005),
                Packet.arp(1, HOP_MAC, HOP, Cloud.address(anna)),
                Packet.arp(1, HOP_MAC, HOP, Ipv4Address.parse("203.0.113.21")));
        for (Packet attempt : tries) {
            assertThat(world.cameIn(chosen(), attempt)).as("%s", attempt).isEmpty();
        }
        DatapathId other = chosen().equals(Cloud.bridge(3)) ? Cloud.bridge(4) : Cloud.bridge(3);
        assertThat(world.cameIn(other, Packet.udp(WORLD, 1, publicBert, 2).between(HOP_MAC, exit.mac())))
                .isEmpty();
    }

    @Test
    void theRouterIsFoundAndAnswersOutsideOnTheChosenServerOnly() {
        GatewayWorld world = world();
        for (Ipv4Address address : List.of(OWN, publicBert)) {
            List<GatewayWorld.Event> events = world.cameIn(chosen(), Packet.arp(1, HOP_MAC, HOP, address));
            assertThat(events).singleElement().satisfies(event -> {
                assertThat(event).isInstanceOf(GatewayWorld.Event.Left.class);
                assertThat(event.packet().value(Field.ARP_SHA))
                        .isEqualTo(exit.mac().value());
            });
        }
        Packet ping = Packet.icmp(WORLD, OWN, 8, 0).between(HOP_MAC, exit.mac());
        Packet pong = Packet.icmp(OWN, WORLD, 0, 0).between(exit.mac(), HOP_MAC);
        assertThat(world.cameIn(chosen(), ping)).containsExactly(new GatewayWorld.Event.Left(chosen(), pong));
        Packet reply =
                Packet.arp(2, HOP_MAC, HOP, OWN).with(Field.ETH_DST, exit.mac().value());
        assertThat(world.cameIn(chosen(), reply)).containsExactly(new GatewayWorld.Event.Asked(chosen(), reply));
    }

    @Test
    void aHostPingsItsRoutersAddressOutsideWithoutLeaving() {
        Packet ping = Packet.icmp(Cloud.address(anna), OWN, 8, 0).between(anna.mac(), door.mac());
        Packet pong = Packet.icmp(OWN, Cloud.address(anna), 0, 0).between(door.mac(), anna.mac());
        GatewayWorld world = world();
        assertThat(world.sent(anna, ping)).containsExactly(new GatewayWorld.Event.Delivered(world.place(anna), pong));
    }

    @Test
    void withoutTranslationHostsGoOutAsThemselvesAndAreReachedIfTheyHaveNoFloatingAddress() {
        cloud.leading(router, false);
        GatewayWorld world = world();
        Packet frame = datagram(anna, door, WORLD);
        assertThat(world.sent(anna, frame))
                .containsExactly(
                        new GatewayWorld.Event.Left(chosen(), hopped(frame).between(exit.mac(), HOP_MAC)));
        Packet call = Packet.udp(WORLD, 1, Cloud.address(anna), 2).between(HOP_MAC, exit.mac());
        Packet heard = hopped(call).between(door.mac(), anna.mac());
        assertThat(world.cameIn(chosen(), call))
                .containsExactly(new GatewayWorld.Event.Delivered(world.place(anna), heard));
        assertThat(world.sent(bert, datagram(bert, door, WORLD)))
                .singleElement()
                .satisfies(event -> assertThat(event.packet().source()).isEqualTo(publicBert));
        Packet ping = Packet.icmp(WORLD, Cloud.address(door), 8, 0).between(HOP_MAC, exit.mac());
        Packet pong = Packet.icmp(Cloud.address(door), WORLD, 0, 0).between(exit.mac(), HOP_MAC);
        assertThat(world.cameIn(chosen(), ping)).containsExactly(new GatewayWorld.Event.Left(chosen(), pong));
    }

    @Test
    void aFloatingAddressIsReachedFromBehindTheSameRouter() {
        GatewayWorld world = world();
        Packet call = datagram(anna, door, publicBert);
        List<GatewayWorld.Event> events = world.sent(anna, call);
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event).isInstanceOf(GatewayWorld.Event.Delivered.class);
            assertThat(event.packet().source()).isEqualTo(OWN);
            assertThat(event.packet().destination()).isEqualTo(Cloud.address(bert));
        });
        Packet heard = events.getFirst().packet();
        Packet back = Packet.udp(Cloud.address(bert), 4001, heard.source(), (int) heard.value(Field.UDP_SRC))
                .between(bert.mac(), door.mac());
        assertThat(world.sent(bert, back)).singleElement().satisfies(event -> {
            assertThat(event).isInstanceOf(GatewayWorld.Event.Delivered.class);
            assertThat(event.packet().source()).isEqualTo(publicBert);
            assertThat(event.packet().destination()).isEqualTo(Cloud.address(anna));
        });
    }

    @Test
    void anotherServerTakesOverWhenTheChosenOneGoesAndFloatingConnectionsGoOn() {
        GatewayWorld world = world();
        DatapathId first = chosen();
        OverlayPlan before = plan();
        Packet left = world.sent(bert, datagram(bert, door, WORLD)).getFirst().packet();
        cloud.gateway(first.equals(Cloud.bridge(3)) ? 3 : 4, false);
        OverlayPlan after = cloud.after(before);
        world.hold(after);
        DatapathId second =
                Objects.requireNonNull(after.exits().get(router.id())).bridge();
        assertThat(second).isNotEqualTo(first);
        assertThat(after.routersPlanned()).isEqualTo(1);
        assertThat(world.cameIn(second, answer(left)))
                .singleElement()
                .satisfies(event -> assertThat(event).isInstanceOf(GatewayWorld.Event.Delivered.class));
        assertThat(world.cameIn(first, answer(left))).isEmpty();
        assertThat(world.sent(anna, datagram(anna, door, WORLD)))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                GatewayWorld.Event.Left.class,
                                out -> assertThat(out.bridge()).isEqualTo(second)));
        cloud.gateway(3, false);
        cloud.gateway(4, false);
        world.hold(cloud.after(after));
        assertThat(world.sent(anna, datagram(anna, door, WORLD))).isEmpty();
    }

    @Test
    void routersAreSpreadOverTheServers() {
        Set<DatapathId> used = new HashSet<>();
        Map<RouterId, RouterExit> exits;
        for (int i = 0; i < 20; i++) {
            cloud.exit(cloud.router(), publicBlock, 100 + i, true);
        }
        exits = plan().exits();
        exits.values().forEach(each -> used.add(each.bridge()));
        assertThat(exits).hasSize(21);
        assertThat(used).containsExactlyInAnyOrder(Cloud.bridge(3), Cloud.bridge(4));
    }

    @Test
    void whoIsNotFoundYetIsAskedForIfItIsOnTheNetwork() {
        Ipv4Address stranger = Ipv4Address.parse("203.0.113.77");
        List<GatewayWorld.Event> events = world().sent(anna, datagram(anna, door, stranger));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event).isInstanceOf(GatewayWorld.Event.Asked.class);
            assertThat(event.packet().destination()).isEqualTo(stranger);
            assertThat(event.packet().value(Field.ETH_SRC)).isEqualTo(exit.mac().value());
        });
        OverlayPlan blind = cloud.plan();
        assertThat(new GatewayWorld(blind, cloud.servers()).sent(anna, datagram(anna, door, WORLD)))
                .isEmpty();
    }

    @Test
    void theFabricTakesFramesOfAVlanForTheRouterToTheChosenServer() {
        assertThat(plan().interfaces().vlans())
                .filteredOn(member -> member.mac().equals(taggedDoor.mac()) && member.isReceiver())
                .extracting(VlanMember::server)
                .containsExactly(cloud.servers().find(chosen()).orElseThrow().underlay());
    }

    @Test
    void portsOnAPhysicalNetworkReachEachOtherTheOutsideAndFloatingAddresses() {
        TenantPort dora = cloud.port(publicBlock, 0xd, 30);
        cloud.plug(dora.id(), chosen());
        GatewayWorld world = world();
        Packet shout =
                Packet.udp(Cloud.address(dora), 1, Ipv4Address.BROADCAST, 2).between(dora.mac(), MacAddress.BROADCAST);
        assertThat(world.sent(dora, shout)).containsExactly(new GatewayWorld.Event.Left(chosen(), shout));
        Packet out = Packet.udp(Cloud.address(dora), 1, WORLD, 2).between(dora.mac(), HOP_MAC);
        assertThat(world.sent(dora, out)).containsExactly(new GatewayWorld.Event.Left(chosen(), out));
        Packet in = Packet.udp(WORLD, 1, Cloud.address(dora), 2).between(HOP_MAC, dora.mac());
        assertThat(world.cameIn(chosen(), in)).containsExactly(new GatewayWorld.Event.Delivered(world.place(dora), in));
        Packet call = Packet.udp(Cloud.address(dora), 1, publicBert, 2).between(dora.mac(), exit.mac());
        assertThat(world.sent(dora, call))
                .singleElement()
                .satisfies(event -> assertThat(event).isInstanceOf(GatewayWorld.Event.Delivered.class));
        assertThat(world.sent(anna, datagram(anna, door, Cloud.address(dora))))
                .singleElement()
                .satisfies(event -> assertThat(event.packet().source()).isEqualTo(OWN));
        cloud.plug(cloud.port(publicBlock, 0xe, 31).id(), one);
        assertThat(plan().troubles().values())
                .singleElement()
                .satisfies(reason -> assertThat(reason).contains(Cloud.RACK));
    }

    @Test
    void anExternalNetworkMayBeAVlan() {
        TenantNetwork vlan = cloud.network(new Segment(NetworkType.VLAN, Cloud.RACK, 30), true);
        TenantSubnet its = cloud.gatewayed(vlan, "192.0.2.0/24", "192.0.2.1");
        TenantPort there = cloud.exit(router, its, 10, true);
        OverlayPlan plan = cloud.plan()
                .next(cloud.state(), cloud.servers(), found.with(vlan.id(), IpAddress.parse("192.0.2.1"), HOP_MAC));
        GatewayWorld world = new GatewayWorld(plan, cloud.servers());
        List<GatewayWorld.Event> events = world.sent(anna, datagram(anna, door, WORLD));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.packet().value(Field.VLAN_VID)).isEqualTo(0x1000 | 30);
            assertThat(event.packet().value(Field.ETH_SRC))
                    .isEqualTo(there.mac().value());
        });
        Packet left = events.getFirst().packet();
        Packet back = Packet.udp(WORLD, 4001, left.source(), (int) left.value(Field.UDP_SRC))
                .between(HOP_MAC, there.mac());
        assertThat(world.cameIn(chosen(), back)).isEmpty();
        assertThat(world.cameIn(chosen(), back.with(Field.VLAN_VID, 0x1000 | 30)))
                .hasSize(1);
    }

    @Test
    void aFloatingAddressThatIsTakenAwayStandsForNobody() {
        OverlayPlan before = plan();
        cloud.removed(floating);
        OverlayPlan after = cloud.after(before);
        assertThat(after.routersPlanned()).isEqualTo(1);
        GatewayWorld world = new GatewayWorld(after, cloud.servers());
        assertThat(world.cameIn(chosen(), Packet.udp(WORLD, 1, publicBert, 2).between(HOP_MAC, exit.mac())))
                .isEmpty();
        assertThat(world.sent(bert, datagram(bert, door, WORLD)))
                .singleElement()
                .satisfies(event -> assertThat(event.packet().source()).isEqualTo(OWN));
    }
}
