package io.heddle.controller.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.topology.address.Ipv4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TcpTest {

    private static final Ipv4 ENVELOPE =
            Ipv4.of(64, Ipv4.UDP, Ipv4Address.parse("10.0.0.1"), Ipv4Address.parse("10.0.0.2"), new byte[0]);

    @Test
    void aSegmentIsReadAsItWasWrittenWithAChecksumOverItsAddresses() {
        Tcp syn = new Tcp(40000, 80, 0x01020304, 0, Tcp.SYN);
        Ipv4 packet = Ipv4.parse(syn.in(ENVELOPE).bytes()).orElseThrow();
        assertThat(packet.protocol()).isEqualTo(Ipv4.TCP);
        assertThat(Tcp.parse(packet)).contains(syn);
        byte[] pseudo = ByteBuffer.allocate(12 + 20)
                .putInt(packet.source().value())
                .putInt(packet.destination().value())
                .putShort((short) Ipv4.TCP)
                .putShort((short) 20)
                .put(packet.payload())
                .array();
        assertThat(InternetChecksum.of(pseudo, 0, pseudo.length)).isZero();
    }

    @Test
    void flagsAreTold() {
        Tcp answer = new Tcp(80, 40000, 7, 8, Tcp.SYN | Tcp.ACK);
        assertThat(answer.has(Tcp.SYN | Tcp.ACK)).isTrue();
        assertThat(answer.has(Tcp.RST)).isFalse();
    }

    @Test
    void whatIsNoSegmentIsNotRead() {
        Ipv4 packet = new Tcp(1, 2, 3, 4, Tcp.RST).in(ENVELOPE);
        assertThat(Tcp.parse(Ipv4.of(
                        64, Ipv4.TCP, packet.source(), packet.destination(), Arrays.copyOf(packet.payload(), 19))))
                .isEmpty();
        assertThat(Tcp.parse(Ipv4.of(64, Ipv4.UDP, packet.source(), packet.destination(), packet.payload())))
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Tcp(65536, 1, 0, 0, 0));
    }
}
