package io.heddle.controller.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.topology.address.Ipv4Address;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class QuotedPacketTest {

    private static final Ipv4Address FLOATING = Ipv4Address.parse("203.0.113.20");
    private static final Ipv4Address HOST = Ipv4Address.parse("10.255.254.7");
    private static final Ipv4Address WORLD = Ipv4Address.parse("198.51.100.7");

    /** A quote that ends within the checksum, which cannot be put right then. */
    private static final int HALF_A_CHECKSUM = 27;

    private static byte[] datagram(Ipv4Address source) {
        Ipv4 envelope = Ipv4.of(63, Ipv4.UDP, source, WORLD, new byte[0]);
        return new Udp(4000, 53, new byte[] {1, 2, 3, 4, 5}).in(envelope).bytes();
    }

    @Test
    void theSourceIsReplacedAndBothChecksumsStayRight() {
        assertThat(QuotedPacket.withSource(datagram(FLOATING), FLOATING, HOST).orElseThrow())
                .isEqualTo(datagram(HOST));
    }

    @Test
    void aQuoteMayEndAnywhereBehindTheHeader() {
        byte[] whole = datagram(HOST);
        for (int length = 20; length < whole.length; length++) {
            byte[] quoted = Arrays.copyOf(datagram(FLOATING), length);
            byte[] expected = Arrays.copyOf(whole, length);
            if (length == HALF_A_CHECKSUM) {
                expected[length - 1] = quoted[length - 1];
            }
            assertThat(QuotedPacket.withSource(quoted, FLOATING, HOST).orElseThrow())
                    .isEqualTo(expected);
        }
    }

    @Test
    void theChecksumOfASegmentIsAdjustedAndAMissingOneOfADatagramIsNot() {
        byte[] segment = Ipv4.of(63, 6, FLOATING, WORLD, new byte[20]).bytes();
        byte[] changed = QuotedPacket.withSource(segment, FLOATING, HOST).orElseThrow();
        assertThat(Arrays.copyOfRange(changed, 36, 38)).isNotEqualTo(new byte[2]);
        byte[] bare = Ipv4.of(63, Ipv4.UDP, FLOATING, WORLD, new byte[8]).bytes();
        assertThat(Arrays.copyOfRange(
                        QuotedPacket.withSource(bare, FLOATING, HOST).orElseThrow(), 20, 28))
                .isEqualTo(new byte[8]);
    }

    @Test
    void whatIsNotFromThatAddressOrNoPacketIsLeftAlone() {
        assertThat(QuotedPacket.withSource(datagram(WORLD), FLOATING, HOST)).isEmpty();
        assertThat(QuotedPacket.withSource(new byte[19], FLOATING, HOST)).isEmpty();
        byte[] six = datagram(FLOATING);
        six[0] = 0x65;
        assertThat(QuotedPacket.withSource(six, FLOATING, HOST)).isEmpty();
        byte[] cut = Arrays.copyOf(datagram(FLOATING), 22);
        cut[0] = 0x46;
        assertThat(QuotedPacket.withSource(cut, FLOATING, HOST)).isEmpty();
    }
}
