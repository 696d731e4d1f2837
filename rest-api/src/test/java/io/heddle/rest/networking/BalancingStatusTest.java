package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BalancingStatusTest {

    private static final StandardAttributes STANDARD = StandardAttributes.fresh("", Instant.EPOCH);
    private static final ProjectId PROJECT = new ProjectId("p");
    private static final NetworkId NETWORK = new NetworkId(id(1));
    private static final SubnetId SUBNET = new SubnetId(id(2));

    private final TenantState state = TenantState.empty()
            .with(new TenantChange.Put(new TenantSubnet(
                    SUBNET,
                    NETWORK,
                    PROJECT,
                    "",
                    Cidr.parse("10.0.0.0/24"),
                    Optional.empty(),
                    List.of(),
                    false,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    STANDARD)));
    private final PoolMember one = member(11, "10.0.0.11", 1);
    private final PoolMember other = member(12, "10.0.0.12", 1);

    private static UUID id(int number) {
        return new UUID(number, number);
    }

    private static PoolMember member(int number, String address, int weight) {
        return new PoolMember(
                id(number), "", true, IpAddress.parse(address), 80, weight, Optional.empty(), number, STANDARD);
    }

    private static LoadBalancer balancer(boolean isMonitored, PoolMember... members) {
        HealthMonitor monitor = new HealthMonitor(id(7), "", true, HealthMonitor.Kind.PING, 1, 1, 1, 1, STANDARD);
        Pool pool = new Pool(
                id(5),
                "",
                true,
                IpProtocol.TCP,
                Pool.Algorithm.SOURCE_IP,
                false,
                0,
                List.of(members),
                isMonitored ? Optional.of(monitor) : Optional.empty(),
                STANDARD);
        Listener listener = new Listener(id(6), "", true, IpProtocol.TCP, 80, Optional.of(pool.id()), STANDARD);
        LoadBalancer.Vip vip = new LoadBalancer.Vip(new PortId(id(3)), NETWORK, SUBNET, IpAddress.parse("10.0.0.2"));
        return new LoadBalancer(
                new LoadBalancerId(id(4)), PROJECT, "", true, vip, 0, List.of(listener), List.of(pool), STANDARD);
    }

    private String of(LoadBalancer balancer, PoolMember... failed) {
        Set<UUID> gone = Set.copyOf(List.of(failed).stream().map(PoolMember::id).toList());
        return new BalancingStatus(gone::contains).of(state, balancer);
    }

    private String of(LoadBalancer balancer, PoolMember member) {
        return new BalancingStatus(failed -> false)
                .of(state, balancer, balancer.pools().getFirst(), member);
    }

    @Test
    void aLoadBalancerIsAsWellAsItsMembers() {
        LoadBalancer balancer = balancer(true, one, other);
        assertThat(of(balancer, new PoolMember[0])).isEqualTo("ONLINE");
        assertThat(of(balancer, new PoolMember[] {one})).isEqualTo("DEGRADED");
        assertThat(of(balancer, one, other)).isEqualTo("ERROR");
        assertThat(of(balancer.called("", false, STANDARD), one, other)).isEqualTo("OFFLINE");
        assertThat(of(balancer(false, one, other), one, other)).isEqualTo("ONLINE");
    }

    @Test
    void aMemberIsWhatIsKnownOfIt() {
        assertThat(of(balancer(false, one), one)).isEqualTo("NO_MONITOR");
        assertThat(of(balancer(true, one), one)).isEqualTo("ONLINE");
        PoolMember draining = member(13, "10.0.0.13", 0);
        assertThat(of(balancer(true, draining), draining)).isEqualTo("DRAINING");
        PoolMember nowhere = member(14, "10.7.0.13", 1);
        assertThat(of(balancer(true, nowhere), nowhere)).isEqualTo("ERROR");
    }
}
