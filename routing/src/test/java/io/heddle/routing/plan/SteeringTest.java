package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteeringTest {

    private static final ConnectPoint PORT = new ConnectPoint(new DatapathId(1), new PortNumber(1));

    private static FlowKey flow(int sourcePort) {
        return new FlowKey(Ipv4Address.parse("10.0.0.2"), Ipv4Address.parse("10.1.0.2"), FlowKey.TCP, sourcePort, 5001);
    }

    @Test
    void aFlowIsSteeredAtOneSwitchOrTwo() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Steering(flow(1), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Steering(flow(1), List.of(PORT, PORT, PORT)));
    }

    @Test
    void steeringsAreOrderedByFlow() {
        assertThat(new Steering(flow(2), List.of(PORT))).isGreaterThan(new Steering(flow(1), List.of(PORT, PORT)));
    }
}
