package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Connections;
import io.heddle.routing.verify.Emission;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.SimulatedSwitch;
import io.heddle.topology.DatapathId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes between two ports of a network on one server. */
class PathProbeTest {

    private final Cloud cloud = new Cloud();
    private final DatapathId server = cloud.server(1);
    private final TenantNetwork network = cloud.network(NetworkType.VXLAN, 1);
    private final TenantSubnet block = cloud.subnet(network, "10.1.0.0/24", true);
    private final TenantPort anna = cloud.port(block, 0xa, 10);
    private final TenantPort bert = cloud.port(block, 0xb, 11);

    @BeforeEach
    void plugBoth() {
        cloud.plug(anna.id(), server);
        cloud.plug(bert.id(), server);
    }

    private List<Emission> emissions(int type) {
        SwitchPlan held = Objects.requireNonNull(cloud.plan().switches().get(server));
        Packet ping = Packet.icmp(Cloud.address(anna), Cloud.address(bert), type, 0)
                .between(anna.mac(), bert.mac())
                .with(Field.IN_PORT, 1);
        return new SimulatedSwitch(server, held)
                .process(ping, Connections.none(), port -> true, BucketChoice.every())
                .getFirst()
                .emissions();
    }

    @Test
    void aProbeGoesToTheControllerInsteadOfItsReceiver() {
        assertThat(emissions(PathProbe.TYPE)).hasSize(1).first().isInstanceOf(Emission.ToController.class);
        assertThat(emissions(8)).hasSize(1).first().isInstanceOf(Emission.ThroughPort.class);
    }

    @Test
    void whatSecurityGroupsKeepOutIsNotSeenEither() {
        cloud.inGroups(bert, cloud.group());
        assertThat(emissions(PathProbe.TYPE)).isEmpty();
    }

    @Test
    void itCostsOneRuleWhateverIsPlugged() {
        assertThat(Objects.requireNonNull(cloud.plan().switches().get(server)).rules().values().stream()
                        .filter(rule -> rule.cookie().isFor(Purpose.TENANT_PROBE)))
                .hasSize(1);
    }
}
