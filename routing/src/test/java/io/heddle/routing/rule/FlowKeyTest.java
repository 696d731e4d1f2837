package io.heddle.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlowKeyTest {

    private static final Ipv4Address SOURCE = Ipv4Address.parse("10.0.0.2");
    private static final Ipv4Address DESTINATION = Ipv4Address.parse("10.1.0.2");

    @Test
    void aFlowIsReadBackFromItsMatchAndFromNoOther() {
        for (int protocol : new int[] {FlowKey.TCP, FlowKey.UDP}) {
            FlowKey flow =
                    new FlowKey(Ipv4Address.parse("10.0.0.2"), Ipv4Address.parse("10.1.0.2"), protocol, 40_000, 5001);
            assertThat(FlowKey.of(flow.match())).contains(flow);
            assertThat(FlowKey.of(flow.match().with(Field.IP_DSCP, 1))).isEmpty();
            assertThat(FlowKey.of(flow.match().ipProto(1))).isEmpty();
            assertThat(FlowKey.of(flow.match().ipv4Src(IpPrefix.parse("10.0.0.0/24"))))
                    .isEmpty();
        }
        assertThat(FlowKey.of(Match.any())).isEmpty();
    }

    @Test
    void aFlowMatchesItsOwnPacketsOnly() {
        assertThat(RuleText.of(new FlowKey(SOURCE, DESTINATION, FlowKey.TCP, 40000, 5001).match()))
                .isEqualTo("tcp,nw_src=10.0.0.2,nw_dst=10.1.0.2,tcp_src=40000,tcp_dst=5001");
        assertThat(RuleText.of(new FlowKey(SOURCE, DESTINATION, FlowKey.UDP, 1, 2).match()))
                .isEqualTo("udp,nw_src=10.0.0.2,nw_dst=10.1.0.2,udp_src=1,udp_dst=2");
    }

    @Test
    void flowsAreOrderedFieldByField() {
        FlowKey low = new FlowKey(SOURCE, DESTINATION, FlowKey.TCP, 1, 2);
        FlowKey middle = new FlowKey(SOURCE, DESTINATION, FlowKey.TCP, 1, 3);
        FlowKey high = new FlowKey(SOURCE, DESTINATION, FlowKey.UDP, 0, 0);
        assertThat(Stream.of(high, middle, low).sorted()).containsExactly(low, middle, high);
    }

    @Test
    void whatHasNoPortsIsNoFlow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FlowKey(SOURCE, DESTINATION, 1, 0, 0))
                .withMessageContaining("protocol 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FlowKey(SOURCE, DESTINATION, FlowKey.UDP, 1, 70000))
                .withMessageContaining("70000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FlowKey(SOURCE, DESTINATION, FlowKey.UDP, -1, 0))
                .withMessageContaining("-1");
    }

    @Test
    void aFlowReadsFromSourceToDestination() {
        assertThat(new FlowKey(SOURCE, DESTINATION, FlowKey.TCP, 40000, 5001))
                .hasToString("tcp 10.0.0.2:40000 > 10.1.0.2:5001");
    }
}
