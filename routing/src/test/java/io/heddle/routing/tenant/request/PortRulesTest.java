package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.DhcpOption;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortRulesTest {

    static final PortPatch NOTHING = new PortPatch(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private final TenantWorld world = new TenantWorld();
    private NetworkId network = new NetworkId(world.id());
    private SubnetId subnet = new SubnetId(world.id());

    @BeforeEach
    void makeTheNetwork() {
        network = world.made(ALICE, world.network("blue")).id();
        subnet = world.made(ALICE, world.subnet(network, "10.0.0.0/29")).id();
    }

    static TenantCommand update(PortId id, PortPatch patch) {
        return new TenantCommand.UpdatePort(id, patch, Optional.empty());
    }

    static PortPatch security(boolean isOn) {
        return patch(Optional.empty(), Optional.empty(), Optional.of(isOn), Optional.empty());
    }

    private static PortPatch patch(
            Optional<MacAddress> mac,
            Optional<List<IpRequest>> ips,
            Optional<Boolean> security,
            Optional<List<PairRequest>> pairs) {
        return new PortPatch(
                NOTHING.name(),
                mac,
                NOTHING.adminUp(),
                ips,
                NOTHING.deviceId(),
                NOTHING.deviceOwner(),
                security,
                pairs,
                NOTHING.securityGroups(),
                NOTHING.dhcpOptions(),
                NOTHING.bindingHost(),
                NOTHING.vnicType(),
                NOTHING.bindingProfile(),
                NOTHING.description(),
                Optional.empty());
    }

    /** The same patch, and these are the security groups. */
    static PortPatch inGroups(PortPatch patch, SecurityGroupId... groups) {
        return new PortPatch(
                patch.name(),
                patch.mac(),
                patch.adminUp(),
                patch.fixedIps(),
                patch.deviceId(),
                patch.deviceOwner(),
                patch.portSecurity(),
                patch.allowedPairs(),
                Optional.of(new TreeSet<>(List.of(groups))),
                patch.dhcpOptions(),
                patch.bindingHost(),
                patch.vnicType(),
                patch.bindingProfile(),
                patch.description(),
                Optional.empty());
    }

    private TenantRefusal refused(List<IpRequest> ips) {
        return world.refused(ALICE, new TenantCommand.CreatePorts(List.of(world.port(network, Optional.of(ips)))));
    }

    private TenantPort after(TenantPort port, PortPatch patch) {
        world.done(ALICE, update(port.id(), patch));
        return world.state().ports().find(port.id()).orElseThrow();
    }

    private IpRequest from(SubnetId id) {
        return new IpRequest(Optional.of(id), Optional.empty());
    }

    @Test
    void addressesThatAreAskedForAreGivenOrRefused() {
        TenantPort port =
                world.made(ALICE, world.port(network, Optional.of(List.of(address("10.0.0.5"), from(subnet)))));
        assertThat(TenantWorld.addresses(port)).containsExactly("10.0.0.5", "10.0.0.2");
        assertThat(refused(List.of(address("10.0.0.5"))).type()).isEqualTo("IpAddressAlreadyAllocated");
        assertThat(refused(List.of(address("10.9.0.5"))).type()).isEqualTo("InvalidIpForNetwork");
        assertThat(refused(List.of(address("10.0.0.7"))).type()).isEqualTo("InvalidIpForSubnet");
        assertThat(refused(List.of(from(new SubnetId(world.id())))).type()).isEqualTo("SubnetNotFound");
        NetworkId other = world.made(ALICE, world.network("other")).id();
        TenantSubnet elsewhere = world.made(ALICE, world.subnet(other, "10.1.0.0/24"));
        assertThat(refused(List.of(from(elsewhere.id()))).message()).contains("invalid subnet");
        assertThat(world.made(ALICE, world.port(network, Optional.of(List.of())))
                        .fixedIps())
                .isEmpty();
    }

    @Test
    void anExhaustedPoolIsSaidToBeExhaustedAndTheNextSubnetIsTaken() {
        for (int i = 0; i < 5; i++) {
            world.made(ALICE, world.port(network));
        }
        assertThat(world.refused(ALICE, new TenantCommand.CreatePorts(List.of(world.port(network))))
                        .type())
                .isEqualTo("IpAddressGenerationFailure");
        assertThat(refused(List.of(from(subnet))).type()).isEqualTo("IpAddressGenerationFailure");
        world.made(ALICE, world.subnet(network, "10.0.8.0/29"));
        assertThat(TenantWorld.addresses(world.made(ALICE, world.port(network))))
                .containsExactly("10.0.8.2");
    }

    @Test
    void thereIsOneAddressOfEachVersionAndOneOfEachAutomaticSubnet() {
        world.made(ALICE, world.subnet(network, "2001:db8::/64"));
        SubnetDraft plain = world.subnet(network, "2001:db8:0:1::/64");
        SubnetDraft automatic = new SubnetDraft(
                plain.id(),
                network,
                Optional.empty(),
                "",
                plain.cidr(),
                plain.gateway(),
                Optional.empty(),
                true,
                List.of(),
                List.of(),
                Optional.of(Ipv6Mode.SLAAC),
                Optional.of(Ipv6Mode.SLAAC),
                "");
        world.made(ALICE, automatic);
        TenantPort port = world.made(ALICE, world.port(network));
        assertThat(TenantWorld.addresses(port)).hasSize(3).contains("10.0.0.2", "2001:db8::2");
        assertThat(refused(List.of(address("2001:db8:0:1::5"))).type()).isEqualTo("AllocationOnAutoAddressSubnet");
        assertThat(TenantWorld.addresses(world.made(
                        ALICE, world.port(network, Optional.of(List.of(from(automatic.id())))))))
                .hasSize(1);
        MacAddress mac = MacAddress.parse("02:00:00:00:00:01");
        TenantPort moved = after(port, patch(Optional.of(mac), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(TenantWorld.addresses(moved))
                .contains("10.0.0.2", "2001:db8:0:1:0:ff:fe00:1")
                .hasSize(3);
    }

    @Test
    void aPortKeepsItsAddressWhereOnlyTheSubnetIsNamed() {
        world.made(ALICE, world.port(network));
        TenantPort port = world.made(ALICE, world.port(network));
        TenantPort same = after(
                port, patch(Optional.empty(), Optional.of(List.of(from(subnet))), Optional.empty(), Optional.empty()));
        assertThat(same.fixedIps()).isEqualTo(port.fixedIps());
        TenantPort two = after(
                port,
                patch(
                        Optional.empty(),
                        Optional.of(List.of(from(subnet), address("10.0.0.6"))),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(TenantWorld.addresses(two)).containsExactly("10.0.0.6", "10.0.0.3");
    }

    @Test
    void macAddressesAreUniqueOnANetworkAndFreeToOthers() {
        TenantPort port = world.made(ALICE, world.port(network));
        TenantPort other = world.made(ALICE, world.port(network));
        PortPatch taken = patch(Optional.of(other.mac()), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(world.refused(ALICE, update(port.id(), taken)).type()).isEqualTo("MacAddressInUse");
        TenantNetwork elsewhere = world.made(ALICE, world.network("red"));
        TenantPort far = world.made(ALICE, world.port(elsewhere.id()));
        assertThat(after(far, taken).mac()).isEqualTo(other.mac());
        PortPatch group =
                patch(Optional.of(MacAddress.BROADCAST), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(world.refused(ALICE, update(port.id(), group)).message()).contains("is not a MAC address");
    }

    @Test
    void allowedPairsNeedAGuardAndAreFewAndDifferent() {
        TenantPort port = world.made(ALICE, world.port(network));
        PairRequest pair = new PairRequest(Cidr.parse("10.1.0.0/24"), Optional.empty());
        TenantPort allowed =
                after(port, patch(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(List.of(pair))));
        assertThat(allowed.allowedPairs())
                .allSatisfy(each -> assertThat(each.mac()).isEqualTo(port.mac()));
        assertThat(world.refused(ALICE, update(port.id(), security(false))).type())
                .isEqualTo("AddressPairAndPortSecurityRequired");
        PortPatch twice = patch(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(List.of(pair, pair)));
        assertThat(world.refused(ALICE, update(port.id(), twice)).type()).isEqualTo("DuplicateAddressPairInRequest");
        PortPatch many =
                patch(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Collections.nCopies(11, pair)));
        assertThat(world.refused(ALICE, update(port.id(), many)).type()).isEqualTo("AllowedAddressPairExhausted");
        PortPatch none = patch(Optional.empty(), Optional.empty(), Optional.of(false), Optional.of(List.of()));
        assertThat(after(port, inGroups(none)).portSecurity()).isFalse();
    }

    @Test
    void dhcpOptionsAreReplacedByNameAndVersion() {
        TenantPort port = world.made(ALICE, world.port(network));
        DhcpOption first = new DhcpOption("bootfile-name", "a", IpVersion.V4);
        DhcpOption second = new DhcpOption("bootfile-name", "b", IpVersion.V4);
        DhcpOption other = new DhcpOption("bootfile-name", "c", IpVersion.V6);
        assertThat(after(port, options(true, first, other)).dhcpOptions()).containsExactly(first, other);
        assertThat(after(port, options(true, second)).dhcpOptions()).containsExactly(other, second);
        assertThat(after(port, options(false, second)).dhcpOptions()).containsExactly(other);
    }

    private static PortPatch options(boolean stay, DhcpOption... options) {
        List<PortPatch.OptionChange> changes = new ArrayList<>();
        for (DhcpOption option : options) {
            changes.add(new PortPatch.OptionChange(option, stay));
        }
        return new PortPatch(
                NOTHING.name(),
                NOTHING.mac(),
                NOTHING.adminUp(),
                NOTHING.fixedIps(),
                NOTHING.deviceId(),
                NOTHING.deviceOwner(),
                NOTHING.portSecurity(),
                NOTHING.allowedPairs(),
                NOTHING.securityGroups(),
                Optional.of(changes),
                Optional.of("server1"),
                NOTHING.vnicType(),
                NOTHING.bindingProfile(),
                NOTHING.description(),
                Optional.empty());
    }

    @Test
    void whateverIsAskedNoTwoHaveTheSameAddressMacOrSegmentInSeed11() {
        Random random = new Random(11);
        List<NetworkId> networks = new ArrayList<>(List.of(network));
        for (int step = 0; step < 3000; step++) {
            NetworkId at = networks.get(random.nextInt(networks.size()));
            List<PortId> ports = List.copyOf(world.state().ports().keySet());
            switch (random.nextInt(ports.size() < 150 ? 6 : 8)) {
                case 0 -> {
                    NetworkDraft draft = world.network("n" + step);
                    if (networks.size() < 12) {
                        networks.add(world.made(ALICE, draft).id());
                    }
                }
                case 1 ->
                    world.ask(
                            ALICE,
                            new TenantCommand.CreateSubnets(
                                    List.of(world.subnet(at, "10." + random.nextInt(6) + ".0.0/28"))));
                case 2, 3, 4 -> world.ask(ALICE, new TenantCommand.CreatePorts(List.of(world.port(at))));
                case 5 -> {
                    if (!ports.isEmpty()) {
                        String wanted = "10." + random.nextInt(6) + ".0." + random.nextInt(16);
                        world.ask(ALICE, readdressed(ports.get(random.nextInt(ports.size())), wanted));
                    }
                }
                default ->
                    world.ask(
                            ALICE,
                            new TenantCommand.DeletePort(ports.get(random.nextInt(ports.size())), Optional.empty()));
            }
        }
        assertConsistent();
    }

    private static TenantCommand readdressed(PortId port, String wanted) {
        return update(
                port,
                patch(Optional.empty(), Optional.of(List.of(address(wanted))), Optional.empty(), Optional.empty()));
    }

    private void assertConsistent() {
        Set<Object> seen = new HashSet<>();
        world.state()
                .networks()
                .values()
                .forEach(each -> assertThat(seen.add(each.segment())).isTrue());
        for (TenantPort port : world.state().ports().values()) {
            assertThat(seen.add(List.of(port.network(), port.mac()))).isTrue();
            port.fixedIps()
                    .forEach(ip -> assertThat(seen.add(ip)).as(ip.toString()).isTrue());
            assertThat(world.state().portsByMac(port.network()).find(port.mac()))
                    .contains(port.id());
        }
        int listed = world.state().networks().keySet().stream()
                .mapToInt(id -> world.state().portsOf(id).size())
                .sum();
        assertThat(listed).isEqualTo(world.state().ports().size()).isPositive();
        assertThat(world.state().usage(ALICE.project(), ResourceType.PORT)).isEqualTo(listed);
    }
}
