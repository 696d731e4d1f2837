package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host with an IPv6 address behind a router whose way out has one too; one of two servers leads out. */
class PrefixWalkTest {

    private static final IpAddress WORLD = IpAddress.parse("2001:db8:ffff::7");
    private static final IpAddress HOP = IpAddress.parse("fe80::1");
    private static final IpAddress OWN = IpAddress.parse("2001:db8:f::10");
    private static final MacAddress HOP_MAC = new MacAddress(0x0e00_0000_0001L);

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final TenantNetwork inside = cloud.network(NetworkType.VXLAN, 1);
    private final TenantSubnet block = cloud.advertised(inside, "2001:db8:1::/64");
    private final TenantPort anna = cloud.port(block, 0xa, 10);
    private final TenantRouter router = cloud.router();
    private final TenantPort door = cloud.join(router, block, 1);
    private final TenantNetwork outside = cloud.network(new Segment(NetworkType.FLAT, Cloud.RACK, 0), true);
    private final TenantSubnet publicBlock = cloud.gatewayed(outside, "2001:db8:f::/64", "fe80::1");
    private final TenantPort exit = cloud.exit(router, publicBlock, 16, true);
    private final ExternalNeighbours found = ExternalNeighbours.NONE.with(outside.id(), HOP, HOP_MAC);

    @BeforeEach
    void plugAll() {
        cloud.gateway(3, true);
        cloud.gateway(4, true);
        cloud.plug(anna.id(), one);
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

    private IpAddress annas() {
        return anna.fixedIps().getFirst().address();
    }

    private static Packet udp(IpAddress from, IpAddress to) {
        return Packet.ipv6(from, to, 17).with(Field.UDP_SRC, 4000).with(Field.UDP_DST, 4001);
    }

    private static Packet hopped(Packet packet) {
        return packet.with(Field.IP_TTL, packet.value(Field.IP_TTL) - 1);
    }

    private static Packet echo(IpAddress from, IpAddress to) {
        return Packet.ipv6(from, to, Frames.ICMPV6)
                .with(Field.ICMPV6_TYPE, Frames.ECHO_REQUEST_V6)
                .with(Field.ICMPV6_CODE, 0);
    }

    private static Packet discovery(int type, IpAddress from, IpAddress to, IpAddress target) {
        return Packet.ipv6(from, to, Frames.ICMPV6)
                .with(Field.ICMPV6_TYPE, type)
                .with(Field.ICMPV6_CODE, 0)
                .with(Field.ND_TARGET_HIGH, target.high())
                .with(Field.ND_TARGET_LOW, target.low());
    }

    @Test
    void aHostGoesOutAndIsReachedWithItsOwnAddress() {
        GatewayWorld world = world();
        Packet frame = udp(annas(), WORLD).between(anna.mac(), door.mac());
        assertThat(world.sent(anna, frame))
                .containsExactly(
                        new GatewayWorld.Event.Left(chosen(), hopped(frame).between(exit.mac(), HOP_MAC)));
        assertThat(frame.toString()).contains("ipv6_src=2001:db8:1::a ipv6_dst=2001:db8:ffff::7");
        Packet call = udp(WORLD, annas()).between(HOP_MAC, exit.mac());
        assertThat(world.cameIn(chosen(), call))
                .containsExactly(new GatewayWorld.Event.Delivered(
                        world.place(anna), hopped(call).between(door.mac(), anna.mac())));
    }

    @Test
    void nothingElseGetsInOrOut() {
        GatewayWorld world = world();
        IpAddress elsewhere = IpAddress.parse("2001:db8:2::10");
        List<Packet> in = List.of(
                udp(WORLD, annas()).between(HOP_MAC, door.mac()),
                udp(WORLD, annas()).between(HOP_MAC, new MacAddress(0x99)),
                udp(WORLD, elsewhere).between(HOP_MAC, exit.mac()),
                udp(WORLD, OWN).between(HOP_MAC, exit.mac()),
                udp(HOP, annas()).between(HOP_MAC, exit.mac()),
                udp(WORLD, IpAddress.parse("ff05::1")).between(HOP_MAC, exit.mac()));
        for (Packet attempt : in) {
            assertThat(world.cameIn(chosen(), attempt)).as("%s", attempt).isEmpty();
        }
        DatapathId other = chosen().equals(Cloud.bridge(3)) ? Cloud.bridge(4) : Cloud.bridge(3);
        assertThat(world.cameIn(other, udp(WORLD, annas()).between(HOP_MAC, exit.mac())))
                .isEmpty();
        TenantPort open = cloud.changed(anna, true, false, anna.allowedPairs());
        List<Packet> out = List.of(
                udp(elsewhere, WORLD),
                udp(IpAddress.linkLocal(open.mac()), WORLD),
                udp(annas(), HOP),
                udp(annas(), IpAddress.parse("ff05::1")));
        for (Packet attempt : out) {
            assertThat(world().sent(open, attempt.between(open.mac(), door.mac())))
                    .as("%s", attempt)
                    .isEmpty();
        }
    }

    @Test
    void withoutAnIpv6AddressOutsideTheRouterLeadsNoneOut() {
        TenantSubnet four = cloud.gatewayed(outside, "203.0.113.0/24", "203.0.113.1");
        cloud.exit(router, four, 10, true);
        GatewayWorld world = world();
        assertThat(world.sent(anna, udp(annas(), WORLD).between(anna.mac(), door.mac())))
                .isEmpty();
        assertThat(world.cameIn(chosen(), udp(WORLD, annas()).between(HOP_MAC, exit.mac())))
                .isEmpty();
    }

    @Test
    void whoeverIsToBeFoundIsAskedForAndTheRouterIsFoundByTheControllersAnswer() {
        IpAddress near = IpAddress.parse("2001:db8:f::99");
        List<GatewayWorld.Event> wanted = world().sent(anna, udp(annas(), near).between(anna.mac(), door.mac()));
        assertThat(wanted).singleElement().satisfies(event -> {
            assertThat(event).isInstanceOf(GatewayWorld.Event.Asked.class);
            assertThat(event.packet().value(Field.ETH_SRC)).isEqualTo(exit.mac().value());
        });
        MacAddress group = new MacAddress(0x3333_ff00_0010L);
        for (IpAddress target : List.of(OWN, IpAddress.linkLocal(exit.mac()))) {
            Packet question = discovery(135, WORLD, IpAddress.parse("ff02::1:ff00:10"), target)
                    .between(HOP_MAC, group);
            assertThat(world().cameIn(chosen(), question))
                    .containsExactly(new GatewayWorld.Event.Asked(chosen(), question));
        }
        Packet other =
                discovery(135, WORLD, IpAddress.parse("ff02::1:ff00:11"), near).between(HOP_MAC, group);
        assertThat(world().cameIn(chosen(), other)).isEmpty();
        Packet answer = discovery(136, HOP, OWN, HOP).between(HOP_MAC, exit.mac());
        assertThat(world().cameIn(chosen(), answer)).containsExactly(new GatewayWorld.Event.Asked(chosen(), answer));
    }

    @Test
    void pingsOfTheRouterAndWhatHasNoHopLeftAreHandedOverTurned() {
        for (IpAddress own : List.of(OWN, door.fixedIps().getFirst().address())) {
            Packet ping = echo(WORLD, own).between(HOP_MAC, exit.mac());
            assertThat(world().cameIn(chosen(), ping))
                    .containsExactly(new GatewayWorld.Event.Asked(chosen(), ping.between(exit.mac(), HOP_MAC)));
        }
        Packet last = udp(WORLD, annas()).with(Field.IP_TTL, 1).between(HOP_MAC, exit.mac());
        assertThat(world().cameIn(chosen(), last))
                .containsExactly(new GatewayWorld.Event.Asked(chosen(), last.between(exit.mac(), HOP_MAC)));
        Packet inward = echo(annas(), OWN).between(anna.mac(), door.mac());
        assertThat(world().sent(anna, inward))
                .containsExactly(new GatewayWorld.Event.Asked(one, inward.between(door.mac(), anna.mac())));
    }

    @Test
    void theOtherServerTakesOverAndConnectionsGoOn() {
        DatapathId first = chosen();
        OverlayPlan before = plan();
        cloud.gateway(first.equals(Cloud.bridge(3)) ? 3 : 4, false);
        OverlayPlan after = before.next(cloud.state(), cloud.servers(), found);
        GatewayWorld world = new GatewayWorld(after, cloud.servers());
        DatapathId second =
                Objects.requireNonNull(after.exits().get(router.id())).bridge();
        assertThat(second).isNotEqualTo(first);
        assertThat(world.cameIn(second, udp(WORLD, annas()).between(HOP_MAC, exit.mac())))
                .hasSize(1);
        assertThat(world.sent(anna, udp(annas(), WORLD).between(anna.mac(), door.mac())))
                .singleElement()
                .satisfies(event -> assertThat(event).isEqualTo(new GatewayWorld.Event.Left(second, event.packet())));
    }
}
