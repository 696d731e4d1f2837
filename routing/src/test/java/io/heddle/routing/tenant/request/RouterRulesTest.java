package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.Layer3World.change;
import static io.heddle.routing.tenant.request.Layer3World.delete;
import static io.heddle.routing.tenant.request.Layer3World.route;
import static io.heddle.routing.tenant.request.Layer3World.routes;
import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RouterRulesTest {

    private static final WayOut NONE = new WayOut.None();

    private final Layer3World layer3 = new Layer3World();
    private final TenantWorld world = layer3.world;

    private TenantRefusal refused(Requester by, WayOut wayOut) {
        return world.refused(by, new TenantCommand.CreateRouters(List.of(layer3.draft(wayOut))));
    }

    private List<String> outsideAddresses(TenantRouter router) {
        return TenantWorld.addresses(
                layer3.port(router.gateway().map(ExternalGateway::port).orElseThrow()));
    }

    @Test
    void routersHaveTheLowestFreeNumbers() {
        TenantRouter first = layer3.router(ALICE, NONE);
        TenantRouter second = layer3.router(BOB, NONE);
        assertThat(List.of(first.number(), second.number())).containsExactly(0, 1);
        world.done(ALICE, delete(first.id()));
        assertThat(layer3.router(BOB, NONE).number()).isZero();
        assertThat(layer3.router(second.id()).number()).isEqualTo(1);
    }

    @Test
    void aRouterMoreThanCanBeNumberedIsRefused() {
        TenantState full = TenantState.empty();
        StandardAttributes standard = StandardAttributes.fresh("", Instant.EPOCH);
        for (int number = 0; number < TenantRouter.AT_MOST; number++) {
            RouterId id = new RouterId(new UUID(number, 1));
            full = full.with(new TenantChange.Put(
                    new TenantRouter(id, BOB.project(), "", true, Optional.empty(), List.of(), number, standard)));
        }
        TenantDecision decision = new TenantRules(TenantSettings.defaults())
                .decide(full, ALICE, new TenantCommand.CreateRouters(List.of(layer3.draft(NONE))), Instant.EPOCH);
        assertThat(decision).isInstanceOfSatisfying(TenantDecision.Refused.class, refused -> {
            assertThat(refused.refusal().type()).isEqualTo("NoRouterAvailable");
            assertThat(refused.refusal().kind()).isEqualTo(TenantRefusal.Kind.EXHAUSTED);
        });
    }

    @Test
    void aRouterIsChangedByItsOwnerForTheRevisionThatIsMeant() {
        TenantRouter router = layer3.router(ALICE, NONE);
        RouterPatch patch = new RouterPatch(
                Optional.of("core"), Optional.of(false), Optional.empty(), Optional.empty(), Optional.of("words"));
        TenantCommand update = new TenantCommand.UpdateRouter(router.id(), patch, Optional.of(0L));
        assertThat(world.refused(BOB, update).type()).isEqualTo("RouterNotFound");
        world.done(ALICE, update);
        TenantRouter after = layer3.router(router.id());
        assertThat(after.name()).isEqualTo("core");
        assertThat(after.adminUp()).isFalse();
        assertThat(after.standard().description()).isEqualTo("words");
        assertThat(world.refused(ALICE, update).type()).isEqualTo("RevisionNumberConstraintFailed");
        assertThat(world.refused(ALICE, new TenantCommand.DeleteRouter(router.id(), Optional.of(0L)))
                        .kind())
                .isEqualTo(TenantRefusal.Kind.PRECONDITION_FAILED);
    }

    @Test
    void routersAreCounted() {
        List<RouterDraft> four =
                List.of(layer3.draft(NONE), layer3.draft(NONE), layer3.draft(NONE), layer3.draft(NONE));
        assertThat(world.refused(ALICE, new TenantCommand.CreateRouters(four)).type())
                .isEqualTo("OverQuota");
        world.done(ALICE, new TenantCommand.CreateRouters(four.subList(0, 3)));
        assertThat(world.state().usage(ALICE.project(), ResourceType.ROUTER)).isEqualTo(3);
    }

    @Test
    void aGatewayIsAPortOutsideThatIsNobodysOwn() {
        TenantRouter router = layer3.router(ALICE, layer3.out(layer3.outside));
        ExternalGateway gateway = router.gateway().orElseThrow();
        assertThat(gateway.network()).isEqualTo(layer3.outside);
        assertThat(gateway.sourceNat()).isTrue();
        TenantPort port = layer3.port(gateway.port());
        assertThat(port.deviceOwner()).isEqualTo(TenantPort.ROUTER_GATEWAY);
        assertThat(port.deviceId()).isEqualTo(router.id().toString());
        assertThat(port.portSecurity()).isFalse();
        assertThat(TenantWorld.addresses(port)).containsExactly("203.0.113.2");
        assertThat(world.state().usage(ALICE.project(), ResourceType.PORT)).isZero();
        assertThat(world.state().usage(ADMIN.project(), ResourceType.PORT)).isZero();
        world.done(ALICE, delete(router.id()));
        assertThat(world.state().ports().isEmpty()).isTrue();
        assertThat(world.state().routers().isEmpty()).isTrue();
    }

    @Test
    void aGatewayIsMovedReaddressedAndTakenAway() {
        TenantRouter router = layer3.router(ALICE, layer3.out(layer3.outside));
        PortId port = router.gateway().map(ExternalGateway::port).orElseThrow();
        world.done(ADMIN, change(router.id(), layer3.out(layer3.outside, false)));
        TenantRouter plain = layer3.router(router.id());
        assertThat(plain.gateway()).contains(new ExternalGateway(layer3.outside, port, false));
        assertThat(outsideAddresses(plain)).containsExactly("203.0.113.2");
        world.done(ADMIN, change(router.id(), layer3.out(layer3.outside, true, "203.0.113.6")));
        assertThat(outsideAddresses(layer3.router(router.id()))).containsExactly("203.0.113.6");
        world.done(ALICE, change(router.id(), layer3.out(layer3.outside)));
        assertThat(outsideAddresses(layer3.router(router.id()))).containsExactly("203.0.113.6");
        NetworkId other = world.made(ADMIN, layer3.external("physnet2")).id();
        world.made(ADMIN, world.subnet(other, "198.51.100.0/24"));
        world.done(ALICE, change(router.id(), layer3.out(other)));
        assertThat(outsideAddresses(layer3.router(router.id()))).containsExactly("198.51.100.2");
        assertThat(world.state().ports().find(port)).isEmpty();
        world.done(ALICE, change(router.id(), NONE));
        assertThat(layer3.router(router.id()).gateway()).isEmpty();
        assertThat(world.state().ports().isEmpty()).isTrue();
        assertThat(layer3.router(router.id()).standard().revision()).isEqualTo(5);
    }

    @Test
    void aGatewayThatCannotBeIsRefused() {
        NetworkId inside = layer3.inside(ALICE, "10.0.0.0/24").network();
        assertThat(refused(ALICE, layer3.out(new NetworkId(world.id()))).type()).isEqualTo("NetworkNotFound");
        assertThat(refused(BOB, layer3.out(inside)).type()).isEqualTo("NetworkNotFound");
        assertThat(refused(ALICE, layer3.out(inside)).message())
                .isEqualTo("Bad router request: Network " + inside + " is not an external network.");
        assertThat(refused(ALICE, layer3.out(layer3.outside, true)).message()).contains("enable_snat");
        WayOut chosen = new WayOut.Through(
                layer3.outside,
                Optional.empty(),
                Optional.of(List.of(TenantWorld.address("203.0.113.5"))),
                new PortId(world.id()));
        assertThat(refused(ALICE, chosen).message()).contains("external_fixed_ips");
        assertThat(refused(ADMIN, layer3.out(layer3.outside, true, "203.0.113.1"))
                        .message())
                .contains("External IP 203.0.113.1 is the same as the gateway IP");
        NetworkId bare = world.made(ADMIN, layer3.external("physnet2")).id();
        assertThat(refused(ALICE, layer3.out(bare)).message()).contains("has no subnet");
        TenantRouter router = layer3.router(ALICE, NONE);
        TenantSubnet rival = layer3.inside(ALICE, "203.0.0.0/16");
        world.done(ALICE, layer3.join(router.id(), rival.id()));
        assertThat(world.refused(ALICE, change(router.id(), layer3.out(layer3.outside)))
                        .message())
                .contains("overlaps with cidr 203.0.0.0/16");
    }

    @Test
    void whenNoAddressIsLeftOutsideThereIsNoGateway() {
        for (int i = 0; i < 5; i++) {
            layer3.made(ALICE, new FloatingTarget.None());
        }
        assertThat(refused(ALICE, layer3.out(layer3.outside)).type()).isEqualTo("IpAddressGenerationFailure");
    }

    @Test
    void aRouterInUseStays() {
        TenantSubnet inside = layer3.inside(ALICE, "10.0.0.0/24");
        TenantRouter router = layer3.between(ALICE, inside);
        assertThat(world.refused(ALICE, delete(router.id())).type()).isEqualTo("RouterInUse");
        TenantPort host = world.made(ALICE, world.port(inside.network()));
        layer3.made(ALICE, Layer3World.at(host.id()));
        assertThat(world.refused(ALICE, change(router.id(), NONE)).type())
                .isEqualTo("RouterExternalGatewayInUseByFloatingIp");
    }

    @Test
    void staticRoutesLeadThroughNeighboursMostSpecificFirst() {
        TenantSubnet inside = layer3.inside(ALICE, "10.0.0.0/24");
        TenantRouter router = layer3.between(ALICE, inside);
        HostRoute wide = route("172.16.0.0/12", "10.0.0.9");
        HostRoute narrow = route("172.16.5.0/24", "10.0.0.8");
        world.done(ALICE, routes(router.id(), List.of(wide, narrow)));
        assertThat(layer3.router(router.id()).routes()).containsExactly(narrow, wide);
        HostRoute third = route("192.168.0.0/16", "10.0.0.7");
        world.done(ALICE, new TenantCommand.ChangeRoutes(router.id(), List.of(third, wide), true));
        assertThat(layer3.router(router.id()).routes()).containsExactly(narrow, third, wide);
        world.done(ALICE, new TenantCommand.ChangeRoutes(router.id(), List.of(third, narrow), false));
        assertThat(layer3.router(router.id()).routes()).containsExactly(wide);
        assertThat(world.refused(ALICE, Layer3World.leave(router.id(), inside.id()))
                        .type())
                .isEqualTo("RouterInterfaceInUseByRoute");
    }

    @Test
    void staticRoutesThatLeadNowhereAreRefused() {
        TenantSubnet inside = layer3.inside(ALICE, "10.0.0.0/24");
        TenantRouter router = layer3.between(ALICE, inside);
        TenantRefusal far = world.refused(ALICE, routes(router.id(), List.of(route("172.16.0.0/12", "10.0.1.9"))));
        assertThat(far.type()).isEqualTo("InvalidRoutes");
        assertThat(far.message()).endsWith("the nexthop is not connected with router");
        assertThat(world.refused(ALICE, routes(router.id(), List.of(route("172.16.0.0/12", "10.0.0.1"))))
                        .message())
                .endsWith("the nexthop is used by router");
        List<HostRoute> rivals = List.of(route("172.16.0.0/12", "10.0.0.8"), route("172.16.0.0/12", "10.0.0.9"));
        assertThat(world.refused(ALICE, routes(router.id(), rivals)).message())
                .endsWith("another route has the same destination");
        List<HostRoute> many = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
            many.add(route("172.16." + i + ".0/24", "10.0.0.9"));
        }
        assertThat(world.refused(ALICE, routes(router.id(), many)).type()).isEqualTo("RoutesExhausted");
    }
}
