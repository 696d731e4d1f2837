package io.heddle.controller.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTest {

    private static final MacAddress A = MacAddress.parse("0a:00:00:00:00:01");
    private static final MacAddress B = MacAddress.parse("0a:00:00:00:00:02");
    private static final Ipv4Address IP_A = Ipv4Address.parse("10.0.0.2");
    private static final Ipv4Address IP_B = Ipv4Address.parse("10.0.1.2");

    @Test
    void anEthernetFrameReadsBack() {
        Ethernet frame = new Ethernet(A, B, 0x0800, new byte[] {1, 2, 3});
        Ethernet read = Ethernet.parse(frame.bytes()).orElseThrow();
        assertThat(read.destination()).isEqualTo(A);
        assertThat(read.source()).isEqualTo(B);
        assertThat(read.type()).isEqualTo(0x0800);
        assertThat(read.payload()).containsExactly(1, 2, 3);
    }

    @Test
    void aFrameThatIsTooShortOrHasALengthForATypeIsNotUnderstood() {
        assertThat(Ethernet.parse(new byte[13])).isEmpty();
        assertThat(Ethernet.parse(new byte[60])).isEmpty();
        assertThatThrownBy(() -> new Ethernet(A, B, 0x100, new byte[0])).hasMessageContaining("0x100");
    }

    @Test
    void icmpv6ReadsBackAndNothingElseDoes() {
        IpAddress from = IpAddress.parse("fe80::1");
        IpAddress to = IpAddress.parse("2001:db8::2");
        Ipv6 packet = new Icmpv6(Icmpv6.ECHO_REQUEST, 0, new byte[] {1, 2, 3}).in(64, from, to);
        Ipv6 read = Ipv6.parse(packet.bytes()).orElseThrow();
        assertThat(read.source()).isEqualTo(from);
        assertThat(read.destination()).isEqualTo(to);
        assertThat(read.hopLimit()).isEqualTo(64);
        assertThat(Icmpv6.parse(read).orElseThrow().body()).containsExactly(1, 2, 3);
        byte[] wrong = packet.bytes();
        wrong[44] ^= 1;
        assertThat(Ipv6.parse(wrong).flatMap(Icmpv6::parse)).isEmpty();
        assertThat(Ipv6.parse(Arrays.copyOf(packet.bytes(), 46))).isEmpty();
        assertThat(Ipv6.parse(new byte[40])).isEmpty();
        assertThatThrownBy(() -> new Ipv6(256, 58, from, to, new byte[0])).hasMessageContaining("256");
        assertThatThrownBy(() -> new Ipv6(1, 58, IpAddress.parse("10.0.0.1"), to, new byte[0]))
                .hasMessageContaining("10.0.0.1");
        assertThatThrownBy(() -> new Ipv6(1, 58, from, to, new byte[65536])).hasMessageContaining("65536");
    }

    @Test
    void errorsOfVersionSixQuoteWhatFits() {
        IpAddress one = IpAddress.parse("fe80::1");
        byte[] large = new Ipv6(1, 17, one, one, new byte[1400]).bytes();
        assertThat(Icmpv6.timeExceeded(large).body()).hasSize(4 + 1232);
        byte[] padded = Arrays.copyOf(new Ipv6(1, 17, one, one, new byte[2]).bytes(), 46);
        assertThat(Icmpv6.timeExceeded(padded).body()).hasSize(4 + 42);
    }

    @Test
    void arpReadsBack() {
        Arp request = Arp.request(A, IP_A, IP_B);
        assertThat(Arp.parse(request.bytes())).contains(request);
        Arp reply = request.answeredBy(B);
        assertThat(Arp.parse(reply.bytes())).contains(reply);
        assertThat(reply).isEqualTo(new Arp(Arp.Operation.REPLY, B, IP_B, A, IP_A));
        assertThat(request.isProbe()).isFalse();
        assertThat(Arp.request(A, Ipv4Address.UNSPECIFIED, IP_B).isProbe()).isTrue();
        assertThat(Arp.request(A, IP_A, IP_A).isGratuitous()).isTrue();
    }

    @Test
    void arpOfOtherHardwareOrOperationsIsNotUnderstood() {
        byte[] good = Arp.request(A, IP_A, IP_B).bytes();
        for (int at : new int[] {1, 2, 4, 5, 7}) {
            byte[] bad = good.clone();
            bad[at] = 9;
            assertThat(Arp.parse(bad)).as("octet " + at).isEmpty();
        }
        assertThat(Arp.parse(new byte[27])).isEmpty();
        assertThat(Arp.parse(Arrays.copyOf(good, 46))).isPresent();
    }

    @Test
    void ipv4ReadsBackAndPaddingIsCut() {
        Ipv4 packet = Ipv4.of(64, Ipv4.UDP, IP_A, IP_B, new byte[] {1, 2, 3});
        Ipv4 read = Ipv4.parse(Arrays.copyOf(packet.bytes(), 46)).orElseThrow();
        assertThat(read.ttl()).isEqualTo(64);
        assertThat(read.protocol()).isEqualTo(Ipv4.UDP);
        assertThat(read.source()).isEqualTo(IP_A);
        assertThat(read.destination()).isEqualTo(IP_B);
        assertThat(read.isFragment()).isFalse();
        assertThat(read.payload()).containsExactly(1, 2, 3);
    }

    @Test
    void ipv4OptionsAreSkipped() {
        byte[] plain = Ipv4.of(64, 1, IP_A, IP_B, new byte[] {7}).bytes();
        ByteBuffer withOptions = ByteBuffer.allocate(25)
                .put(plain, 0, 20)
                .put(new byte[] {1, 1, 1, 1})
                .put((byte) 7);
        withOptions.put(0, (byte) 0x46).putShort(2, (short) 25).putShort(10, (short) 0);
        withOptions.putShort(10, (short) InternetChecksum.of(withOptions.array(), 0, 24));
        assertThat(Ipv4.parse(withOptions.array()).orElseThrow().payload()).containsExactly(7);
    }

    @Test
    void ipv4WithWrongLengthsOrChecksumIsNotUnderstood() {
        byte[] good = Ipv4.of(64, 1, IP_A, IP_B, new byte[4]).bytes();
        assertThat(Ipv4.parse(Arrays.copyOf(good, 19))).isEmpty();
        assertThat(Ipv4.parse(Arrays.copyOf(good, 22))).isEmpty();
        for (int at = 0; at < 20; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 0x10;
            assertThat(Ipv4.parse(bad)).as("octet " + at).isEmpty();
        }
        assertThatThrownBy(() -> Ipv4.of(256, 1, IP_A, IP_B, new byte[0])).hasMessageContaining("256");
        assertThatThrownBy(() -> Ipv4.of(1, 1, IP_A, IP_B, new byte[65536])).hasMessageContaining("65536");
    }

    @Test
    void aLaterFragmentHasNoHeaderOfItsPayload() {
        byte[] fragment = Ipv4.of(64, Ipv4.ICMP, IP_A, IP_B, new Icmp(8, 0, 0, new byte[0]).bytes())
                .bytes();
        ByteBuffer.wrap(fragment).putShort(6, (short) 100).putShort(10, (short) 0);
        ByteBuffer.wrap(fragment).putShort(10, (short) InternetChecksum.of(fragment, 0, 20));
        Ipv4 read = Ipv4.parse(fragment).orElseThrow();
        assertThat(read.isFragment()).isTrue();
        assertThat(Icmp.parse(read)).isEmpty();
    }

    @Test
    void udpReadsBack() {
        Ipv4 packet = new Udp(68, 67, new byte[] {1, 2, 3}).in(Ipv4.of(64, Ipv4.UDP, IP_A, IP_B, new byte[0]));
        Udp read = Udp.parse(packet).orElseThrow();
        assertThat(read.sourcePort()).isEqualTo(68);
        assertThat(read.destinationPort()).isEqualTo(67);
        assertThat(read.payload()).containsExactly(1, 2, 3);
    }

    @Test
    void udpWithWrongLengthsIsNotUnderstood() {
        for (int length : new int[] {7, 12}) {
            byte[] data = new byte[11];
            data[5] = (byte) length;
            assertThat(Udp.parse(Ipv4.of(64, Ipv4.UDP, IP_A, IP_B, data))).isEmpty();
        }
        assertThat(Udp.parse(Ipv4.of(64, Ipv4.UDP, IP_A, IP_B, new byte[7]))).isEmpty();
        assertThat(Udp.parse(Ipv4.of(64, Ipv4.ICMP, IP_A, IP_B, new byte[8]))).isEmpty();
        assertThatThrownBy(() -> new Udp(-1, 0, new byte[0])).hasMessageContaining("-1");
    }

    @Test
    void icmpReadsBackAndAnErrorQuotesItsPacket() {
        Icmp ping = new Icmp(Icmp.ECHO_REQUEST, 0, 0x12345678, new byte[] {1, 2, 3});
        Ipv4 packet = Ipv4.of(64, Ipv4.ICMP, IP_A, IP_B, ping.bytes());
        Icmp read = Icmp.parse(packet).orElseThrow();
        assertThat(read.type()).isEqualTo(Icmp.ECHO_REQUEST);
        assertThat(read.rest()).isEqualTo(0x12345678);
        assertThat(read.payload()).containsExactly(1, 2, 3);
        assertThat(read.isError()).isFalse();
        assertThat(read.echoReply().type()).isEqualTo(Icmp.ECHO_REPLY);
        byte[] large = Ipv4.of(1, Ipv4.UDP, IP_A, IP_B, new byte[1400]).bytes();
        assertThat(Icmp.timeExceeded(large).payload()).hasSize(548);
        assertThat(Icmp.timeExceeded(large).isError()).isTrue();
        assertThat(Icmp.hostUnreachable(Arrays.copyOf(packet.bytes(), 60)).payload())
                .hasSize(31);
    }

    @Test
    void icmpWithAWrongChecksumIsNotUnderstood() {
        byte[] data = new Icmp(8, 0, 1, new byte[5]).bytes();
        data[4] ^= 1;
        assertThat(Icmp.parse(Ipv4.of(64, Ipv4.ICMP, IP_A, IP_B, data))).isEmpty();
        assertThat(Icmp.parse(Ipv4.of(64, Ipv4.ICMP, IP_A, IP_B, new byte[7]))).isEmpty();
    }

    private static Dhcp message(DhcpOptions options) {
        return new Dhcp(false, 0xcafebabe, 3, true, IP_A, IP_B, Ipv4Address.UNSPECIFIED, A, options);
    }

    @Test
    void dhcpReadsBack() {
        DhcpOptions options = DhcpOptions.empty()
                .with(DhcpType.REQUEST)
                .with(DhcpOptions.ROUTER, IP_A)
                .with(DhcpOptions.NAME_SERVER, List.of(IP_A, IP_B))
                .with(DhcpOptions.HOST_NAME, "server-1")
                .withInt(DhcpOptions.LEASE_SECONDS, -1)
                .withShort(DhcpOptions.MTU, 9000);
        Dhcp message = message(options);
        assertThat(Dhcp.parse(message.bytes())).contains(message);
        assertThat(message.bytes()).hasSize(300);
        assertThat(options).hasToString("DhcpOptions[3, 6, 12, 26, 51, 53]");
        assertThat(options.hashCode())
                .isEqualTo(Dhcp.parse(message.bytes()).orElseThrow().options().hashCode());
        assertThat(options.address(DhcpOptions.NAME_SERVER)).isEmpty();
        assertThat(options.type()).contains(DhcpType.REQUEST);
    }

    @Test
    void aLongDhcpOptionIsSplitAndJoined() {
        byte[] routes = new byte[600];
        new Random(1).nextBytes(routes);
        Dhcp message = message(DhcpOptions.empty().with(DhcpOptions.CLASSLESS_ROUTES, routes));
        assertThat(Dhcp.parse(message.bytes()).orElseThrow().options().value(DhcpOptions.CLASSLESS_ROUTES))
                .contains(routes);
    }

    @Test
    void dhcpOptionsMayContinueInTheNameFields() {
        byte[] bytes = message(DhcpOptions.empty().with(DhcpOptions.OVERLOAD, new byte[] {3}))
                .bytes();
        ByteBuffer.wrap(bytes).put(108, new byte[] {53, 1, 1, (byte) 255});
        ByteBuffer.wrap(bytes).put(44, new byte[] {0, 12, 1, 'x', (byte) 255});
        DhcpOptions options = Dhcp.parse(bytes).orElseThrow().options();
        assertThat(options.type()).contains(DhcpType.DISCOVER);
        assertThat(options.value(DhcpOptions.HOST_NAME)).contains(new byte[] {'x'});
    }

    @Test
    void dhcpThatIsNoneIsNotUnderstood() {
        byte[] good = message(DhcpOptions.empty().with(DhcpType.DISCOVER)).bytes();
        assertThat(Dhcp.parse(Arrays.copyOf(good, 239))).isEmpty();
        for (int at : new int[] {0, 1, 2, 236}) {
            byte[] bad = good.clone();
            bad[at] = 9;
            assertThat(Dhcp.parse(bad)).as("octet " + at).isEmpty();
        }
        byte[] overlong = good.clone();
        overlong[241] = (byte) 200;
        assertThat(Dhcp.parse(overlong)).isEmpty();
        assertThat(DhcpType.of(0)).isEmpty();
        assertThat(DhcpType.of(9)).isEmpty();
        assertThatThrownBy(() -> DhcpOptions.empty().with(255, IP_A)).hasMessageContaining("255");
    }

    @Test
    void lldpReadsBack() {
        Lldp unit = Lldp.of("chassis", "port", 120, Lldp.organisational(0x123456, 7, new byte[] {1, 2}));
        Lldp read = Lldp.parse(Arrays.copyOf(unit.bytes(), 60)).orElseThrow();
        assertThat(read.tlvs()).hasSize(4);
        assertThat(read.organisational(0x123456, 7)).contains(new byte[] {1, 2});
        assertThat(read.organisational(0x123456, 8)).isEmpty();
        assertThat(read.organisational(0x123457, 7)).isEmpty();
    }

    @Test
    void lldpWithoutItsThreeElementsIsNotUnderstood() {
        assertThat(Lldp.parse(new byte[0])).isEmpty();
        assertThat(Lldp.parse(new byte[] {2, 1, 7, 0, 0})).isEmpty();
        assertThat(Lldp.parse(new byte[] {2, 9, 7})).isEmpty();
        assertThatThrownBy(() -> new Lldp(List.of())).hasMessageContaining("chassis");
        assertThatThrownBy(() -> new Lldp.Tlv(0, new byte[0])).hasMessageContaining("1 to 127");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noBytesAtAllMakeAReaderFail(long seed) {
        Random random = new Random(seed);
        byte[][] seeds = {
            Arp.request(A, IP_A, IP_B).bytes(),
            new Udp(68, 67, message(DhcpOptions.empty().with(DhcpType.DISCOVER)).bytes())
                    .in(Ipv4.of(64, Ipv4.UDP, IP_A, IP_B, new byte[0]))
                    .bytes(),
            Ipv4.of(64, Ipv4.ICMP, IP_A, IP_B, new Icmp(8, 0, 0, new byte[9]).bytes())
                    .bytes(),
            message(DhcpOptions.empty().with(DhcpType.DISCOVER).with(DhcpOptions.OVERLOAD, new byte[] {3}))
                    .bytes(),
            Lldp.of("a", "b", 1, Lldp.organisational(1, 1, new byte[70])).bytes(),
        };
        int understood = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] bytes = mutated(seeds[random.nextInt(seeds.length)], random);
            understood += Ethernet.parse(bytes).isPresent() ? 1 : 0;
            understood += Arp.parse(bytes).map(arp -> arp.bytes().length > 0).isPresent() ? 1 : 0;
            understood += Dhcp.parse(bytes).map(dhcp -> dhcp.bytes().length > 0).isPresent() ? 1 : 0;
            understood += Lldp.parse(bytes).map(lldp -> lldp.bytes().length > 0).isPresent() ? 1 : 0;
            understood += Ipv4.parse(bytes).map(PacketTest::isCarrying).orElse(false) ? 1 : 0;
        }
        assertThat(understood).isPositive();
    }

    private static boolean isCarrying(Ipv4 packet) {
        return Udp.parse(packet).flatMap(udp -> Dhcp.parse(udp.payload())).isPresent()
                || Icmp.parse(packet).isPresent();
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] bytes = random.nextInt(3) == 0 ? Arrays.copyOf(seed, random.nextInt(seed.length + 20)) : seed.clone();
        for (int flips = random.nextInt(5); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
