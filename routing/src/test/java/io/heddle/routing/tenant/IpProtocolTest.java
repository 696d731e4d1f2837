package io.heddle.routing.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IpProtocolTest {

    @Test
    void aNameInAnyCaseOrANumberMeansAProtocol() {
        assertThat(IpProtocol.numberOf("TCP")).contains(6);
        assertThat(IpProtocol.numberOf("icmpv6")).contains(58);
        assertThat(IpProtocol.numberOf("ipv6-icmp")).contains(58);
        assertThat(IpProtocol.numberOf("0")).contains(0);
        assertThat(IpProtocol.numberOf("255")).contains(255);
        assertThat(Stream.of("256", "-1", "tpc", "", "6.0").flatMap(text -> IpProtocol.numberOf(text).stream()))
                .isEmpty();
    }

    @Test
    void everyNumberHasOneNameThatMeansIt() {
        assertThat(IpProtocol.nameOf(58)).isEqualTo("ipv6-icmp");
        assertThat(IpProtocol.nameOf(200)).isEqualTo("200");
        assertThat(IntStream.rangeClosed(0, IpProtocol.HIGHEST))
                .allSatisfy(number -> assertThat(IpProtocol.numberOf(IpProtocol.nameOf(number)))
                        .contains(number));
    }
}
