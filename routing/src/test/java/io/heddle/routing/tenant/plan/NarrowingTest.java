package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.tenant.FloatingIp;
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
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A wide network and a narrow one that a router joins, and a wide external one that it leads to. */
class NarrowingTest {

    private static final int HEADER = 14;
    private static final Ipv4Address WORLD = Ipv4Address.parse("198.51.100.7");
    private static final Ipv4Address HOP = Ipv4Address.parse("203.0.113.1");
    private static final MacAddress HOP_MAC = new MacAddress(0x0e00_0000_0001L);

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final DatapathId two = cloud.server(2);
    private final TenantNetwork wide = cloud.sized(cloud.network(NetworkType.VLAN, 1), 1500);
    private final TenantNetwork narrow = cloud.sized(cloud.network(NetworkType.VXLAN, 2), 1450);
    private final TenantSubnet wideBlock = cloud.subnet(wide, "10.1.0.0/24", true);
    private final TenantSubnet narrowBlock = cloud.subnet(narrow, "10.2.0.0/24", true);
    private final TenantPort anna = cloud.port(wideBlock, 0xa, 10);
    private final TenantPort bert = cloud.port(narrowBlock, 0xb, 11);
    private final TenantRouter router = cloud.router();
    private final TenantPort wideDoor = cloud.join(router, wideBlock, 1);
    private final TenantPort narrowDoor = cloud.join(router, narrowBlock, 1);
    private final TenantNetwork outside =
            cloud.sized(cloud.network(new Segment(NetworkType.FLAT, Cloud.RACK, 0), true), 1500);
    private final TenantSubnet publicBlock = cloud.gatewayed(outside, "203.0.113.0/24", "203.0.113.1");

    @BeforeEach
    void plugAll() {
        cloud.gateway(3, true);
        cloud.plug(anna.id(), one);
        cloud.plug(bert.id(), two);
    }

    private OverlayPlan plan() {
        return cloud.plan()
                .next(
                        cloud.state(),
                        cloud.servers(),
                        ExternalNeighbours.NONE.with(outside.id(), IpAddress.of(HOP), HOP_MAC));
    }

    private GatewayWorld world() {
        return new GatewayWorld(plan(), cloud.servers());
    }

    private static Packet datagram(TenantPort from, TenantPort door, Ipv4Address to, int size) {
        return Packet.udp(Cloud.address(from), 4000, to, 4001)
                .between(from.mac(), door.mac())
                .sized(size + HEADER);
    }

    private static SwitchPlan held(OverlayPlan plan, DatapathId bridge) {
        return Objects.requireNonNull(plan.switches().get(bridge));
    }

    private static List<Integer> refusals(OverlayPlan plan, DatapathId bridge) {
        return held(plan, bridge).rules().values().stream()
                .filter(rule -> rule.cookie().isFor(Purpose.TENANT_TOO_LARGE))
                .map(rule -> rule.cookie().detail())
                .toList();
    }

    private static long checks(OverlayPlan plan, DatapathId bridge) {
        return held(plan, bridge).rules().values().stream()
                .map(ForwardingRule::actions)
                .filter(actions -> actions.stream().anyMatch(Action.CheckLarger.class::isInstance))
                .count();
    }

    @Test
    void whatIsTooLargeForTheNextNetworkIsHandedOverAsItWasSent() {
        GatewayWorld world = world();
        Packet fits = datagram(anna, wideDoor, Cloud.address(bert), 1450);
        assertThat(world.sent(anna, fits)).hasSize(1).first().isInstanceOf(GatewayWorld.Event.Delivered.class);
        Packet large = datagram(anna, wideDoor, Cloud.address(bert), 1451);
        Packet turned = large.between(wideDoor.mac(), anna.mac());
        assertThat(world.sent(anna, large)).containsExactly(new GatewayWorld.Event.Asked(one, turned));
        Packet back = datagram(bert, narrowDoor, Cloud.address(anna), 1450);
        assertThat(world.sent(bert, back)).hasSize(1).first().isInstanceOf(GatewayWorld.Event.Delivered.class);
    }

    @Test
    void itCostsOneRuleForEachSubnetThatIsNarrowerThanAnother() {
        for (DatapathId server : List.of(one, two)) {
            assertThat(refusals(plan(), server)).containsExactly(1450);
            assertThat(checks(plan(), server)).isEqualTo(server.equals(one) ? 1 : 0);
        }
        cloud.sized(wide, 1450);
        for (DatapathId server : List.of(one, two)) {
            assertThat(refusals(plan(), server)).isEmpty();
            assertThat(checks(plan(), server)).isZero();
        }
    }

    @Test
    void aChangedSizeIsPlannedLikeAnyOtherChange() {
        OverlayPlan before = cloud.plan();
        cloud.sized(narrow, 1400);
        OverlayPlan after = cloud.after(before);
        assertThat(after.switches()).isEqualTo(cloud.plan().switches());
        assertThat(refusals(after, one)).containsExactly(1400);
    }

    @Test
    void ofSeveralSizesEachIsCheckedOnce() {
        TenantNetwork third = cloud.sized(cloud.network(NetworkType.GRE, 3), 1458);
        TenantSubnet block = cloud.subnet(third, "10.3.0.0/24", true);
        TenantPort carl = cloud.port(block, 0xc, 12);
        cloud.join(router, block, 1);
        cloud.plug(carl.id(), two);
        GatewayWorld world = world();
        for (int size : List.of(1450, 1451, 1458, 1459)) {
            assertThat(world.sent(anna, datagram(anna, wideDoor, Cloud.address(bert), size)))
                    .first()
                    .isInstanceOf(size <= 1450 ? GatewayWorld.Event.Delivered.class : GatewayWorld.Event.Asked.class);
            assertThat(world.sent(anna, datagram(anna, wideDoor, Cloud.address(carl), size)))
                    .first()
                    .isInstanceOf(size <= 1458 ? GatewayWorld.Event.Delivered.class : GatewayWorld.Event.Asked.class);
        }
    }

    @Test
    void aFloatingAddressIsRefusedBeforeItIsTranslated() {
        TenantPort exit = cloud.exit(router, publicBlock, 10, true);
        FloatingIp floating = cloud.floating(publicBlock, 20, bert, router);
        Ipv4Address publicBert = floating.address().asIpv4().orElseThrow();
        DatapathId gateway = exit();
        Packet fits =
                Packet.udp(WORLD, 1, publicBert, 2).between(HOP_MAC, exit.mac()).sized(1450 + HEADER);
        assertThat(world().cameIn(gateway, fits)).hasSize(1).first().isInstanceOf(GatewayWorld.Event.Delivered.class);
        Packet large = fits.sized(1451 + HEADER);
        assertThat(world().cameIn(gateway, large)).containsExactly(new GatewayWorld.Event.Asked(gateway, large));
    }

    @Test
    void anAnswerFromOutsideIsRefusedBeforeItIsTranslated() {
        TenantPort exit = cloud.exit(router, publicBlock, 10, true);
        DatapathId gateway = exit();
        for (TenantPort host : List.of(anna, bert)) {
            TenantPort door = host.equals(anna) ? wideDoor : narrowDoor;
            GatewayWorld world = world();
            assertThat(world.sent(host, datagram(host, door, WORLD, 100)))
                    .hasSize(1)
                    .first()
                    .isInstanceOf(GatewayWorld.Event.Left.class);
            Packet answer = Packet.udp(WORLD, 4001, Cloud.address(exit), 4000).between(HOP_MAC, exit.mac());
            assertThat(world.cameIn(gateway, answer.sized(1450 + HEADER)))
                    .hasSize(1)
                    .first()
                    .isInstanceOf(GatewayWorld.Event.Delivered.class);
            Packet large = answer.sized(1451 + HEADER);
            if (host.equals(bert)) {
                assertThat(world.cameIn(gateway, large)).containsExactly(new GatewayWorld.Event.Asked(gateway, large));
            } else {
                assertThat(world.cameIn(gateway, large))
                        .hasSize(1)
                        .first()
                        .isInstanceOf(GatewayWorld.Event.Delivered.class);
            }
        }
    }

    @Test
    void whatIsNoAnswerIsDroppedWhateverItsSize() {
        TenantPort exit = cloud.exit(router, publicBlock, 10, true);
        for (int size : List.of(100, 1500)) {
            Packet call = Packet.udp(WORLD, 1, Cloud.address(exit), 2).between(HOP_MAC, exit.mac());
            assertThat(world().cameIn(exit(), call.sized(size + HEADER))).isEmpty();
        }
    }

    @Test
    void whatIsTooLargeForTheExternalNetworkIsRefusedWhereItIsSent() {
        cloud.sized(outside, 1400);
        cloud.exit(router, publicBlock, 10, true);
        GatewayWorld world = world();
        for (TenantPort host : List.of(anna, bert)) {
            TenantPort door = host.equals(anna) ? wideDoor : narrowDoor;
            assertThat(world.sent(host, datagram(host, door, WORLD, 1400)))
                    .first()
                    .isInstanceOf(GatewayWorld.Event.Left.class);
            Packet large = datagram(host, door, WORLD, 1401);
            assertThat(world.sent(host, large))
                    .containsExactly(new GatewayWorld.Event.Asked(
                            host.equals(anna) ? one : two, large.between(door.mac(), host.mac())));
        }
    }

    private DatapathId exit() {
        return Objects.requireNonNull(plan().exits().get(router.id())).bridge();
    }

    @Test
    void overIpv6ItIsTheSame() {
        TenantSubnet wideSix = cloud.advertised(wide, "fd00:1::/64");
        TenantSubnet narrowSix = cloud.advertised(narrow, "fd00:2::/64");
        TenantPort six = cloud.port(wideSix, 0x1a, 10);
        TenantPort other = cloud.port(narrowSix, 0x1b, 11);
        TenantPort door = cloud.join(router, wideSix, 1);
        cloud.join(router, narrowSix, 1);
        cloud.plug(six.id(), one);
        cloud.plug(other.id(), two);
        IpAddress to = other.fixedIps().getFirst().address();
        Packet ping = Packet.ipv6(six.fixedIps().getFirst().address(), to, 17).between(six.mac(), door.mac());
        assertThat(world().sent(six, ping.sized(1450 + HEADER)))
                .first()
                .isInstanceOf(GatewayWorld.Event.Delivered.class);
        assertThat(world().sent(six, ping.sized(1451 + HEADER))).first().isInstanceOf(GatewayWorld.Event.Asked.class);
        assertThat(Optional.of(refusals(plan(), one))).contains(List.of(1450, 1450));
    }
}
