package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.Cidr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever tenants ask of routers and floating addresses, in whatever order, what one of them needs is there. */
class Layer3ConsistencyTest {

    private static final int STEPS = 3000;

    private final Layer3World layer3 = new Layer3World();
    private final TenantWorld world = layer3.world;
    private Random random = new Random(0);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyStateHoldsTogether(long seed) {
        random = new Random(seed);
        int accepted = 0;
        int translated = 0;
        for (int step = 0; step < STEPS; step++) {
            Requester by = List.of(ALICE, BOB, ADMIN).get(random.nextInt(3));
            if (world.ask(by, command()) instanceof TenantDecision.Accepted) {
                accepted++;
                assertHolds(layer3.state());
            }
            translated += layer3.state().floatingIps().values().stream()
                            .anyMatch(ip -> ip.target().isPresent())
                    ? 1
                    : 0;
        }
        assertThat(accepted).isGreaterThan(STEPS / 5);
        assertThat(translated).isGreaterThan(STEPS / 5);
    }

    private TenantCommand command() {
        TenantState state = layer3.state();
        RouterId router = any(state.routers().keySet()).orElse(new RouterId(world.id()));
        TenantSubnet subnet = any(state.subnets().values()).orElse(layer3.outsideSubnet);
        Optional<TenantPort> port = any(state.ports().values());
        Optional<FloatingIp> ip = any(state.floatingIps().values());
        return switch (random.nextInt(18)) {
            case 0 -> new TenantCommand.CreateNetworks(List.of(world.network("n")));
            case 1, 2 -> newSubnet(state);
            case 3, 4 -> new TenantCommand.CreatePorts(List.of(world.port(subnet.network())));
            case 5 -> new TenantCommand.CreateRouters(List.of(layer3.draft(layer3.out(layer3.outside))));
            case 6, 7, 8 -> layer3.join(router, subnet.id());
            case 9 -> port.map(each -> layer3.join(router, each.id())).orElse(Layer3World.delete(router));
            case 10 -> Layer3World.leave(router, subnet.id());
            case 11 ->
                Layer3World.change(router, random.nextBoolean() ? new WayOut.None() : layer3.out(layer3.outside));
            case 12 -> Layer3World.asking(layer3.floating(target(port)));
            case 13, 14 ->
                ip.map(each -> Layer3World.associate(each.id(), target(port)))
                        .orElse(Layer3World.asking(layer3.floating(new FloatingTarget.None())));
            case 15 -> Layer3World.routes(router, List.of(nearby(subnet)));
            case 16 -> port.map(each -> Layer3World.delete(each.id())).orElse(Layer3World.delete(router));
            default -> removal(router, subnet, ip);
        };
    }

    private TenantCommand newSubnet(TenantState state) {
        NetworkId network = any(state.networks().keySet()).orElse(layer3.outside);
        return new TenantCommand.CreateSubnets(
                List.of(world.subnet(network, "10." + random.nextInt(8) + ".0.0/" + (16 + random.nextInt(2) * 8))));
    }

    private TenantCommand removal(RouterId router, TenantSubnet subnet, Optional<FloatingIp> ip) {
        return switch (random.nextInt(4)) {
            case 0 -> new TenantCommand.DeleteSubnet(subnet.id(), Optional.empty());
            case 1 -> new TenantCommand.DeleteNetwork(subnet.network(), Optional.empty());
            case 2 -> Layer3World.delete(router);
            default ->
                ip.<TenantCommand>map(each -> new TenantCommand.DeleteFloatingIp(each.id(), Optional.empty()))
                        .orElse(Layer3World.delete(router));
        };
    }

    private FloatingTarget target(Optional<TenantPort> port) {
        return port.filter(each -> random.nextInt(4) > 0)
                .map(each -> Layer3World.at(each.id()))
                .orElse(new FloatingTarget.None());
    }

    private HostRoute nearby(TenantSubnet subnet) {
        return new HostRoute(
                Cidr.parse("192.168.0.0/16"), subnet.cidr().address().plus(2 + random.nextInt(3)));
    }

    private <T> Optional<T> any(Collection<T> all) {
        List<T> list = new ArrayList<>(all);
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
    }

    private static void assertHolds(TenantState state) {
        state.routers().values().forEach(router -> assertRouterHolds(state, router));
        state.floatingIps().values().forEach(ip -> assertFloatingIpHolds(state, ip));
        for (TenantPort port : state.ports().values()) {
            assertThat(state.networks().find(port.network())).isPresent();
            port.fixedIps()
                    .forEach(ip -> assertThat(state.subnets().find(ip.subnet())).isPresent());
            port.router()
                    .ifPresent(
                            router -> assertThat(state.routers().find(router)).isPresent());
        }
    }

    private static void assertRouterHolds(TenantState state, TenantRouter router) {
        Set<Cidr> joined = new TreeSet<>();
        for (TenantPort port : state.interfacesOf(router.id())) {
            for (FixedIp ip : port.fixedIps()) {
                Cidr cidr = state.subnets().find(ip.subnet()).orElseThrow().cidr();
                assertThat(joined).noneMatch(cidr::overlaps);
                joined.add(cidr);
            }
        }
        assertThat(router.routes()).allMatch(route -> joined.stream().anyMatch(cidr -> cidr.contains(route.nextHop())));
        Optional<ExternalGateway> gateway = router.gateway();
        gateway.ifPresent(way -> {
            TenantPort port = state.ports().find(way.port()).orElseThrow();
            assertThat(port.network()).isEqualTo(way.network());
            assertThat(port.deviceId()).isEqualTo(router.id().toString());
            assertThat(port.fixedIps()).isNotEmpty();
        });
    }

    private static void assertFloatingIpHolds(TenantState state, FloatingIp ip) {
        TenantPort holder = state.ports().find(ip.port()).orElseThrow();
        assertThat(TenantWorld.addresses(holder)).containsExactly(ip.address().toString());
        ip.target().ifPresent(target -> {
            TenantPort port = state.ports().find(target.port()).orElseThrow();
            FixedIp inside = port.fixedIps().stream()
                    .filter(each -> each.address().equals(target.address()))
                    .findFirst()
                    .orElseThrow();
            TenantRouter router = state.routers().find(target.router()).orElseThrow();
            assertThat(router.gateway().map(ExternalGateway::network)).contains(ip.network());
            assertThat(state.interfacesOf(router.id()))
                    .anyMatch(each -> each.fixedIps().stream()
                            .anyMatch(own -> own.subnet().equals(inside.subnet())));
        });
    }
}
