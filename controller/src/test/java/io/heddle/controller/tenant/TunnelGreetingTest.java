package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Effect.SendPacket;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TunnelGreetingTest {
    private static final Ipv4Address ELSEWHERE = Ipv4Address.of(10, 0, 9, 9);

    private final Cloud cloud = new Cloud();

    private List<Effect.Departure> greetings(int server) {
        return TunnelGreeting.of(Cloud.bridge(server), cloud.state()).stream()
                .map(effect -> ((SendPacket) effect).departure())
                .toList();
    }

    private static Effect.Departure into(Ipv4Address hop) {
        return new Effect.Departure.ByActions(List.of(
                new Action.SetField(Field.TUNNEL_ID, 0),
                new Action.SetField(Field.TUNNEL_DST, hop.unsigned()),
                new Action.Output(new PortNumber(1000))));
    }

    @Test
    void aServerGreetsThoseBehindItsEdgeSwitchAndOneElsewhere() {
        cloud.server(1);
        cloud.server(2);
        cloud.server(3);
        cloud.seen(4, Cloud.at(ELSEWHERE, Cloud.ready(4)));
        cloud.connected(4, SwitchPlan.empty());
        cloud.seen(5, Cloud.at(Ipv4Address.of(10, 0, 9, 8), Cloud.ready(5)));
        assertThat(greetings(1))
                .containsExactlyInAnyOrder(into(Cloud.underlay(2)), into(Cloud.underlay(3)), into(ELSEWHERE));
        assertThat(greetings(4)).hasSize(2).contains(into(Ipv4Address.of(10, 0, 9, 8)));
    }

    @Test
    void everyBridgeHasItsTurn() {
        for (int server = 1; server <= 8; server++) {
            cloud.server(server);
        }
        long sent = IntStream.range(0, TunnelGreeting.TURNS)
                .mapToLong(turn -> TunnelGreeting.inTurn(turn, cloud.state()).size())
                .sum();
        assertThat(sent).isEqualTo(8 * 7);
    }

    @Test
    void aBridgeWhoseMachineIsNotKnownGreetsNobody() {
        cloud.server(1);
        cloud.connected(2, SwitchPlan.empty());
        assertThat(greetings(1)).isEmpty();
        assertThat(greetings(2)).isEmpty();
    }

    @Test
    void theFrameIsForNobody() {
        cloud.server(1);
        cloud.server(2);
        SendPacket sent =
                (SendPacket) TunnelGreeting.of(Cloud.bridge(1), cloud.state()).getFirst();
        assertThat(sent.frame()).startsWith(new byte[12]).hasSize(14);
    }
}
