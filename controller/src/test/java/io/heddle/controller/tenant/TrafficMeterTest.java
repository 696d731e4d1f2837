package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.PortCounters;
import io.heddle.rest.networking.PortPlace;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.traffic.Traffic;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked of bridges, and what becomes of their answers, without any network. */
class TrafficMeterTest {
    private final Cloud cloud = new Cloud();
    private final TrafficMeter meter = new TrafficMeter();
    private final TenantNetwork network = cloud.network();
    private final TenantPort port = cloud.port(network);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private List<DatapathId> asked(Duration time) {
        now = now.plus(time);
        return meter.due(cloud.state(), now).stream()
                .map(Effect.SwitchEffect::dpid)
                .toList();
    }

    private void answer(int server, int number, long received, long transmitted) {
        meter.read(
                new FabricEvent.PortCountersRead(
                        Cloud.bridge(server),
                        List.of(new PortCounters(new PortNumber(number), 1, 2, received, transmitted, 0, 0))),
                cloud.state(),
                now);
    }

    private Traffic total(TenantPort of) {
        return meter.ledger().of(of.id()).map(known -> known.total()).orElse(Traffic.NONE);
    }

    @Test
    void aBridgeIsAskedEveryFewSecondsAndNotAgainBeforeItAnswered() {
        cloud.server(1, port);
        assertThat(asked(Duration.ZERO)).containsExactly(Cloud.bridge(1));
        assertThat(asked(Duration.ofSeconds(1))).isEmpty();
        answer(1, 1, 10, 20);
        assertThat(asked(TrafficMeter.INTERVAL)).containsExactly(Cloud.bridge(1));
        assertThat(asked(TrafficMeter.INTERVAL)).isEmpty();
        assertThat(asked(TrafficMeter.INTERVAL)).isEmpty();
        answer(1, 1, 10, 20);
        assertThat(asked(TrafficMeter.INTERVAL)).containsExactly(Cloud.bridge(1));
    }

    @Test
    void aQuestionThatWasLostIsAskedAgain() {
        cloud.server(1, port);
        assertThat(asked(Duration.ZERO)).hasSize(1);
        assertThat(asked(TrafficMeter.PATIENCE)).hasSize(1);
        meter.ended(Cloud.bridge(1));
        assertThat(asked(TrafficMeter.INTERVAL)).hasSize(1);
    }

    @Test
    void whatABridgeReceivesIsWhatTheMachineSends() {
        cloud.server(1, port);
        answer(1, 1, 100, 20);
        assertThat(total(port)).isEqualTo(new Traffic(100, 1, 20, 2));
        assertThat(meter.ledger().of(network.id())).isEqualTo(total(port));
    }

    @Test
    void portsThatAreNoTenantsAndBridgesThatAreNoServersCountForNobody() {
        cloud.server(1, port);
        answer(1, 2, 100, 20);
        answer(2, 1, 100, 20);
        assertThat(meter.ledger().of(network.id())).isEqualTo(Traffic.NONE);
    }

    @Test
    void aCounterThatTheSwitchDoesNotHaveIsNothing() {
        cloud.server(1, port);
        answer(1, 1, -1, 20);
        assertThat(total(port)).isEqualTo(new Traffic(0, 1, 20, 2));
    }

    @Test
    void aTotalGoesOnWhenItsMachineMovesOrItsInterfaceIsMadeAnew() {
        cloud.server(1, port);
        cloud.server(2);
        answer(1, 1, 100, 20);
        cloud.seen(1, Cloud.ready(1));
        cloud.seen(2, Cloud.ready(2, port));
        answer(1, 1, 110, 20);
        answer(2, 1, 30, 30);
        assertThat(total(port).sentBytes()).isEqualTo(130);
        cloud.report(new FabricEvent.SwitchDisconnected(Cloud.bridge(2), "restarted"));
        cloud.connected(2, SwitchPlan.empty());
        answer(2, 1, 5, 5);
        assertThat(total(port).sentBytes()).isEqualTo(135);
        assertThat(PortBoard.place(cloud.state(), port.id()).map(PortPlace::server))
                .contains("h2");
    }

    @Test
    void aPortThatIsPluggedTwiceCountsWhereItIsServed() {
        cloud.server(1, port);
        cloud.server(2, port);
        boolean isOnFirst = PortBoard.place(cloud.state(), port.id())
                .filter(place -> place.server().equals("h1"))
                .isPresent();
        for (int i = 0; i < 3; i++) {
            answer(isOnFirst ? 1 : 2, 1, 1000, 0);
            answer(isOnFirst ? 2 : 1, 1, 10, 0);
        }
        assertThat(total(port).sentBytes()).isEqualTo(1000);
    }

    @Test
    void whatIsGivenUpIsForgotten() {
        cloud.server(1, port);
        answer(1, 1, 100, 20);
        cloud.put(new TenantChange.Removed(port));
        assertThat(asked(Duration.ZERO)).hasSize(1);
        assertThat(meter.ledger().of(port.id())).isEqualTo(Optional.empty());
        assertThat(meter.ledger().of(network.id()).sentBytes()).isEqualTo(100);
    }

    @Test
    void theBoardShowsWherePortsAreAndWhatTheyCarried() {
        PortBoard board = new PortBoard();
        assertThat(board.placeOf(port.id())).isEmpty();
        cloud.server(1, port);
        answer(1, 1, 100, 20);
        board.show(cloud.state(), meter.ledger());
        assertThat(board.placeOf(port.id())).contains(new PortPlace("h1", Optional.of(Cloud.underlay(1)), "tap1"));
        assertThat(board.placeOf(cloud.port(network).id())).isEmpty();
        assertThat(board.traffic().of(network.id()).sentBytes()).isEqualTo(100);
    }
}
