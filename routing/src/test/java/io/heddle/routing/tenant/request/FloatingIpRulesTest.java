package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.Layer3World.asking;
import static io.heddle.routing.tenant.request.Layer3World.associate;
import static io.heddle.routing.tenant.request.Layer3World.at;
import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static io.heddle.routing.tenant.request.TenantWorld.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FloatingIpRulesTest {

    private static final FloatingTarget NOBODY = new FloatingTarget.None();

    private final Layer3World layer3 = new Layer3World();
    private final TenantWorld world = layer3.world;
    private final TenantSubnet inside = layer3.inside(ALICE, "10.0.0.0/24");
    private final TenantRouter router = layer3.between(ALICE, inside);
    private final TenantPort host = world.made(ALICE, world.port(inside.network()));

    private TenantRefusal refused(Requester by, FloatingTarget target) {
        return world.refused(by, asking(layer3.floating(target)));
    }

    private FloatingIpDraft addressed(String address) {
        return layer3.floating(layer3.outside, Optional.empty(), Optional.of(IpAddress.parse(address)), NOBODY);
    }

    private NetworkDraft vlan(Optional<String> physical) {
        return world.network("v", Optional.of(NetworkType.VLAN), physical, Optional.empty());
    }

    private static TenantCommand external(NetworkId network, boolean isExternal) {
        NetworkPatch patch = new NetworkPatch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(isExternal),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new TenantCommand.UpdateNetwork(network, patch, Optional.empty());
    }

    @Test
    void aFloatingAddressStandsForTheOnlyAddressOfAPort() {
        FloatingIp ip = layer3.made(ALICE, at(host.id()));
        assertThat(ip.address().toString()).isEqualTo("203.0.113.3");
        assertThat(ip.target()).contains(new FloatingIp.Target(host.id(), IpAddress.parse("10.0.0.2"), router.id()));
        TenantPort port = layer3.port(ip.port());
        assertThat(port.deviceOwner()).isEqualTo(TenantPort.FLOATING_IP);
        assertThat(port.deviceId()).isEqualTo(ip.id().toString());
        assertThat(TenantWorld.addresses(port)).containsExactly("203.0.113.3");
        assertThat(world.state().floatingIpsOf(host.id())).containsExactly(ip);
        assertThat(world.state().floatingIpsOf(router.id())).containsExactly(ip);
        world.done(ALICE, associate(ip.id(), NOBODY));
        assertThat(layer3.floatingIp(ip.id()).target()).isEmpty();
        assertThat(world.state().floatingIpsOf(router.id())).isEmpty();
        world.done(ALICE, associate(ip.id(), at(host.id(), "10.0.0.2")));
        world.done(ALICE, new TenantCommand.DeleteFloatingIp(ip.id(), Optional.of(2L)));
        assertThat(world.state().ports().find(port.id())).isEmpty();
        assertThat(world.state().floatingIpsOf(host.id())).isEmpty();
    }

    @Test
    void anUpdateThatSaysNothingOfATargetKeepsIt() {
        FloatingIp ip = layer3.made(ALICE, at(host.id()));
        FloatingIpPatch patch = new FloatingIpPatch(Optional.empty(), Optional.of("words"), Optional.empty());
        TenantCommand update = new TenantCommand.UpdateFloatingIp(ip.id(), patch, Optional.of(0L));
        assertThat(world.refused(BOB, update).type()).isEqualTo("FloatingIPNotFound");
        world.done(ALICE, update);
        assertThat(layer3.floatingIp(ip.id()).target()).isEqualTo(ip.target());
        assertThat(layer3.floatingIp(ip.id()).standard().description()).isEqualTo("words");
        assertThat(world.refused(ALICE, update).kind()).isEqualTo(TenantRefusal.Kind.PRECONDITION_FAILED);
    }

    @Test
    void anAdministratorChoosesAnAddressAndATenantASubnet() {
        assertThat(world.refused(ALICE, asking(addressed("203.0.113.5"))).message())
                .contains("create_floatingip:floating_ip_address");
        world.done(ADMIN, asking(addressed("203.0.113.5")));
        assertThat(world.refused(ADMIN, asking(addressed("203.0.113.5"))).type())
                .isEqualTo("IpAddressAlreadyAllocated");
        assertThat(world.refused(ADMIN, asking(addressed("198.51.100.5"))).type())
                .isEqualTo("InvalidIpForNetwork");
        assertThat(world.refused(ADMIN, asking(addressed("203.0.113.1"))).message())
                .contains("is the same as the gateway IP");
        SubnetId second = world.made(ADMIN, world.subnet(layer3.outside, "198.51.100.0/24"))
                .id();
        FloatingIpDraft draft = layer3.floating(layer3.outside, Optional.of(second), Optional.empty(), NOBODY);
        world.done(ALICE, asking(draft));
        assertThat(layer3.floatingIp(draft.id()).address().toString()).isEqualTo("198.51.100.2");
        SubnetId sixth =
                world.made(ADMIN, world.subnet(layer3.outside, "2001:db8::/64")).id();
        assertThat(world.refused(
                                ALICE,
                                asking(layer3.floating(layer3.outside, Optional.of(sixth), Optional.empty(), NOBODY)))
                        .type())
                .isEqualTo("ExternalIpAddressExhausted");
    }

    @Test
    void addressesEndAndQuotasDo() {
        for (int i = 0; i < 4; i++) {
            layer3.made(ALICE, NOBODY);
        }
        assertThat(refused(ALICE, NOBODY).type()).isEqualTo("IpAddressGenerationFailure");
        world.done(
                ADMIN, new TenantCommand.SetQuota(ALICE.project(), new TreeMap<>(Map.of(ResourceType.FLOATING_IP, 4))));
        world.made(ADMIN, world.subnet(layer3.outside, "198.51.100.0/24"));
        assertThat(refused(ALICE, NOBODY).type()).isEqualTo("OverQuota");
        assertThat(layer3.made(BOB, NOBODY).address().toString()).isEqualTo("198.51.100.2");
    }

    @Test
    void networksWithoutFloatingAddressesAreRefused() {
        TenantRefusal none = world.refused(
                ALICE, asking(layer3.floating(inside.network(), Optional.empty(), Optional.empty(), NOBODY)));
        assertThat(none.message()).contains("is not a valid external network");
        NetworkId bare = world.made(ADMIN, layer3.external("physnet2")).id();
        assertThat(world.refused(ALICE, asking(layer3.floating(bare, Optional.empty(), Optional.empty(), NOBODY)))
                        .message())
                .contains("does not contain any IPv4 subnet");
    }

    @Test
    void portsThatAFloatingAddressCannotStandForAreRefused() {
        assertThat(refused(ALICE, at(new PortId(world.id()))).type()).isEqualTo("PortNotFound");
        assertThat(refused(BOB, at(host.id())).type()).isEqualTo("PortNotFound");
        assertThat(refused(ALICE, at(host.id(), "10.0.0.9")).message()).contains("does not have fixed ip 10.0.0.9");
        assertThat(refused(ALICE, at(host.id(), "2001:db8::1")).message()).contains("is not an IPv4 address");
        TenantPort bare = world.made(ALICE, world.port(inside.network(), Optional.of(List.of())));
        assertThat(refused(ALICE, at(bare.id())).message()).contains("no fixed IPv4 addresses");
        TenantPort two = world.made(
                ALICE, world.port(inside.network(), Optional.of(List.of(address("10.0.0.8"), address("10.0.0.9")))));
        assertThat(refused(ALICE, at(two.id())).message()).contains("multiple fixed IPv4 addresses");
        layer3.made(ALICE, at(two.id(), "10.0.0.9"));
        layer3.made(ALICE, at(two.id(), "10.0.0.8"));
        assertThat(refused(ALICE, at(two.id(), "10.0.0.8")).type()).isEqualTo("FloatingIPPortAlreadyAssociated");
        TenantPort gate = world.state().interfacesOf(router.id()).getFirst();
        assertThat(refused(ALICE, at(gate.id())).message()).contains(TenantPort.ROUTER_INTERFACE);
    }

    @Test
    void aPortOfAnotherProjectIsNotStoodFor() {
        NetworkId own = layer3.inside(BOB, "10.5.0.0/24").network();
        PortDraft plain = world.port(own);
        TenantPort theirs = world.made(ADMIN, plain);
        assertThat(theirs.project()).isEqualTo(ADMIN.project());
        assertThat(refused(BOB, at(theirs.id())).message()).contains("owned by a different tenant");
    }

    @Test
    void withoutARouterBetweenThereIsNoStandingFor() {
        TenantSubnet lone = layer3.inside(ALICE, "10.7.0.0/24");
        TenantPort far = world.made(ALICE, world.port(lone.network()));
        assertThat(refused(ALICE, at(far.id())).type()).isEqualTo("ExternalGatewayForFloatingIPNotFound");
        TenantRouter closed = layer3.router(ALICE, new WayOut.None());
        world.done(ALICE, layer3.join(closed.id(), lone.id()));
        assertThat(refused(ALICE, at(far.id())).kind()).isEqualTo(TenantRefusal.Kind.NOT_FOUND);
        world.done(ALICE, Layer3World.change(closed.id(), layer3.out(layer3.outside)));
        assertThat(layer3.made(ALICE, at(far.id())).target())
                .hasValueSatisfying(target -> assertThat(target.router()).isEqualTo(closed.id()));
    }

    @Test
    void theRouterThatIsTheSubnetsGatewayTranslates() {
        TenantSubnet lone = layer3.inside(ALICE, "10.7.0.0/24");
        TenantPort far = world.made(ALICE, world.port(lone.network()));
        TenantRouter side = layer3.router(ALICE, layer3.out(layer3.outside));
        TenantPort door = world.made(ALICE, world.port(lone.network()));
        world.done(ALICE, layer3.join(side.id(), door.id()));
        assertThat(layer3.made(ALICE, at(far.id())).target())
                .hasValueSatisfying(target -> assertThat(target.router()).isEqualTo(side.id()));
        world.done(ALICE, layer3.join(router.id(), lone.id()));
        TenantPort next = world.made(ALICE, world.port(lone.network()));
        assertThat(layer3.made(ALICE, at(next.id())).target())
                .hasValueSatisfying(target -> assertThat(target.router()).isEqualTo(router.id()));
    }

    @Test
    void aPortThatGoesOrLosesItsAddressIsNoLongerStoodFor() {
        FloatingIp ip = layer3.made(ALICE, at(host.id()));
        Optional<List<IpRequest>> both = Optional.of(List.of(address("10.0.0.2"), address("10.0.0.9")));
        world.done(ALICE, Layer3World.patch(host.id(), both, Optional.empty(), Optional.empty()));
        assertThat(layer3.floatingIp(ip.id()).target()).isPresent();
        Optional<List<IpRequest>> other = Optional.of(List.of(address("10.0.0.9")));
        world.done(ALICE, Layer3World.patch(host.id(), other, Optional.empty(), Optional.empty()));
        assertThat(layer3.floatingIp(ip.id()).target()).isEmpty();
        world.done(ALICE, associate(ip.id(), at(host.id())));
        world.done(ALICE, Layer3World.delete(host.id()));
        assertThat(layer3.floatingIp(ip.id()).target()).isEmpty();
        assertThat(layer3.floatingIp(ip.id()).standard().revision()).isEqualTo(3);
    }

    @Test
    void whatAFloatingAddressNeedsIsNotTakenAwayUnderIt() {
        FloatingIp ip = layer3.made(ALICE, at(host.id()));
        assertThat(world.refused(ALICE, Layer3World.leave(router.id(), inside.id()))
                        .type())
                .isEqualTo("RouterInterfaceInUseByFloatingIP");
        assertThat(world.refused(ADMIN, Layer3World.delete(ip.port())).type()).isEqualTo("ServicePortInUse");
        assertThat(world.refused(ADMIN, external(layer3.outside, false)).type()).isEqualTo("ExternalNetworkInUse");
        assertThat(world.refused(ADMIN, new TenantCommand.DeleteSubnet(layer3.outsideSubnet.id(), Optional.empty()))
                        .type())
                .isEqualTo("SubnetInUse");
    }

    @Test
    void anExternalNetworkTakesIdleFloatingAddressesAlong() {
        TenantCommand delete = new TenantCommand.DeleteNetwork(layer3.outside, Optional.empty());
        FloatingIp ip = layer3.made(ALICE, at(host.id()));
        assertThat(world.refused(ADMIN, delete).type()).isEqualTo("NetworkInUse");
        world.done(ALICE, associate(ip.id(), NOBODY));
        world.done(ALICE, Layer3World.change(router.id(), new WayOut.None()));
        world.done(ADMIN, delete);
        assertThat(world.state().floatingIps().isEmpty()).isTrue();
        assertThat(world.state().usage(ALICE.project(), ResourceType.FLOATING_IP))
                .isZero();
    }

    @Test
    void externalNetworksAreAnAdministratorsOnPhysicalNetworks() {
        assertThat(world.refused(ALICE, new TenantCommand.CreateNetworks(List.of(layer3.external("physnet2"))))
                        .message())
                .contains("create_network:router:external");
        assertThat(world.refused(
                                ADMIN,
                                new TenantCommand.CreateNetworks(List.of(Layer3World.external(world.network("x")))))
                        .message())
                .contains("on a physical network, not vxlan");
        assertThat(world.refused(
                                ADMIN,
                                new TenantCommand.CreateNetworks(List.of(Layer3World.external(vlan(Optional.empty())))))
                        .message())
                .contains("not vlan on the fabric");
        NetworkId tagged = world.made(ADMIN, vlan(Optional.of("physnet1"))).id();
        world.done(ADMIN, external(tagged, true));
        assertThat(world.state().networkOf(tagged).external()).isTrue();
        world.done(ADMIN, external(tagged, false));
        TenantSubnet joined = world.made(ADMIN, world.subnet(tagged, "10.6.0.0/24"));
        TenantRouter own = layer3.router(ADMIN, new WayOut.None());
        world.done(ADMIN, layer3.join(own.id(), joined.id()));
        assertThat(world.refused(ADMIN, external(tagged, true)).type()).isEqualTo("NetworkInUse");
        assertThat(world.refused(ADMIN, external(inside.network(), true)).message())
                .contains("on a physical network");
        assertThat(world.refused(ALICE, external(inside.network(), true)).message())
                .contains("update_network:router:external");
    }

    @Test
    void anExternalNetworkIsSeenByAllAndUsedByItsOwnerOnly() {
        assertThat(world.refused(ALICE, new TenantCommand.CreatePorts(List.of(world.port(layer3.outside))))
                        .kind())
                .isEqualTo(TenantRefusal.Kind.FORBIDDEN);
        assertThat(world.refused(
                                ALICE,
                                new TenantCommand.CreateSubnets(List.of(world.subnet(layer3.outside, "10.0.0.0/24"))))
                        .kind())
                .isEqualTo(TenantRefusal.Kind.FORBIDDEN);
        assertThat(world.refused(ALICE, external(layer3.outside, false)).kind())
                .isEqualTo(TenantRefusal.Kind.FORBIDDEN);
    }
}
