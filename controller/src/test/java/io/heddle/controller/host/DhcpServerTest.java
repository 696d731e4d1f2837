package io.heddle.controller.host;

import static io.heddle.controller.host.Bench.P12;
import static io.heddle.controller.host.Bench.P13;
import static io.heddle.controller.host.Bench.P22;
import static io.heddle.controller.host.Bench.ip;
import static io.heddle.controller.host.Bench.mac;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.packet.Dhcp;
import io.heddle.controller.packet.DhcpOptions;
import io.heddle.controller.packet.DhcpType;
import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Udp;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Effect.ForgetLease;
import io.heddle.controller.state.Effect.SaveLease;
import io.heddle.controller.state.FabricEvent.HostLocated;
import io.heddle.controller.state.FabricEvent.HostLost;
import io.heddle.controller.state.Lease;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DhcpServerTest {

    private static final Ipv4Address NONE = Ipv4Address.UNSPECIFIED;

    private final Bench bench = new Bench();

    private Dhcp discover(ConnectPoint point, int mac) {
        bench.dhcp(point, bench.dhcp(DhcpType.DISCOVER, mac, NONE, DhcpOptions.empty()));
        return last(point);
    }

    private Dhcp last(ConnectPoint point) {
        return bench.dhcpAt(point).getLast();
    }

    private void request(ConnectPoint point, int mac, Ipv4Address wanted, Ipv4Address server) {
        DhcpOptions options =
                DhcpOptions.empty().with(DhcpOptions.REQUESTED_ADDRESS, wanted).with(DhcpOptions.SERVER_ID, server);
        bench.dhcp(point, bench.dhcp(DhcpType.REQUEST, mac, NONE, options));
    }

    private Ipv4Address lease(ConnectPoint point, int mac) {
        Dhcp offer = discover(point, mac);
        request(
                point,
                mac,
                offer.yourIp(),
                offer.options().address(DhcpOptions.SERVER_ID).orElseThrow());
        assertThat(last(point).options().type()).contains(DhcpType.ACK);
        return last(point).yourIp();
    }

    @Test
    void aClientIsOfferedTheAddressOfItsPort() {
        Dhcp offer = discover(P13, 1);
        assertThat(offer.options().type()).contains(DhcpType.OFFER);
        assertThat(offer.yourIp()).isEqualTo(ip("10.0.0.3"));
        assertThat(offer.xid()).isEqualTo(7);
        assertThat(offer.options().address(DhcpOptions.SUBNET_MASK)).contains(ip("255.255.255.0"));
        assertThat(offer.options().address(DhcpOptions.ROUTER)).contains(ip("10.0.0.1"));
        assertThat(offer.options().address(DhcpOptions.SERVER_ID)).contains(ip("10.0.0.1"));
        assertThat(offer.options().address(DhcpOptions.BROADCAST_ADDRESS)).contains(ip("10.0.0.255"));
        assertThat(offer.options().integer(DhcpOptions.LEASE_SECONDS)).contains(3600);
        assertThat(offer.options().integer(DhcpOptions.RENEWAL_SECONDS)).contains(1800);
        assertThat(offer.options().integer(DhcpOptions.REBINDING_SECONDS)).contains(3150);
        assertThat(offer.options().value(DhcpOptions.MTU)).contains(new byte[] {5, (byte) 0xdc});
        assertThat(bench.topology.hosts()).isEmpty();
    }

    @Test
    void nameServersAndDomainAreHandedOutWhenThereAreSome() {
        HostSettings settings = new HostSettings(
                Duration.ofMinutes(1),
                Optional.empty(),
                List.of(ip("9.9.9.9"), ip("1.1.1.1")),
                Optional.of("fabric.example"),
                100,
                64,
                Duration.ofSeconds(3));
        Bench other = new Bench(settings, List.of());
        other.dhcp(P12, other.dhcp(DhcpType.DISCOVER, 1, NONE, DhcpOptions.empty()));
        DhcpOptions options = other.dhcpAt(P12).getFirst().options();
        assertThat(options.value(DhcpOptions.NAME_SERVER)).contains(new byte[] {9, 9, 9, 9, 1, 1, 1, 1});
        assertThat(options.value(DhcpOptions.DOMAIN_NAME).map(String::new)).contains("fabric.example");
        assertThat(options.value(DhcpOptions.MTU)).isEmpty();
    }

    @Test
    void anAcknowledgedClientIsLocatedAtOnceAndItsLeaseSavedBeforeItHears() {
        assertThat(lease(P13, 1)).isEqualTo(ip("10.0.0.3"));
        assertThat(bench.events).containsExactly(new HostLocated(ip("10.0.0.3"), mac(1), P13));
        List<Effect> last = bench.effects.subList(bench.effects.size() - 2, bench.effects.size());
        assertThat(last.getFirst())
                .isEqualTo(new SaveLease(new Lease(ip("10.0.0.3"), mac(1), P13, bench.now.plusSeconds(3600))));
        assertThat(last.getLast()).isInstanceOf(Effect.SendPacket.class);
    }

    @Test
    void everyPortHasItsOwnAddress() {
        assertThat(lease(P12, 1)).isEqualTo(ip("10.0.0.2"));
        assertThat(lease(P13, 2)).isEqualTo(ip("10.0.0.3"));
        assertThat(lease(P22, 3)).isEqualTo(ip("10.0.1.2"));
    }

    @Test
    void aRequestOfTheServerByAnAddressThatItHadBeforeIsRefusedSoThatTheClientBeginsAnew() {
        discover(P12, 1);
        request(P12, 1, ip("10.0.4.2"), ip("10.0.4.1"));
        assertThat(last(P12).options().type()).contains(DhcpType.NAK);
        assertThat(last(P12).options().address(DhcpOptions.SERVER_ID)).contains(ip("10.0.4.1"));
        assertThat(lease(P12, 1)).isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void aRequestOfAServerThatIsNoneOfTheFabricIsLeftToThatServer() {
        Dhcp offer = discover(P12, 1);
        request(P12, 1, ip("192.168.4.2"), ip("192.168.4.1"));
        assertThat(last(P12)).isEqualTo(offer);
        assertThat(discover(P12, 2).yourIp()).isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void aLeaseFromBeforeItsSwitchHadAnotherPrefixIsGivenUpForAnAddressOfTheNewOne() {
        Lease old = new Lease(ip("10.0.4.2"), mac(1), P12, bench.now.plusSeconds(3600));
        Bench renumbered = new Bench(HostSettings.defaults(), List.of(old));
        renumbered.dhcp(P12, renumbered.dhcp(DhcpType.DISCOVER, 1, NONE, DhcpOptions.empty()));
        assertThat(renumbered.dhcpAt(P12).getLast().yourIp()).isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void furtherClientsBehindAPortGetSpareNumbersFromTheTop() {
        assertThat(lease(P12, 1)).isEqualTo(ip("10.0.0.2"));
        assertThat(lease(P12, 2)).isEqualTo(ip("10.0.0.254"));
        assertThat(lease(P12, 3)).isEqualTo(ip("10.0.0.253"));
        assertThat(lease(P12, 2)).isEqualTo(ip("10.0.0.254"));
    }

    @Test
    void twoClientsWhoAskAtOnceAreOfferedDifferentAddresses() {
        Dhcp first = discover(P12, 1);
        Dhcp second = discover(P12, 2);
        assertThat(second.yourIp()).isNotEqualTo(first.yourIp());
        bench.pass(Duration.ofSeconds(31));
        assertThat(discover(P12, 3).yourIp()).isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void aPortCannotTakeMoreAddressesThanItMayShow() {
        IntStream.rangeClosed(1, 64).forEach(client -> {
            lease(P12, client);
            bench.pass(Duration.ofMillis(50));
        });
        int before = bench.dhcpAt(P12).size();
        bench.dhcp(P12, bench.dhcp(DhcpType.DISCOVER, 65, NONE, DhcpOptions.empty()));
        assertThat(bench.dhcpAt(P12)).hasSize(before);
    }

    @Test
    void theAnswerIsUnicastUnlessTheClientWantsItBroadcast() {
        discover(P12, 1);
        Ethernet unicast = Ethernet.parse(bench.got.getLast().frame()).orElseThrow();
        assertThat(unicast.destination()).isEqualTo(mac(1));
        assertThat(unicast.source()).isEqualTo(Bench.GATEWAY);
        assertThat(bench.packetsAt(P12).getLast().destination()).isEqualTo(ip("10.0.0.2"));
        Dhcp message = new Dhcp(
                false, 8, 0, true, NONE, NONE, NONE, mac(2), DhcpOptions.empty().with(DhcpType.DISCOVER));
        bench.dhcp(P13, message);
        assertThat(Ethernet.parse(bench.got.getLast().frame()).orElseThrow().destination())
                .isEqualTo(MacAddress.BROADCAST);
        assertThat(bench.packetsAt(P13).getLast().destination()).isEqualTo(Ipv4Address.BROADCAST);
    }

    @Test
    void aClientThatAsksForTheWrongAddressIsToldSo() {
        request(P12, 1, ip("10.0.1.2"), ip("10.0.0.1"));
        assertThat(last(P12).options().type()).contains(DhcpType.NAK);
        assertThat(last(P12).yourIp()).isEqualTo(NONE);
        assertThat(bench.packetsAt(P12).getLast().destination()).isEqualTo(Ipv4Address.BROADCAST);
        assertThat(bench.topology.hosts()).isEmpty();
    }

    @Test
    void aClientThatTakesAnotherServersOfferIsLeftAlone() {
        discover(P12, 1);
        int before = bench.dhcpAt(P12).size();
        request(P12, 1, ip("192.168.0.9"), ip("192.168.0.1"));
        assertThat(bench.dhcpAt(P12)).hasSize(before);
        assertThat(discover(P12, 2).yourIp()).isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void aRebootedClientGetsItsAddressWithoutADiscover() {
        DhcpOptions options = DhcpOptions.empty().with(DhcpOptions.REQUESTED_ADDRESS, ip("10.0.0.2"));
        bench.dhcp(P12, bench.dhcp(DhcpType.REQUEST, 1, NONE, options));
        assertThat(last(P12).options().type()).contains(DhcpType.ACK);
    }

    @Test
    void aClientRenewsWhereItIs() {
        lease(P12, 1);
        bench.pass(Duration.ofMinutes(30));
        bench.dhcp(P12, bench.dhcp(DhcpType.REQUEST, 1, ip("10.0.0.2"), DhcpOptions.empty()));
        assertThat(last(P12).options().type()).contains(DhcpType.ACK);
        assertThat(bench.packetsAt(P12).getLast().destination()).isEqualTo(ip("10.0.0.2"));
        bench.pass(Duration.ofSeconds(1801));
        assertThat(bench.host("10.0.0.2")).isPresent();
    }

    @Test
    void aClientThatTookItsAddressAlongRenewsWhereItIsNow() {
        lease(P12, 1);
        bench.topology = bench.topology.withHost(new Host(ip("10.0.0.2"), mac(1), P22));
        bench.dhcp(P22, bench.dhcp(DhcpType.REQUEST, 1, ip("10.0.0.2"), DhcpOptions.empty()));
        assertThat(last(P22).options().type()).contains(DhcpType.ACK);
        assertThat(last(P22).yourIp()).isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void aClientThatStartsAnewAtAnotherPortGetsThatPortsAddressAndLosesTheOld() {
        lease(P12, 1);
        assertThat(lease(P22, 1)).isEqualTo(ip("10.0.1.2"));
        assertThat(bench.host("10.0.0.2")).isEmpty();
        assertThat(bench.host("10.0.1.2").orElseThrow().location()).isEqualTo(P22);
    }

    @Test
    void anExpiredLeaseEndsWithItsHost() {
        lease(P12, 1);
        bench.pass(Duration.ofSeconds(3602));
        assertThat(bench.events).endsWith(new HostLost(ip("10.0.0.2")));
        assertThat(bench.effects).contains(new ForgetLease(ip("10.0.0.2")));
    }

    @Test
    void aReleasedAddressIsFreeAtOnce() {
        lease(P12, 1);
        bench.dhcp(P12, bench.dhcp(DhcpType.RELEASE, 1, ip("10.0.0.2"), DhcpOptions.empty()));
        assertThat(bench.host("10.0.0.2")).isEmpty();
        assertThat(lease(P12, 2)).isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void aDeclinedAddressIsNotLentForAWhile() {
        lease(P12, 1);
        DhcpOptions options = DhcpOptions.empty().with(DhcpOptions.REQUESTED_ADDRESS, ip("10.0.0.2"));
        bench.dhcp(P12, bench.dhcp(DhcpType.DECLINE, 1, NONE, options));
        assertThat(bench.host("10.0.0.2")).isEmpty();
        assertThat(discover(P12, 1).yourIp()).isEqualTo(ip("10.0.0.254"));
        bench.pass(Duration.ofMinutes(11));
        assertThat(discover(P12, 1).yourIp()).isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void nobodyCanDeclineTheAddressOfAnother() {
        lease(P12, 1);
        DhcpOptions options = DhcpOptions.empty().with(DhcpOptions.REQUESTED_ADDRESS, ip("10.0.0.2"));
        bench.dhcp(P13, bench.dhcp(DhcpType.DECLINE, 2, NONE, options));
        bench.dhcp(P13, bench.dhcp(DhcpType.RELEASE, 2, ip("10.0.0.2"), DhcpOptions.empty()));
        assertThat(bench.host("10.0.0.2")).isPresent();
    }

    @Test
    void anInformedClientGetsConfigurationButNoAddress() {
        bench.dhcp(P12, bench.dhcp(DhcpType.INFORM, 1, ip("10.0.0.2"), DhcpOptions.empty()));
        assertThat(last(P12).options().type()).contains(DhcpType.ACK);
        assertThat(last(P12).yourIp()).isEqualTo(NONE);
        assertThat(last(P12).options().integer(DhcpOptions.LEASE_SECONDS)).isEmpty();
        assertThat(last(P12).options().address(DhcpOptions.ROUTER)).contains(ip("10.0.0.1"));
    }

    @Test
    void anAddressThatAStaticHostHasIsNotOffered() {
        Bench.Station squatter = bench.station(P22, 9, "10.0.0.2");
        bench.known(squatter);
        assertThat(discover(P12, 1).yourIp()).isEqualTo(ip("10.0.0.254"));
    }

    @Test
    void aNewCardInAServerGetsTheAddressOfThePortOnceTheOldOneIsGone() {
        lease(P12, 1);
        bench.setPort(P12, false);
        bench.pass(Duration.ofSeconds(4));
        bench.setPort(P12, true);
        assertThat(lease(P12, 2)).isEqualTo(ip("10.0.0.2"));
    }

    @Test
    void leasesFromBeforeAreKept() {
        Lease known = new Lease(ip("10.0.0.200"), mac(1), P12, bench.now.plusSeconds(100));
        Bench restarted = new Bench(HostSettings.defaults(), List.of(known));
        restarted.dhcp(P12, restarted.dhcp(DhcpType.DISCOVER, 1, NONE, DhcpOptions.empty()));
        assertThat(restarted.dhcpAt(P12).getLast().yourIp()).isEqualTo(ip("10.0.0.200"));
    }

    @Test
    void theClientIdentifierIsReturned() {
        DhcpOptions options = DhcpOptions.empty().with(DhcpOptions.CLIENT_ID, new byte[] {1, 2, 3});
        bench.dhcp(P12, bench.dhcp(DhcpType.DISCOVER, 1, NONE, options));
        assertThat(last(P12).options().value(DhcpOptions.CLIENT_ID)).contains(new byte[] {1, 2, 3});
    }

    @Test
    void repliesRelaysAndNonsenseAreNotAnswered() {
        bench.dhcp(P12, bench.dhcp(DhcpType.OFFER, 1, NONE, DhcpOptions.empty()));
        DhcpOptions discover = DhcpOptions.empty().with(DhcpType.DISCOVER);
        bench.dhcp(P12, new Dhcp(true, 1, 0, false, NONE, NONE, NONE, mac(1), discover));
        bench.dhcp(P12, new Dhcp(false, 1, 0, false, NONE, NONE, ip("10.0.0.7"), mac(1), discover));
        bench.dhcp(P12, new Dhcp(false, 1, 0, false, NONE, NONE, NONE, mac(1), DhcpOptions.empty()));
        assertThat(bench.dhcpAt(P12)).isEmpty();
        assertThat(bench.services.counters().malformed()).isEqualTo(4);
    }

    @Test
    void aMessageForAnotherHardwareAddressThanItsSendersIsNotAnswered() {
        Dhcp message = bench.dhcp(DhcpType.DISCOVER, 1, NONE, DhcpOptions.empty());
        var envelope = Ipv4.of(64, 17, NONE, Ipv4Address.BROADCAST, new byte[0]);
        var packet = new Udp(68, 67, message.bytes()).in(envelope);
        bench.send(P12, new Ethernet(MacAddress.BROADCAST, mac(2), Ethernet.IPV4, packet.bytes()).bytes());
        assertThat(bench.dhcpAt(P12)).isEmpty();
    }
}
