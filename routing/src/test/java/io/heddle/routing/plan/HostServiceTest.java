package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Field;
import io.heddle.routing.verify.Emission;
import io.heddle.routing.verify.Hop;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import org.junit.jupiter.api.Test;

/** What happens to a host's packets at its edge switch, and on the way through the fabric. */
class HostServiceTest {

    private static final MacAddress GATEWAY = PlanOptions.GATEWAY_MAC;
    private static final MacAddress STRANGER = MacAddress.parse("02:ff:00:00:00:01");

    private final TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(4));
    private final ForwardingPlan plan = fabric.plan();
    private final Host sender = fabric.host("10.0.0.2");
    private final Host receiver = fabric.host("10.3.1.3");
    private final DatapathId edge = sender.location().dpid();

    @Test
    void aPacketGoesThroughFiveRoutersAndArrivesFromTheGateway() {
        Walk walk = sent(from(sender, Packet.udp(sender.ip(), 1, receiver.ip(), 2)));
        assertThat(walk.hops()).hasSize(5);
        assertThat(walk.outcome()).isInstanceOfSatisfying(Walk.Delivered.class, delivered -> {
            assertThat(delivered.point()).isEqualTo(receiver.location());
            assertThat(delivered.packet().value(Field.IP_TTL)).isEqualTo(64 - 5);
            assertThat(delivered.packet().value(Field.ETH_SRC)).isEqualTo(GATEWAY.value());
            assertThat(delivered.packet().value(Field.ETH_DST))
                    .isEqualTo(receiver.mac().value());
        });
    }

    @Test
    void neighboursOnOneEdgeAreOneHopApart() {
        Walk walk = sent(
                from(sender, Packet.udp(sender.ip(), 1, fabric.host("10.0.0.3").ip(), 2)));
        assertThat(walk.hops()).hasSize(1);
        assertThat(walk.outcome()).isInstanceOf(Walk.Delivered.class);
    }

    @Test
    void anExpiringPacketIsShownToTheControllerByTheSwitchWhereItExpires() {
        for (int ttl = 1; ttl <= 5; ttl++) {
            Walk walk = sent(
                    from(sender, Packet.udp(sender.ip(), 1, receiver.ip(), 2)).with(Field.IP_TTL, ttl));
            assertThat(walk.hops()).hasSize(ttl);
            assertThat(walk.outcome())
                    .isInstanceOfSatisfying(
                            Walk.ToController.class,
                            asked -> assertThat(asked.reason()).isEqualTo(Emission.Reason.INVALID_TTL));
        }
    }

    @Test
    void anArpQuestionIsAnsweredInTheSwitch() {
        Packet question = Packet.arp(1, sender.mac(), sender.ip(), Ipv4Address.parse("10.0.0.1"));
        assertThat(sent(question).outcome()).isInstanceOfSatisfying(Walk.Delivered.class, answer -> {
            assertThat(answer.point()).isEqualTo(sender.location());
            assertThat(answer.packet())
                    .isEqualTo(Packet.arp(2, GATEWAY, Ipv4Address.parse("10.0.0.1"), sender.ip())
                            .with(Field.ETH_DST, sender.mac().value())
                            .with(Field.ARP_THA, sender.mac().value())
                            .with(Field.REG0, answer.packet().value(Field.REG0))
                            .with(Field.IN_PORT, sender.location().port().value()));
        });
    }

    @Test
    void announcementsProbesRepliesAndStrangersGoToTheController() {
        assertAsked(Packet.arp(1, sender.mac(), sender.ip(), sender.ip()));
        assertAsked(Packet.arp(1, sender.mac(), Ipv4Address.UNSPECIFIED, Ipv4Address.parse("10.0.0.9")));
        assertAsked(Packet.arp(2, sender.mac(), sender.ip(), Ipv4Address.parse("10.0.0.1")));
        assertAsked(Packet.arp(1, STRANGER, Ipv4Address.parse("10.0.0.77"), sender.ip()));
        assertAsked(Packet.arp(1, STRANGER, sender.ip(), receiver.ip()));
    }

    @Test
    void dhcpGoesToTheController() {
        Packet discover = Packet.udp(Ipv4Address.UNSPECIFIED, 68, Ipv4Address.BROADCAST, 67)
                .between(STRANGER, MacAddress.BROADCAST);
        assertAsked(discover);
    }

    @Test
    void aPingOfTheGatewayIsAnsweredInTheSwitch() {
        Ipv4Address gateway = Ipv4Address.parse("10.0.0.1");
        Walk walk = sent(from(sender, Packet.icmp(sender.ip(), gateway, 8, 0)).with(Field.IP_TTL, 9));
        assertThat(walk.outcome()).isInstanceOfSatisfying(Walk.Delivered.class, answer -> {
            assertThat(answer.point()).isEqualTo(sender.location());
            assertThat(answer.packet().source()).isEqualTo(gateway);
            assertThat(answer.packet().destination()).isEqualTo(sender.ip());
            assertThat(answer.packet().value(Field.ICMPV4_TYPE)).isZero();
            assertThat(answer.packet().value(Field.IP_TTL)).isEqualTo(64);
            assertThat(answer.packet().value(Field.ETH_DST))
                    .isEqualTo(sender.mac().value());
        });
    }

    @Test
    void aPingOfARemoteGatewayIsAnsweredToo() {
        Ipv4Address gateway = Ipv4Address.parse("10.3.1.1");
        Walk walk = sent(from(sender, Packet.icmp(sender.ip(), gateway, 8, 0)));
        assertThat(walk.outcome()).isInstanceOfSatisfying(Walk.Delivered.class, answer -> {
            assertThat(answer.point()).isEqualTo(sender.location());
            assertThat(answer.packet().source()).isEqualTo(gateway);
        });
    }

    @Test
    void aForgedSourceIsShownToTheControllerAndNotForwarded() {
        assertAsked(Packet.udp(receiver.ip(), 1, sender.ip(), 2).between(sender.mac(), GATEWAY));
        assertAsked(Packet.udp(sender.ip(), 1, receiver.ip(), 2).between(STRANGER, GATEWAY));
    }

    @Test
    void broadcastAndMulticastNeverLeaveTheEdge() {
        Packet mdns = Packet.udp(sender.ip(), 5353, Ipv4Address.parse("224.0.0.251"), 5353);
        assertThat(sent(mdns.between(sender.mac(), MacAddress.parse("01:00:5e:00:00:fb")))
                        .outcome())
                .isEqualTo(new Walk.Dropped(edge));
        assertThat(sent(from(sender, mdns)).outcome()).isEqualTo(new Walk.Dropped(edge));
    }

    @Test
    void unknownHostsAndTheWorldOutsideAreAskedFor() {
        assertAsked(from(sender, Packet.udp(sender.ip(), 1, Ipv4Address.parse("10.0.0.200"), 2)));
        assertAsked(from(sender, Packet.udp(sender.ip(), 1, Ipv4Address.parse("192.0.2.1"), 2)));
        Walk remote = sent(from(sender, Packet.udp(sender.ip(), 1, Ipv4Address.parse("10.3.1.200"), 2)));
        assertThat(remote.outcome())
                .isInstanceOfSatisfying(
                        Walk.ToController.class,
                        asked -> assertThat(asked.dpid())
                                .isEqualTo(receiver.location().dpid()));
    }

    @Test
    void addressesOfNoSwitchEndInTheFabricWithoutALoop() {
        for (String nowhere : new String[] {"10.3.77.1", "10.0.77.1", "10.77.0.1", "10.5.1.1"}) {
            Walk walk = sent(from(sender, Packet.udp(sender.ip(), 1, Ipv4Address.parse(nowhere), 2)));
            assertThat(walk.outcome()).as(nowhere).isInstanceOf(Walk.Dropped.class);
        }
    }

    @Test
    void lldpGoesToTheControllerFromAnyPort() {
        Packet lldp = Packet.blank().with(Field.ETH_TYPE, 0x88cc);
        DatapathId core = fabric.at(Tier.CORE, 0, 0);
        for (int port = 1; port <= 4; port++) {
            ConnectPoint at = new ConnectPoint(core, new PortNumber(port));
            assertThat(fabric.holding(plan)
                            .walk(new Hop.Ingress.AtPort(at), lldp)
                            .outcome())
                    .isInstanceOf(Walk.ToController.class);
        }
    }

    @Test
    void whatTheControllerSendsThroughTheTablesIsRouted() {
        Packet packet = Packet.icmp(Ipv4Address.parse("10.4.1.1"), receiver.ip(), 11, 0);
        Walk walk = fabric.holding(plan).walk(new Hop.Ingress.FromController(edge), packet);
        assertThat(walk.outcome()).isInstanceOf(Walk.Delivered.class);
    }

    @Test
    void hostsThatShareAPortReachEachOther() {
        TestFabric shared = fabric.withHost("10.0.0.100", sender.location());
        Host second = shared.host("10.0.0.100");
        Packet packet = from(sender, Packet.udp(sender.ip(), 1, second.ip(), 2));
        Walk walk = shared.holding(shared.plan()).walk(new Hop.Ingress.AtPort(sender.location()), packet);
        assertThat(walk.outcome())
                .isInstanceOfSatisfying(
                        Walk.Delivered.class,
                        delivered -> assertThat(delivered.point()).isEqualTo(sender.location()));
    }

    @Test
    void aHostSeenAtAFabricPortIsNotServed() {
        ConnectPoint fabricPort =
                fabric.cablesOf(edge).getFirst().first().dpid().equals(edge)
                        ? fabric.cablesOf(edge).getFirst().first()
                        : fabric.cablesOf(edge).getFirst().second();
        TestFabric odd = fabric.withHost("10.0.0.50", fabricPort);
        assertThat(odd.plan()).isEqualTo(plan);
    }

    private Packet from(Host host, Packet packet) {
        return packet.between(host.mac(), GATEWAY);
    }

    private Walk sent(Packet packet) {
        return fabric.holding(plan).walk(new Hop.Ingress.AtPort(sender.location()), packet);
    }

    private void assertAsked(Packet packet) {
        assertThat(sent(packet).outcome()).isInstanceOfSatisfying(Walk.ToController.class, asked -> {
            assertThat(asked.dpid()).isEqualTo(edge);
            assertThat(asked.reason()).isEqualTo(Emission.Reason.ACTION);
        });
    }
}
