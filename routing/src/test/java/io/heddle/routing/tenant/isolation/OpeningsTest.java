package io.heddle.routing.tenant.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Field;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.PacketSpace;
import io.heddle.topology.address.IpVersion;
import org.junit.jupiter.api.Test;

class OpeningsTest {

    private final Headers headers = new Headers(new PacketSpace());
    private final Openings openings = new Openings(headers);

    @Test
    void portsAreToldInRangesThatAreAsLongAsTheyCanBe() {
        PacketSet begun = headers.of(IpVersion.V4)
                .and(headers.within(Field.TCP_DST, 20, 25)
                        .or(headers.within(Field.TCP_DST, 26, 79))
                        .or(headers.within(Field.TCP_DST, 443, 443))
                        .or(headers.within(Field.UDP_DST, 0, 65535)));
        assertThat(openings.services(begun)).containsExactly("tcp 20-79", "tcp 443", "udp");
        assertThat(openings.services(headers.nothing())).isEmpty();
    }

    @Test
    void versionsOfIpAndOtherProtocolsAreToldApart() {
        assertThat(openings.services(headers.beginnings()))
                .containsExactly("ping", "tcp", "udp", "other", "ping6", "tcp6", "udp6", "other6");
        PacketSet gre = headers.over(IpVersion.V6, 47);
        assertThat(openings.services(gre)).containsExactly("other6");
    }
}
