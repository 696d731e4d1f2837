package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.AddressRange;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetRulesTest {

    /** A draft whose parts can be replaced one by one. */
    private record Wish(
            String cidr,
            GatewayChoice gateway,
            Optional<List<AddressRange>> pools,
            boolean dhcp,
            List<IpAddress> servers,
            List<HostRoute> routes,
            Optional<Ipv6Mode> advertised,
            Optional<Ipv6Mode> addressing) {

        static Wish of(String cidr) {
            return new Wish(
                    cidr,
                    new GatewayChoice.Usual(),
                    Optional.empty(),
                    true,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
        }

        Wish through(GatewayChoice choice) {
            return new Wish(cidr, choice, pools, dhcp, servers, routes, advertised, addressing);
        }

        Wish from(AddressRange... ranges) {
            return new Wish(cidr, gateway, Optional.of(List.of(ranges)), dhcp, servers, routes, advertised, addressing);
        }

        Wish silent() {
            return new Wish(cidr, gateway, pools, false, servers, routes, advertised, addressing);
        }

        Wish telling(List<IpAddress> dns, List<HostRoute> ways) {
            return new Wish(cidr, gateway, pools, dhcp, dns, ways, advertised, addressing);
        }

        Wish modes(Ipv6Mode first, Ipv6Mode second) {
            return new Wish(cidr, gateway, pools, dhcp, servers, routes, Optional.of(first), Optional.of(second));
        }
    }

    private final TenantWorld world = new TenantWorld();
    private NetworkId network = new NetworkId(world.id());

    @BeforeEach
    void makeTheNetwork() {
        network = world.made(ALICE, world.network("blue")).id();
    }

    private SubnetDraft draft(Wish wish) {
        SubnetDraft plain = world.subnet(network, wish.cidr());
        return new SubnetDraft(
                plain.id(),
                network,
                Optional.empty(),
                "",
                plain.cidr(),
                wish.gateway(),
                wish.pools(),
                wish.dhcp(),
                wish.servers(),
                wish.routes(),
                wish.advertised(),
                wish.addressing(),
                "");
    }

    private TenantSubnet made(Wish wish) {
        return world.made(ALICE, draft(wish));
    }

    private TenantRefusal refused(Wish wish) {
        return world.refused(ALICE, new TenantCommand.CreateSubnets(List.of(draft(wish))));
    }

    private static AddressRange range(String start, String end) {
        return new AddressRange(IpAddress.parse(start), IpAddress.parse(end));
    }

    private static GatewayChoice at(String address) {
        return new GatewayChoice.At(IpAddress.parse(address));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.0.1, 10.0.0.2-10.0.0.254",
        "10.0.0.8/30, 10.0.0.9, 10.0.0.10-10.0.0.10",
        "2001:db8::/64, 2001:db8::1, 2001:db8::2-2001:db8::ffff:ffff:ffff:ffff"
    })
    void theGatewayIsTheFirstAddressAndThePoolTheRest(String cidr, String gateway, String pool) {
        TenantSubnet subnet = made(Wish.of(cidr));
        assertThat(subnet.gateway()).contains(IpAddress.parse(gateway));
        assertThat(subnet.pools()).hasToString("[" + pool + "]");
    }

    @Test
    void aGatewayInTheMiddleParts() {
        assertThat(made(Wish.of("10.0.0.0/28").through(at("10.0.0.7"))).pools())
                .containsExactly(range("10.0.0.1", "10.0.0.6"), range("10.0.0.8", "10.0.0.14"));
        assertThat(made(Wish.of("10.0.1.0/28").through(at("10.0.1.14"))).pools())
                .containsExactly(range("10.0.1.1", "10.0.1.13"));
        assertThat(made(Wish.of("10.0.2.0/28").through(new GatewayChoice.None()))
                        .pools())
                .containsExactly(range("10.0.2.1", "10.0.2.14"));
        assertThat(made(Wish.of("10.0.3.0/28").through(at("192.0.2.1"))).pools())
                .containsExactly(range("10.0.3.1", "10.0.3.14"));
        TenantSubnet lone = made(Wish.of("10.0.4.4/32").silent());
        assertThat(lone.gateway()).isEmpty();
        assertThat(lone.pools()).containsExactly(range("10.0.4.4", "10.0.4.4"));
        assertThat(made(Wish.of("10.0.5.4/31").silent()).pools()).containsExactly(range("10.0.5.5", "10.0.5.5"));
    }

    @Test
    void blocksThatMakeNoSenseAreRefused() {
        made(Wish.of("10.0.0.0/16"));
        assertThat(refused(Wish.of("10.0.7.0/24")).message()).contains("overlaps with another subnet");
        assertThat(refused(Wish.of("0.0.0.0/0")).message()).contains("0 is not allowed");
        assertThat(refused(Wish.of("224.0.0.0/24")).message()).contains("not a block");
        assertThat(refused(Wish.of("127.0.0.0/24")).message()).contains("not a block");
        assertThat(refused(Wish.of("::/64")).message()).contains("not a block");
        assertThat(refused(Wish.of("192.0.2.0/31")).message()).contains("incompatible with DHCP");
        assertThat(refused(Wish.of("192.0.2.0/24").through(at("192.0.2.255"))).message())
                .contains("Gateway is not valid");
        assertThat(refused(Wish.of("192.0.2.0/24").through(at("2001:db8::1"))).message())
                .contains("Gateway is not valid");
    }

    @Test
    void poolsThatMakeNoSenseAreRefused() {
        Wish wish = Wish.of("10.0.0.0/24");
        assertThat(refused(wish.from(range("10.0.0.1", "10.0.0.9"))).type())
                .isEqualTo("GatewayConflictWithAllocationPools");
        assertThat(refused(wish.from(range("10.0.0.9", "10.0.1.9"))).type()).isEqualTo("OutOfBoundsAllocationPool");
        assertThat(refused(wish.from(range("10.0.0.0", "10.0.0.9"))).type()).isEqualTo("OutOfBoundsAllocationPool");
        assertThat(refused(wish.from(range("2001:db8::1", "2001:db8::2"))).type())
                .isEqualTo("InvalidAllocationPool");
        assertThat(refused(wish.from(range("10.0.0.20", "10.0.0.30"), range("10.0.0.5", "10.0.0.20")))
                        .type())
                .isEqualTo("OverlappingAllocationPools");
        assertThat(made(wish.from(range("10.0.0.20", "10.0.0.30"), range("10.0.0.5", "10.0.0.9")))
                        .pools())
                .containsExactly(range("10.0.0.5", "10.0.0.9"), range("10.0.0.20", "10.0.0.30"));
    }

    @Test
    void whatHostsAreToldIsOfTheirVersionAndNotTooMuch() {
        IpAddress four = IpAddress.parse("9.9.9.9");
        IpAddress six = IpAddress.parse("2620:fe::fe");
        Wish wish = Wish.of("10.0.0.0/24");
        HostRoute route = new HostRoute(Cidr.parse("192.0.2.0/24"), IpAddress.parse("10.0.0.9"));
        assertThat(refused(wish.telling(List.of(six), List.of())).message()).contains("does not match the ip_version");
        HostRoute routeSix = new HostRoute(Cidr.parse("2001:db8::/64"), six);
        assertThat(refused(wish.telling(List.of(), List.of(routeSix))).message())
                .contains("nexthop");
        assertThat(refused(wish.telling(Collections.nCopies(6, four), List.of()))
                        .type())
                .isEqualTo("DNSNameServersExhausted");
        assertThat(refused(wish.telling(List.of(), Collections.nCopies(21, route)))
                        .type())
                .isEqualTo("HostRoutesExhausted");
        TenantSubnet subnet = made(wish.telling(List.of(four), List.of(route)));
        assertThat(subnet.nameServers()).containsExactly(four);
        assertThat(subnet.hostRoutes()).containsExactly(route);
    }

    @Test
    void modesOfIpv6AreOfIpv6AndAgree() {
        Wish wish = Wish.of("2001:db8::/64");
        assertThat(refused(Wish.of("10.0.0.0/24").modes(Ipv6Mode.SLAAC, Ipv6Mode.SLAAC))
                        .message())
                .contains("ip_version is 4");
        assertThat(refused(wish.modes(Ipv6Mode.SLAAC, Ipv6Mode.DHCPV6_STATEFUL)).message())
                .contains("must be the same value");
        assertThat(refused(wish.silent().modes(Ipv6Mode.SLAAC, Ipv6Mode.SLAAC)).message())
                .contains("enable_dhcp is set to False");
        assertThat(refused(Wish.of("2001:db8::/80").modes(Ipv6Mode.SLAAC, Ipv6Mode.SLAAC))
                        .message())
                .contains("/64");
        assertThat(made(Wish.of("2001:db8:0:1::/80").modes(Ipv6Mode.DHCPV6_STATEFUL, Ipv6Mode.DHCPV6_STATEFUL))
                        .isAutomatic())
                .isFalse();
        assertThat(made(wish.modes(Ipv6Mode.SLAAC, Ipv6Mode.SLAAC)).isAutomatic())
                .isTrue();
    }

    @Test
    void portsGetAndLoseAddressesOfAnAutomaticSubnetWithIt() {
        made(Wish.of("10.0.0.0/24"));
        TenantPort before = world.made(ALICE, world.port(network));
        TenantSubnet subnet = made(Wish.of("2001:db8::/64").modes(Ipv6Mode.SLAAC, Ipv6Mode.SLAAC));
        TenantPort with = world.state().ports().find(before.id()).orElseThrow();
        assertThat(with.fixedIps()).hasSize(2);
        assertThat(TenantWorld.addresses(with).getLast()).startsWith("2001:db8::f816:3eff:fe");
        world.done(ALICE, new TenantCommand.DeleteSubnet(subnet.id(), Optional.empty()));
        TenantPort after = world.state().ports().find(before.id()).orElseThrow();
        assertThat(after.fixedIps()).isEqualTo(before.fixedIps());
        assertThat(after.standard().revision()).isEqualTo(2);
    }

    @Test
    void aSubnetInUseStays() {
        TenantSubnet subnet = made(Wish.of("10.0.0.0/24"));
        TenantPort port = world.made(ALICE, world.port(network));
        TenantCommand delete = new TenantCommand.DeleteSubnet(subnet.id(), Optional.empty());
        assertThat(world.refused(ALICE, delete).type()).isEqualTo("SubnetInUse");
        world.done(ALICE, new TenantCommand.DeletePort(port.id(), Optional.empty()));
        world.done(ALICE, delete);
        assertThat(world.refused(ALICE, delete).message()).isEqualTo("Subnet " + subnet.id() + " could not be found.");
    }

    @Test
    void aSubnetIsChangedUnderTheSameRules() {
        TenantSubnet subnet = made(Wish.of("10.0.0.0/24"));
        SubnetPatch patch = new SubnetPatch(
                Optional.of("name"),
                Optional.of(at("10.0.0.254")),
                Optional.of(List.of(range("10.0.0.1", "10.0.0.9"))),
                Optional.of(false),
                Optional.of(List.of()),
                Optional.of(List.of()),
                Optional.of("d"));
        world.done(ALICE, new TenantCommand.UpdateSubnet(subnet.id(), patch, Optional.empty()));
        TenantSubnet after = world.state().subnets().find(subnet.id()).orElseThrow();
        assertThat(after.gateway()).contains(IpAddress.parse("10.0.0.254"));
        assertThat(after.dhcp()).isFalse();
        assertThat(after.name()).isEqualTo("name");
        SubnetPatch conflicting = new SubnetPatch(
                Optional.empty(),
                Optional.of(at("10.0.0.5")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(world.refused(ALICE, new TenantCommand.UpdateSubnet(subnet.id(), conflicting, Optional.empty()))
                        .type())
                .isEqualTo("GatewayConflictWithAllocationPools");
    }
}
