package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants with the same addresses and MAC addresses, on the same servers, sending what they like. */
class IsolationTest {

    private static final Ipv4Address FIRST = Ipv4Address.of(10, 9, 0, 0);

    private record World(
            RandomCloud random, OverlayPlan plan, SimulatedOverlay overlay, Map<ConnectPoint, PortId> places) {

        static World of(long seed) {
            RandomCloud random = RandomCloud.settled(seed);
            OverlayPlan plan = random.cloud.plan();
            Map<ConnectPoint, PortId> places = new HashMap<>();
            plan.locations().forEach((port, place) -> places.put(place, port));
            return new World(random, plan, new SimulatedOverlay(plan, random.cloud.servers()), places);
        }

        TenantPort at(ConnectPoint place) {
            return random.cloud
                    .state()
                    .ports()
                    .find(Optional.ofNullable(places.get(place)).orElseThrow())
                    .orElseThrow();
        }

        boolean works(TenantPort port) {
            return !plan.troubles().containsKey(port.id());
        }

        List<TenantPort> neighbours(TenantPort port) {
            return random.ports().stream()
                    .filter(other -> other.network().equals(port.network()) && !other.equals(port) && works(other))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverIsSentStaysOnItsNetworkInCloudsOfThatSeed(long seed) {
        World world = World.of(seed);
        for (int i = 0; i < 2_000; i++) {
            TenantPort from = world.random.any(world.random.ports());
            Packet frame = frame(world.random.random());
            SimulatedOverlay.Outcome outcome = world.overlay.sent(from.id(), frame);
            Set<ConnectPoint> reached = new HashSet<>();
            for (SimulatedOverlay.Delivery delivery : outcome.delivered()) {
                assertThat(world.at(delivery.place()).network()).isEqualTo(from.network());
                assertThat(reached.add(delivery.place())).as("once only").isTrue();
                boolean isReply = delivery.place().equals(world.plan.locations().get(from.id()));
                assertThat(isReply)
                        .isEqualTo(delivery.packet().value(Field.ARP_OP) == 2
                                && !delivery.packet().equals(frame));
            }
            if (!outcome.delivered().isEmpty() || !outcome.asked().isEmpty()) {
                assertThat(maySend(from, frame)).as("%s sends %s", from, frame).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void whatComesOutOfATunnelGoesToPortsOfTheNetworkOfItsKeyAndNeverBackInCloudsOfThatSeed(long seed) {
        World world = World.of(seed);
        SplittableRandom random = world.random.random();
        int reached = 0;
        for (int i = 0; i < 2_000; i++) {
            boolean isVxlan = random.nextBoolean();
            ConnectPoint tunnel = new ConnectPoint(world.random.aServer(), isVxlan ? Cloud.VXLAN_PORT : Cloud.GRE_PORT);
            long key = random.nextInt(8);
            Optional<NetworkId> network = key == 0
                    ? Optional.empty()
                    : world.random
                            .cloud
                            .state()
                            .segments()
                            .find(new Segment(isVxlan ? NetworkType.VXLAN : NetworkType.GRE, "", key));
            for (ConnectPoint place :
                    world.overlay.arrived(tunnel, frame(random), key).places()) {
                assertThat(Optional.of(world.at(place).network())).isEqualTo(network);
                reached++;
            }
        }
        assertThat(reached).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void legitimateUnicastArrivesAtItsPortAndBroadcastAtAllOthersInCloudsOfThatSeed(long seed) {
        World world = World.of(seed);
        int sent = 0;
        for (TenantPort from : world.random.ports()) {
            if (!world.works(from)) {
                continue;
            }
            List<TenantPort> others = world.neighbours(from);
            for (TenantPort to : others) {
                Packet frame = datagram(from, to.mac(), Cloud.address(to));
                assertThat(world.overlay.sent(from.id(), frame).delivered())
                        .containsExactly(new SimulatedOverlay.Delivery(place(world, to), frame));
                sent++;
            }
            Packet shout = datagram(from, MacAddress.BROADCAST, Ipv4Address.BROADCAST);
            List<ConnectPoint> all =
                    others.stream().map(to -> place(world, to)).sorted().toList();
            assertThat(world.overlay.sent(from.id(), shout).places()).isEqualTo(all);
        }
        assertThat(sent).isPositive();
    }

    private static ConnectPoint place(World world, TenantPort port) {
        return Optional.ofNullable(world.plan.locations().get(port.id())).orElseThrow();
    }

    private static Packet datagram(TenantPort from, MacAddress mac, Ipv4Address to) {
        return Packet.udp(Cloud.address(from), 7, to, 8).between(from.mac(), mac);
    }

    /** A frame of the addresses that every network has, of which some are nobody's. */
    private static Packet frame(SplittableRandom random) {
        Ipv4Address source = address(random);
        Ipv4Address target = address(random);
        MacAddress mac = mac(random);
        MacAddress to = random.nextInt(4) == 0 ? MacAddress.BROADCAST : mac(random);
        return switch (random.nextInt(6)) {
            case 0 -> Packet.arp(1 + random.nextInt(2), mac, source, target);
            case 1 -> Packet.arp(1, mac(random), source, target).between(mac, to);
            case 2 ->
                Packet.udp(Ipv4Address.UNSPECIFIED, 68, Ipv4Address.BROADCAST, 67)
                        .between(mac, to);
            case 3 -> Packet.udp(source, 67, target, 68).between(mac, to);
            case 4 ->
                Packet.blank()
                        .with(Field.ETH_TYPE, Match.IPV6)
                        .with(Field.IP_PROTO, 58)
                        .with(Field.ICMPV6_TYPE, 133 + random.nextInt(5))
                        .with(Field.ICMPV6_CODE, 0)
                        .with(Field.IPV6_SRC_HIGH, 0xfe80L << 48)
                        .with(Field.IPV6_SRC_LOW, interfaceId(mac(random)))
                        .with(Field.ND_TARGET_HIGH, 0xfe80L << 48)
                        .with(Field.ND_TARGET_LOW, interfaceId(mac(random)))
                        .between(mac, to);
            default -> Packet.udp(source, 1, target, 2).between(mac, to);
        };
    }

    private static Ipv4Address address(SplittableRandom random) {
        return new Ipv4Address(FIRST.value() + random.nextInt(RandomCloud.HOSTS + 8));
    }

    private static MacAddress mac(SplittableRandom random) {
        return new MacAddress(1 + random.nextInt(RandomCloud.HOSTS + 3));
    }

    /** What port security is meant to let pass, said apart from the rules. */
    private static boolean maySend(TenantPort port, Packet frame) {
        if (!port.portSecurity()) {
            return true;
        }
        MacAddress mac = new MacAddress(frame.value(Field.ETH_SRC));
        int type = (int) frame.value(Field.ETH_TYPE);
        if (type == Match.ARP) {
            Ipv4Address sender = new Ipv4Address((int) frame.value(Field.ARP_SPA));
            return frame.value(Field.ARP_SHA) == mac.value()
                    && (isPermitted(port, mac, sender) || sender.equals(Ipv4Address.UNSPECIFIED));
        }
        if (type == Match.IPV4) {
            boolean isDiscover = frame.source().equals(Ipv4Address.UNSPECIFIED) && frame.value(Field.UDP_SRC) == 68;
            boolean isOffer = frame.value(Field.UDP_SRC) == 67 && frame.value(Field.UDP_DST) == 68;
            return !isOffer && (isDiscover ? isOwn(port, mac) : isPermitted(port, mac, frame.source()));
        }
        long message = frame.value(Field.ICMPV6_TYPE);
        boolean isToldOfItself = message != 136 || frame.value(Field.ND_TARGET_LOW) == interfaceId(mac);
        return message != 134
                && message != 137
                && isOwn(port, mac)
                && frame.value(Field.IPV6_SRC_LOW) == interfaceId(mac)
                && isToldOfItself;
    }

    /** Of the small MAC addresses used here, whose first octets are 0. */
    private static long interfaceId(MacAddress mac) {
        return 0x0200_00ff_fe00_0000L | mac.value();
    }

    private static boolean isOwn(TenantPort port, MacAddress mac) {
        return port.mac().equals(mac)
                || port.allowedPairs().stream().anyMatch(pair -> pair.mac().equals(mac));
    }

    private static boolean isPermitted(TenantPort port, MacAddress mac, Ipv4Address source) {
        IpAddress address = IpAddress.of(source);
        boolean isFixed = port.mac().equals(mac)
                && port.fixedIps().stream().anyMatch(ip -> Cidr.of(ip.address()).contains(address));
        return isFixed
                || port.allowedPairs().stream()
                        .anyMatch(pair ->
                                pair.mac().equals(mac) && pair.addresses().contains(address));
    }
}
