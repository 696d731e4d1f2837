package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports that come to a full server and go: what security groups let through is as if all had been planned anew. */
class SecurityTurnoverTest {

    private static final int NETWORKS = 5;
    private static final int PORTS = 80;
    private static final int GROUPS = 7;
    private static final int STEPS = 60;

    private final Cloud cloud = new Cloud();
    private final DatapathId full = cloud.server(1);
    private final DatapathId other = cloud.server(2);
    private final List<SecurityGroupId> groups = new ArrayList<>();
    private final List<TenantPort> ports = new ArrayList<>();

    /** Networks with the same addresses, and some with others; groups that share conditions, name each other, ask for a port alone, or let nothing through. */
    SecurityTurnoverTest() {
        for (int g = 0; g < GROUPS; g++) {
            groups.add(cloud.group());
        }
        Optional<Peer> block = Optional.of(new Peer.Block(Cidr.parse("10.1.0.0/16")));
        for (SecurityGroupId group : groups.subList(0, 3)) {
            rule(group, Direction.EGRESS, Optional.empty(), Optional.empty());
            rule(group, Direction.INGRESS, Optional.of(new Span(80, 90)), block);
        }
        rule(groups.get(2), Direction.INGRESS, Optional.of(new Span(22, 22)), Optional.empty());
        rule(groups.get(3), Direction.INGRESS, Optional.of(new Span(22, 22)), Optional.empty());
        rule(groups.get(4), Direction.INGRESS, Optional.empty(), Optional.of(new Peer.Group(groups.get(0))));
        rule(groups.get(5), Direction.INGRESS, Optional.empty(), Optional.of(new Peer.Group(groups.get(5))));
        Optional<Peer> few = Optional.of(new Peer.Group(groups.get(6)));
        rule(groups.get(1), Direction.INGRESS, Optional.of(new Span(443, 443)), few);
        rule(groups.get(6), Direction.INGRESS, Optional.empty(), few);
        for (int n = 0; n < NETWORKS; n++) {
            TenantSubnet subnet = cloud.subnet(cloud.network(NetworkType.VXLAN, n + 1), "10.0.0.0/24", true);
            for (int p = 0; p < PORTS / NETWORKS; p++) {
                TenantPort port = cloud.inGroups(
                        cloud.port(subnet, 1 + p, 10 + p + 20 * n * (n % 2)),
                        groups.get(p % 6),
                        groups.get((p * n + 1) % 6));
                cloud.plug(port.id(), full);
                ports.add(port);
            }
        }
    }

    private void rule(SecurityGroupId group, Direction direction, Optional<Span> span, Optional<Peer> peer) {
        cloud.rule(group, direction, IpVersion.V4, span.map(some -> 6), span, peer);
    }

    private void step(Random random, boolean[] isHere) {
        int which = random.nextInt(PORTS);
        TenantPort port = ports.get(which);
        switch (random.nextInt(3)) {
            case 0 -> {
                cloud.unplug(port.id(), isHere[which] ? full : other);
                isHere[which] = !isHere[which];
                cloud.plug(port.id(), isHere[which] ? full : other);
            }
            case 1 ->
                ports.set(
                        which,
                        cloud.inGroups(port, groups.get(random.nextInt(GROUPS)), groups.get(random.nextInt(GROUPS))));
            default -> {
                List<AddressPair> pairs = random.nextInt(4) == 0
                        ? List.of(new AddressPair(
                                Cidr.parse(random.nextBoolean() ? "0.0.0.0/0" : "10.0.0.200"), port.mac()))
                        : List.of();
                ports.set(which, cloud.changed(port, true, random.nextInt(4) > 0, pairs));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void portsThatComeAndGoLeaveWhatAllOfThemMakeAtOnce(long seed) {
        Random random = new Random(seed);
        boolean[] isHere = new boolean[PORTS];
        Arrays.fill(isHere, true);
        OverlayPlan plan = cloud.plan();
        for (int i = 0; i < STEPS; i++) {
            step(random, isHere);
            plan = cloud.after(plan);
            assertThat(plan.switches()).isEqualTo(cloud.plan().switches());
        }
    }

    @Test
    void theLastOfAGroupTakesItsConditionsWithIt() {
        SecurityGroupId lonely = cloud.group();
        rule(
                lonely,
                Direction.INGRESS,
                Optional.of(new Span(80, 90)),
                Optional.of(new Peer.Block(Cidr.parse("10.2.0.0/16"))));
        OverlayPlan before = cloud.plan();
        TenantPort port = cloud.inGroups(ports.getFirst(), lonely, groups.get(1));
        OverlayPlan joined = cloud.after(before);
        assertThat(joined.switches())
                .isNotEqualTo(before.switches())
                .isEqualTo(cloud.plan().switches());
        cloud.inGroups(port, groups.get(0), groups.get(1));
        assertThat(cloud.after(joined).switches()).isEqualTo(before.switches());
    }
}
