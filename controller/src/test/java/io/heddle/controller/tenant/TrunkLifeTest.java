package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.Effect.ConfigureServer;
import io.heddle.controller.state.IntegrationBridge;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.controller.state.ServerFacts;
import io.heddle.controller.state.ServerWish;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.PortStatus.Phase;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.routing.tenant.TrunkId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.VlanId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A subport goes where the parent port of its trunk goes. */
class TrunkLifeTest {

    private final Cloud cloud = new Cloud();
    private final TenantPort parent = cloud.port(cloud.network());
    private final TenantPort subport = cloud.port(cloud.network());

    private TenantTrunk trunk() {
        TenantTrunk trunk = new TenantTrunk(
                new TrunkId(new UUID(9, 1)),
                parent.project(),
                "",
                parent.id(),
                true,
                new TreeMap<>(Map.of(new VlanId(9), subport.id())),
                parent.standard());
        cloud.put(new TenantChange.Put(trunk));
        return trunk;
    }

    /** The same machine with the cable of a subport, numbered from {@code number} on. */
    private static ServerFacts cabled(ServerFacts facts, TenantPort subport, int number) {
        IntegrationBridge bridge = facts.integration().orElseThrow();
        PluggedInterface end =
                new PluggedInterface("hdl" + number, subport.id(), Optional.of(new PortNumber(number)), true, "");
        return new ServerFacts(
                facts.systemId(),
                facts.hostname(),
                facts.underlay(),
                facts.isDeclined(),
                facts.macs(),
                facts.others(),
                Optional.of(new IntegrationBridge(
                        bridge.dpid(),
                        true,
                        bridge.source(),
                        bridge.tunnels(),
                        bridge.uplinks(),
                        bridge.interfaces().with(subport.id(), end),
                        new TreeMap<>(Map.of(subport.id(), new PortNumber(number + 1))))));
    }

    /** The subports that machines were told of since this was last asked. */
    private List<SortedSet<PortId>> told() {
        return cloud.done(ConfigureServer.class).stream()
                .map(ConfigureServer::wish)
                .map(ServerWish.Wanted.class::cast)
                .map(ServerWish.Wanted::subports)
                .toList();
    }

    @Test
    void theServerOfTheParentIsToldAndTheSubportWorksOnceItsCableIsThere() {
        cloud.server(1, parent);
        cloud.server(2);
        cloud.confirm();
        assertThat(told()).allMatch(each -> each.isEmpty());
        TenantTrunk trunk = trunk();
        List<ConfigureServer> sent = cloud.done(ConfigureServer.class);
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().database()).isEqualTo(Cloud.database(1));
        assertThat(((ServerWish.Wanted) sent.getFirst().wish()).subports()).containsExactly(subport.id());
        assertThat(cloud.status(subport).phase()).isEqualTo(Phase.BUILD);
        assertThat(cloud.status(subport).reason())
                .contains("trunk " + trunk.id())
                .contains("h1");
        cloud.seen(1, cabled(Cloud.ready(1, parent), subport, 20));
        cloud.confirm();
        assertThat(cloud.status(subport)).isEqualTo(new PortStatus(Phase.ACTIVE, "", "h1"));
        assertThat(told()).isEmpty();
        cloud.put(new TenantChange.Removed(trunk));
        assertThat(told().get(0)).isEmpty();
    }

    @Test
    void theSubportFollowsAParentThatMoves() {
        trunk();
        assertThat(cloud.status(subport).phase()).isEqualTo(Phase.DOWN);
        assertThat(cloud.status(subport).reason()).contains("parent port " + parent.id());
        cloud.server(1, parent);
        assertThat(told().getLast()).containsExactly(subport.id());
        cloud.seen(1, cabled(Cloud.ready(1, parent), subport, 20));
        cloud.server(2, parent);
        assertThat(told()).allMatch(each -> each.isEmpty());
        cloud.seen(1, cabled(Cloud.ready(1), subport, 20));
        assertThat(told().stream().filter(each -> each.contains(subport.id())).count())
                .isEqualTo(1);
        cloud.seen(1, Cloud.ready(1));
        cloud.seen(2, cabled(Cloud.ready(2, parent), subport, 30));
        cloud.confirm();
        assertThat(cloud.status(subport).phase()).isEqualTo(Phase.ACTIVE);
    }
}
