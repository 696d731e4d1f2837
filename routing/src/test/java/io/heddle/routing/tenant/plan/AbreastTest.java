package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What is planned side by side is what is planned one after the other. */
class AbreastTest {

    private static final int NETWORKS = 60;
    private static final int SERVERS = 24;
    private static final int PORTS = 4;

    private final Cloud cloud = new Cloud();
    private final List<SecurityGroupId> groups = new ArrayList<>();

    AbreastTest() {
        for (int i = 1; i <= SERVERS; i++) {
            cloud.server(i);
        }
        for (int g = 0; g < 5; g++) {
            SecurityGroupId group = cloud.group();
            groups.add(group);
            Optional<Peer> peer = Optional.of(new Peer.Group(groups.get(g / 2)));
            cloud.rule(group, Direction.EGRESS, IpVersion.V4, Optional.empty(), Optional.empty(), Optional.empty());
            cloud.rule(group, Direction.INGRESS, IpVersion.V4, Optional.of(6), Optional.of(new Span(80, 99)), peer);
        }
    }

    /** Makes the networks and fills them; after each one {@code made} is run. */
    private void fill(Runnable made) {
        for (int n = 0; n < NETWORKS; n++) {
            TenantSubnet subnet = cloud.subnet(cloud.network(NetworkType.VXLAN, n + 1), "10.0.0.0/24", true);
            for (int p = 1; p <= PORTS; p++) {
                TenantPort port = cloud.inGroups(cloud.port(subnet, p, p), groups.get((n + p) % groups.size()));
                cloud.plug(port.id(), Cloud.bridge(1 + (n * PORTS + p) % SERVERS));
            }
            made.run();
        }
    }

    @RepeatedTest(5)
    void aWholeCloudAtOnceIsPlannedAsOneNetworkAfterTheOther() {
        OverlayPlan[] plan = {cloud.plan()};
        fill(() -> {
            plan[0] = cloud.after(plan[0]);
            assertThat(plan[0].networksPlanned()).isEqualTo(1);
        });

        OverlayPlan atOnce = cloud.plan();

        assertThat(atOnce.networksPlanned()).isEqualTo(NETWORKS);
        assertThat(atOnce.switches()).hasSize(SERVERS).isEqualTo(plan[0].switches());
        assertThat(atOnce.locations()).hasSize(NETWORKS * PORTS).isEqualTo(plan[0].locations());
    }

    @Test
    void aGroupsNewRuleIsPlannedOnAllServersAlike() {
        fill(() -> {});
        OverlayPlan before = cloud.plan();
        groups.forEach(group -> cloud.rule(
                group,
                Direction.INGRESS,
                IpVersion.V4,
                Optional.of(17),
                Optional.of(new Span(53, 53)),
                Optional.empty()));

        OverlayPlan after = cloud.after(before);

        assertThat(after.serversPlanned()).isEqualTo(SERVERS);
        assertThat(after.switches()).isEqualTo(cloud.plan().switches());
    }

    @Test
    void plansStandUnderTheirKeysHoweverMany() {
        for (int many : new int[] {0, 1, 15, 16, 1_000}) {
            List<Integer> keys = IntStream.range(0, many).boxed().toList();
            assertThat(Abreast.planned(keys, key -> 7 * key))
                    .hasSize(many)
                    .allSatisfy((key, plan) -> assertThat(plan).isEqualTo(7 * key));
        }
    }

    @Test
    void aFailureIsThePlansOwn() {
        List<Integer> keys = IntStream.range(0, 100).boxed().toList();
        assertThatThrownBy(() -> Abreast.planned(keys, key -> {
                    if (key == 77) {
                        throw new IllegalStateException("of " + key);
                    }
                    return key;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("of 77");
    }
}
