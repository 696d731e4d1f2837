package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortSpan;
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
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ranges of ports of a floating address that lead to a host. */
class PortRangeTest {

    private static final Ipv4Address WORLD = Ipv4Address.parse("198.51.100.7");
    private static final IpAddress HOP = IpAddress.parse("203.0.113.1");
    private static final MacAddress HOP_MAC = new MacAddress(0x0e00_0000_0001L);

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final TenantNetwork inside = cloud.network(NetworkType.VXLAN, 1);
    private final TenantSubnet block = cloud.subnet(inside, "10.1.0.0/24", true);
    private final TenantPort anna = cloud.port(block, 0xa, 10);
    private final TenantRouter router = cloud.router();
    private final TenantPort door = cloud.join(router, block, 1);
    private final TenantNetwork outside = cloud.network(new Segment(NetworkType.FLAT, Cloud.RACK, 0), true);
    private final TenantSubnet publicBlock = cloud.gatewayed(outside, "203.0.113.0/24", "203.0.113.1");
    private final TenantPort exit = cloud.exit(router, publicBlock, 10, true);
    private final FloatingIp floating = cloud.floating(publicBlock, 20, anna, router);
    private final Ipv4Address address = floating.address().asIpv4().orElseThrow();

    @BeforeEach
    void plugAll() {
        cloud.gateway(3, true);
        cloud.plug(anna.id(), one);
    }

    private OverlayPlan plan() {
        return cloud.plan()
                .next(cloud.state(), cloud.servers(), ExternalNeighbours.NONE.with(outside.id(), HOP, HOP_MAC));
    }

    private long translations() {
        return Objects.requireNonNull(plan().switches().get(Cloud.bridge(3))).rules().values().stream()
                .map(ForwardingRule::key)
                .filter(key -> key.table().equals(OverlayPipeline.ENTER)
                        && key.match().fields().containsKey(Field.UDP_DST))
                .count();
    }

    /** A call to a port outside is heard at one inside, and answered from where it went; or not heard at all, at port 0. */
    private void assertLeads(int external, int internal) {
        GatewayWorld world = new GatewayWorld(plan(), cloud.servers());
        Packet call = Packet.udp(WORLD, 5000, address, external).between(HOP_MAC, exit.mac());
        if (internal == 0) {
            assertThat(world.cameIn(Cloud.bridge(3), call)).isEmpty();
            return;
        }
        assertThat(world.cameIn(Cloud.bridge(3), call)).singleElement().satisfies(event -> {
            assertThat(event).isInstanceOf(GatewayWorld.Event.Delivered.class);
            assertThat(event.packet().destination()).isEqualTo(Cloud.address(anna));
            assertThat(event.packet().value(Field.UDP_DST)).isEqualTo(internal);
        });
        Packet reply = Packet.udp(Cloud.address(anna), internal, WORLD, 5000).between(anna.mac(), door.mac());
        assertThat(world.sent(anna, reply)).singleElement().satisfies(event -> {
            assertThat(event).isInstanceOf(GatewayWorld.Event.Left.class);
            assertThat(event.packet().source()).isEqualTo(address);
            assertThat(event.packet().value(Field.UDP_SRC)).isEqualTo(external);
        });
    }

    @Test
    void portsThatKeepTheirNumbersCostARuleForEachPartOfTheRange() {
        PortSpan ports = new PortSpan(10_000, 19_999);
        cloud.forwarding(floating, IpProtocol.UDP, ports, anna, ports, router);
        assertThat(translations()).isEqualTo(10);
        for (int port : new int[] {10_000, 12_345, 16_384, 19_999}) {
            assertLeads(port, port);
        }
        assertLeads(9_999, 0);
        assertLeads(20_000, 0);
    }

    @Test
    void otherPortsLeadToThoseInTheirOrderByARuleEach() {
        cloud.forwarding(floating, IpProtocol.UDP, new PortSpan(8000, 8015), anna, new PortSpan(90, 105), router);
        assertThat(translations()).isEqualTo(16);
        assertLeads(8000, 90);
        assertLeads(8007, 97);
        assertLeads(8015, 105);
        assertLeads(8016, 0);
        assertLeads(7999, 0);
    }

    @Test
    void whatIsNoRangeIsNone() {
        assertThatThrownBy(() -> new PortSpan(0, 5)).hasMessageContaining("not 0 to 5");
        assertThatThrownBy(() -> new PortSpan(9, 5)).hasMessageContaining("not 9 to 5");
        assertThatThrownBy(() -> new PortSpan(9, 70_000)).hasMessageContaining("not 9 to 70000");
    }
}
