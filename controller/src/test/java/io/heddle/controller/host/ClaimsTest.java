package io.heddle.controller.host;

import static io.heddle.controller.host.Bench.GATEWAY;
import static io.heddle.controller.host.Bench.P12;
import static io.heddle.controller.host.Bench.P13;
import static io.heddle.controller.host.Bench.P22;
import static io.heddle.controller.host.Bench.UPLINK;
import static io.heddle.controller.host.Bench.ip;
import static io.heddle.controller.host.Bench.mac;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.host.Bench.Station;
import io.heddle.controller.packet.Arp;
import io.heddle.controller.packet.DhcpOptions;
import io.heddle.controller.packet.DhcpType;
import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.state.FabricEvent.HostLocated;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private final Bench bench = new Bench();

    private static Arp gratuitous(Station station) {
        return Arp.request(station.mac(), station.ip(), station.ip());
    }

    private static Arp probe(Station station) {
        return Arp.request(station.mac(), Ipv4Address.UNSPECIFIED, station.ip());
    }

    @Test
    void aHostThatAsksForItsGatewayIsLocatedAndAnswered() {
        Station host = bench.station(P12, 1, "10.0.0.2");
        bench.asks(host, "10.0.0.1");
        assertThat(bench.events).containsExactly(new HostLocated(ip("10.0.0.2"), mac(1), P12));
        assertThat(bench.arpRepliesAt(P12))
                .containsExactly(new Arp(Arp.Operation.REPLY, GATEWAY, ip("10.0.0.1"), mac(1), ip("10.0.0.2")));
    }

    @Test
    void anyTargetIsAnsweredWithTheGateway() {
        Station host = bench.station(P12, 1, "10.0.0.2");
        bench.asks(host, "10.0.1.9");
        bench.asks(host, "10.0.0.3");
        assertThat(bench.arpRepliesAt(P12))
                .hasSize(2)
                .allMatch(reply -> reply.senderMac().equals(GATEWAY));
    }

    @Test
    void aNeighbourAtTheSamePortAnswersItself() {
        Station host = bench.station(P12, 1, "10.0.0.2");
        bench.known(bench.station(P12, 2, "10.0.0.200"));
        bench.asks(host, "10.0.0.200");
        assertThat(bench.arpRepliesAt(P12)).isEmpty();
    }

    @Test
    void anAnnouncementLocatesButIsNotAnswered() {
        Station host = bench.station(P12, 1, "10.0.0.2");
        bench.arp(host, gratuitous(host));
        assertThat(bench.host("10.0.0.2")).isPresent();
        assertThat(bench.arpRepliesAt(P12)).isEmpty();
    }

    @Test
    void aHostWithAPlannedStaticAddressIsKnownBeforeItSpeaks() {
        bench.station(P12, 1, "10.0.0.2");
        bench.pass(Duration.ofMillis(100));
        assertThat(bench.events).containsExactly(new HostLocated(ip("10.0.0.2"), mac(1), P12));
        assertThat(bench.arpsAt(P12)).containsExactly(Arp.request(GATEWAY, ip("10.0.0.1"), ip("10.0.0.2")));
    }

    @Test
    void aSilentPortIsAskedAFewTimesAndThenRarely() {
        bench.pass(Duration.ofSeconds(6));
        assertThat(bench.arpsAt(P12)).hasSize(4);
        bench.pass(Duration.ofSeconds(60));
        assertThat(bench.arpsAt(P12)).hasSize(6);
        assertThat(bench.arpsAt(UPLINK)).isEmpty();
    }

    @Test
    void aPortThatComesUpIsAskedAnew() {
        bench.setPort(P12, false);
        bench.pass(Duration.ofSeconds(60));
        assertThat(bench.arpsAt(P12)).isEmpty();
        bench.setPort(P12, true);
        bench.pass(Duration.ofMillis(50));
        assertThat(bench.arpsAt(P12)).hasSize(1);
    }

    @Test
    void aClaimAgainstALiveHostIsRefusedAndReported() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        Station thief = bench.station(P22, 2, "10.0.0.2");
        bench.asks(thief, "10.0.1.1");
        assertThat(bench.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.ip()).isEqualTo(ip("10.0.0.2"));
            assertThat(refusal.mac()).isEqualTo(mac(2));
            assertThat(refusal.point()).isEqualTo(P22);
            assertThat(refusal.reason()).contains("belongs to " + mac(1)).contains(P12.toString());
        });
        assertThat(bench.host("10.0.0.2").orElseThrow().location()).isEqualTo(P12);
        assertThat(bench.arpRepliesAt(P22)).isEmpty();
    }

    @Test
    void aRefusedClaimIsNotReportedAgainAtOnce() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        Station thief = bench.station(P22, 2, "10.0.0.2");
        bench.asks(thief, "10.0.1.1");
        bench.asks(thief, "10.0.1.1");
        assertThat(bench.refusals()).hasSize(1);
        bench.pass(Duration.ofSeconds(6));
        bench.asks(thief, "10.0.1.1");
        assertThat(bench.refusals()).hasSize(2);
        assertThat(bench.services.counters().claimsRefused()).isEqualTo(2);
    }

    @Test
    void theSameHardwareAddressAtAnotherPortIsRefusedToo() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        bench.asks(bench.station(P22, 1, "10.0.0.2"), "10.0.1.1");
        assertThat(bench.refusals()).hasSize(1);
    }

    @Test
    void aHostThatMovedIsFollowedOnceItsOldPlaceIsSilent() {
        Station host = bench.station(P12, 1, "10.0.0.2");
        bench.known(host);
        bench.stations.remove(host);
        Station moved = bench.station(P22, 1, "10.0.0.2");
        bench.asks(moved, "10.0.1.1");
        assertThat(bench.events).isEmpty();
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.events).containsExactly(new HostLocated(ip("10.0.0.2"), mac(1), P22));
        assertThat(bench.arpRepliesAt(P22)).hasSize(1);
    }

    @Test
    void aHostWhoseOldPortIsDownIsFollowedAtOnce() {
        Station host = bench.station(P12, 1, "10.0.0.2");
        bench.known(host);
        bench.setPort(P12, false);
        bench.asks(bench.station(P22, 1, "10.0.0.2"), "10.0.1.1");
        assertThat(bench.host("10.0.0.2").orElseThrow().location()).isEqualTo(P22);
        bench.pass(Duration.ofSeconds(5));
        assertThat(bench.host("10.0.0.2")).isPresent();
    }

    @Test
    void aSilentHostWithANewHardwareAddressIsFoundWhenItsPortComesUp() {
        bench.known(bench.station(P13, 1, "10.9.9.9"));
        bench.stations.clear();
        bench.setPort(P13, false);
        bench.station(P13, 2, "10.9.9.9");
        bench.setPort(P13, true);
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.host("10.9.9.9").orElseThrow().mac()).isEqualTo(mac(2));
    }

    @Test
    void aHostThatIsStillTheSameIsAskedAFewTimesAndThenLeftAlone() {
        bench.known(bench.station(P13, 1, "10.9.9.9"));
        bench.setPort(P13, true);
        bench.pass(Duration.ofSeconds(5));
        long asked = bench.services.counters().arpProbes();
        bench.pass(Duration.ofSeconds(5));
        assertThat(bench.services.counters().arpProbes()).isEqualTo(asked);
        assertThat(bench.events).isEmpty();
    }

    @Test
    void anOwnerBehindASwitchThatIsOutOfReachKeepsItsAddress() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        bench.connectedIs(1, false);
        bench.asks(bench.station(P22, 2, "10.0.0.2"), "10.0.1.1");
        assertThat(bench.refusals()).singleElement().asString().contains("cannot be asked");
    }

    @Test
    void anOwnerBehindADeadSwitchDoesNot() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        bench.connectedIs(1, false);
        bench.withoutLinks();
        bench.asks(bench.station(P22, 2, "10.0.0.2"), "10.0.1.1");
        assertThat(bench.host("10.0.0.2").orElseThrow().location()).isEqualTo(P22);
    }

    @Test
    void anOwnerThatSpeaksWhileItIsAskedKeepsItsAddress() {
        Station owner = bench.station(P12, 1, "10.0.0.2");
        bench.known(owner);
        bench.stations.clear();
        Station thief = new Station(P22, mac(2), ip("10.0.0.2"));
        bench.asks(thief, "10.0.1.1");
        bench.asks(owner, "10.0.0.1");
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.refusals()).hasSize(1);
        assertThat(bench.host("10.0.0.2").orElseThrow().mac()).isEqualTo(mac(1));
        assertThat(bench.arpRepliesAt(P12)).hasSize(1);
    }

    @Test
    void anAddressPlannedForAnotherPortIsGivenOnlyIfThatPortIsSilent() {
        Station owner = bench.station(P13, 1, "10.0.0.3");
        bench.asks(bench.station(P22, 2, "10.0.0.3"), "10.0.1.1");
        assertThat(bench.refusals()).hasSize(1);
        assertThat(bench.host("10.0.0.3").orElseThrow().location()).isEqualTo(owner.point());
    }

    @Test
    void anAddressPlannedForASilentPortIsGivenAfterItWasAsked() {
        Station host = bench.station(P22, 2, "10.0.0.3");
        bench.asks(host, "10.0.1.1");
        assertThat(bench.events).isEmpty();
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.events).containsExactly(new HostLocated(ip("10.0.0.3"), mac(2), P22));
    }

    @Test
    void anAddressPlannedForAPortThatWasAskedInVainIsGivenAtOnce() {
        bench.pass(Duration.ofSeconds(1));
        bench.asks(bench.station(P22, 2, "10.0.0.3"), "10.0.1.1");
        assertThat(bench.host("10.0.0.3")).isPresent();
    }

    @Test
    void anyOtherStaticAddressIsTakenOffPlan() {
        bench.asks(bench.station(P12, 1, "192.168.7.7"), "192.168.7.1");
        assertThat(bench.host("192.168.7.7").orElseThrow().location()).isEqualTo(P12);
        assertThat(bench.arpRepliesAt(P12)).hasSize(1);
    }

    @Test
    void aGatewayInUseIsNobodysAddress() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        bench.asks(bench.station(P13, 2, "10.0.0.1"), "10.0.0.2");
        assertThat(bench.refusals()).singleElement().asString().contains("gateway");
    }

    @Test
    void aGatewayThatNobodyUsesIsAnAddressLikeAnyOther() {
        bench.asks(bench.station(P12, 1, "10.0.0.1"), "10.0.0.2");
        bench.asks(bench.station(P13, 2, "10.0.0.4"), "10.0.0.1");
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.host("10.0.0.1").orElseThrow().location()).isEqualTo(P12);
        assertThat(bench.host("10.0.0.4").orElseThrow().location()).isEqualTo(P13);
    }

    @Test
    void aGatewayIsInUseAsSoonAsAClientHasALease() {
        bench.known(bench.station(P12, 9, "10.0.0.77"));
        var none = Ipv4Address.UNSPECIFIED;
        var options = DhcpOptions.empty().with(DhcpOptions.REQUESTED_ADDRESS, ip("10.0.0.3"));
        bench.dhcp(P13, bench.dhcp(DhcpType.REQUEST, 1, none, options));
        bench.asks(bench.station(P12, 2, "10.0.0.1"), "10.0.0.2");
        assertThat(bench.refusals()).hasSize(1);
    }

    @Test
    void aPortCannotShowMoreAddressesThanAllowed() {
        for (int i = 1; i <= 70; i++) {
            bench.asks(new Station(P12, mac(i), Ipv4Address.of(192, 168, 1, i)), "192.168.1.254");
        }
        assertThat(bench.topology.hosts()).hasSize(64);
        assertThat(bench.refusals()).hasSize(6);
    }

    @Test
    void duplicateAddressDetectionIsAnsweredByTheOwnersName() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        Station newcomer = new Station(P22, mac(2), ip("10.0.0.2"));
        bench.arp(newcomer, probe(newcomer));
        assertThat(bench.arpRepliesAt(P22)).singleElement().satisfies(reply -> {
            assertThat(reply.senderMac()).isEqualTo(mac(1));
            assertThat(reply.senderIp()).isEqualTo(ip("10.0.0.2"));
        });
        assertThat(bench.refusals()).isEmpty();
    }

    @Test
    void duplicateAddressDetectionOfAFreeOrAbandonedAddressIsNotAnswered() {
        Station gone = new Station(P12, mac(1), ip("10.0.0.2"));
        bench.known(gone);
        Station newcomer = new Station(P22, mac(2), ip("10.0.0.2"));
        bench.arp(newcomer, probe(newcomer));
        Station free = new Station(P22, mac(2), ip("10.0.1.2"));
        bench.arp(free, probe(free));
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.arpRepliesAt(P22)).isEmpty();
        assertThat(bench.events).isEmpty();
    }

    @Test
    void duplicateAddressDetectionOfAGatewayInUseIsAnswered() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        Station newcomer = new Station(P13, mac(2), ip("10.0.0.1"));
        bench.arp(newcomer, probe(newcomer));
        assertThat(bench.arpRepliesAt(P13))
                .singleElement()
                .satisfies(reply -> assertThat(reply.senderMac()).isEqualTo(GATEWAY));
    }

    @Test
    void arpThatContradictsItsFrameIsDropped() {
        Arp arp = Arp.request(mac(1), ip("10.0.0.2"), ip("10.0.0.1"));
        bench.send(P12, new Ethernet(MacAddress.BROADCAST, mac(2), Ethernet.ARP, arp.bytes()).bytes());
        bench.send(P12, new Ethernet(MacAddress.BROADCAST, mac(2), Ethernet.ARP, new byte[9]).bytes());
        bench.send(P12, new Ethernet(mac(2), MacAddress.BROADCAST, Ethernet.ARP, arp.bytes()).bytes());
        bench.send(P12, new Ethernet(mac(2), GATEWAY, Ethernet.ARP, arp.bytes()).bytes());
        assertThat(bench.events).isEmpty();
        assertThat(bench.services.counters().malformed()).isEqualTo(4);
    }

    @Test
    void addressesThatNoStationCanHaveAreNotLearned() {
        for (String text : List.of("0.0.0.5", "127.0.0.1", "169.254.3.4", "224.0.0.1", "255.255.255.255")) {
            bench.asks(new Station(P12, mac(1), ip(text)), "10.0.0.1");
        }
        assertThat(bench.events).isEmpty();
    }

    @Test
    void arpBetweenSwitchesIsNotAHosts() {
        bench.asks(new Station(UPLINK, mac(1), ip("10.0.0.2")), "10.0.0.1");
        assertThat(bench.events).isEmpty();
    }
}
