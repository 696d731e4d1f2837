package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Why a plugged port does not work. */
class OverlayTroubleTest {

    private static final SwitchPlan BARE = BridgeRules.of(OverlayOptions.defaults());

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final DatapathId two = cloud.server(2);
    private final TenantNetwork network = cloud.network(NetworkType.GRE, 7);
    private final TenantSubnet subnet = cloud.subnet(network, "10.0.0.0/24", true);
    private final TenantPort anna = cloud.port(subnet, 1, 1);
    private final TenantPort bert = cloud.port(subnet, 2, 2);

    private String trouble(TenantPort port) {
        return cloud.plan().troubles().getOrDefault(port.id(), "none");
    }

    private static SortedMap<NetworkType, PortNumber> vxlanOnly() {
        return new TreeMap<>(Map.of(NetworkType.VXLAN, Cloud.VXLAN_PORT));
    }

    @Test
    void aPortThatIsDownHasNoRules() {
        cloud.plug(anna.id(), one);
        cloud.changed(anna, false, true, List.of());
        assertThat(trouble(anna)).isEqualTo("The port is administratively down.");
        assertThat(cloud.plan().switches()).containsEntry(one, BARE);
        assertThat(cloud.plan().locations()).containsKey(anna.id());
    }

    @Test
    void aNetworkThatIsDownHasNoRules() {
        cloud.plug(anna.id(), one);
        cloud.down(network);
        assertThat(trouble(anna)).isEqualTo("Network " + network.id() + " is administratively down.");
        assertThat(cloud.plan().switches()).containsEntry(one, BARE);
    }

    @Test
    void aPortThatIsPluggedTwiceWorksOnTheFirstServer() {
        cloud.plug(anna.id(), two);
        cloud.plug(anna.id(), one);
        assertThat(trouble(anna))
                .contains("plugged into servers")
                .contains(one.toString())
                .contains(two.toString());
        assertThat(cloud.plan().locations()).containsEntry(anna.id(), new ConnectPoint(one, new PortNumber(1)));
        assertThat(cloud.plan().switches()).containsEntry(two, BARE);
    }

    @Test
    void ofTwoPortsWithOneNumberTheFirstWorks() {
        cloud.plug(anna.id(), one, 5);
        cloud.plug(bert.id(), one, 5);
        assertThat(trouble(anna)).isEqualTo("none");
        assertThat(trouble(bert)).contains("OpenFlow port number 5");
        cloud.plug(anna.id(), one, Cloud.GRE_PORT.value());
        assertThat(trouble(anna)).contains("OpenFlow port number 1001");
        assertThat(trouble(bert)).isEqualTo("none");
    }

    @Test
    void withoutATunnelPortsReachTheirOwnServerOnly() {
        TenantPort carl = cloud.port(subnet, 3, 3);
        cloud.plug(anna.id(), one);
        cloud.plug(bert.id(), one);
        cloud.plug(carl.id(), two);
        cloud.server(1, Ipv4Address.of(10, 0, 0, 1), vxlanOnly());
        assertThat(trouble(anna)).isEqualTo("Server " + one + " has no gre tunnel port.");
        assertThat(trouble(carl)).isEqualTo("none");
        assertReach(1, anna, bert);
        assertReach(0, anna, carl);
        assertReach(0, carl, anna);
    }

    private void assertReach(int count, TenantPort from, TenantPort to) {
        SimulatedOverlay overlay = new SimulatedOverlay(cloud.plan(), cloud.servers());
        assertThat(overlay.sent(
                                from.id(),
                                Packet.udp(Cloud.address(from), 1, Cloud.address(to), 2)
                                        .between(from.mac(), to.mac()))
                        .places())
                .hasSize(count);
    }

    @Test
    void onePortForTunnelsOfTwoTypesCarriesNeither() {
        TenantSubnet other = cloud.subnet(cloud.network(NetworkType.VXLAN, 7), "10.0.0.0/24", true);
        TenantPort twin = cloud.port(other, 2, 2);
        cloud.plug(anna.id(), one);
        cloud.plug(twin.id(), two);
        PortNumber shared = new PortNumber(99);
        cloud.server(
                2,
                Ipv4Address.of(10, 0, 0, 2),
                new TreeMap<>(Map.of(NetworkType.GRE, shared, NetworkType.VXLAN, shared)));
        assertThat(trouble(twin)).contains("one port, 99, for tunnels of several types");
        assertThat(trouble(anna)).isEqualTo("none");
    }

    @Test
    void aServerWithoutAFabricAddressIsNotReached() {
        cloud.plug(anna.id(), one);
        cloud.plug(bert.id(), two);
        cloud.server(2, Ipv4Address.UNSPECIFIED, new TreeMap<>(Map.of(NetworkType.GRE, Cloud.GRE_PORT)));
        assertThat(trouble(bert)).isEqualTo("The fabric address of server " + two + " is not known.");
        assertReach(0, anna, bert);
    }

    @Test
    void serversWithOneFabricAddressAreNotReached() {
        cloud.plug(anna.id(), one);
        cloud.plug(bert.id(), two);
        OverlayPlan before = cloud.plan();
        cloud.server(2, Ipv4Address.of(10, 0, 0, 1), new TreeMap<>(Map.of(NetworkType.GRE, Cloud.GRE_PORT)));
        OverlayPlan after = cloud.after(before);
        assertThat(after.troubles()).containsOnlyKeys(anna.id(), bert.id());
        assertThat(trouble(anna)).contains("same fabric address 10.0.0.1");
        assertReach(0, anna, bert);
        cloud.server(2);
        assertThat(cloud.after(after).troubles()).isEmpty();
        assertReach(1, anna, bert);
    }

    @Test
    void withoutABridgeToTheFabricAVlanReachesItsOwnServerOnly() {
        cloud.server(1, Ipv4Address.of(10, 0, 0, 1), vxlanOnly());
        TenantSubnet tagged = cloud.subnet(cloud.network(NetworkType.VLAN, 7), "10.0.0.0/24", true);
        TenantPort from = cloud.port(tagged, 1, 1);
        TenantPort near = cloud.port(tagged, 2, 2);
        TenantPort far = cloud.port(tagged, 3, 3);
        cloud.plug(from.id(), one);
        cloud.plug(near.id(), one);
        cloud.plug(far.id(), two);
        assertThat(trouble(from))
                .isEqualTo("Server " + one + " has no bridge to the fabric that tagged frames could go by.");
        assertReach(1, from, near);
        assertReach(0, from, far);
        cloud.server(1);
        assertThat(trouble(from)).isEqualTo("none");
        assertReach(1, from, far);
    }

    @Test
    void aPhysicalNetworkIsOnlyOnServersThatSayHowItIsReached() {
        TenantSubnet flat = cloud.subnet(cloud.network(NetworkType.FLAT, 0), "10.0.0.0/24", true);
        TenantPort port = cloud.port(flat, 1, 1);
        cloud.plug(port.id(), one);
        assertThat(trouble(port)).contains("physical network rack");
        cloud.unplug(port.id(), one);
        cloud.plug(port.id(), cloud.gateway(2, false));
        assertThat(trouble(port)).isEqualTo("none");
    }

    @Test
    void aServerThatGoesTakesItsRulesWithIt() {
        cloud.plug(anna.id(), one);
        cloud.plug(bert.id(), two);
        OverlayPlan before = cloud.plan();
        cloud.gone(two);
        OverlayPlan after = cloud.after(before);
        assertThat(after.switches()).containsOnlyKeys(one);
        assertThat(after.locations()).containsOnlyKeys(anna.id());
        cloud.removed(anna);
        cloud.removed(bert);
        cloud.removed(subnet);
        cloud.removed(network);
        OverlayPlan empty = cloud.after(after);
        assertThat(empty.switches()).containsEntry(one, BARE);
        assertThat(empty.locations()).isEmpty();
    }

    @Test
    void valuesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OverlayOptions(0, 1, 1, 1, 1, RoutedSpace.NONE))
                .withMessageContaining("0, 1, 1, 1 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OverlayOptions(1, 0, 1, 1, 1, RoutedSpace.NONE))
                .withMessageContaining("1, 0, 1, 1 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OverlayOptions(1, 1, 0, 1, 1, RoutedSpace.NONE))
                .withMessageContaining("1, 1, 0, 1 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OverlayOptions(1, 1, 1, 0, 1, RoutedSpace.NONE))
                .withMessageContaining("1, 1, 1, 0 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cloud.server(
                        3, Ipv4Address.UNSPECIFIED, new TreeMap<>(Map.of(NetworkType.FLAT, new PortNumber(1)))))
                .withMessageContaining("flat");
    }
}
