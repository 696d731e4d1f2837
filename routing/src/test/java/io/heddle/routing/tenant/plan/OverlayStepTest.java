package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One plan after another: the same as made at once, and no more work than what changed. */
class OverlayStepTest {

    private static final int NETWORKS = 1_000;
    private static final int PORTS = 10;
    private static final int SERVERS = 250;
    /**
     * Of a guarded port with one IPv4 address on its own server: 1 to classify, 8 guards, 2 for ARP, 2 deliveries, 1 output, and 1 for each
     * of 4 security rules; and, where another is there already, 8 changes of what goes to both.
     */
    private static final int JOIN = 26;

    /** The same of the first port of a network on a server: 2 replications, 1 to classify what comes in, and 1 for DHCP. */
    private static final int FIRST = 22;

    private static SortedMap<DatapathId, Integer> changes(OverlayPlan before, OverlayPlan after) {
        SortedMap<DatapathId, Integer> changes = new TreeMap<>();
        after.switches().forEach((bridge, held) -> {
            SwitchPlan old = before.switches().getOrDefault(bridge, SwitchPlan.empty());
            int count = PlanDiff.between(old, held).changes().size();
            if (count > 0) {
                changes.put(bridge, count);
            }
        });
        return changes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyStepMakesThePlanThatIsMadeAtOnceInHistoriesOfThatSeed(long seed) {
        RandomCloud random = new RandomCloud(seed);
        OverlayPlan plan = random.cloud.plan();
        for (int i = 0; i < 400; i++) {
            random.step();
            OverlayPlan before = plan;
            plan = random.cloud.after(plan);
            OverlayPlan atOnce = random.cloud.plan();
            assertThat(plan.switches()).isEqualTo(atOnce.switches());
            assertThat(plan.locations()).isEqualTo(atOnce.locations());
            assertThat(plan.troubles()).isEqualTo(atOnce.troubles());
            assertThat(plan.serversPlanned())
                    .isGreaterThanOrEqualTo(changes(before, plan).size());
        }
    }

    @Test
    void nothingIsPlannedWhenNothingChanged() {
        RandomCloud random = RandomCloud.settled(5);
        OverlayPlan plan = random.cloud.plan();
        OverlayPlan same = random.cloud.after(plan);
        assertThat(same.networksPlanned()).isZero();
        assertThat(same.serversPlanned()).isZero();
        assertThat(same.switches()).isSameAs(plan.switches());
    }

    /** 1,000 networks of 10 ports, spread over 250 servers so that no two ports of a network share one. */
    private static List<TenantSubnet> fill(Cloud cloud) {
        List<TenantSubnet> subnets = new ArrayList<>();
        for (int i = 1; i <= SERVERS; i++) {
            cloud.server(i);
        }
        for (int n = 0; n < NETWORKS; n++) {
            TenantSubnet subnet = cloud.subnet(cloud.network(NetworkType.VXLAN, n + 1), "10.0.0.0/24", true);
            subnets.add(subnet);
            for (int p = 0; p < PORTS; p++) {
                join(cloud, subnet, p, 1 + (n * 7 + p * 25) % SERVERS);
            }
        }
        return subnets;
    }

    private static TenantPort join(Cloud cloud, TenantSubnet subnet, int host, int server) {
        TenantPort port = cloud.port(subnet, 1 + host, 10 + host);
        cloud.plug(port.id(), Cloud.bridge(server));
        return port;
    }

    @Test
    void aPortThatJoinsOneOfAThousandNetworksConcernsItsServersOnly() {
        Cloud cloud = new Cloud();
        List<TenantSubnet> subnets = fill(cloud);
        OverlayPlan full = cloud.plan();
        assertThat(full.networksPlanned()).isEqualTo(NETWORKS);
        assertThat(full.serversPlanned()).isEqualTo(SERVERS);
        assertThat(full.troubles()).isEmpty();

        join(cloud, subnets.get(500), 10, 1 + 3500 % SERVERS);
        OverlayPlan known = cloud.after(full);
        assertThat(known.networksPlanned()).isEqualTo(1);
        assertThat(known.serversPlanned()).isEqualTo(PORTS);
        SortedMap<DatapathId, Integer> changes = changes(full, known);
        assertThat(changes).hasSize(PORTS);
        assertThat(changes.get(Cloud.bridge(1 + 3500 % SERVERS))).isEqualTo(JOIN);
        assertThat(changes.values()).filteredOn(count -> count == 2).hasSize(PORTS - 1);
        assertThat(known.switches().get(Cloud.bridge(2)))
                .isSameAs(full.switches().get(Cloud.bridge(2)));

        join(cloud, subnets.get(500), 11, 2);
        OverlayPlan wider = cloud.after(known);
        assertThat(wider.networksPlanned()).isEqualTo(1);
        assertThat(wider.serversPlanned()).isEqualTo(PORTS + 1);
        SortedMap<DatapathId, Integer> more = changes(known, wider);
        assertThat(more.get(Cloud.bridge(2))).isEqualTo(FIRST + 2 * (PORTS + 1));
        assertThat(more.values()).filteredOn(count -> count == 2 + 1).hasSize(PORTS - 1);
    }

    /** Three networks that a router joins, each with ten ports on ten servers of its own. */
    private static List<TenantSubnet> routed(Cloud cloud) {
        List<TenantSubnet> subnets = new ArrayList<>();
        TenantRouter router = cloud.router();
        for (int n = 0; n < 3; n++) {
            TenantSubnet subnet =
                    cloud.subnet(cloud.network(NetworkType.VXLAN, 5_000 + n), "10." + n + ".0.0/24", true);
            subnets.add(subnet);
            cloud.join(router, subnet, 1);
            for (int p = 0; p < PORTS; p++) {
                join(cloud, subnet, p, 1 + n * PORTS + p);
            }
        }
        return subnets;
    }

    @Test
    void aPortThatJoinsARoutedNetworkCostsTwoRulesWhereTheOthersAre() {
        Cloud cloud = new Cloud();
        fill(cloud);
        List<TenantSubnet> subnets = routed(cloud);
        OverlayPlan full = cloud.plan();
        join(cloud, subnets.getFirst(), 20, 1);
        OverlayPlan after = cloud.after(full);
        assertThat(after.networksPlanned()).isEqualTo(1);
        assertThat(after.routersPlanned()).isZero();
        assertThat(after.serversPlanned()).isEqualTo(3 * PORTS);
        SortedMap<DatapathId, Integer> changes = changes(full, after);
        // The address is announced on its own server only; all learn the MAC address behind the IP address and where it
        // is.
        assertThat(changes.get(Cloud.bridge(PORTS + 1))).isEqualTo(2);
        assertThat(changes.get(Cloud.bridge(3 * PORTS))).isEqualTo(2);
    }

    @Test
    void aServerThatIsNewOnARoutedNetworkLearnsOfAllThatTheRouterJoins() {
        Cloud cloud = new Cloud();
        fill(cloud);
        List<TenantSubnet> subnets = routed(cloud);
        OverlayPlan full = cloud.plan();
        join(cloud, subnets.getFirst(), 20, SERVERS);
        OverlayPlan after = cloud.after(full);
        assertThat(after.networksPlanned()).isEqualTo(3);
        assertThat(after.routersPlanned()).isEqualTo(1);
        assertThat(after.serversPlanned()).isEqualTo(3 * PORTS + 1);
        assertThat(changes(full, after).get(Cloud.bridge(3 * PORTS))).isEqualTo(2);
    }

    @Test
    void aNetworkWithTwoPortsConcernsTwoServers() {
        Cloud cloud = new Cloud();
        fill(cloud);
        OverlayPlan full = cloud.plan();
        TenantSubnet subnet = cloud.subnet(cloud.network(NetworkType.GRE, 77), "10.0.0.0/24", true);
        join(cloud, subnet, 1, 1);
        join(cloud, subnet, 2, 2);
        OverlayPlan after = cloud.after(full);
        assertThat(after.networksPlanned()).isEqualTo(1);
        assertThat(after.serversPlanned()).isEqualTo(2);
    }

    @Test
    void aServersRulesAreAsManyAsItsPortsAndTheirNetworksMembersWhateverElseThereIs() {
        Cloud small = new Cloud();
        Cloud large = new Cloud();
        List<TenantSubnet> subnets = fill(large);
        TenantSubnet alone = small.subnet(small.network(NetworkType.VXLAN, 1), "10.0.0.0/24", true);
        for (int i = 1; i <= SERVERS; i++) {
            small.server(i);
        }
        for (int p = 0; p < PORTS; p++) {
            join(small, alone, p, 1 + p);
        }
        DatapathId extra = large.server(SERVERS + 1);
        join(large, subnets.get(3), 20, SERVERS + 1);
        small.server(SERVERS + 1);
        join(small, alone, 20, SERVERS + 1);
        int few = Objects.requireNonNull(small.plan().switches().get(extra))
                .rules()
                .size();
        int same = Objects.requireNonNull(large.plan().switches().get(extra))
                .rules()
                .size();
        assertThat(same).isEqualTo(few);
    }
}
