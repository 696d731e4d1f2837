package io.heddle.routing.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HashVariantTest {

    @Test
    void theRemaindersAreThoseOfTheStandard() {
        assertThat(crc32c(0, 8)).isEqualTo(0x8a9136aa);
        assertThat(crc32c(-1, 8)).isEqualTo(0x62a8ab43);
    }

    /** RFC 3720 §B.4: 32 octets of zeros, and of ones. */
    private static int crc32c(int word, int words) {
        int crc = -1;
        for (int i = 0; i < words; i++) {
            crc = HashVariant.CRC32C.add(crc, word);
        }
        return ~crc;
    }
}
