package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.networking.BridgePlan;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.PortStatus.Phase;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.traffic.TrafficLedger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PortBoardTest {

    private final Cloud cloud = new Cloud();
    private final TenantNetwork network = cloud.network();

    private TenantPort owned(String owner, boolean adminUp) {
        TenantPort plain = cloud.port(network, adminUp, List.of());
        TenantPort owned = new TenantPort(
                plain.id(),
                plain.network(),
                plain.project(),
                plain.name(),
                plain.mac(),
                adminUp,
                plain.fixedIps(),
                new UUID(1, 2).toString(),
                owner,
                false,
                plain.allowedPairs(),
                plain.securityGroups(),
                plain.dhcpOptions(),
                plain.binding(),
                Optional.empty(),
                plain.standard());
        cloud.put(new TenantChange.Put(owned));
        return owned;
    }

    @Test
    void whatRoutersHaveIsPluggedInNowhereAndWorksAllTheSame() {
        assertThat(cloud.status(owned("compute:nova", true))).isEqualTo(PortStatus.UNPLUGGED);
        assertThat(cloud.status(owned(TenantPort.ROUTER_INTERFACE, true))).isEqualTo(new PortStatus(Phase.ACTIVE, ""));
        assertThat(cloud.status(owned(TenantPort.ROUTER_GATEWAY, true)).reason())
                .startsWith("No server leads to network");
        assertThat(cloud.status(owned(TenantPort.FLOATING_IP, true)).phase()).isEqualTo(Phase.ACTIVE);
        assertThat(cloud.status(owned(TenantPort.ROUTER_INTERFACE, false)))
                .isEqualTo(new PortStatus(Phase.DOWN, "The port is administratively down."));
    }

    private Optional<BridgePlan> shown(int server) {
        PortBoard board = new PortBoard();
        assertThat(board.planOf(Cloud.bridge(server))).isEmpty();
        board.show(cloud.state(), TrafficLedger.empty());
        return board.planOf(Cloud.bridge(server));
    }

    @Test
    void aBridgesPlanIsInForceOnceItConfirmedAllOfIt() {
        TenantPort port = cloud.port(network);
        cloud.seen(1, Cloud.ready(1, port));
        assertThat(shown(1).orElseThrow().isInForce()).isEmpty();
        cloud.connected(1, SwitchPlan.empty());
        assertThat(shown(1).orElseThrow().isInForce()).contains(false);
        cloud.confirm();
        BridgePlan plan = shown(1).orElseThrow();
        assertThat(plan.isInForce()).contains(true);
        assertThat(plan.server()).isEqualTo("h1");
        assertThat(plan.plan()).isEqualTo(cloud.planned(1));
        assertThat(plan.plan().rules()).isNotEmpty();
        cloud.seen(1, Cloud.ready(1));
        assertThat(shown(1).orElseThrow().isInForce()).contains(false);
        assertThat(shown(2)).isEmpty();
    }
}
