package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a change of security groups costs: which servers it concerns, and how many rules it is. */
class SecurityScopeTest {

    private static final int SERVERS = 40;
    private static final int TENANTS = 10;
    private static final int PORTS = 8;

    private final Cloud cloud = new Cloud();
    private final List<SecurityGroupId> groups = new ArrayList<>();
    private final List<List<TenantPort>> ports = new ArrayList<>();

    /** Tenants with a network and a group each, whose ports hear one another; tenant t is on the servers from 4t+1 to 4t+8. */
    SecurityScopeTest() {
        for (int i = 1; i <= SERVERS + PORTS; i++) {
            cloud.server(i);
        }
        for (int t = 0; t < TENANTS; t++) {
            TenantSubnet subnet = cloud.subnet(cloud.network(NetworkType.VXLAN, t + 1), "10.0.0.0/24", true);
            SecurityGroupId group = cloud.group();
            egress(group, Optional.empty());
            ingress(group, Optional.empty(), Optional.of(new Peer.Group(group)));
            groups.add(group);
            List<TenantPort> members = new ArrayList<>();
            for (int p = 0; p < PORTS; p++) {
                TenantPort port = cloud.inGroups(cloud.port(subnet, 1 + p, 10 + p), group);
                cloud.plug(port.id(), server(t, p));
                members.add(port);
            }
            ports.add(members);
        }
    }

    private static DatapathId server(int tenant, int port) {
        return Cloud.bridge(1 + 4 * tenant + port);
    }

    private SecurityRule egress(SecurityGroupId group, Optional<Integer> protocol) {
        return cloud.rule(group, Direction.EGRESS, IpVersion.V4, protocol, Optional.empty(), Optional.empty());
    }

    private SecurityRule ingress(SecurityGroupId group, Optional<Span> span, Optional<Peer> peer) {
        return cloud.rule(group, Direction.INGRESS, IpVersion.V4, span.map(some -> 6), span, peer);
    }

    private static int count(OverlayPlan plan, DatapathId bridge, TableId table) {
        return (int) Objects.requireNonNull(plan.switches().get(bridge)).rules().keySet().stream()
                .filter(key -> key.table().equals(table))
                .count();
    }

    private static SortedSet<DatapathId> changed(OverlayPlan before, OverlayPlan after) {
        SortedSet<DatapathId> changed = new TreeSet<>();
        after.switches().forEach((bridge, held) -> {
            if (!held.equals(before.switches().getOrDefault(bridge, SwitchPlan.empty()))) {
                changed.add(bridge);
            }
        });
        return changed;
    }

    @Test
    void aRuleConcernsTheServersOfItsGroupsMembers() {
        OverlayPlan before = cloud.plan();
        SecurityRule web = ingress(groups.get(3), Optional.of(new Span(80, 80)), Optional.empty());
        OverlayPlan after = cloud.after(before);
        assertThat(after.networksPlanned()).isZero();
        assertThat(after.serversPlanned()).isEqualTo(PORTS);
        assertThat(changed(before, after)).hasSize(PORTS).contains(server(3, 0), server(3, 7));
        cloud.removed(web);
        OverlayPlan back = cloud.after(after);
        assertThat(back.serversPlanned()).isEqualTo(PORTS);
        assertThat(back.switches()).isEqualTo(before.switches());
    }

    @Test
    void anAddressConcernsTheServersOfGroupsThatNameItsGroup() {
        OverlayPlan before = cloud.plan();
        TenantPort port = ports.get(5).getFirst();
        ports.get(5)
                .set(0, cloud.changed(port, true, true, List.of(new AddressPair(Cidr.parse("10.0.0.99"), port.mac()))));
        OverlayPlan paired = cloud.after(before);
        assertThat(paired.serversPlanned()).isEqualTo(PORTS);
        cloud.inGroups(port);
        OverlayPlan apart = cloud.after(paired);
        assertThat(apart.serversPlanned()).isEqualTo(PORTS);
        assertThat(apart.switches()).isEqualTo(cloud.plan().switches());
    }

    @Test
    void anAddressThatAGroupHasAlreadyIsNoNewsToItsMembers() {
        TenantSubnet twin = cloud.subnet(cloud.network(NetworkType.VXLAN, 77), "10.0.0.0/24", true);
        TenantPort port = cloud.inGroups(cloud.port(twin, 1, 10), groups.get(5));
        OverlayPlan before = cloud.plan();
        DatapathId idle = Cloud.bridge(SERVERS + PORTS);
        cloud.plug(port.id(), idle);
        OverlayPlan plugged = cloud.after(before);
        assertThat(changed(before, plugged)).containsExactly(idle);
        cloud.removed(port);
        OverlayPlan removed = cloud.after(plugged);
        assertThat(changed(plugged, removed)).containsExactly(idle);
        cloud.removed(ports.get(5).getFirst());
        OverlayPlan gone = cloud.after(removed);
        assertThat(changed(removed, gone)).hasSize(PORTS);
        assertThat(gone.switches()).isEqualTo(cloud.plan().switches());
    }

    @Test
    void aGroupThatNobodyNamesConcernsOnlyItsMembers() {
        SecurityGroupId unnamed = cloud.group();
        ingress(unnamed, Optional.of(new Span(22, 22)), Optional.empty());
        OverlayPlan before = cloud.plan();
        cloud.inGroups(ports.get(0).getFirst(), groups.getFirst(), unnamed);
        OverlayPlan after = cloud.after(before);
        assertThat(changed(before, after)).containsExactly(server(0, 0));
    }

    @Test
    void rulesAddUpAndNeverMultiply() {
        DatapathId busy = Cloud.bridge(SERVERS + PORTS);
        SecurityGroupId group = cloud.group();
        ingress(group, Optional.of(new Span(1, 65534)), Optional.of(new Peer.Group(groups.getFirst())));
        TenantSubnet subnet = cloud.subnet(cloud.network(NetworkType.VXLAN, 99), "10.0.0.0/24", true);
        OverlayPlan before = cloud.plan();
        for (int p = 0; p < 20; p++) {
            cloud.plug(cloud.inGroups(cloud.port(subnet, 1 + p, 10 + p), group).id(), busy);
        }
        OverlayPlan after = cloud.after(before);
        int rules = count(after, busy, OverlayPipeline.INBOUND) - count(before, busy, OverlayPipeline.INBOUND);
        assertThat(rules).isEqualTo(20 + PORTS + 30 + 1);
        ingress(group, Optional.of(new Span(1, 65534)), Optional.of(new Peer.Group(groups.getFirst())));
        OverlayPlan twice = cloud.after(after);
        assertThat(count(twice, busy, OverlayPipeline.INBOUND) - count(after, busy, OverlayPipeline.INBOUND))
                .isEqualTo(1);
    }

    @Test
    void noRuleOfABridgeHasMoreClausesThanFitIntoAMessage() {
        SecurityGroupId group = groups.getFirst();
        for (int i = 0; i < 5_000; i++) {
            Cidr block = Cidr.parse("172.16.%d.%d".formatted(i >> 8, i & 255));
            ingress(group, Optional.of(new Span(80, 80)), Optional.of(new Peer.Block(block)));
        }
        SwitchPlan held = Objects.requireNonNull(cloud.plan().switches().get(server(0, 0)));
        assertThat(held.rules().values().stream().filter(ForwardingRule::isClause))
                .isNotEmpty()
                .allMatch(rule -> rule.actions().size() <= 2048);
    }
}
