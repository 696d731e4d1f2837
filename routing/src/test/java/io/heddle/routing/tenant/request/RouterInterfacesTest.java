package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.Layer3World.leave;
import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static io.heddle.routing.tenant.request.TenantWorld.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RouterInterfacesTest {

    private final Layer3World layer3 = new Layer3World();
    private final TenantWorld world = layer3.world;
    private final TenantSubnet inside = layer3.inside(ALICE, "10.0.0.0/24");
    private final RouterId router = layer3.router(ALICE, new WayOut.None()).id();

    private SubnetDraft subnet(
            NetworkId network, String cidr, GatewayChoice gateway, Optional<Ipv6Mode> said, Optional<Ipv6Mode> made) {
        SubnetDraft plain = world.subnet(network, cidr);
        return new SubnetDraft(
                plain.id(),
                network,
                Optional.empty(),
                "",
                plain.cidr(),
                gateway,
                Optional.empty(),
                true,
                List.of(),
                List.of(),
                said,
                made,
                "");
    }

    private SubnetId slaac(NetworkId network, String cidr) {
        Optional<Ipv6Mode> mode = Optional.of(Ipv6Mode.SLAAC);
        return world.made(ALICE, subnet(network, cidr, new GatewayChoice.Usual(), mode, mode))
                .id();
    }

    private TenantPort joined(TenantCommand command) {
        return Layer3World.ports(world.done(ALICE, command)).getFirst();
    }

    private TenantPort hostAt(String... addresses) {
        List<IpRequest> ips =
                List.of(addresses).stream().map(TenantWorld::address).toList();
        return world.made(ALICE, world.port(inside.network(), Optional.of(ips)));
    }

    private String why(TenantCommand command) {
        return world.refused(ALICE, command).message();
    }

    @Test
    void aRouterBecomesTheGatewayOfASubnetAndIsItsOwnersPort() {
        TenantPort port = joined(layer3.join(router, inside.id()));
        assertThat(TenantWorld.addresses(port)).containsExactly("10.0.0.1");
        assertThat(port.router()).contains(router);
        assertThat(port.project()).isEqualTo(ALICE.project());
        assertThat(world.state().usage(ALICE.project(), ResourceType.PORT)).isEqualTo(1);
        assertThat(world.state().routersOf(inside.network())).containsExactly(router);
        assertThat(world.done(ALICE, leave(router, inside.id()))).hasSize(1);
        assertThat(world.state().ports().isEmpty()).isTrue();
    }

    @Test
    void aPortBecomesAnInterfaceWithTheAddressItHas() {
        TenantPort host = hostAt("10.0.0.77");
        TenantPort port = joined(layer3.join(router, host.id()));
        assertThat(port.id()).isEqualTo(host.id());
        assertThat(port.mac()).isEqualTo(host.mac());
        assertThat(port.deviceOwner()).isEqualTo(TenantPort.ROUTER_INTERFACE);
        assertThat(port.portSecurity()).isFalse();
        assertThat(TenantWorld.addresses(port)).containsExactly("10.0.0.77");
        assertThat(world.refused(ALICE, leave(router, new PortId(world.id()))).type())
                .isEqualTo("RouterInterfaceNotFound");
        TenantSubnet other = layer3.inside(ALICE, "10.1.0.0/24");
        TenantCommand both = new TenantCommand.RemoveRouterInterface(
                router, new InterfaceRequest(Optional.of(port.id()), Optional.of(other.id())));
        assertThat(world.refused(ALICE, both).type()).isEqualTo("SubnetMismatchForPort");
        world.done(ALICE, leave(router, port.id()));
        assertThat(world.state().ports().isEmpty()).isTrue();
    }

    @Test
    void interfacesThatCannotBeAreRefused() {
        assertThat(world.refused(BOB, layer3.join(router, inside.id())).type()).isEqualTo("RouterNotFound");
        assertThat(world.refused(ALICE, layer3.join(router, new SubnetId(world.id())))
                        .type())
                .isEqualTo("SubnetNotFound");
        assertThat(world.refused(ALICE, layer3.join(router, new PortId(world.id())))
                        .type())
                .isEqualTo("PortNotFound");
        InterfaceRequest both = new InterfaceRequest(Optional.of(new PortId(world.id())), Optional.of(inside.id()));
        assertThat(why(new TenantCommand.AddRouterInterface(router, both, new PortId(world.id()))))
                .isEqualTo("Bad router request: Cannot specify both subnet-id and port-id.");
        NetworkId bare = world.made(ALICE, world.network("bare")).id();
        SubnetDraft alone = subnet(bare, "10.9.0.0/24", new GatewayChoice.None(), Optional.empty(), Optional.empty());
        world.made(ALICE, alone);
        assertThat(why(layer3.join(router, alone.id()))).contains("must have a gateway IP");
        SubnetDraft far = subnet(
                bare,
                "10.8.0.0/24",
                new GatewayChoice.At(IpAddress.parse("10.7.0.1")),
                Optional.empty(),
                Optional.empty());
        world.made(ALICE, far);
        assertThat(world.refused(ALICE, layer3.join(router, far.id())).type()).isEqualTo("InvalidIpForSubnet");
        hostAt("10.0.0.1");
        assertThat(world.refused(ALICE, layer3.join(router, inside.id())).type())
                .isEqualTo("IpAddressAlreadyAllocated");
        assertThat(why(layer3.join(router, layer3.outsideSubnet.id()))).contains("is not owned by project");
        assertThat(world.refused(ADMIN, layer3.join(router, layer3.outsideSubnet.id()))
                        .message())
                .contains("is external");
        assertThat(world.refused(ALICE, leave(router, inside.id())).type())
                .isEqualTo("RouterInterfaceNotFoundForSubnet");
    }

    @Test
    void portsThatCannotBeInterfacesAreRefused() {
        assertThat(why(layer3.join(router, hostAt().id()))).contains("at least one fixed IP");
        assertThat(why(layer3.join(router, hostAt("10.0.0.5", "10.0.0.6").id())))
                .contains("multiple IPv4");
        TenantPort busy = hostAt("10.0.0.7");
        world.done(ALICE, Layer3World.patch(busy.id(), Optional.empty(), Optional.of("vm1"), Optional.empty()));
        assertThat(world.refused(ALICE, layer3.join(router, busy.id())).type()).isEqualTo("PortInUse");
        TenantPort hers = hostAt("10.0.0.8");
        RouterId his = layer3.router(BOB, new WayOut.None()).id();
        assertThat(world.refused(BOB, layer3.join(his, hers.id())).type()).isEqualTo("PortNotFound");
    }

    @Test
    void aRouterIsOnASubnetOnceAndOnNoTwoThatOverlap() {
        joined(layer3.join(router, inside.id()));
        assertThat(why(layer3.join(router, inside.id()))).contains("already allocated");
        assertThat(why(layer3.join(router, hostAt("10.0.0.9").id())))
                .contains("Router already has a port on subnet " + inside.id());
        TenantSubnet wide = layer3.inside(ALICE, "10.0.0.0/16");
        assertThat(why(layer3.join(router, wide.id()))).contains("Cidr 10.0.0.0/16 of subnet " + wide.id());
        world.done(ALICE, Layer3World.change(router, layer3.out(layer3.outside)));
        TenantSubnet rival = layer3.inside(ALICE, "203.0.113.0/24");
        assertThat(why(layer3.join(router, rival.id()))).contains("overlaps with cidr 203.0.113.0/29");
    }

    @Test
    void ipv6SubnetsOfANetworkShareAnInterface() {
        SubnetId first = slaac(inside.network(), "2001:db8:1::/64");
        SubnetId second = slaac(inside.network(), "2001:db8:2::/64");
        TenantPort port = joined(layer3.join(router, first));
        assertThat(TenantWorld.addresses(port)).containsExactly("2001:db8:1::1");
        TenantPort wider = joined(layer3.join(router, second));
        assertThat(wider.id()).isEqualTo(port.id());
        assertThat(TenantWorld.addresses(wider)).containsExactly("2001:db8:1::1", "2001:db8:2::1");
        assertThat(joined(layer3.join(router, inside.id())).id()).isNotEqualTo(port.id());
        TenantPort host = world.made(ALICE, world.port(inside.network(), Optional.of(List.of())));
        assertThat(TenantWorld.addresses(host)).hasSize(2);
        assertThat(why(layer3.join(router, host.id()))).contains("same network id if both contain IPv6");
        assertThat(Layer3World.ports(world.done(ALICE, leave(router, first))))
                .allSatisfy(left -> assertThat(TenantWorld.addresses(left)).containsExactly("2001:db8:2::1"));
        SubnetDraft foreign = subnet(
                inside.network(),
                "2001:db8:3::/64",
                new GatewayChoice.Usual(),
                Optional.empty(),
                Optional.of(Ipv6Mode.SLAAC));
        world.made(ALICE, foreign);
        assertThat(why(layer3.join(router, foreign.id()))).contains("from another router");
    }

    @Test
    void aRoutersAddressIsItsOwnWhateverHostsMakeOfTheirs() {
        TenantPort port = joined(layer3.join(router, inside.id()));
        SubnetId slaac = slaac(inside.network(), "2001:db8:1::/64");
        assertThat(TenantWorld.addresses(layer3.port(port.id()))).containsExactly("10.0.0.1");
        TenantPort sixth = joined(layer3.join(router, slaac));
        world.done(ALICE, Layer3World.patch(sixth.id(), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(TenantWorld.addresses(layer3.port(sixth.id()))).containsExactly("2001:db8:1::1");
        assertThat(layer3.port(sixth.id()).name()).isEqualTo("renamed");
        assertThat(world.refused(ALICE, new TenantCommand.DeleteSubnet(slaac, Optional.empty()))
                        .type())
                .isEqualTo("SubnetInUse");
    }

    @Test
    void whatARouterNeedsIsNotTakenAwayUnderIt() {
        TenantPort port = joined(layer3.join(router, inside.id()));
        assertThat(world.refused(ALICE, Layer3World.delete(port.id())).type()).isEqualTo("ServicePortInUse");
        assertThat(world.refused(ALICE, new TenantCommand.DeleteSubnet(inside.id(), Optional.empty()))
                        .type())
                .isEqualTo("SubnetInUse");
        assertThat(world.refused(ALICE, new TenantCommand.DeleteNetwork(inside.network(), Optional.empty()))
                        .type())
                .isEqualTo("NetworkInUse");
        SubnetPatch other = new SubnetPatch(
                Optional.empty(),
                Optional.of(new GatewayChoice.None()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        TenantCommand regate = new TenantCommand.UpdateSubnet(inside.id(), other, Optional.empty());
        assertThat(world.refused(ALICE, regate).type()).isEqualTo("GatewayIpInUse");
        world.done(ALICE, leave(router, inside.id()));
        world.done(ALICE, regate);
    }

    @Test
    void whatAPortIsForIsNotSaidByRequestsAboutPorts() {
        TenantPort port = joined(layer3.join(router, inside.id()));
        Optional<String> none = Optional.of("");
        assertThat(world.refused(ALICE, Layer3World.patch(port.id(), Optional.empty(), none, Optional.empty()))
                        .type())
                .isEqualTo("PortInUse");
        assertThat(why(Layer3World.patch(port.id(), Optional.empty(), Optional.empty(), none)))
                .contains("already has an attached device " + router);
        assertThat(why(Layer3World.patch(
                        port.id(), Optional.of(List.of(address("10.0.0.9"))), Optional.empty(), Optional.empty())))
                .contains("already has an attached device");
        world.done(
                ALICE,
                Layer3World.patch(
                        port.id(),
                        Optional.empty(),
                        Optional.of(router.toString()),
                        Optional.of(TenantPort.ROUTER_INTERFACE)));
        TenantPort host = hostAt("10.0.0.5");
        for (String owner : List.of(TenantPort.ROUTER_INTERFACE, TenantPort.ROUTER_GATEWAY, TenantPort.FLOATING_IP)) {
            assertThat(why(Layer3World.patch(host.id(), Optional.empty(), Optional.empty(), Optional.of(owner))))
                    .contains(owner);
            assertThat(why(new TenantCommand.CreatePorts(List.of(owned(owner)))))
                    .contains(owner);
        }
    }

    private PortDraft owned(String owner) {
        PortDraft plain = world.port(inside.network());
        return new PortDraft(
                plain.id(),
                plain.network(),
                plain.project(),
                plain.name(),
                plain.mac(),
                plain.adminUp(),
                plain.fixedIps(),
                router.toString(),
                owner,
                plain.portSecurity(),
                plain.allowedPairs(),
                plain.securityGroups(),
                plain.dhcpOptions(),
                plain.binding(),
                plain.description(),
                new QosChoice.None());
    }

    @Test
    void interfacesCountAsPortsOfTheRoutersOwner() {
        world.done(ADMIN, new TenantCommand.SetQuota(ALICE.project(), new TreeMap<>(Map.of(ResourceType.PORT, 0))));
        assertThat(world.refused(ALICE, layer3.join(router, inside.id())).type())
                .isEqualTo("OverQuota");
    }
}
