package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routers of two tenants on one external network, to which two servers lead: what gets from behind one to the addresses of the other. */
class RoutersBesideTest {

    private static final Ipv4Address OWN = Ipv4Address.parse("203.0.113.10");
    private static final IpAddress OWN_SIX = IpAddress.parse("2001:db8:f::10");

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final DatapathId two = cloud.server(2);
    private final TenantNetwork inside = cloud.sized(cloud.network(NetworkType.VXLAN, 1), 1450);
    private final TenantSubnet block = cloud.subnet(inside, "10.1.0.0/24", true);
    private final TenantPort bert = cloud.port(block, 0xb, 11);
    private final TenantPort carl = cloud.port(block, 0xc, 12);
    private final TenantRouter router = cloud.router();
    private final TenantPort door = cloud.join(router, block, 1);
    private final TenantNetwork outside =
            cloud.sized(cloud.network(new Segment(NetworkType.FLAT, Cloud.RACK, 0), true), 1500);
    private final TenantSubnet publicBlock = cloud.gatewayed(outside, "203.0.113.0/24", "203.0.113.1");
    private final TenantSubnet publicSix = cloud.gatewayed(outside, "2001:db8:f::/64", "2001:db8:f::1");
    private final TenantPort exit = cloud.also(cloud.exit(router, publicBlock, 10, true), publicSix, 16);
    private final FloatingIp floating = cloud.floating(publicBlock, 20, bert, router);
    private final FloatingIp forwarding =
            cloud.forwarding(cloud.floating(publicBlock, 30, carl, router), IpProtocol.UDP, 80, carl, 8080, router);
    private final Ipv4Address publicBert = floating.address().asIpv4().orElseThrow();
    private final Ipv4Address forwarded = forwarding.address().asIpv4().orElseThrow();
    private final TenantNetwork far = cloud.sized(cloud.network(NetworkType.GRE, 9), 1458);
    private final TenantSubnet farBlock = cloud.subnet(far, "10.9.0.0/24", true);
    private final TenantSubnet farSix = cloud.advertised(far, "2001:db8:9::/64");
    private final TenantPort dora = cloud.also(cloud.port(farBlock, 0xd, 12), farSix, 12);

    @BeforeEach
    void plugAll() {
        cloud.gateway(3, true);
        cloud.gateway(4, true);
        cloud.plug(bert.id(), two);
        cloud.plug(carl.id(), two);
        cloud.plug(dora.id(), one);
    }

    private OverlayPlan plan() {
        return cloud.plan();
    }

    private DatapathId place(TenantRouter of) {
        return Objects.requireNonNull(plan().exits().get(of.id())).bridge();
    }

    /** A router beside, and the port by which dora reaches it. */
    private record Beside(TenantRouter router, TenantPort door, TenantPort doorSix) {}

    /** Six routers on either server; {@code here} is told of those that are where the first is, {@code there} of the others. */
    private void each(Consumer<Beside> here, Consumer<Beside> there) {
        int reached = 0;
        for (int i = 0; i < 6; i++) {
            TenantRouter other = cloud.router();
            Beside beside = new Beside(other, cloud.join(other, farBlock, 1 + i), cloud.join(other, farSix, 1 + i));
            cloud.also(cloud.exit(other, publicBlock, 50 + i, true), publicSix, 50 + i);
            boolean isHere = place(other).equals(place(router));
            (isHere ? here : there).accept(beside);
            reached += isHere ? 1 : 0;
        }
        assertThat(reached).isBetween(1, 5);
    }

    private List<GatewayWorld.Event> sent(GatewayWorld world, Packet packet, TenantPort its) {
        return world.sent(dora, packet.between(dora.mac(), its.mac()));
    }

    private static void assertIsFor(TenantPort mac, List<GatewayWorld.Event> events) {
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event).isInstanceOf(GatewayWorld.Event.Left.class);
            assertThat(event.packet().value(Field.ETH_DST)).isEqualTo(mac.mac().value());
        });
    }

    @Test
    void floatingAddressesAndForwardedPortsAreReachedAndAnswer() {
        Packet call = Packet.udp(Cloud.address(dora), 4000, publicBert, 4001);
        Packet toPort = Packet.udp(Cloud.address(dora), 4000, forwarded, 80);
        each(
                beside -> {
                    assertAnswered(call, bert, 4001, beside);
                    assertAnswered(toPort, carl, 8080, beside);
                },
                beside -> {
                    GatewayWorld world = new GatewayWorld(plan(), cloud.servers());
                    assertIsFor(exit, sent(world, call, beside.door()));
                    assertIsFor(exit, sent(world, toPort, beside.door()));
                });
    }

    /** The host hears the call at that port, and the answer is as if from where it went. */
    private void assertAnswered(Packet call, TenantPort host, int port, Beside beside) {
        GatewayWorld world = new GatewayWorld(plan(), cloud.servers());
        List<GatewayWorld.Event> heard = sent(world, call, beside.door());
        assertThat(heard).singleElement().isInstanceOf(GatewayWorld.Event.Delivered.class);
        Packet arrived = heard.getFirst().packet();
        assertThat(arrived.destination()).isEqualTo(Cloud.address(host));
        assertThat(arrived.value(Field.UDP_DST)).isEqualTo(port);
        Packet back = Packet.udp(Cloud.address(host), port, arrived.source(), (int) arrived.value(Field.UDP_SRC))
                .between(host.mac(), door.mac());
        assertThat(world.sent(host, back)).singleElement().satisfies(event -> {
            assertThat(event).isInstanceOf(GatewayWorld.Event.Delivered.class);
            assertThat(event.packet().source()).isEqualTo(call.destination());
            assertThat(event.packet().destination()).isEqualTo(Cloud.address(dora));
            assertThat(event.packet().value(Field.UDP_SRC)).isEqualTo(call.value(Field.UDP_DST));
        });
    }

    @Test
    void theRoutersAddressIsPinged() {
        Packet ping = Packet.icmp(Cloud.address(dora), OWN, 8, 0);
        each(
                beside -> {
                    GatewayWorld world = new GatewayWorld(plan(), cloud.servers());
                    Packet pong = Packet.icmp(OWN, Cloud.address(dora), 0, 0)
                            .between(beside.door().mac(), dora.mac());
                    assertThat(sent(world, ping, beside.door()))
                            .containsExactly(new GatewayWorld.Event.Delivered(
                                    world.place(dora), pong.with(Field.IP_TTL, pong.value(Field.IP_TTL) - 1)));
                },
                beside -> assertIsFor(exit, sent(new GatewayWorld(plan(), cloud.servers()), ping, beside.door())));
    }

    @Test
    void pingsOfTheRoutersIpv6AddressAreHandedOverAsIfItHadSentThem() {
        Packet ping = Packet.ipv6(dora.fixedIps().getLast().address(), OWN_SIX, Frames.ICMPV6)
                .with(Field.ICMPV6_TYPE, Frames.ECHO_REQUEST_V6)
                .with(Field.ICMPV6_CODE, 0);
        each(
                beside -> {
                    GatewayWorld world = new GatewayWorld(plan(), cloud.servers());
                    assertThat(sent(world, ping, beside.doorSix()))
                            .singleElement()
                            .satisfies(event -> {
                                assertThat(event)
                                        .isEqualTo(new GatewayWorld.Event.Asked(place(router), event.packet()));
                                assertThat(event.packet().value(Field.ETH_SRC))
                                        .isEqualTo(exit.mac().value());
                            });
                },
                beside -> assertIsFor(exit, sent(new GatewayWorld(plan(), cloud.servers()), ping, beside.doorSix())));
    }
}
