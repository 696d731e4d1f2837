package io.heddle.routing.tenant.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.RandomTenants;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.space.PacketSpace;
import io.heddle.routing.verify.space.SymbolicPacket;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the fabric does with packets of routed networks, as far as a check of servers has to know. */
class RoutedFabricTest {

    private static final Ipv4Address ONE = Ipv4Address.parse("10.0.0.2");
    private static final Ipv4Address TWO = Ipv4Address.parse("10.1.0.2");
    private static final Ipv4Address ANNA = Ipv4Address.parse("172.20.0.2");
    private static final Ipv4Address BERT = Ipv4Address.parse("172.20.1.2");
    private static final MacAddress GATEWAY = PlanOptions.GATEWAY_MAC;

    private final PacketSpace space = new PacketSpace();
    private final RoutedFabric fabric = new RoutedFabric(GATEWAY, List.of(member(ANNA, ONE), member(BERT, TWO)));

    private static RoutedMember member(Ipv4Address address, Ipv4Address server) {
        return new RoutedMember(address, IpPrefix.containing(address, 28), server);
    }

    private static Packet packet(Ipv4Address from, Ipv4Address to) {
        return Packet.udp(from, 7, to, 9).between(RoutedMember.mac(ONE), GATEWAY);
    }

    private List<RoutedFabric.Handed> brought(Packet packet) {
        return fabric.bring(space, ONE, SymbolicPacket.of(space.of(packet)));
    }

    @Test
    void aPacketIsBroughtToTheServerOfItsReceiver() {
        assertThat(brought(packet(ANNA, BERT))).singleElement().satisfies(handed -> {
            assertThat(handed.server()).isEqualTo(TWO);
            assertThat(handed.packet().sent()).isEqualTo(space.of(packet(ANNA, BERT)));
            assertThat(handed.packet().content(Field.ETH_SRC))
                    .isEqualTo(new SymbolicPacket.Content.Known(GATEWAY.value()));
            assertThat(handed.packet().content(Field.ETH_DST))
                    .isEqualTo(new SymbolicPacket.Content.Known(
                            RoutedMember.mac(TWO).value()));
        });
        assertThat(fabric.bring(space, ONE, SymbolicPacket.of(space.everything())))
                .hasSize(1);
    }

    @Test
    void whatEdgeSwitchesDropIsDropped() {
        Packet good = packet(ANNA, BERT);
        for (Packet bad : List.of(
                packet(BERT, BERT),
                packet(Ipv4Address.parse("172.20.0.9"), BERT),
                packet(ONE, BERT),
                packet(ANNA, TWO),
                packet(ANNA, ANNA),
                packet(ANNA, Ipv4Address.parse("172.20.1.9")),
                good.with(Field.ETH_SRC, RoutedMember.mac(TWO).value()),
                good.with(Field.ETH_SRC, 0x0a),
                good.with(Field.ETH_DST, MacAddress.BROADCAST.value()))) {
            assertThat(brought(bad)).as(bad.toString()).isEmpty();
        }
    }

    @Test
    void anAddressThatTheFabricDoesNotRouteIsNotMissed() {
        RandomTenants tenants = new RandomTenants(3, 3, 3);
        OverlayPlan plan = tenants.plan();
        Standing standing = Standing.of(tenants.state(), tenants.servers(), plan, tenants.neighbours());
        List<RoutedMember> members = plan.interfaces().routed();
        assertThat(members).isNotEmpty();
        for (RoutedMember member : members) {
            Standing without = standing.without(Set.of(member.address()));
            assertThat(without.fabric().members()).hasSize(members.size() - 1).doesNotContain(member);
            assertThat(new IsolationCheck(without, plan.switches())
                            .check(IsolationCheck.Scope.everything(), () -> false)
                            .differences())
                    .isEmpty();
        }
    }
}
