package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that may begin connections, servers on this and another machine that may be asked, and what else is tried. */
class SecurityWalkTest {

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final Optional<Span> WEB = Optional.of(new Span(80, 80));
    private static final Optional<Peer> ANYBODY = Optional.empty();

    private final Cloud cloud = new Cloud();
    private final DatapathId one = cloud.server(1);
    private final DatapathId two = cloud.server(2);
    private final TenantNetwork network = cloud.network(NetworkType.VXLAN, 5001);
    private final TenantSubnet subnet = cloud.subnet(network, "192.168.0.0/24", true);
    private final SecurityGroupId clients = cloud.group();
    private final SecurityGroupId servers = cloud.group();
    private final SecurityRule leaving = rule(clients, Direction.EGRESS, Optional.of(TCP), Optional.empty(), ANYBODY);
    private final SecurityRule asked =
            rule(servers, Direction.INGRESS, Optional.of(TCP), WEB, Optional.of(new Peer.Group(clients)));
    private TenantPort client = cloud.inGroups(cloud.port(subnet, 0xa, 10), clients);
    private TenantPort near = cloud.inGroups(cloud.port(subnet, 0xb, 11), servers);
    private TenantPort far = cloud.inGroups(cloud.port(subnet, 0xc, 12), servers);
    private final TenantPort stranger = cloud.port(subnet, 0xd, 13);
    private SimulatedOverlay overlay = new SimulatedOverlay(cloud.plan(), cloud.servers());

    @BeforeEach
    void plugAll() {
        cloud.plug(client.id(), one);
        cloud.plug(near.id(), one);
        cloud.plug(far.id(), two);
        cloud.plug(stranger.id(), two);
        overlay = new SimulatedOverlay(cloud.plan(), cloud.servers());
    }

    private SecurityRule rule(
            SecurityGroupId group,
            Direction direction,
            Optional<Integer> protocol,
            Optional<Span> ports,
            Optional<Peer> peer) {
        return cloud.rule(group, direction, IpVersion.V4, protocol, ports, peer);
    }

    /** What was changed in the cloud comes into force; what connections there are stays. */
    private void replan() {
        overlay = overlay.holding(cloud.plan());
    }

    private boolean passes(TenantPort from, TenantPort to, Packet packet) {
        SimulatedOverlay.Outcome outcome = overlay.sent(from.id(), packet.between(from.mac(), to.mac()));
        assertThat(outcome.delivered()).hasSizeLessThan(2);
        outcome.delivered()
                .forEach(delivery -> assertThat(delivery.place())
                        .isEqualTo(cloud.plan().locations().get(to.id())));
        return !outcome.delivered().isEmpty();
    }

    private static Packet tcp(TenantPort from, int source, TenantPort to, int destination) {
        return Packet.tcp(Cloud.address(from), source, Cloud.address(to), destination);
    }

    @Test
    void aConnectionThatIsLetInIsAnsweredAndNoOther() {
        for (TenantPort server : List.of(near, far)) {
            Packet question = tcp(client, 4000, server, 80);
            Packet answer = tcp(server, 80, client, 4000);
            assertThat(passes(server, client, answer)).isFalse();
            assertThat(passes(client, server, question)).isTrue();
            assertThat(passes(server, client, answer)).isTrue();
            assertThat(passes(client, server, question)).isTrue();
            assertThat(passes(server, client, tcp(server, 81, client, 4000))).isFalse();
            assertThat(passes(client, server, tcp(client, 4000, server, 81))).isFalse();
            assertThat(passes(client, server, Packet.udp(Cloud.address(client), 4000, Cloud.address(server), 80)))
                    .isFalse();
            assertThat(passes(stranger, server, tcp(stranger, 4000, server, 80)))
                    .isFalse();
        }
    }

    @Test
    void whoHasAnAddressOfAnAddressGroupIsLetInAndTheGroupChangesForThoseWhoseRulesNameIt() {
        AddressGroup those = cloud.addresses("192.168.0.12/30", "2001:db8::/32");
        rule(servers, Direction.INGRESS, Optional.of(UDP), WEB, Optional.of(new Peer.Addresses(those.id())));
        replan();
        Packet asked = Packet.udp(Cloud.address(stranger), 4000, Cloud.address(near), 80);
        Packet clients = Packet.udp(Cloud.address(client), 4000, Cloud.address(near), 80);
        assertThat(passes(stranger, near, asked)).isTrue();
        assertThat(passes(client, near, clients)).isFalse();
        OverlayPlan before = cloud.plan();
        cloud.put(those.withAddresses(new TreeSet<>(List.of(Cidr.parse("192.168.0.14/31"))), those.standard()));
        OverlayPlan after = cloud.after(before);
        assertThat(after.switches()).isEqualTo(cloud.plan().switches()).isNotEqualTo(before.switches());
        overlay = overlay.holding(after);
        assertThat(passes(stranger, near, asked)).isFalse();
    }

    @Test
    void anErrorAboutAConnectionPassesBothGates() {
        assertThat(passes(client, far, tcp(client, 4000, far, 80))).isTrue();
        Packet unreachable = Packet.icmp(Cloud.address(far), Cloud.address(client), 3, 1);
        assertThat(passes(far, client, unreachable)).isTrue();
        assertThat(passes(near, client, Packet.icmp(Cloud.address(near), Cloud.address(client), 3, 1)))
                .isFalse();
    }

    @Test
    void aRuleThatIsTakenAwayEndsWhatItLetInAtOnce() {
        Packet question = tcp(client, 4000, far, 80);
        assertThat(passes(client, far, question)).isTrue();
        cloud.removed(asked);
        replan();
        assertThat(passes(client, far, question)).isFalse();
        rule(servers, Direction.INGRESS, Optional.empty(), Optional.empty(), ANYBODY);
        replan();
        assertThat(passes(client, far, question)).isTrue();
        cloud.removed(leaving);
        replan();
        assertThat(passes(client, far, question)).isFalse();
    }

    @Test
    void whoLeavesAGroupIsNotLetInAsItsMemberAnyMore() {
        Packet question = tcp(client, 4000, far, 80);
        assertThat(passes(client, far, question)).isTrue();
        SecurityGroupId others = cloud.group();
        rule(others, Direction.EGRESS, Optional.empty(), Optional.empty(), ANYBODY);
        client = cloud.inGroups(client, others);
        replan();
        assertThat(passes(client, far, question)).isFalse();
        client = cloud.inGroups(client, others, clients);
        replan();
        assertThat(passes(client, far, question)).isTrue();
    }

    @Test
    void whatAMemberMaySendFromIsItsGroupsToo() {
        Packet paired = Packet.tcp(Ipv4Address.parse("192.168.0.77"), 4000, Cloud.address(far), 80);
        assertThat(passes(client, far, paired)).isFalse();
        client = cloud.changed(
                client, true, true, List.of(new AddressPair(Cidr.parse("192.168.0.76/30"), client.mac())));
        replan();
        assertThat(passes(client, far, paired)).isTrue();
        client = cloud.changed(client, true, true, List.of(new AddressPair(Cidr.parse("0.0.0.0/0"), client.mac())));
        replan();
        assertThat(passes(client, far, Packet.tcp(Ipv4Address.parse("8.8.8.8"), 4000, Cloud.address(far), 80)))
                .isTrue();
        assertThat(passes(stranger, far, tcp(stranger, 4000, far, 80))).isTrue();
    }

    @Test
    void aPortWithoutGroupsHearsAndSaysOnlyWhatFindsAddresses() {
        near = cloud.inGroups(near);
        replan();
        assertThat(passes(stranger, near, tcp(stranger, 1, near, 80))).isFalse();
        assertThat(passes(near, stranger, tcp(near, 1, stranger, 80))).isFalse();
        Packet arp = Packet.arp(2, near.mac(), Cloud.address(near), Cloud.address(stranger));
        assertThat(passes(near, stranger, arp)).isTrue();
        Packet toNear = Packet.arp(2, stranger.mac(), Cloud.address(stranger), Cloud.address(near));
        assertThat(passes(stranger, near, toNear)).isTrue();
        Packet discover = Packet.udp(Ipv4Address.UNSPECIFIED, 68, Ipv4Address.BROADCAST, 67)
                .between(near.mac(), MacAddress.BROADCAST);
        assertThat(overlay.sent(near.id(), discover).asked()).hasSize(1);
        Packet renewal = Packet.udp(Cloud.address(near), 68, Ipv4Address.parse("192.168.0.1"), 67)
                .between(near.mac(), new MacAddress(0x99));
        assertThat(overlay.sent(near.id(), renewal).asked()).hasSize(1);
        assertThat(passes(near, stranger, six(near, stranger, 58).with(Field.ICMPV6_TYPE, 135)))
                .isTrue();
        assertThat(passes(stranger, near, six(stranger, near, 58).with(Field.ICMPV6_TYPE, 135)))
                .isTrue();
        assertThat(passes(stranger, near, six(stranger, near, 58).with(Field.ICMPV6_TYPE, 128)))
                .isFalse();
    }

    @Test
    void aPortThatIsNotGuardedIsNotFiltered() {
        near = cloud.changed(cloud.inGroups(near), true, false, List.of());
        replan();
        assertThat(passes(stranger, near, tcp(stranger, 1, near, 99))).isTrue();
        assertThat(passes(near, stranger, tcp(near, 1, stranger, 99))).isTrue();
        Packet exotic = Packet.blank().with(Field.ETH_TYPE, Match.LLDP);
        assertThat(passes(near, client, exotic)).isFalse();
        TenantPort twin = cloud.changed(cloud.port(subnet, 0xe, 14), true, false, List.of());
        cloud.plug(twin.id(), one);
        replan();
        assertThat(passes(near, twin, exotic)).isTrue();
    }

    @Test
    void broadcastReachesThoseWhoLetItIn() {
        rule(servers, Direction.INGRESS, Optional.of(UDP), Optional.of(new Span(5000, 5009)), ANYBODY);
        replan();
        Packet shout = Packet.udp(Cloud.address(stranger), 1, Ipv4Address.BROADCAST, 5004)
                .between(stranger.mac(), MacAddress.BROADCAST);
        assertThat(overlay.sent(stranger.id(), shout).delivered())
                .extracting(SimulatedOverlay.Delivery::place)
                .containsExactlyInAnyOrder(
                        cloud.plan().locations().get(near.id()),
                        cloud.plan().locations().get(far.id()));
        assertThat(overlay.sent(stranger.id(), shout.with(Field.UDP_DST, 5010)).delivered())
                .isEmpty();
    }

    @Test
    void messagesOfIcmpAreTakenByTypeAndCode() {
        rule(servers, Direction.INGRESS, Optional.of(1), Optional.of(new Span(8, -1)), ANYBODY);
        rule(servers, Direction.INGRESS, Optional.of(1), Optional.of(new Span(13, 1)), ANYBODY);
        replan();
        Packet ping = Packet.icmp(Cloud.address(stranger), Cloud.address(near), 8, 0);
        assertThat(passes(stranger, near, ping)).isTrue();
        assertThat(passes(near, stranger, Packet.icmp(Cloud.address(near), Cloud.address(stranger), 0, 0)))
                .isTrue();
        Packet other = Packet.icmp(Cloud.address(stranger), Cloud.address(near), 15, 0);
        assertThat(passes(stranger, near, other)).isFalse();
    }

    @Test
    void theVersionsAreApart() {
        cloud.rule(servers, Direction.INGRESS, IpVersion.V6, Optional.of(58), Optional.of(new Span(128, 0)), ANYBODY);
        cloud.rule(
                servers,
                Direction.INGRESS,
                IpVersion.V6,
                Optional.of(TCP),
                WEB,
                Optional.of(new Peer.Block(Cidr.parse("fe80::200:ff:fe00:0/112"))));
        replan();
        Packet ping = six(stranger, near, 58).with(Field.ICMPV6_TYPE, 128).with(Field.ICMPV6_CODE, 0);
        assertThat(passes(stranger, near, ping)).isTrue();
        assertThat(passes(stranger, near, ping.with(Field.ICMPV6_CODE, 1).with(Field.IPV6_DST_LOW, 7)))
                .isFalse();
        Packet web = six(stranger, near, TCP).with(Field.TCP_SRC, 5).with(Field.TCP_DST, 80);
        assertThat(passes(stranger, near, web)).isTrue();
        assertThat(passes(stranger, near, web.with(Field.TCP_DST, 81))).isFalse();
        assertThat(passes(stranger, near, tcp(stranger, 5, near, 80))).isFalse();
    }

    @Test
    void aRuleThatNoPacketCanMeetIsNoRule() {
        OverlayPlan before = cloud.plan();
        for (int protocol : List.of(1, 58, 47)) {
            Optional<Span> span = Optional.of(new Span(0, 0));
            IpVersion version = protocol == 1 ? IpVersion.V6 : IpVersion.V4;
            cloud.rule(servers, Direction.INGRESS, version, Optional.of(protocol), span, ANYBODY);
        }
        rule(
                servers,
                Direction.INGRESS,
                Optional.of(UDP),
                Optional.empty(),
                Optional.of(new Peer.Group(cloud.group())));
        assertThat(cloud.plan().switches()).isEqualTo(before.switches());
    }

    @Test
    void aNumberThatIsNoZoneIsATrouble() {
        cloud.unplug(near.id(), one);
        cloud.plug(near.id(), one, 0x8000);
        OverlayPlan plan = cloud.plan();
        assertThat(plan.troubles().get(near.id())).contains("32768").contains("32767");
        replan();
        assertThat(passes(client, near, tcp(client, 4000, near, 80))).isFalse();
        near = cloud.changed(near, true, false, List.of());
        assertThat(cloud.after(plan).troubles()).isEmpty();
    }

    /** Between the link-local addresses that go with the MAC addresses. */
    private static Packet six(TenantPort from, TenantPort to, int protocol) {
        IpAddress source = local(from);
        IpAddress target = local(to);
        return Packet.blank()
                .with(Field.ETH_TYPE, Match.IPV6)
                .with(Field.IP_PROTO, protocol)
                .with(Field.IPV6_SRC_HIGH, source.high())
                .with(Field.IPV6_SRC_LOW, source.low())
                .with(Field.IPV6_DST_HIGH, target.high())
                .with(Field.IPV6_DST_LOW, target.low());
    }

    private static IpAddress local(TenantPort port) {
        return IpAddress.parse("fe80::200:ff:fe00:%x".formatted(port.mac().value()));
    }
}
