package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants that all use the same addresses, with routers between some of their networks, on the same servers. */
class RouterReachTest {

    private static final int SERVERS = 5;
    private static final int TENANTS = 3;
    private static final int NETWORKS = 4;
    private static final NetworkType[] TYPES = {NetworkType.VXLAN, NetworkType.GRE, NetworkType.VLAN};

    /** A cloud, and what was meant to be joined in it. */
    private static final class World {

        final Cloud cloud = new Cloud();
        final SplittableRandom random;
        final List<TenantPort> ports = new ArrayList<>();
        /** By router, its port on each network. */
        final List<Map<NetworkId, TenantPort>> routers = new ArrayList<>();

        final OverlayPlan plan;
        final SimulatedOverlay overlay;
        private int segments = 1;

        World(long seed) {
            random = new SplittableRandom(seed);
            for (int i = 1; i <= SERVERS; i++) {
                cloud.server(i);
            }
            for (int i = 0; i < TENANTS; i++) {
                addTenant();
            }
            plan = cloud.plan();
            overlay = new SimulatedOverlay(plan, cloud.servers());
        }

        private void addTenant() {
            List<TenantSubnet> subnets = new ArrayList<>();
            for (int i = 0; i < NETWORKS; i++) {
                NetworkType type = TYPES[random.nextInt(TYPES.length)];
                subnets.add(cloud.subnet(cloud.network(type, segments++), "10." + i + ".0.0/24", true));
            }
            for (int i = 0; i < 12; i++) {
                TenantSubnet subnet = subnets.get(random.nextInt(NETWORKS));
                TenantPort port = cloud.port(subnet, 100 + i, 100 + i);
                cloud.plug(port.id(), Cloud.bridge(1 + random.nextInt(SERVERS)));
                ports.add(port);
            }
            for (int i = 1; i <= 2; i++) {
                Map<NetworkId, TenantPort> doors = new HashMap<>();
                TenantRouter router = cloud.router();
                for (TenantSubnet subnet : subnets) {
                    if (random.nextBoolean()) {
                        doors.put(subnet.network(), cloud.join(router, subnet, i));
                    }
                }
                routers.add(doors);
            }
        }

        /** Who has that address on a network that the router joins. */
        Optional<TenantPort> owner(Map<NetworkId, TenantPort> router, Ipv4Address address) {
            return ports.stream()
                    .filter(port -> router.containsKey(port.network()))
                    .filter(port -> Cloud.address(port).equals(address))
                    .findFirst();
        }

        ConnectPoint place(TenantPort port) {
            return Objects.requireNonNull(plan.locations().get(port.id()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aPacketToARouterReachesThePortThatHasItsAddressOnANetworkOfThatRouterAndNoOtherInCloudsOfThatSeed(long seed) {
        World world = new World(seed);
        int reached = 0;
        int refused = 0;
        for (Map<NetworkId, TenantPort> router : world.routers) {
            for (TenantPort from : world.ports) {
                Optional<TenantPort> door = Optional.ofNullable(router.get(from.network()));
                if (door.isEmpty()) {
                    continue;
                }
                for (TenantPort to : world.ports) {
                    Packet frame = Packet.udp(Cloud.address(from), 7, Cloud.address(to), 8)
                            .between(from.mac(), door.get().mac());
                    SimulatedOverlay.Outcome outcome = world.overlay.sent(from.id(), frame);
                    Optional<TenantPort> owner =
                            world.owner(router, Cloud.address(to)).filter(other -> !other.equals(from));
                    assertThat(outcome.delivered()).isEqualTo(expected(world, router, frame, owner));
                    reached += owner.isPresent() ? 1 : 0;
                    refused += owner.isPresent() ? 0 : 1;
                }
            }
        }
        assertThat(reached).isPositive();
        assertThat(refused).isPositive();
    }

    private static List<SimulatedOverlay.Delivery> expected(
            World world, Map<NetworkId, TenantPort> router, Packet frame, Optional<TenantPort> owner) {
        return owner.stream()
                .map(port -> new SimulatedOverlay.Delivery(
                        world.place(port),
                        frame.between(
                                        Objects.requireNonNull(router.get(port.network()))
                                                .mac(),
                                        port.mac())
                                .with(Field.IP_TTL, frame.value(Field.IP_TTL) - 1)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void whatIsForARouterAndComesOutOfATunnelGoesNowhereInCloudsOfThatSeed(long seed) {
        World world = new World(seed);
        for (Map<NetworkId, TenantPort> router : world.routers) {
            for (TenantPort door : router.values()) {
                TenantPort to = world.ports.get(world.random.nextInt(world.ports.size()));
                Packet frame =
                        Packet.udp(Cloud.address(door), 7, Cloud.address(to), 8).between(to.mac(), door.mac());
                ConnectPoint tunnel =
                        new ConnectPoint(Cloud.bridge(1 + world.random.nextInt(SERVERS)), Cloud.VXLAN_PORT);
                long key =
                        world.cloud.state().networkOf(door.network()).segment().id();
                assertThat(world.overlay.arrived(tunnel, frame, key).delivered())
                        .isEmpty();
            }
        }
    }
}
