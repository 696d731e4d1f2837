package io.heddle.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MeterIdTest {

    @Test
    void ourMetersAreTheRangeFrom0x4800To0x48ff() {
        assertThat(MeterId.ours(0)).isEqualTo(new MeterId(0x4800));
        assertThat(MeterId.ours(255)).isEqualTo(new MeterId(0x48ff));
        assertThat(MeterId.ours(7).isOurs()).isTrue();
        assertThat(new MeterId(1).isOurs()).isFalse();
        assertThat(new MeterId(0x4900).isOurs()).isFalse();
    }

    @Test
    void whatIsLimitedHasMetersOfItsOwnThatAreOursToo() {
        assertThat(MeterId.ofPort(0, false)).isEqualTo(new MeterId(0x1_0000));
        assertThat(MeterId.ofPort(0x7fff, true)).isEqualTo(new MeterId(0x1_ffff));
        assertThat(MeterId.ofAddress(0, false)).isEqualTo(new MeterId(0x2_0000));
        assertThat(MeterId.ofAddress(0x7fff, true)).isEqualTo(new MeterId(0x2_ffff));
        assertThat(MeterId.ofPort(3, true).isOurs()).isTrue();
        assertThat(MeterId.ofAddress(3, false).isOurs()).isTrue();
        assertThat(new MeterId(0xffff).isOurs()).isFalse();
        assertThat(new MeterId(0x3_0000).isOurs()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeterId.ofPort(0x8000, true))
                .withMessageContaining("32768");
    }

    @Test
    void aNumberOutsideEightBitsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MeterId.ours(256)).withMessageContaining("256");
        assertThatIllegalArgumentException().isThrownBy(() -> MeterId.ours(-1)).withMessageContaining("-1");
    }
}
