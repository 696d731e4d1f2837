package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which connections a server has to forget when its rules change. */
class StaleConnectionsTest {

    private final Cloud cloud = new Cloud();
    private final DatapathId server = cloud.server(1);
    private final TenantSubnet subnet = cloud.subnet(cloud.network(NetworkType.VXLAN, 1), "10.0.0.0/24", true);
    private final TenantSubnet other = cloud.subnet(cloud.network(NetworkType.VXLAN, 2), "10.0.0.0/24", true);
    private final TenantPort first = cloud.port(subnet, 1, 1);
    private final TenantPort second = cloud.port(subnet, 2, 2);
    private final TenantPort twin = cloud.port(other, 1, 1);

    private SwitchPlan held() {
        return Optional.ofNullable(cloud.plan().switches().get(server)).orElseThrow();
    }

    private List<Zone.Of> zones(SwitchPlan before) {
        return StaleConnections.zones(PlanDiff.between(before, held()).changes());
    }

    @Test
    void aNumberThatIsAnotherPortsHasNothingOfTheOneBefore() {
        cloud.plug(first.id(), server, 5);
        cloud.plug(second.id(), server, 6);
        SwitchPlan before = held();
        assertThat(zones(SwitchPlan.empty())).containsExactly(new Zone.Of(5), new Zone.Of(6));
        assertThat(zones(before)).isEmpty();
        cloud.unplug(first.id(), server);
        SwitchPlan without = held();
        assertThat(zones(before)).containsExactly(new Zone.Of(5));
        cloud.plug(twin.id(), server, 5);
        assertThat(zones(before)).containsExactly(new Zone.Of(5));
        assertThat(zones(without)).containsExactly(new Zone.Of(5));
    }

    @Test
    void anotherPortOfTheSameNetworkIsAnotherToo() {
        cloud.plug(first.id(), server, 5);
        SwitchPlan before = held();
        cloud.unplug(first.id(), server);
        cloud.plug(second.id(), server, 5);
        assertThat(zones(before)).containsExactly(new Zone.Of(5));
    }

    @Test
    void anAddressMoreLeavesConnectionsAloneAndOneLessDoesNot() {
        cloud.plug(first.id(), server, 5);
        SwitchPlan bare = held();
        cloud.changed(first, true, true, List.of(new AddressPair(Cidr.parse("10.0.0.9"), first.mac())));
        SwitchPlan paired = held();
        assertThat(zones(bare)).isEmpty();
        cloud.changed(first, true, true, List.of());
        assertThat(zones(paired)).containsExactly(new Zone.Of(5));
    }

    @Test
    void zonesOfRoutersAreNotTakenForPorts() {
        TenantPort open = cloud.changed(second, true, false, List.of());
        cloud.plug(open.id(), server, 0x8005);
        assertThat(zones(SwitchPlan.empty())).isEmpty();
    }

    @Test
    void nothingElseThatABridgeLearnsConcernsConnections() {
        cloud.plug(first.id(), server, 5);
        SwitchPlan before = held();
        cloud.server(2);
        cloud.plug(second.id(), Cloud.bridge(2), 5);
        assertThat(PlanDiff.between(before, held()).changes()).isNotEmpty();
        assertThat(zones(before)).isEmpty();
        assertThat(StaleConnections.zones(
                        PlanDiff.between(SwitchPlan.empty(), BridgeRules.of(OverlayOptions.defaults()))
                                .changes()))
                .isEmpty();
        SwitchPlan meters = BridgeRules.of(OverlayOptions.defaults());
        assertThat(StaleConnections.zones(
                        PlanDiff.between(meters, SwitchPlan.empty()).changes()))
                .isEmpty();
    }
}
