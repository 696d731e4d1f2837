package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static io.heddle.routing.tenant.request.TenantWorld.addresses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Networks that the fabric itself routes: who may have which, and which addresses their ports get. */
class RoutedNetworksTest {

    private static final DatapathId EAST = new DatapathId(1);
    private static final DatapathId WEST = new DatapathId(2);
    private static final Map<String, DatapathId> HOSTS = Map.of("e1", EAST, "e2", EAST, "w1", WEST);

    private final SortedMap<PortId, DatapathId> plugged = new TreeMap<>();
    private final TenantWorld world = new TenantWorld(settings(prefixes()), new Racks() {
        @Override
        public Optional<DatapathId> ofHost(String host) {
            return Optional.ofNullable(HOSTS.get(host));
        }

        @Override
        public Optional<DatapathId> ofPort(PortId port) {
            return Optional.ofNullable(plugged.get(port));
        }
    });

    private static RoutedPrefixes prefixes() {
        return new RoutedPrefixes(
                new TreeMap<>(Map.of(
                        IpPrefix.parse("172.20.0.0/16"), new TreeSet<>(),
                        IpPrefix.parse("172.21.0.0/16"), new TreeSet<>(Set.of(new ProjectId("alice"))))),
                28);
    }

    private static TenantSettings settings(RoutedPrefixes routed) {
        TenantSettings usual = TenantSettings.defaults();
        return new TenantSettings(
                usual.underlayMtu(),
                usual.usualType(),
                usual.vxlan(),
                usual.gre(),
                usual.vlan(),
                usual.flat(),
                routed,
                usual.quota());
    }

    private static NetworkDraft draft(TenantWorld world) {
        return world.network("", Optional.of(NetworkType.ROUTED), Optional.empty(), Optional.empty());
    }

    private TenantNetwork network(Requester by) {
        return world.made(by, draft(world));
    }

    private TenantSubnet subnet(String cidr) {
        return world.made(ALICE, world.subnet(network(ALICE).id(), cidr));
    }

    private TenantRefusal refused(Requester by, SubnetDraft draft) {
        return world.refused(by, new TenantCommand.CreateSubnets(List.of(draft)));
    }

    @Test
    void aRoutedNetworkHasTheMtuOfTheFabricAndNothingInCommonWithAnother() {
        TenantNetwork one = network(ALICE);
        TenantNetwork other = network(BOB);
        assertThat(one.mtu()).isEqualTo(1500);
        assertThat(one.segment()).isNotEqualTo(other.segment());
        assertThat(NetworkType.ROUTED.isNumbered()).isFalse();
    }

    @Test
    void nobodyHasOneWhereNoAddressesAreRouted() {
        TenantWorld bare = new TenantWorld();
        assertThat(bare.refused(ADMIN, new TenantCommand.CreateNetworks(List.of(draft(bare))))
                        .message())
                .contains("none are configured (tenants: routed-prefixes)");
        TenantWorld alices = new TenantWorld(settings(new RoutedPrefixes(
                new TreeMap<>(Map.of(IpPrefix.parse("172.21.0.0/16"), new TreeSet<>(Set.of(new ProjectId("alice"))))),
                28)));
        assertThat(alices.refused(BOB, new TenantCommand.CreateNetworks(List.of(draft(alices))))
                        .kind())
                .isEqualTo(TenantRefusal.Kind.FORBIDDEN);
        alices.made(ALICE, draft(alices));
    }

    @Test
    void neitherAnIdNorAPhysicalNetworkCanBeAsked() {
        for (NetworkDraft odd : List.of(
                world.network("", Optional.of(NetworkType.ROUTED), Optional.empty(), Optional.of(7L)),
                world.network("", Optional.of(NetworkType.ROUTED), Optional.of("physnet1"), Optional.empty()))) {
            assertThat(world.refused(ADMIN, new TenantCommand.CreateNetworks(List.of(odd)))
                            .message())
                    .endsWith("specified for routed network.");
        }
    }

    @Test
    void aSubnetIsOfThePrefixesOfItsProject() {
        TenantNetwork alices = network(ALICE);
        TenantNetwork bobs = network(BOB);
        world.made(ALICE, world.subnet(alices.id(), "172.21.0.0/24"));
        world.made(BOB, world.subnet(bobs.id(), "172.20.0.0/24"));
        for (String foreign : List.of("172.21.1.0/24", "10.0.0.0/24", "172.16.0.0/14", "192.168.0.0/24")) {
            assertThat(refused(BOB, world.subnet(bobs.id(), foreign)).message())
                    .isEqualTo("Invalid input for operation: subnet " + foreign
                            + " of a routed network must lie in one of the prefixes that its project may use:"
                            + " [172.20.0.0/16].");
        }
        assertThat(refused(ALICE, world.subnet(alices.id(), "fd00::/64")).message())
                .contains("IPv4 subnets only");
    }

    @Test
    void noTwoRoutedSubnetsHaveAnAddressInCommon() {
        subnet("172.20.0.0/24");
        TenantNetwork bobs = network(BOB);
        TenantRefusal refusal = refused(BOB, world.subnet(bobs.id(), "172.20.0.128/25"));
        assertThat(refusal.kind()).isEqualTo(TenantRefusal.Kind.CONFLICT);
        assertThat(refusal.message()).contains("share one space of addresses").doesNotContain("alice");
        TenantNetwork tunnelled = world.made(BOB, world.network(""));
        world.made(BOB, world.subnet(tunnelled.id(), "172.20.0.0/24"));
    }

    @Test
    void aPortCannotSendFromOtherAddressesThanItsOwn() {
        TenantSubnet subnet = subnet("172.20.0.0/24");
        PortDraft plain = world.port(subnet.network());
        PortDraft open = with(plain, Optional.of(false), List.of(), Binding.NONE);
        assertThat(world.refused(ALICE, new TenantCommand.CreatePorts(List.of(open)))
                        .message())
                .contains("cannot be without port security");
        PortDraft paired = with(
                plain,
                Optional.empty(),
                List.of(new PairRequest(Cidr.parse("172.20.0.99/32"), Optional.empty())),
                Binding.NONE);
        assertThat(world.refused(ALICE, new TenantCommand.CreatePorts(List.of(paired)))
                        .message())
                .contains("give it further fixed_ips");
    }

    private static PortDraft with(
            PortDraft draft, Optional<Boolean> portSecurity, List<PairRequest> pairs, Binding binding) {
        return new PortDraft(
                draft.id(),
                draft.network(),
                draft.project(),
                draft.name(),
                draft.mac(),
                draft.adminUp(),
                draft.fixedIps(),
                draft.deviceId(),
                draft.deviceOwner(),
                portSecurity,
                pairs,
                draft.securityGroups(),
                draft.dhcpOptions(),
                binding,
                draft.description(),
                new QosChoice.None());
    }

    private TenantPort port(TenantSubnet subnet, String host) {
        return world.made(
                ALICE,
                with(world.port(subnet.network()), Optional.empty(), List.of(), new Binding(host, "normal", "{}")));
    }

    private List<String> ports(TenantSubnet subnet, String host, int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.addAll(addresses(port(subnet, host)));
        }
        return all;
    }

    @Test
    void aPortWhoseServerIsKnownGetsAnAddressOfABlockAtItsEdgeSwitch() {
        TenantSubnet subnet = subnet("172.20.0.0/26");
        assertThat(ports(subnet, "e1", 2)).containsExactly("172.20.0.2", "172.20.0.3");
        assertThat(ports(subnet, "w1", 2)).containsExactly("172.20.0.16", "172.20.0.17");
        assertThat(ports(subnet, "e2", 1)).containsExactly("172.20.0.4");
        assertThat(ports(subnet, "e1", 12)).endsWith("172.20.0.15", "172.20.0.32");
        assertThat(ports(subnet, "w1", 1)).containsExactly("172.20.0.18");
    }

    @Test
    void aPortWhoseServerIsNotKnownGetsOneOfABlockWithNobodyInPlace() {
        TenantSubnet subnet = subnet("172.20.0.0/26");
        TenantPort first = port(subnet, "");
        assertThat(addresses(first)).containsExactly("172.20.0.2");
        assertThat(ports(subnet, "", 1)).containsExactly("172.20.0.3");
        plugged.put(first.id(), EAST);
        assertThat(ports(subnet, "", 1)).containsExactly("172.20.0.16");
        assertThat(ports(subnet, "w1", 1)).containsExactly("172.20.0.32");
        assertThat(ports(subnet, "e2", 1)).containsExactly("172.20.0.4");
    }

    @Test
    void whenNoBlockFitsAnyAddressWillDo() {
        TenantSubnet subnet = subnet("172.20.0.0/28");
        assertThat(ports(subnet, "e1", 1)).containsExactly("172.20.0.2");
        assertThat(ports(subnet, "w1", 1)).containsExactly("172.20.0.3");
        assertThat(ports(subnet, "", 11)).hasSize(11).endsWith("172.20.0.14");
        assertThat(world.refused(ALICE, new TenantCommand.CreatePorts(List.of(world.port(subnet.network()))))
                        .type())
                .isEqualTo("IpAddressGenerationFailure");
    }

    @Test
    void prefixesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoutedPrefixes(new TreeMap<>(), 31))
                .withMessage("blocks of routed networks are /8 to /30, not /31");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoutedPrefixes(
                        new TreeMap<>(Map.of(
                                IpPrefix.parse("172.20.0.0/16"), new TreeSet<>(),
                                IpPrefix.parse("172.20.4.0/24"), new TreeSet<>())),
                        28))
                .withMessage("routed prefix 172.20.4.0/24 lies in 172.20.0.0/16");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new RoutedPrefixes(new TreeMap<>(Map.of(IpPrefix.parse("224.0.0.0/8"), new TreeSet<>())), 28))
                .withMessageContaining("addresses that hosts can have");
    }
}
