package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.Installed;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.Pipeline;
import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.topology.DatapathId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The endpoint against a real ovs-vswitchd with its dummy datapath, which needs no root. */
class OpenVSwitchTest {
    private static final DatapathId DPID = new DatapathId(0xa1);

    private final EventLog events = new EventLog();
    private OpenVSwitch ovs;
    private OpenFlowEndpoint endpoint;

    @BeforeEach
    void start() {
        assumeTrue(
                OpenVSwitch.isInstalled(),
                "SKIPPED: no ovs-vswitchd on this machine, nothing is proved of real switches");
        ovs = OpenVSwitch.start();
        endpoint = OpenFlowEndpoint.start(OpenFlowSettings.at("127.0.0.1", 0), events, () -> 0);
    }

    @AfterEach
    void stop() {
        if (endpoint != null) {
            endpoint.close();
            ovs.close();
        }
    }

    private FabricEvent.SwitchConnected connect(String protocols) {
        ovs.bridge("br0", protocols, DPID.value(), 3, endpoint.localAddress().getPort());
        return events.await(FabricEvent.SwitchConnected.class);
    }

    private static String protocol(ProtocolVersion version) {
        return "OpenFlow" + version.toString().replace(".", "");
    }

    private void apply(long revision, List<Change> changes) {
        endpoint.carryOut(List.of(new Effect.ApplyChanges(DPID, revision, changes)));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aSwitchThatOffersOneVersionIsSpokenToInThatVersion(ProtocolVersion version) {
        FabricEvent.SwitchConnected connected = connect(protocol(version));
        assertThat(connected.version()).isEqualTo(version);
        assertThat(connected.dpid()).isEqualTo(DPID);
        assertThat(connected.ports()).extracting(port -> port.name()).containsExactly("br0p1", "br0p2", "br0p3");
        assertThat(connected.ports()).allMatch(port -> port.isUp());
        assertThat(connected.installed()).isEqualTo(Installed.nothing());
        assertThat(connected.description().manufacturer()).contains("Nicira");
    }

    @Test
    void aSwitchThatOffersAllVersionsIsSpokenToIn15() {
        assertThat(connect("OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15")
                        .version())
                .isEqualTo(ProtocolVersion.OF_1_5);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void everythingThatCanBeWrittenReadsBackEqual(ProtocolVersion version) {
        connect(protocol(version));
        SwitchPlan plan = SamplePlan.of(version);
        apply(1, PlanDiff.between(SwitchPlan.empty(), plan).changes());
        assertConfirmed(1);
        endpoint.carryOut(List.of(new Effect.RereadTables(DPID)));
        Installed read = events.await(FabricEvent.TablesReread.class).installed();
        assertThat(read.ours().meters()).isEqualTo(plan.meters());
        assertThat(read.ours().groups()).isEqualTo(plan.groups());
        plan.rules()
                .forEach((key, rule) -> assertThat(read.ours().rules().get(key)).isEqualTo(rule));
        assertThat(read.ours()).isEqualTo(plan);
        assertThat(read.foreignCount()).isZero();
        apply(2, PlanDiff.between(plan, SwitchPlan.empty()).changes());
        assertConfirmed(2);
        endpoint.carryOut(List.of(new Effect.RereadTables(DPID)));
        assertThat(events.await(FabricEvent.TablesReread.class).installed()).isEqualTo(Installed.nothing());
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aRuleThatNothingMatchesEndsByItselfAndTheSwitchTells(ProtocolVersion version) {
        connect(protocol(version));
        ForwardingRule sample = SamplePlan.steering();
        ForwardingRule brief =
                new ForwardingRule(sample.key(), List.of(new Action.DecrementTtl()), sample.next(), sample.cookie(), 1);
        apply(1, List.of(new Change.PutRule(brief)));
        assertConfirmed(1);
        assertThat(events.await(FabricEvent.RuleExpired.class))
                .isEqualTo(new FabricEvent.RuleExpired(DPID, brief.key()));
        endpoint.carryOut(List.of(new Effect.RereadTables(DPID)));
        assertThat(events.await(FabricEvent.TablesReread.class).installed()).isEqualTo(Installed.nothing());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OF_1_3")
    void theSwitchTellsWhenOthersChangeRulesAndNotWhenWeDo(ProtocolVersion version) {
        connect(protocol(version));
        SwitchPlan plan = SamplePlan.of(version);
        apply(1, PlanDiff.between(SwitchPlan.empty(), plan).changes());
        assertConfirmed(1);
        endpoint.carryOut(List.of(new Effect.RereadTables(DPID)));
        FabricEvent next = events.await(
                FabricEvent.class,
                event -> event instanceof FabricEvent.TablesReread || event instanceof FabricEvent.TablesDisturbed);
        assertThat(next).isInstanceOf(FabricEvent.TablesReread.class);
        ovs.ofctl(protocol(version), "add-flow", "br0", "table=9,priority=3,actions=drop");
        assertThat(events.await(FabricEvent.TablesDisturbed.class).dpid()).isEqualTo(DPID);
        endpoint.carryOut(List.of(new Effect.RereadTables(DPID)));
        assertThat(events.await(FabricEvent.TablesReread.class).installed().foreignCount())
                .isEqualTo(1);
        ovs.ofctl(protocol(version), "del-flows", "br0", "table=" + Pipeline.STEER);
        events.await(FabricEvent.TablesDisturbed.class);
    }

    @Test
    void theHashIsFoundOutAndNothingOfTheExperimentRemains() {
        connect("OpenFlow15");
        for (int i = 0; i < 3; i++) {
            endpoint.carryOut(List.of(new Effect.ProbeHash(DPID)));
            assertThat(events.await(FabricEvent.HashLearned.class).hash()).isPresent();
        }
        endpoint.carryOut(List.of(new Effect.RereadTables(DPID)));
        assertThat(events.await(FabricEvent.TablesReread.class).installed()).isEqualTo(Installed.nothing());
        assertThat(ovs.ofctl("OpenFlow15", "dump-ports", "br0")).doesNotContainPattern("tx pkts=[1-9]");
    }

    private void assertConfirmed(long revision) {
        FabricEvent answer = events.await(
                FabricEvent.class,
                event -> event instanceof FabricEvent.ChangesConfirmed || event instanceof FabricEvent.ChangesRefused);
        assertThat(answer).isEqualTo(new FabricEvent.ChangesConfirmed(DPID, revision));
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aRefusedBatchNamesItsCulpritAndLeavesNothingBehind(ProtocolVersion version) {
        connect(protocol(version));
        Change good = new Change.PutRule(SamplePlan.drop(1));
        Change bad = new Change.PutRule(SamplePlan.rule(2, List.of(new Action.ToGroup(SamplePlan.MISSING))));
        apply(7, List.of(good, bad, new Change.PutRule(SamplePlan.drop(3))));
        FabricEvent.ChangesRefused refused = events.await(FabricEvent.ChangesRefused.class);
        assertThat(refused.culprit()).isEqualTo(Optional.of(bad));
        assertThat(refused.error()).contains("BAD_ACTION/BAD_OUT_GROUP");
        assertThat(refused.nothingApplied()).isTrue();
        assertThat(ovs.ofctl(protocol(version), "dump-flows", "br0")).doesNotContain("priority=1 ");
    }
}
