package io.heddle.routing.tenant.explain;

import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.explain.Finding.Outcome;
import io.heddle.routing.tenant.explain.Finding.Stage;
import io.heddle.routing.tenant.request.TenantWorld;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of connections to a load balancer with one member. */
class SharedTest {

    private static final StandardAttributes FRESH = StandardAttributes.fresh("", Instant.EPOCH);
    private static final Service WEB = new Service.Port(IpProtocol.TCP, 80);

    private final TenantWorld world = new TenantWorld();
    private final NetworkId network = world.made(ALICE, world.network("blue")).id();
    private final Set<PortId> down = new HashSet<>();
    private TenantState state = TenantState.empty();
    private LoadBalancer balancer = prepared();

    private LoadBalancer prepared() {
        world.made(ALICE, world.subnet(network, "10.0.0.0/24"));
        LoadBalancerId id = new LoadBalancerId(world.id());
        TenantPort vip =
                world.made(ALICE, world.port(network)).withDevice(id.toString(), TenantPort.LOAD_BALANCER, FRESH);
        PoolMember member = new PoolMember(
                world.id(),
                "",
                true,
                address(world.made(ALICE, world.port(network))).address(),
                22,
                1,
                Optional.empty(),
                0,
                FRESH);
        Pool pool = new Pool(
                world.id(),
                "",
                true,
                IpProtocol.TCP,
                Pool.Algorithm.SOURCE_IP,
                false,
                0,
                List.of(member),
                Optional.empty(),
                FRESH);
        Listener listener = new Listener(world.id(), "", true, IpProtocol.TCP, 80, Optional.of(pool.id()), FRESH);
        FixedIp ip = address(vip);
        state = world.state().with(new TenantChange.Put(vip));
        return new LoadBalancer(
                id,
                vip.project(),
                "",
                true,
                new LoadBalancer.Vip(vip.id(), network, ip.subnet(), ip.address()),
                0,
                List.of(listener),
                List.of(pool),
                FRESH);
    }

    private static FixedIp address(TenantPort port) {
        return port.fixedIps().getFirst();
    }

    @BeforeEach
    void put() {
        put(balancer);
    }

    private void put(TenantResource resource) {
        state = state.with(new TenantChange.Put(resource));
    }

    private TenantPort port(String address) {
        return state.portsOf(network).stream()
                .filter(each -> address(each).address().toString().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private Explanation ask(Service service) {
        return new Explainer(
                        state,
                        port -> new PortStatus(
                                down.contains(port) ? PortStatus.Phase.DOWN : PortStatus.Phase.ACTIVE, ""),
                        ALICE)
                .explain(new Question(
                        port("10.0.0.3").id(),
                        new Question.Target.AtAddress(balancer.vip().address()),
                        service))
                .orElseThrow();
    }

    private void assertBlocked(Service service, String reason) {
        assertThat(ask(service).outcome()).isEqualTo(Outcome.BLOCKS);
        assertThat(ask(service).findings())
                .anyMatch(finding -> finding.stage() == Stage.DESTINATION
                        && finding.outcome() == Outcome.BLOCKS
                        && finding.reason().contains(reason));
    }

    @Test
    void whatAListenerTakesGoesToAMemberThatLetsItIn() {
        assertThat(ask(WEB).outcome()).isEqualTo(Outcome.PASSES);
        assertThat(ask(WEB).findings())
                .anyMatch(finding -> finding.reason().contains("leads it to one of 1 members"))
                .anyMatch(finding -> finding.stage() == Stage.INGRESS)
                .anyMatch(finding -> finding.decider().equals(Optional.of(balancer.id())));
        assertThat(ask(new Service.Ping()).outcome()).isEqualTo(Outcome.PASSES);
    }

    @Test
    void whatNobodyTakesIsBlocked() {
        assertBlocked(new Service.Port(IpProtocol.TCP, 22), "No listener");
        down.add(port("10.0.0.3").id());
        assertBlocked(WEB, "not plugged in");
        Pool pool = balancer.pools().getFirst();
        put(balancer.with(balancer.listeners(), List.of(pool.withMembers(List.of())), FRESH));
        assertBlocked(WEB, "No member");
        put(balancer.called("", false, FRESH));
        assertBlocked(WEB, "switched off");
    }
}
