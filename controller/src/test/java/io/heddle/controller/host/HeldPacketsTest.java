package io.heddle.controller.host;

import static io.heddle.controller.host.Bench.GATEWAY;
import static io.heddle.controller.host.Bench.P12;
import static io.heddle.controller.host.Bench.P13;
import static io.heddle.controller.host.Bench.P14;
import static io.heddle.controller.host.Bench.P22;
import static io.heddle.controller.host.Bench.P23;
import static io.heddle.controller.host.Bench.UPLINK;
import static io.heddle.controller.host.Bench.ip;
import static io.heddle.controller.host.Bench.mac;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.host.Bench.Station;
import io.heddle.controller.packet.Arp;
import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.state.Effect.SendPacket;
import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldPacketsTest {

    private final Bench bench = new Bench();
    private final Station alice = bench.station(P12, 1, "10.0.0.2");

    @Test
    void aPacketForASilentPlannedHostArrivesAfterItWasAskedAtItsPort() {
        bench.known(alice);
        bench.station(P22, 2, "10.0.1.2");
        byte[] ping = bench.ping(alice, "10.0.1.2");
        bench.send(P12, ping);
        assertThat(bench.host("10.0.1.2").orElseThrow().location()).isEqualTo(P22);
        assertThat(bench.throughTables).singleElement().satisfies(sent -> {
            assertThat(sent.dpid()).isEqualTo(new DatapathId(1));
            assertThat(sent.frame()).isEqualTo(ping);
        });
        assertThat(bench.arpsAt(P23)).isEmpty();
    }

    @Test
    void aPacketForASilentOffPlanHostArrivesAfterAllPortsWereAsked() {
        bench.known(alice);
        bench.station(P23, 2, "192.168.9.9");
        bench.pings(alice, "192.168.9.9");
        assertThat(bench.host("192.168.9.9").orElseThrow().location()).isEqualTo(P23);
        assertThat(bench.throughTables).hasSize(1);
        assertThat(bench.arpsAt(UPLINK)).isEmpty();
    }

    @Test
    void aSilentHostWithAnAddressPlannedForAnotherPortIsFoundToo() {
        bench.known(alice);
        bench.station(P14, 2, "10.0.1.3");
        bench.pings(alice, "10.0.1.3");
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.host("10.0.1.3").orElseThrow().location()).isEqualTo(P14);
        assertThat(bench.throughTables).hasSize(1);
    }

    @Test
    void aSilentHostBesideAKnownOneIsFoundInTheSecondRound() {
        bench.known(alice);
        bench.station(P12, 2, "192.168.9.9");
        bench.pings(alice, "192.168.9.9");
        assertThat(bench.throughTables).isEmpty();
        bench.pass(Duration.ofMillis(300));
        assertThat(bench.throughTables).hasSize(1);
    }

    @Test
    void nothingIsSentBeforeTheRulesAreThere() {
        bench.confirmsRules = false;
        bench.known(alice);
        bench.station(P22, 2, "10.0.1.2");
        bench.pings(alice, "10.0.1.2");
        bench.pass(Duration.ofMillis(200));
        assertThat(bench.throughTables).isEmpty();
        bench.pings(alice, "10.0.1.2");
        bench.services
                .hostReady(ip("10.0.1.2"), bench.facts(), bench.now)
                .effects()
                .forEach(effect -> bench.throughTables.add((SendPacket) effect));
        assertThat(bench.throughTables).hasSize(2);
    }

    @Test
    void withoutWordOfTheRulesItIsSentAfterASecond() {
        bench.confirmsRules = false;
        bench.known(alice);
        bench.station(P22, 2, "10.0.1.2");
        bench.pings(alice, "10.0.1.2");
        bench.pass(Duration.ofMillis(1100));
        assertThat(bench.throughTables).hasSize(1);
    }

    @Test
    void aHostThatIsNowhereIsReportedUnreachable() {
        bench.known(alice);
        bench.pings(alice, "10.0.1.2");
        bench.pass(Duration.ofMillis(2900));
        assertThat(bench.icmpAt(P12)).isEmpty();
        bench.pass(Duration.ofMillis(200));
        assertThat(bench.icmpAt(P12)).singleElement().satisfies(icmp -> {
            assertThat(icmp.type()).isEqualTo(Icmp.UNREACHABLE);
            assertThat(icmp.code()).isEqualTo(1);
        });
        assertThat(bench.packetsAt(P12).getLast().source()).isEqualTo(ip("10.0.0.1"));
        bench.pings(alice, "10.0.1.2");
        assertThat(bench.icmpAt(P12)).hasSize(2);
        assertThat(bench.services.counters().heldDropped()).isEqualTo(2);
    }

    @Test
    void aHostThatWasNowhereIsThereAsSoonAsItSpeaks() {
        bench.known(alice);
        bench.pings(alice, "10.0.1.2");
        bench.pass(Duration.ofMillis(3100));
        Station late = bench.station(P22, 2, "10.0.1.2");
        bench.asks(late, "10.0.1.1");
        bench.pings(alice, "10.0.1.2");
        assertThat(bench.throughTables).hasSize(1);
    }

    @Test
    void onlySoManyPacketsAreHeldForOneHostAndForOnlySoManyHosts() {
        bench.known(alice);
        for (int i = 0; i < 20; i++) {
            bench.pings(alice, "10.0.1.2");
        }
        assertThat(bench.services.counters().held()).isEqualTo(16);
        assertThat(bench.services.counters().heldDropped()).isEqualTo(4);
        for (int i = 0; i < 300; i++) {
            bench.now = bench.now.plusMillis(5);
            bench.pings(alice, Ipv4Address.of(172, 16, i / 250, i % 250 + 1).toString());
        }
        assertThat(bench.services.counters().held()).isLessThanOrEqualTo(16 + 255);
    }

    @Test
    void searchesOfAllPortsAreLimitedInRate() {
        bench.known(alice);
        for (int i = 1; i <= 100; i++) {
            bench.pings(alice, "172.16.0." + i);
        }
        assertThat(bench.arpsAt(P23).size()).isLessThanOrEqualTo(41);
    }

    @Test
    void aFloodOfOnePortTakesNothingFromAnother() {
        Station bob = bench.station(P13, 2, "10.0.0.3");
        for (int i = 0; i < 1000; i++) {
            bench.asks(alice, "10.0.0.1");
        }
        bench.asks(bob, "10.0.0.1");
        assertThat(bench.arpRepliesAt(P12)).hasSize(200);
        assertThat(bench.arpRepliesAt(P13)).hasSize(1);
        assertThat(bench.services.counters().overRate()).isEqualTo(800);
        bench.pass(Duration.ofSeconds(1));
        bench.asks(alice, "10.0.0.1");
        assertThat(bench.arpRepliesAt(P12)).hasSize(201);
    }

    @Test
    void aPacketOfAnUnknownHostLocatesItAndIsSentOn() {
        bench.known(bench.station(P22, 2, "10.0.1.2"));
        bench.pings(alice, "10.0.1.2");
        assertThat(bench.host("10.0.0.2").orElseThrow().location()).isEqualTo(P12);
        assertThat(bench.throughTables).hasSize(1);
    }

    @Test
    void anUnknownOffPlanSenderIsAskedWhetherTheAddressIsItsOwn() {
        bench.known(bench.station(P22, 2, "10.0.1.2"));
        Station liar = new Station(P13, mac(3), ip("172.16.0.9"));
        bench.pings(liar, "10.0.1.2");
        bench.pass(Duration.ofSeconds(4));
        assertThat(bench.host("172.16.0.9")).isEmpty();
        assertThat(bench.throughTables).isEmpty();
        bench.stations.add(liar);
        bench.pings(liar, "10.0.1.2");
        assertThat(bench.host("172.16.0.9")).isPresent();
        assertThat(bench.throughTables).hasSize(1);
    }

    @Test
    void aSenderThatClaimsTheAddressOfALiveHostGetsNothingThrough() {
        bench.known(alice);
        bench.known(bench.station(P22, 2, "10.0.1.2"));
        bench.pings(bench.station(P13, 3, "10.0.0.2"), "10.0.1.2");
        bench.pass(Duration.ofSeconds(4));
        assertThat(bench.refusals()).hasSize(1);
        assertThat(bench.throughTables).isEmpty();
    }

    @Test
    void twoSilentHostsFindEachOther() {
        Station bob = bench.station(P23, 2, "192.168.9.9");
        bench.pings(alice, "192.168.9.9");
        assertThat(bench.throughTables).hasSize(1);
        assertThat(bench.topology.hosts()).containsOnlyKeys(ip("10.0.0.2"), bob.ip());
    }

    @Test
    void multicastIsNotHeld() {
        bench.known(alice);
        bench.pings(alice, "224.0.0.251");
        bench.pings(alice, "255.255.255.255");
        assertThat(bench.services.counters().held()).isZero();
    }

    @Test
    void aPacketThatArrivesFromAnotherSwitchForAnUnknownHostIsSentOnFromThere() {
        bench.known(alice);
        bench.station(P22, 2, "10.0.1.2");
        byte[] ping = bench.ping(alice, "10.0.1.2", 60);
        bench.send(ConnectPoint.of(2, 1), ping);
        assertThat(bench.throughTables)
                .singleElement()
                .satisfies(sent -> assertThat(sent.dpid()).isEqualTo(new DatapathId(2)));
    }

    @Test
    void anExpiredPacketIsReportedFromTheSwitchesOwnAddress() {
        bench.known(alice);
        byte[] ping = bench.ping(alice, "10.0.1.2", 1);
        bench.apply(new PacketReceived(ConnectPoint.of(9, 1), PacketInReason.INVALID_TTL, Optional.empty(), ping));
        assertThat(bench.icmpAt(P12)).singleElement().satisfies(icmp -> {
            assertThat(icmp.type()).isEqualTo(Icmp.TIME_EXCEEDED);
            assertThat(icmp.payload())
                    .isEqualTo(Ethernet.parse(ping).orElseThrow().payload());
        });
        Ipv4 report = bench.packetsAt(P12).getFirst();
        assertThat(report.source()).isEqualTo(ip("10.255.1.1"));
        assertThat(report.destination()).isEqualTo(ip("10.0.0.2"));
        Ethernet frame = Ethernet.parse(bench.got.getLast().frame()).orElseThrow();
        assertThat(frame.source()).isEqualTo(GATEWAY);
        assertThat(frame.destination()).isEqualTo(mac(1));
    }

    @Test
    void anExpiredPacketOfAHostThatCannotBeReachedDirectlyIsReportedThroughTheTables() {
        bench.known(alice);
        bench.connectedIs(1, false);
        byte[] ping = bench.ping(alice, "10.0.1.2", 1);
        bench.apply(new PacketReceived(ConnectPoint.of(9, 1), PacketInReason.INVALID_TTL, Optional.empty(), ping));
        assertThat(bench.throughTables)
                .singleElement()
                .satisfies(sent -> assertThat(sent.dpid()).isEqualTo(new DatapathId(9)));
    }

    @Test
    void noErrorIsSentAboutAnError() {
        bench.known(alice);
        Icmp error = Icmp.hostUnreachable(
                Ethernet.parse(bench.ping(alice, "10.0.1.2")).orElseThrow().payload());
        Ipv4 packet = Ipv4.of(1, Ipv4.ICMP, alice.ip(), ip("10.0.1.2"), error.bytes());
        byte[] frame = new Ethernet(GATEWAY, alice.mac(), Ethernet.IPV4, packet.bytes()).bytes();
        bench.apply(new PacketReceived(P12, PacketInReason.INVALID_TTL, Optional.empty(), frame));
        assertThat(bench.icmpAt(P12)).isEmpty();
    }

    @Test
    void aPingOfASwitchIsAnsweredFromItsAddress() {
        bench.known(alice);
        bench.pings(alice, "10.255.1.1");
        bench.pings(alice, "10.0.1.1");
        assertThat(bench.icmpAt(P12)).hasSize(2).allSatisfy(icmp -> {
            assertThat(icmp.type()).isEqualTo(Icmp.ECHO_REPLY);
            assertThat(icmp.payload()).containsExactly(1, 2, 3);
        });
        assertThat(bench.packetsAt(P12)).extracting(Ipv4::source).containsExactly(ip("10.255.1.1"), ip("10.0.1.1"));
    }

    @Test
    void aPingOfASwitchThatIsNotThereIsNotAnswered() {
        bench.known(alice);
        bench.connectedIs(9, false);
        bench.pings(alice, "10.255.1.1");
        assertThat(bench.icmpAt(P12)).isEmpty();
    }

    @Test
    void brokenPacketsAreCountedAndDropped() {
        bench.send(P12, new Ethernet(GATEWAY, mac(1), Ethernet.IPV4, new byte[30]).bytes());
        bench.send(P12, new Ethernet(GATEWAY, mac(1), 0x86dd, new byte[30]).bytes());
        bench.send(P12, new byte[5]);
        assertThat(bench.services.counters().malformed()).isEqualTo(1);
        assertThat(bench.services.counters().packets()).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void nothingThatAHostSendsCausesAFailure(long seed) {
        Random random = new Random(seed);
        byte[][] frames = {
            bench.ping(alice, "10.0.1.2"),
            new Ethernet(
                            GATEWAY,
                            mac(1),
                            Ethernet.ARP,
                            Arp.request(mac(1), ip("10.0.0.2"), ip("10.0.0.1")).bytes())
                    .bytes()
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = frames[random.nextInt(frames.length)].clone();
            for (int flips = random.nextInt(6); flips > 0; flips--) {
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            }
            bench.now = bench.now.plusMillis(10);
            PacketInReason reason = random.nextBoolean() ? PacketInReason.ACTION : PacketInReason.INVALID_TTL;
            bench.apply(new PacketReceived(random.nextBoolean() ? P12 : UPLINK, reason, Optional.empty(), frame));
            if (i % 10 == 0) {
                bench.apply(new io.heddle.controller.state.FabricEvent.Ticked());
            }
        }
        assertThat(bench.topology.hosts().size()).isLessThanOrEqualTo(64);
    }

    @Test
    void aPingOfASwitchThatIsNoEdgeIsAnsweredWhereverItReachesTheController() {
        Station alice = bench.station(P12, 1, "10.0.0.2");
        bench.known(alice);
        bench.send(ConnectPoint.of(9, 1), bench.ping(alice, "10.255.1.1"));
        assertThat(bench.packetsAt(P12)).singleElement().satisfies(answer -> {
            assertThat(answer.source()).isEqualTo(ip("10.255.1.1"));
            assertThat(answer.destination()).isEqualTo(alice.ip());
        });
        assertThat(bench.icmpAt(P12))
                .singleElement()
                .satisfies(icmp -> assertThat(icmp.type()).isEqualTo(Icmp.ECHO_REPLY));
    }
}
