package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.Layer3World.associate;
import static io.heddle.routing.tenant.request.Layer3World.at;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortSpan;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.IpAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortForwardingRulesTest {

    private final Layer3World layer3 = new Layer3World();
    private final TenantWorld world = layer3.world;
    private final TenantSubnet inside = layer3.inside(ALICE, "10.0.0.0/24");
    private final TenantRouter router = layer3.between(ALICE, inside);
    private final TenantPort host = world.made(ALICE, world.port(inside.network()));
    private final TenantPort other = world.made(ALICE, world.port(inside.network()));
    private final FloatingIp ip = layer3.made(ALICE, new FloatingTarget.None());

    private TenantCommand forward(IpProtocol protocol, int external, PortId port, int internal) {
        return new TenantCommand.AddPortForwarding(
                ip.id(),
                new PortForwardingDraft(
                        world.id(),
                        protocol,
                        PortSpan.of(external),
                        new FloatingTarget.At(port, Optional.empty()),
                        PortSpan.of(internal),
                        "d"));
    }

    private FloatingIp now() {
        return layer3.floatingIp(ip.id());
    }

    private static PortForwardingPatch patch(Optional<Integer> external, Optional<PortId> port) {
        return new PortForwardingPatch(
                Optional.empty(),
                external.map(PortSpan::of),
                port,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private TenantRefusal refused(TenantCommand command) {
        return world.refused(ALICE, command);
    }

    @Test
    void portsOfOneAddressLeadToDifferentHosts() {
        world.done(ALICE, forward(IpProtocol.TCP, 80, host.id(), 8080));
        world.done(ALICE, forward(IpProtocol.UDP, 80, other.id(), 8080));
        PortForwarding first = now().forwardings().getFirst();
        assertThat(first.inside())
                .isEqualTo(new FloatingIp.Target(host.id(), IpAddress.parse("10.0.0.2"), router.id()));
        assertThat(first.external()).isEqualTo(PortSpan.of(80));
        assertThat(now().router()).contains(router.id());
        assertThat(now().standard().revision()).isEqualTo(2);
        assertThat(world.state().floatingIpsOf(router.id())).containsExactly(now());
        assertThat(world.state().floatingIpsOf(host.id())).containsExactly(now());
        assertThat(world.state().floatingIpsOf(other.id())).containsExactly(now());
        world.done(
                ALICE,
                new TenantCommand.ChangePortForwarding(
                        ip.id(), first.id(), patch(Optional.of(81), Optional.of(other.id()))));
        PortForwarding changed = now().forwardings().getFirst();
        assertThat(changed.external()).isEqualTo(PortSpan.of(81));
        assertThat(changed.inside().address().toString()).isEqualTo("10.0.0.3");
        assertThat(changed.description()).isEqualTo("d");
        assertThat(world.state().floatingIpsOf(host.id())).isEmpty();
        world.done(ALICE, new TenantCommand.RemovePortForwarding(ip.id(), first.id()));
        assertThat(now().forwardings()).hasSize(1);
        assertThat(refused(new TenantCommand.RemovePortForwarding(ip.id(), first.id()))
                        .type())
                .isEqualTo("PortForwardingNotFound");
        world.done(ALICE, new TenantCommand.DeleteFloatingIp(ip.id(), Optional.empty()));
        assertThat(world.state().floatingIpsOf(router.id())).isEmpty();
    }

    @Test
    void aPortLeadsToOnePlaceOnly() {
        world.done(ALICE, forward(IpProtocol.TCP, 80, host.id(), 8080));
        assertThat(refused(forward(IpProtocol.TCP, 80, other.id(), 1)).message())
                .isEqualTo("Bad port_forwarding request: A duplicate port forwarding entry with same attributes already"
                        + " exists, conflicting values are {'protocol': 'tcp', 'external_port': 80}.");
        assertThat(refused(forward(IpProtocol.TCP, 81, host.id(), 8080)).message())
                .contains("'internal_ip_address': '10.0.0.2', 'internal_port': 8080");
        world.done(ALICE, forward(IpProtocol.TCP, 81, host.id(), 81));
        PortForwarding second = now().forwardings().get(1);
        assertThat(refused(new TenantCommand.ChangePortForwarding(
                                ip.id(), second.id(), patch(Optional.of(80), Optional.empty())))
                        .kind())
                .isEqualTo(TenantRefusal.Kind.BAD_REQUEST);
        assertThat(world.refused(BOB, forward(IpProtocol.TCP, 82, host.id(), 82))
                        .type())
                .isEqualTo("FloatingIPNotFound");
    }

    @Test
    void anAddressEitherStandsForAHostOrLeadsToSome() {
        world.done(ALICE, associate(ip.id(), at(host.id())));
        assertThat(refused(forward(IpProtocol.TCP, 80, other.id(), 80)).type())
                .isEqualTo("FloatingIPPortAlreadyAssociated");
        world.done(ALICE, associate(ip.id(), new FloatingTarget.None()));
        world.done(ALICE, forward(IpProtocol.TCP, 80, other.id(), 80));
        assertThat(refused(associate(ip.id(), at(host.id()))).type()).isEqualTo("FipInUseByPortForwarding");
        FloatingIp second = layer3.made(ALICE, at(host.id()));
        assertThat(refused(forward(IpProtocol.TCP, 81, host.id(), 80)).type())
                .isEqualTo("FloatingIPPortAlreadyAssociated");
        assertThat(refused(associate(second.id(), at(other.id()))).type()).isEqualTo("PortHasPortForwarding");
    }

    @Test
    void whatIsNeededForAForwardedPortStaysAndWhatItLeadsToMayGo() {
        world.done(ALICE, forward(IpProtocol.TCP, 80, host.id(), 80));
        world.done(ALICE, forward(IpProtocol.TCP, 81, other.id(), 80));
        assertThat(refused(Layer3World.leave(router.id(), inside.id())).type())
                .isEqualTo("RouterInterfaceInUseByFloatingIP");
        assertThat(refused(Layer3World.change(router.id(), new WayOut.None())).type())
                .isEqualTo("RouterExternalGatewayInUseByFloatingIp");
        world.done(ALICE, Layer3World.delete(host.id()));
        assertThat(now().forwardings()).extracting(PortForwarding::external).containsExactly(PortSpan.of(81));
        world.done(ALICE, Layer3World.delete(other.id()));
        assertThat(now().router()).isEmpty();
        world.done(ALICE, Layer3World.leave(router.id(), inside.id()));
    }

    @Test
    void hostsBehindAnotherRouterAreNotLedTo() {
        TenantSubnet elsewhere = layer3.inside(ALICE, "10.1.0.0/24");
        TenantRouter second = layer3.between(ALICE, elsewhere);
        TenantPort far = world.made(ALICE, world.port(elsewhere.network()));
        world.done(ALICE, forward(IpProtocol.TCP, 80, host.id(), 80));
        assertThat(refused(forward(IpProtocol.TCP, 81, far.id(), 80)).message())
                .contains("lead through router " + router.id())
                .doesNotContain(second.id().toString());
    }

    @Test
    void onlyPortsOfTcpAndUdpAreForwarded() {
        FloatingIp.Target target = new FloatingIp.Target(host.id(), IpAddress.parse("10.0.0.2"), router.id());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PortForwarding(world.id(), IpProtocol.SCTP, PortSpan.of(1), target, PortSpan.of(1), ""))
                .withMessageContaining("SCTP");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PortForwarding(world.id(), IpProtocol.TCP, PortSpan.of(1), target, new PortSpan(1, 2), ""))
                .withMessageContaining("not as many as 1:2");
    }
}
