package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.openflow.codec.MessageEncoder;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.ChangesConfirmed;
import io.heddle.controller.state.FabricEvent.ChangesRefused;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.MeterId;
import io.heddle.topology.DatapathId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The edges of the table in {@link ChangeJob}. */
class ChangeJobTest {
    private static final DatapathId DPID = new DatapathId(7);
    private static final int BAD_REQUEST = 1;
    private static final int BAD_TYPE = 1;
    private static final int BAD_ACTION = 2;
    private static final int BAD_OUT_GROUP = 9;
    private static final int BUNDLE_FAILED = 17;
    private static final int MESSAGE_FAILED = 13;
    private static final int OPEN = MessageEncoder.BUNDLE_OPEN;
    private static final int COMMIT = MessageEncoder.BUNDLE_COMMIT;
    private static final Change FIRST = new Change.PutRule(SamplePlan.drop(1));
    private static final Change SECOND = new Change.PutRule(SamplePlan.drop(2));
    private static final Change METER = new Change.AddMeter(SamplePlan.meters().getFirst());

    private final List<FabricEvent> events = new ArrayList<>();
    private final Surroundings surroundings =
            FakeSwitch.surroundings(events, new OpenFlowSettings.Limits(9, 3, 1000, 1 << 24, 9));

    private FakeSwitch live(ProtocolVersion version) {
        FakeSwitch fake = FakeSwitch.live(version, surroundings, DPID.value());
        events.clear();
        return fake;
    }

    private static void apply(FakeSwitch fake, long revision, Change... changes) {
        fake.session().carryOut(new Effect.ApplyChanges(DPID, revision, List.of(changes)));
        fake.session().flush();
    }

    /** Takes an opened bundle with that many messages; returns their numbers, the opening one first, the barrier's last. */
    private static List<Integer> filled(FakeSwitch fake, int messages) {
        boolean isExtension = fake.version == ProtocolVersion.OF_1_3;
        List<Integer> xids = new ArrayList<>();
        FakeSwitch.Sent open = fake.expect(isExtension ? FakeSwitch.EXPERIMENTER : FakeSwitch.BUNDLE_CONTROL);
        assertThat(open.body().skipBytes(isExtension ? 12 : 4).readUnsignedShort())
                .isEqualTo(OPEN);
        xids.add(open.xid());
        for (int i = 0; i < messages; i++) {
            FakeSwitch.Sent add = fake.expect(isExtension ? FakeSwitch.EXPERIMENTER : FakeSwitch.BUNDLE_ADD);
            int inner = add.body().skipBytes(isExtension ? 20 : 12).readInt();
            assertThat(inner).as("the number of the message inside").isEqualTo(add.xid());
            xids.add(add.xid());
        }
        xids.add(fake.expect(FakeSwitch.BARRIER_REQUEST).xid());
        return xids;
    }

    private static int step(FakeSwitch fake, int step) {
        boolean isExtension = fake.version == ProtocolVersion.OF_1_3;
        FakeSwitch.Sent sent = fake.expect(isExtension ? FakeSwitch.EXPERIMENTER : FakeSwitch.BUNDLE_CONTROL);
        assertThat(sent.body().skipBytes(isExtension ? 12 : 4).readUnsignedShort())
                .isEqualTo(step);
        return sent.xid();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void severalChangesAreOneBundleThatIsCommittedOnlyAfterItsBarrier(ProtocolVersion version) {
        FakeSwitch fake = live(version);
        apply(fake, 5, FIRST, SECOND);
        List<Integer> xids = filled(fake, 2);
        assertThat(fake.unexpected()).isEmpty();
        fake.receive(fake.replies.bundleReply(xids.getFirst(), xids.getFirst(), OPEN + 1));
        fake.receive(fake.replies.barrierReply(xids.getLast()));
        int commit = step(fake, COMMIT);
        assertThat(events).isEmpty();
        fake.receive(fake.replies.bundleReply(commit, xids.getFirst(), COMMIT + 1));
        assertThat(events).containsExactly(new ChangesConfirmed(DPID, 5));
        assertThat(surroundings.tally().snapshot().batchesConfirmed()).isEqualTo(1);
        assertThat(surroundings.tally().snapshot().changes()).isEqualTo(2);
    }

    @Test
    void aMessageRefusedWhileTheBundleIsFilledDiscardsTheWholeBundle() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        apply(fake, 5, FIRST, SECOND);
        List<Integer> xids = filled(fake, 2);
        fake.receive(fake.replies.error(xids.get(2), BAD_ACTION, BAD_OUT_GROUP));
        fake.receive(fake.replies.barrierReply(xids.getLast()));
        step(fake, MessageEncoder.BUNDLE_DISCARD);
        assertThat(events)
                .containsExactly(new ChangesRefused(DPID, 5, Optional.of(SECOND), "BAD_ACTION/BAD_OUT_GROUP", true));
        assertThat(fake.isOpen()).isTrue();
    }

    @Test
    void aMessageRefusedAtTheCommitIsTheCulpritAndNothingWasApplied() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_4);
        apply(fake, 5, FIRST, SECOND);
        List<Integer> xids = filled(fake, 2);
        fake.receive(fake.replies.barrierReply(xids.getLast()));
        int commit = step(fake, COMMIT);
        fake.receive(fake.replies.error(xids.get(1), BAD_ACTION, BAD_OUT_GROUP));
        assertThat(events).isEmpty();
        fake.receive(fake.replies.error(commit, BUNDLE_FAILED, MESSAGE_FAILED));
        assertThat(events)
                .containsExactly(new ChangesRefused(DPID, 5, Optional.of(FIRST), "BAD_ACTION/BAD_OUT_GROUP", true));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aSwitchThatKnowsNoBundlesIsSentTheMessagesThemselvesFromThenOn(ProtocolVersion version) {
        FakeSwitch fake = live(version);
        apply(fake, 5, FIRST, SECOND);
        List<Integer> xids = filled(fake, 2);
        xids.subList(0, 3).forEach(xid -> fake.receive(fake.replies.error(xid, BAD_REQUEST, BAD_TYPE)));
        fake.receive(fake.replies.barrierReply(xids.getLast()));
        fake.expect(FakeSwitch.FLOW_MOD);
        fake.expect(FakeSwitch.FLOW_MOD);
        fake.answer(FakeSwitch.BARRIER_REQUEST, fake.replies::barrierReply);
        assertThat(events).containsExactly(new ChangesConfirmed(DPID, 5));
        apply(fake, 6, FIRST, SECOND);
        fake.expect(FakeSwitch.FLOW_MOD);
        int second = fake.expect(FakeSwitch.FLOW_MOD).xid();
        fake.receive(fake.replies.error(second, BAD_ACTION, BAD_OUT_GROUP));
        fake.answer(FakeSwitch.BARRIER_REQUEST, fake.replies::barrierReply);
        assertThat(events.getLast())
                .isEqualTo(new ChangesRefused(DPID, 6, Optional.of(SECOND), "BAD_ACTION/BAD_OUT_GROUP", false));
    }

    @Test
    void aBundleThatCannotBeOpenedForAnotherReasonIsARefusal() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        apply(fake, 5, FIRST, SECOND);
        List<Integer> xids = filled(fake, 2);
        fake.receive(fake.replies.error(xids.getFirst(), BUNDLE_FAILED, 5));
        fake.receive(fake.replies.barrierReply(xids.getLast()));
        assertThat(events)
                .containsExactly(new ChangesRefused(DPID, 5, Optional.empty(), "BUNDLE_FAILED/OUT_OF_BUNDLES", true));
    }

    @Test
    void metersGoOutsideTheBundleInTheirPlace() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        apply(fake, 5, METER, FIRST, SECOND, new Change.RemoveMeter(MeterId.ours(9)));
        fake.expect(FakeSwitch.METER_MOD);
        fake.answer(FakeSwitch.BARRIER_REQUEST, fake.replies::barrierReply);
        List<Integer> xids = filled(fake, 2);
        fake.receive(fake.replies.barrierReply(xids.getLast()));
        fake.receive(fake.replies.bundleReply(step(fake, COMMIT), xids.getFirst(), COMMIT + 1));
        assertThat(events).isEmpty();
        fake.expect(FakeSwitch.METER_MOD);
        fake.answer(FakeSwitch.BARRIER_REQUEST, fake.replies::barrierReply);
        assertThat(events).containsExactly(new ChangesConfirmed(DPID, 5));
    }

    @Test
    void whatWasAppliedBeforeARefusalIsSaid() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        apply(fake, 5, METER, FIRST, SECOND);
        fake.expect(FakeSwitch.METER_MOD);
        fake.answer(FakeSwitch.BARRIER_REQUEST, fake.replies::barrierReply);
        List<Integer> xids = filled(fake, 2);
        fake.receive(fake.replies.error(xids.get(1), BAD_ACTION, BAD_OUT_GROUP));
        fake.receive(fake.replies.barrierReply(xids.getLast()));
        assertThat(((ChangesRefused) events.getFirst()).nothingApplied()).isFalse();
    }

    @Test
    void aSingleChangeNeedsNoBundle() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        apply(fake, 5, FIRST);
        int xid = fake.expect(FakeSwitch.FLOW_MOD).xid();
        fake.receive(fake.replies.error(xid, 5, 1));
        fake.answer(FakeSwitch.BARRIER_REQUEST, fake.replies::barrierReply);
        assertThat(events)
                .containsExactly(new ChangesRefused(DPID, 5, Optional.of(FIRST), "FLOW_MOD_FAILED/TABLE_FULL", true));
    }

    @Test
    void aBatchWithoutChangesIsConfirmedAtOnce() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        apply(fake, 5);
        assertThat(events).containsExactly(new ChangesConfirmed(DPID, 5));
    }

    @Test
    void whatTheVersionCannotExpressIsRefusedBeforeAnythingIsSent() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_3);
        Group seeded = SamplePlan.groups(ProtocolVersion.OF_1_5).getFirst();
        Change bad = new Change.AddGroup(seeded);
        apply(fake, 5, FIRST, bad);
        Change late = new Change.PutRule(
                SamplePlan.rule(3, List.of(new Action.DecrementTtl(), new Action.Metered(MeterId.ours(1)))));
        apply(fake, 6, late);
        assertThat(fake.unexpected()).isEmpty();
        assertThat(events).hasSize(2);
        assertThat(((ChangesRefused) events.getFirst()).culprit()).isEqualTo(Optional.of(bad));
        assertThat(((ChangesRefused) events.getFirst()).nothingApplied()).isTrue();
        assertThat(((ChangesRefused) events.getLast()).error()).contains("1.3").contains("first action");
    }

    @Test
    void batchesWaitForEachOtherAndForReadBacks() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        apply(fake, 5, FIRST);
        fake.session().carryOut(new Effect.RereadTables(DPID));
        apply(fake, 6, SECOND);
        fake.expect(FakeSwitch.FLOW_MOD);
        int barrier = fake.expect(FakeSwitch.BARRIER_REQUEST).xid();
        assertThat(fake.unexpected()).isEmpty();
        fake.receive(fake.replies.barrierReply(barrier));
        fake.tell(SwitchPlan.empty());
        fake.expect(FakeSwitch.FLOW_MOD);
        fake.answer(FakeSwitch.BARRIER_REQUEST, fake.replies::barrierReply);
        assertThat(events).hasSize(3);
        assertThat(events.getLast()).isEqualTo(new ChangesConfirmed(DPID, 6));
    }

    @Test
    void changesAreNeverDroppedSilently() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        for (int i = 0; i < 5; i++) {
            apply(fake, i, FIRST);
        }
        assertThat(fake.isOpen()).isFalse();
        assertThat(((FabricEvent.SwitchDisconnected) events.getFirst()).reason())
                .contains("3 batches of changes wait");
    }

    @Test
    void aSwitchThatAnswersEchoesButNoBarrierIsLeft() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        apply(fake, 5, FIRST);
        for (int i = 0; i < 10; i++) {
            fake.receive(fake.replies.echoRequest(i, "x"));
            fake.pass(Duration.ofSeconds(3));
        }
        assertThat(fake.isOpen()).isFalse();
        assertThat(((FabricEvent.SwitchDisconnected) events.getFirst()).reason())
                .isEqualTo("it did not answer 1 changes of revision 5");
    }

    @Test
    void theDeadlineOfADoneBatchMeansNothing() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        apply(fake, 5, FIRST);
        fake.expect(FakeSwitch.FLOW_MOD);
        fake.answer(FakeSwitch.BARRIER_REQUEST, fake.replies::barrierReply);
        for (int i = 0; i < 20; i++) {
            fake.receive(fake.replies.echoRequest(i, "x"));
            fake.pass(Duration.ofSeconds(3));
        }
        assertThat(fake.isOpen()).isTrue();
    }

    @Test
    void aWholePlanIsAppliedInOneFlush() {
        FakeSwitch fake = live(ProtocolVersion.OF_1_5);
        List<Change> changes = PlanDiff.between(SwitchPlan.empty(), SamplePlan.of(ProtocolVersion.OF_1_5))
                .changes();
        apply(fake, 5, changes.toArray(Change[]::new));
        assertThat(fake.unexpected())
                .containsExactly(
                        FakeSwitch.METER_MOD, FakeSwitch.METER_MOD, FakeSwitch.METER_MOD, FakeSwitch.BARRIER_REQUEST);
    }
}
