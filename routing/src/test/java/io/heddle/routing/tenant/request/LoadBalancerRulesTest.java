package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LoadBalancerRulesTest {

    private static final StandardAttributes STANDARD = StandardAttributes.fresh("", Instant.EPOCH);

    private final Layer3World layer3 = new Layer3World();
    private final TenantWorld world = layer3.world;
    private final TenantSubnet inside = layer3.inside(ALICE, "10.0.0.0/24");
    private final TenantSubnet further = layer3.inside(ALICE, "10.1.0.0/24");
    private final TenantSubnet elsewhere = layer3.inside(ALICE, "10.2.0.0/24");
    private final TenantRouter router = layer3.between(ALICE, inside);
    private final LoadBalancer made = create(draft(Optional.of(inside.id()), Optional.empty()));

    private LoadBalancerDraft draft(Optional<SubnetId> subnet, Optional<IpAddress> address) {
        return new LoadBalancerDraft(
                new LoadBalancerId(world.id()),
                new PortId(world.id()),
                Optional.empty(),
                "web",
                true,
                Optional.empty(),
                subnet,
                address,
                "d",
                new TreeSet<>(List.of("t")));
    }

    private LoadBalancer create(LoadBalancerDraft draft) {
        world.done(ALICE, new TenantCommand.CreateLoadBalancers(List.of(draft)));
        return now(draft.id());
    }

    private LoadBalancer now(LoadBalancerId id) {
        return world.state().loadBalancers().find(id).orElseThrow();
    }

    private LoadBalancer now() {
        return now(made.id());
    }

    private String refused(TenantCommand command) {
        TenantRefusal refusal = world.refused(ALICE, command);
        return refusal.type() + ": " + refusal.message();
    }

    private String refused(LoadBalancerDraft draft) {
        return refused(new TenantCommand.CreateLoadBalancers(List.of(draft)));
    }

    private Listener listener(UUID id, IpProtocol protocol, int port, Optional<UUID> pool) {
        return new Listener(id, "", true, protocol, port, pool, STANDARD);
    }

    private TenantCommand put(Listener listener) {
        return new TenantCommand.PutListener(made.id(), listener);
    }

    private Pool pool(IpProtocol protocol) {
        return new Pool(
                world.id(),
                "",
                true,
                protocol,
                Pool.Algorithm.SOURCE_IP_PORT,
                false,
                0,
                List.of(),
                Optional.empty(),
                STANDARD);
    }

    private TenantCommand put(Pool pool, Optional<UUID> listener) {
        return new TenantCommand.PutPool(made.id(), pool, listener);
    }

    private PoolMember member(String address, int weight) {
        return new PoolMember(
                world.id(), "", true, IpAddress.parse(address), 80, weight, Optional.empty(), 0, STANDARD);
    }

    private HealthMonitor monitor() {
        return new HealthMonitor(world.id(), "", true, HealthMonitor.Kind.TCP, 5, 3, 2, 3, STANDARD);
    }

    @Test
    void itHasAnAddressWhosePortOnlyItselfChangesAndRemoves() {
        TenantPort port = world.state().ports().find(made.vip().port()).orElseThrow();
        assertThat(made.vip().address()).isEqualTo(IpAddress.parse("10.0.0.2"));
        assertThat(port.fixedIps().getFirst().address()).isEqualTo(made.vip().address());
        assertThat(port.isVirtual()).isTrue();
        assertThat(made.standard().tags()).containsExactly("t");
        assertThat(refused(Layer3World.delete(port.id()))).startsWith("ServicePortInUse");
        assertThat(refused(new TenantCommand.DeleteSubnet(inside.id(), Optional.empty())))
                .startsWith("SubnetInUse");
        LoadBalancer second = create(draft(Optional.of(inside.id()), Optional.of(IpAddress.parse("10.0.0.99"))));
        assertThat(second.number()).isEqualTo(1);
        assertThat(world.state().loadBalancersOn(inside.network())).containsExactlyInAnyOrder(made, second);
        world.done(ALICE, new TenantCommand.DeleteLoadBalancer(made.id(), false, Optional.empty()));
        assertThat(world.state().ports().find(port.id())).isEmpty();
        assertThat(create(draft(Optional.of(inside.id()), Optional.empty())).number())
                .as("the lowest that is free")
                .isZero();
    }

    @Test
    void itsNameAndStateChange() {
        LoadBalancerPatch patch = new LoadBalancerPatch(
                Optional.of("other"), Optional.of(false), Optional.of("words"), Optional.of(new TreeSet<>()));
        world.done(ALICE, new TenantCommand.UpdateLoadBalancer(made.id(), patch, Optional.empty()));
        assertThat(now().name()).isEqualTo("other");
        assertThat(now().adminUp()).isFalse();
        assertThat(now().standard().description()).isEqualTo("words");
        assertThat(now().standard().tags()).isEmpty();
        assertThat(refused(new TenantCommand.UpdateLoadBalancer(made.id(), patch, Optional.of(0L))))
                .startsWith("RevisionNumberConstraintFailed");
    }

    @Test
    void addressesWhereNoServerCouldBalanceAreRefused() {
        assertThat(refused(draft(Optional.empty(), Optional.empty()))).contains("vip_subnet_id");
        assertThat(refused(draft(Optional.of(new SubnetId(world.id())), Optional.empty())))
                .contains("there is no subnet");
        assertThat(refused(draft(Optional.of(layer3.outsideSubnet.id()), Optional.empty())))
                .contains("physical");
        assertThat(refused(draft(Optional.of(inside.id()), Optional.of(IpAddress.parse("10.9.0.1")))))
                .contains("10.9.0.1");
        assertThat(refused(draft(Optional.of(inside.id()), Optional.of(IpAddress.parse("fd00::9")))))
                .contains("IPv4");
        LoadBalancerDraft draft = draft(Optional.of(inside.id()), Optional.empty());
        assertThat(refused(new LoadBalancerDraft(
                        draft.id(),
                        draft.port(),
                        Optional.empty(),
                        "",
                        true,
                        Optional.of(further.network()),
                        draft.subnet(),
                        Optional.empty(),
                        "",
                        new TreeSet<>())))
                .contains("is not of network");
        NetworkId bare = world.made(ALICE, world.network("bare")).id();
        assertThat(refused(new LoadBalancerDraft(
                        draft.id(),
                        draft.port(),
                        Optional.empty(),
                        "",
                        true,
                        Optional.of(bare),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        new TreeSet<>())))
                .contains("no IPv4 subnet");
    }

    @Test
    void aListenerHasAPortOfItsOwnAndAPoolOfItsProtocol() {
        UUID id = world.id();
        world.done(ALICE, put(listener(id, IpProtocol.TCP, 80, Optional.empty())));
        world.done(ALICE, put(listener(world.id(), IpProtocol.UDP, 80, Optional.empty())));
        assertThat(refused(put(listener(world.id(), IpProtocol.TCP, 80, Optional.empty()))))
                .startsWith("DuplicateListenerEntry");
        Pool pool = pool(IpProtocol.TCP);
        assertThat(refused(put(pool(IpProtocol.UDP), Optional.of(id)))).contains("cannot be of UDP");
        world.done(ALICE, put(pool, Optional.of(id)));
        assertThat(now().listener(id).orElseThrow().pool()).contains(pool.id());
        assertThat(refused(put(pool(IpProtocol.TCP), Optional.of(id)))).startsWith("DuplicatePoolEntry");
        assertThat(refused(put(listener(world.id(), IpProtocol.TCP, 81, Optional.of(world.id())))))
                .startsWith("NotFound");
        world.done(ALICE, put(pool(IpProtocol.TCP), Optional.empty()));
        assertThat(now().pools()).extracting(Pool::number).containsExactly(0, 1);
        world.done(ALICE, new TenantCommand.RemovePool(pool.id()));
        assertThat(now().listener(id).orElseThrow().pool()).isEmpty();
        world.done(ALICE, new TenantCommand.RemoveListener(id));
        assertThat(now().listeners()).hasSize(1);
        assertThat(refused(new TenantCommand.RemoveListener(id))).contains("Listener " + id + " not found");
        assertThat(refused(new TenantCommand.DeleteLoadBalancer(made.id(), false, Optional.empty())))
                .contains("it has children");
        world.done(ALICE, new TenantCommand.DeleteLoadBalancer(made.id(), true, Optional.empty()));
        assertThat(world.state().loadBalancers()).isEmpty();
    }

    @Test
    void membersAreWhereTheLoadBalancerReachesThemAndKeepTheirNumbers() {
        Pool pool = pool(IpProtocol.TCP);
        world.done(ALICE, put(pool, Optional.empty()));
        PoolMember first = member("10.0.0.77", 1);
        world.done(ALICE, new TenantCommand.PutMember(pool.id(), first));
        assertThat(refused(new TenantCommand.PutMember(pool.id(), member("10.0.0.77", 2))))
                .startsWith("DuplicateMemberEntry");
        assertThat(refused(new TenantCommand.PutMember(pool.id(), member("10.1.0.77", 1))))
                .contains("neither on the network");
        world.done(ALICE, layer3.join(router.id(), further.id()));
        PoolMember second = member("10.1.0.77", 5);
        world.done(ALICE, new TenantCommand.PutMember(pool.id(), second));
        assertThat(refused(new TenantCommand.PutMember(pool.id(), member("10.2.0.77", 1))))
                .as(elsewhere.toString())
                .contains("neither on the network");
        assertThat(refused(new TenantCommand.PutMember(pool.id(), member("10.0.0.1", 1))))
                .contains("takes no connections of others");
        assertThat(refused(new TenantCommand.PutMember(pool.id(), member("fd00::1", 1))))
                .contains("IPv4");
        PoolMember misplaced = new PoolMember(
                world.id(), "", true, IpAddress.parse("10.0.0.78"), 80, 1, Optional.of(further.id()), 0, STANDARD);
        assertThat(refused(new TenantCommand.PutMember(pool.id(), misplaced))).contains("is of subnet");
        world.done(ALICE, new TenantCommand.RemoveMember(pool.id(), first.id()));
        PoolMember third = member("10.0.0.79", 1);
        world.done(ALICE, new TenantCommand.PutMember(pool.id(), third));
        world.done(
                ALICE,
                new TenantCommand.PutMember(
                        pool.id(),
                        new PoolMember(
                                second.id(), "n", false, second.address(), 80, 0, Optional.empty(), 0, STANDARD)));
        List<PoolMember> members = now().pool(pool.id()).orElseThrow().members();
        assertThat(members).extracting(PoolMember::number).containsExactly(1, 0);
        assertThat(members.getFirst().weight()).isZero();
        assertThat(refused(new TenantCommand.RemoveMember(pool.id(), first.id())))
                .contains("not found");
    }

    @Test
    void aPoolHasOneMonitorAndKeepsItAndItsMembersWhenItChanges() {
        Pool pool = pool(IpProtocol.UDP);
        world.done(ALICE, put(pool, Optional.empty()));
        HealthMonitor monitor = monitor();
        world.done(ALICE, new TenantCommand.PutMonitor(pool.id(), monitor));
        world.done(ALICE, new TenantCommand.PutMember(pool.id(), member("10.0.0.77", 1)));
        assertThat(refused(new TenantCommand.PutMonitor(pool.id(), monitor()))).startsWith("DuplicateHealthMonitor");
        world.done(ALICE, put(pool, Optional.empty()));
        Pool now = now().pool(pool.id()).orElseThrow();
        assertThat(now.monitor()).contains(monitor);
        assertThat(now.members()).hasSize(1);
        assertThat(world.state().loadBalancerWith(monitor.id())).contains(now());
        world.done(ALICE, new TenantCommand.RemoveMonitor(monitor.id()));
        assertThat(now().pool(pool.id()).orElseThrow().monitor()).isEmpty();
        assertThat(refused(new TenantCommand.RemoveMonitor(monitor.id()))).contains("not found");
    }

    @Test
    void othersNeitherSeeNorChangeItAndItsProjectHasAQuota() {
        assertThat(world.refused(BOB, put(listener(world.id(), IpProtocol.TCP, 80, Optional.empty())))
                        .kind())
                .isEqualTo(TenantRefusal.Kind.NOT_FOUND);
        assertThat(BOB.sees(made, world.state())).isFalse();
        world.done(
                ADMIN,
                new TenantCommand.SetQuota(ALICE.project(), new TreeMap<>(Map.of(ResourceType.LOAD_BALANCER, 1))));
        assertThat(refused(draft(Optional.of(inside.id()), Optional.empty()))).contains("loadbalancer");
        int ports = world.state().usage(ALICE.project(), ResourceType.PORT);
        world.done(
                ADMIN,
                new TenantCommand.SetQuota(
                        ALICE.project(),
                        new TreeMap<>(Map.of(ResourceType.LOAD_BALANCER, 2, ResourceType.PORT, ports))));
        assertThat(refused(draft(Optional.of(inside.id()), Optional.empty()))).contains("'port'");
    }

    @Test
    void aFloatingAddressStandsForItUntilItGoes() {
        FloatingIp ip = layer3.made(ALICE, Layer3World.at(made.vip().port()));
        assertThat(ip.target().orElseThrow().address()).isEqualTo(made.vip().address());
        world.done(ALICE, new TenantCommand.DeleteLoadBalancer(made.id(), false, Optional.empty()));
        assertThat(layer3.floatingIp(ip.id()).target()).isEmpty();
    }

    @Test
    void whatNoLoadBalancerCouldDoIsNoValue() {
        assertThatIllegalArgumentException().isThrownBy(() -> pool(IpProtocol.SCTP));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> listener(world.id(), IpProtocol.TCP, 0, Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> member("10.0.0.9", 257));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> member("10.0.0.9", 1).numbered(256));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new HealthMonitor(world.id(), "", true, HealthMonitor.Kind.PING, 5, 6, 1, 1, STANDARD));
    }
}
