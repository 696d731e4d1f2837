package io.heddle.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.QosRule.BandwidthLimit;
import io.heddle.routing.tenant.QosRule.DscpMarking;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantStoreTest {

    private static final ProjectId PROJECT = new ProjectId("blue");
    private static final StandardAttributes STANDARD =
            StandardAttributes.fresh("words", Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path folder;

    private static UUID id(int number) {
        return new UUID(number, 0x8000_0000_0000_0000L);
    }

    private static QosPolicy policy() {
        return new QosPolicy(
                new QosPolicyId(id(1)),
                PROJECT,
                "slow",
                true,
                List.of(
                        new BandwidthLimit(id(2), Direction.INGRESS, 5_000, 500),
                        new BandwidthLimit(id(3), Direction.EGRESS, Integer.MAX_VALUE, 0),
                        new DscpMarking(id(4), 46)),
                STANDARD);
    }

    private static TenantNetwork network() {
        return new TenantNetwork(
                        new NetworkId(id(5)),
                        PROJECT,
                        "n",
                        true,
                        false,
                        true,
                        new Segment(NetworkType.VXLAN, "", 7),
                        1450,
                        true,
                        Optional.empty(),
                        STANDARD)
                .withQos(Optional.of(policy().id()));
    }

    private static FloatingIp floatingIp() {
        FloatingIp.Target target =
                new FloatingIp.Target(new PortId(id(6)), IpAddress.parse("10.0.0.2"), new RouterId(id(7)));
        return new FloatingIp(
                        new FloatingIpId(id(8)),
                        PROJECT,
                        network().id(),
                        IpAddress.parse("203.0.113.9"),
                        new PortId(id(9)),
                        Optional.of(target),
                        Optional.empty(),
                        List.of(),
                        STANDARD)
                .withLimit(Optional.of(new FloatingIp.Limit(policy().id(), 3)));
    }

    @Test
    void whatIsLimitedIsKeptWithItsPolicy() {
        try (Store store = SqliteStore.open(folder)) {
            new TenantStore(store)
                    .save(List.of(
                            new TenantChange.Put(policy()),
                            new TenantChange.Put(network()),
                            new TenantChange.Put(floatingIp())));
        }
        try (Store store = SqliteStore.open(folder)) {
            TenantState state = new TenantStore(store).load();
            assertThat(state.qosPolicies().values()).containsExactly(policy());
            assertThat(state.networks().values()).containsExactly(network());
            assertThat(state.floatingIps().values()).containsExactly(floatingIp());
            assertThat(state.limitNumbers()).containsEntry(3, floatingIp().id());
            assertThat(state.usersOf(policy().id()))
                    .containsExactly(network().id(), floatingIp().id());
        }
    }

    private static LoadBalancer balancer() {
        PoolMember member = new PoolMember(
                id(21), "m", false, IpAddress.parse("10.0.0.3"), 80, 7, Optional.of(new SubnetId(id(22))), 3, STANDARD);
        PoolMember other =
                new PoolMember(id(23), "", true, IpAddress.parse("10.0.0.4"), 81, 0, Optional.empty(), 0, STANDARD);
        HealthMonitor monitor = new HealthMonitor(id(24), "h", true, HealthMonitor.Kind.PING, 9, 8, 2, 4, STANDARD);
        Pool pool = new Pool(
                id(25),
                "p",
                true,
                IpProtocol.UDP,
                Pool.Algorithm.SOURCE_IP,
                true,
                5,
                List.of(member, other),
                Optional.of(monitor),
                STANDARD);
        Listener listener = new Listener(id(26), "l", false, IpProtocol.UDP, 53, Optional.of(pool.id()), STANDARD);
        Listener idle = new Listener(id(27), "", true, IpProtocol.TCP, 53, Optional.empty(), STANDARD);
        LoadBalancer.Vip vip = new LoadBalancer.Vip(
                new PortId(id(28)), network().id(), new SubnetId(id(22)), IpAddress.parse("10.0.0.2"));
        return new LoadBalancer(
                new LoadBalancerId(id(29)),
                PROJECT,
                "b",
                true,
                vip,
                6,
                List.of(listener, idle),
                List.of(pool),
                STANDARD);
    }

    @Test
    void aLoadBalancerIsKeptWithAllThatBelongsToIt() {
        try (Store store = SqliteStore.open(folder)) {
            new TenantStore(store).save(List.of(new TenantChange.Put(balancer())));
        }
        try (Store store = SqliteStore.open(folder)) {
            TenantState state = new TenantStore(store).load();
            assertThat(state.loadBalancers().values()).containsExactly(balancer());
            assertThat(state.loadBalancerWith(id(24))).contains(balancer());
            assertThat(state.loadBalancerNumbers()).containsKey(6);
        }
    }

    @Test
    void addressGroupsAreKeptWithTheRulesThatNameThem() {
        AddressGroup group = new AddressGroup(
                new AddressGroupId(id(11)),
                PROJECT,
                "those",
                new TreeSet<>(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8::/32"))),
                STANDARD);
        SecurityGroup security = new SecurityGroup(new SecurityGroupId(id(12)), PROJECT, "web", STANDARD);
        SecurityRule rule = new SecurityRule(
                new SecurityRuleId(id(13)),
                security.id(),
                PROJECT,
                Direction.INGRESS,
                IpVersion.V4,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new SecurityRule.Peer.Addresses(group.id())),
                0,
                STANDARD);
        try (Store store = SqliteStore.open(folder)) {
            new TenantStore(store)
                    .save(List.of(
                            new TenantChange.Put(group), new TenantChange.Put(security), new TenantChange.Put(rule)));
        }
        try (Store store = SqliteStore.open(folder)) {
            TenantState state = new TenantStore(store).load();
            assertThat(state.addressGroups().values()).containsExactly(group);
            assertThat(state.securityRules().values()).containsExactly(rule);
            assertThat(state.groupsNaming(group.id())).containsExactly(security.id());
        }
    }
}
