package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.topology.DatapathId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two sessions of one datapath id. */
class DuplicateTest {
    private static final DatapathId DPID = new DatapathId(7);

    private final List<FabricEvent> events = new ArrayList<>();
    private final Surroundings surroundings = FakeSwitch.surroundings(events);
    private final FakeSwitch older = FakeSwitch.live(ProtocolVersion.OF_1_5, surroundings, DPID.value());
    private final FakeSwitch newer = FakeSwitch.connect(ProtocolVersion.OF_1_3, surroundings);

    @AfterEach
    void takeWhatIsLeft() {
        older.unexpected();
        newer.unexpected();
    }

    private void identifyNewer() {
        newer.identify(DPID.value());
        events.clear();
    }

    @Test
    void theNewerIsRefusedWhileTheOlderAnswersAnEcho() {
        identifyNewer();
        older.answer(FakeSwitch.ECHO_REQUEST, older.replies::echoReply);
        assertThat(newer.isOpen()).isFalse();
        assertThat(older.isOpen()).isTrue();
        assertThat(events).isEmpty();
        assertThat(surroundings.registry().holder(DPID)).contains(older.session());
    }

    @Test
    void theNewerReplacesAnOlderThatDoesNotAnswerInTime() {
        identifyNewer();
        older.pass(Duration.ofSeconds(2));
        assertThat(older.isOpen()).isFalse();
        newer.describe(List.of());
        newer.tell(SwitchPlan.empty());
        assertThat(events).hasSize(2);
        assertThat(events.getFirst()).isInstanceOf(FabricEvent.SwitchDisconnected.class);
        assertThat(events.getLast()).isInstanceOf(FabricEvent.SwitchConnected.class);
        assertThat(surroundings.registry().holder(DPID)).contains(newer.session());
    }

    @Test
    void anOlderThatEndsWhileAskedGivesWayAtOnce() {
        identifyNewer();
        older.hangUp();
        newer.describe(List.of());
        newer.tell(SwitchPlan.empty());
        assertThat(surroundings.registry().holder(DPID)).contains(newer.session());
    }

    @Test
    void aThirdIsRefusedWhileTwoContest() {
        identifyNewer();
        FakeSwitch third = FakeSwitch.connect(ProtocolVersion.OF_1_3, surroundings);
        third.identify(DPID.value());
        assertThat(third.isOpen()).isFalse();
        assertThat(newer.isOpen()).isTrue();
    }

    @Test
    void aNewerThatGivesUpLeavesThePlaceFree() {
        identifyNewer();
        newer.hangUp();
        older.pass(Duration.ofSeconds(2));
        assertThat(older.isOpen()).isFalse();
        assertThat(surroundings.registry().holder(DPID)).isEmpty();
        FakeSwitch.live(ProtocolVersion.OF_1_4, surroundings, DPID.value());
        assertThat(surroundings.registry().holder(DPID)).isPresent();
    }

    @Test
    void anEchoThatWasNotTheOneAskedForProvesNothing() {
        identifyNewer();
        older.receive(older.replies.echoReply(4711));
        assertThat(newer.isOpen()).isTrue();
        assertThat(surroundings.registry().holder(DPID)).contains(older.session());
    }
}
