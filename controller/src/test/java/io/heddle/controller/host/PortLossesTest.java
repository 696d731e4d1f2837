package io.heddle.controller.host;

import static io.heddle.controller.host.Bench.P12;
import static io.heddle.controller.host.Bench.P13;
import static io.heddle.controller.host.Bench.P23;
import static io.heddle.controller.host.Bench.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.FabricEvent.HostLost;
import io.heddle.controller.state.FabricEvent.PortRemoved;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Port;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PortLossesTest {

    private final Bench bench = new Bench();

    @Test
    void theHostsOfAPortThatStaysDownAreLost() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        bench.known(bench.station(P13, 2, "10.0.0.3"));
        bench.setPort(P12, false);
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.events).isEmpty();
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.events).containsExactly(new HostLost(ip("10.0.0.2")));
    }

    @Test
    void theHostsOfAPortThatComesBackInTimeAreNot() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        bench.setPort(P12, false);
        bench.pass(Duration.ofSeconds(2));
        bench.setPort(P12, true);
        bench.pass(Duration.ofSeconds(5));
        assertThat(bench.events).isEmpty();
    }

    @Test
    void theHostsOfAPortThatIsGoneAreLost() {
        bench.known(bench.station(P23, 1, "10.0.1.3"));
        bench.topology = bench.topology.withSwitch(
                bench.topology.fabricSwitch(P23.dpid()).orElseThrow().withoutPort(P23.port()));
        bench.apply(new PortRemoved(P23));
        bench.pass(Duration.ofSeconds(4));
        assertThat(bench.events).containsExactly(new HostLost(ip("10.0.1.3")));
    }

    @Test
    void hostsThatVanishedWhileTheControllerWasAwayAreLost() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        bench.topology = bench.topology.withSwitch(
                bench.topology.fabricSwitch(P12.dpid()).orElseThrow().withoutPort(P12.port()));
        bench.connect(P12.dpid());
        bench.pass(Duration.ofSeconds(4));
        assertThat(bench.events).containsExactly(new HostLost(ip("10.0.0.2")));
    }

    @Test
    void theHostsOfASwitchThatReturnsWithItsPortsAreNotLost() {
        bench.connect(P12.dpid());
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        bench.connect(P12.dpid());
        assertThat(bench.events).isEmpty();
    }

    @Test
    void theHostsOfAPortThatIsAnotherOneUnderTheSameNumberAreLostAtOnce() {
        bench.connect(P12.dpid());
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        bench.known(bench.station(P13, 2, "10.0.0.3"));
        FabricSwitch before = bench.topology.fabricSwitch(P12.dpid()).orElseThrow();
        Port port = bench.topology.port(P12).orElseThrow();
        bench.topology = bench.topology.withSwitch(before.withPort(new Port(
                port.number(), port.name(), new MacAddress(port.mac().value() + 0x100), true, port.bitsPerSecond())));
        bench.connect(P12.dpid());
        assertThat(bench.events).containsExactly(new HostLost(ip("10.0.0.2")));
    }
}
