package io.heddle.routing.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.Pipeline;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.Planner;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.verify.HashVariant;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Step;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Trace;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TracerTest {

    private static final Packet ACROSS = tcp("10.0.0.2", "10.3.1.3");

    private final TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(4));

    @Test
    void aPacketIsFollowedTableByTableToItsReceiver() {
        Trace trace = trace(fabric, fabric.plan(), ACROSS);

        assertThat(trace.end()).isEqualTo(Trace.End.DELIVERED);
        assertThat(trace.isExact()).isTrue();
        assertThat(trace.walk().hops()).hasSize(5);
        assertThat(trace.walk().hops().getFirst().passage().steps())
                .extracting(step -> step.getClass().getSimpleName())
                .containsExactly("Matched", "Matched", "Matched", "Chosen");
        assertThat(trace.walk().hops().getLast().passage().steps()).allMatch(Step.Matched.class::isInstance);
    }

    @Test
    void aTraceReadsLikeTheSwitchesOwnTools() {
        String text = trace(fabric, fabric.plan(), ACROSS).text(this::name);

        assertThat(text.lines().toList())
                .anySatisfy(line -> assertThat(line).isEqualTo("EDGE 0, in by port 1"))
                .anySatisfy(line -> assertThat(line)
                        .matches("  cookie=0x[0-9a-f]{16},table=0,priority=400,ip,in_port=1,.* actions=goto_table:1"))
                .anySatisfy(line -> assertThat(line)
                        .matches("  group_id=\\d+ bucket_id:(\\d),weight:1,watch_port:\\1,actions=output:\\1 "
                                + "\\(usable: \\d, \\d\\)"))
                .anySatisfy(line -> assertThat(line).isEqualTo("  out by port 2"))
                .last()
                .isEqualTo("Delivered by port 2 of EDGE 3.");
        assertThat(text).doesNotContain("Not certain");
    }

    @Test
    void aDeadUplinkIsLeftOut() {
        DatapathId edge = fabric.at(Tier.EDGE, 0, 0);
        Cable cable = fabric.cable(edge, fabric.at(Tier.AGGREGATION, 0, 0));
        Trace trace = trace(fabric.cut(cable), fabric.plan(), ACROSS);

        assertThat(trace.walk().hops().getFirst().passage().steps().getLast())
                .isInstanceOfSatisfying(
                        Step.Chosen.class, chosen -> assertThat(chosen.live()).hasSize(1));
        assertThat(trace.end()).isEqualTo(Trace.End.DELIVERED);
    }

    @Test
    void withoutAnyUplinkItSaysWhichGroupHasNoneLeft() {
        TestFabric cut = fabric;
        for (Cable cable : fabric.cables(Tier.EDGE, Tier.AGGREGATION)) {
            cut = fabric.podOf(cable.first().dpid()) == 0 ? cut.cut(cable) : cut;
        }
        Trace trace = trace(cut, fabric.plan(), ACROSS);

        assertThat(trace.end()).isEqualTo(Trace.End.DROPPED);
        assertThat(trace.verdict(this::name)).matches("Dropped by EDGE 0: no bucket of group \\d+ is alive\\.");
        assertThat(trace.text(this::name)).contains("no live bucket");
    }

    @Test
    void aPlanThatLeadsNowhereIsToldByItsRule() {
        TestFabric cut = fabric;
        for (Cable cable : fabric.cablesOf(fabric.at(Tier.EDGE, 3, 1))) {
            cut = cut.cut(cable);
        }
        Trace trace = trace(cut, cut.plan(), ACROSS);

        assertThat(trace.end()).isEqualTo(Trace.End.DROPPED);
        assertThat(trace.verdict(this::name)).matches("Dropped by \\w+ \\d: by the rule .* actions=drop\\.");
    }

    @Test
    void aSwitchThatHoldsNothingMatchesNothing() {
        Trace trace = trace(fabric, ForwardingPlan.empty(), ACROSS);

        assertThat(trace.verdict(this::name)).isEqualTo("Dropped by EDGE 0: no rule of table 0 matches.");
        assertThat(trace.toString()).contains("table=0 no match");
    }

    @Test
    void aSenderThatWasNeverSeenIsAskedAbout() {
        TestFabric empty = new TestFabric(fabric.drawn(), fabric.drawn().topology());
        Trace trace = trace(empty, empty.plan(), ACROSS);

        assertThat(trace.end()).isEqualTo(Trace.End.TO_CONTROLLER);
        assertThat(trace.verdict(this::name)).startsWith("Sent to the controller by EDGE 0: by the rule ");
    }

    @Test
    void aTtlThatIsUsedUpOnTheWayEndsAtTheController() {
        Trace trace = trace(fabric, fabric.plan(), ACROSS.with(Field.IP_TTL, 2));

        assertThat(trace.walk().hops()).hasSize(2);
        assertThat(trace.verdict(this::name)).isEqualTo("Sent to the controller by AGGREGATION 0: its TTL is used up.");
    }

    @Test
    void aCableThatDiedSilentlyLeadsAstray() {
        TestFabric silent = fabric;
        for (Cable cable : fabric.cablesOf(fabric.at(Tier.EDGE, 0, 0))) {
            silent = silent.silenced(cable);
        }
        Trace trace = trace(silent, fabric.plan(), ACROSS);

        assertThat(trace.end()).isEqualTo(Trace.End.ASTRAY);
        assertThat(trace.verdict(this::name))
                .matches("Leaves by port [34] of EDGE 0, where its receiver is not; that is at port 2 of EDGE 3\\.");
    }

    @Test
    void aLoopIsToldAndNotFollowedForEver() {
        ForwardingRule back = rule(1, Match.any(), new Action.OutputToIngress());
        ForwardingRule up = rule(2, Match.any().inPort(new PortNumber(1)), new Action.Output(new PortNumber(3)));
        SortedMap<DatapathId, SwitchPlan> bounced = new TreeMap<>();
        fabric.in(Tier.AGGREGATION)
                .forEach(dpid -> bounced.put(dpid, SwitchPlan.of(List.of(), List.of(), List.of(back))));
        bounced.put(fabric.at(Tier.EDGE, 0, 0), SwitchPlan.of(List.of(), List.of(), List.of(back, up)));
        Trace trace = trace(fabric, new ForwardingPlan(bounced), ACROSS);

        assertThat(trace.end()).isEqualTo(Trace.End.LOOP);
        assertThat(trace.verdict(this::name)).endsWith(" a second time in the same way.");
    }

    @Test
    void aSwitchThatTakesNoSeedMakesATraceUncertain() {
        FabricModel model = fabric.model();
        ForwardingPlan plain = Planner.plan(
                new FabricModel(model.topology(), model.recognition(), model.addresses(), PlanOptions.defaults()));
        Trace trace = trace(fabric, plain, ACROSS);

        assertThat(trace.isExact()).isFalse();
        assertThat(trace.text(this::name)).contains("Not certain");
        assertThat(trace(fabric, plain, tcp("10.0.0.2", "10.0.0.3")).isExact()).isTrue();
    }

    @Test
    void aSwitchWhoseHashIsNotKnownMakesATraceUncertain() {
        Tracer assuming =
                new Tracer(fabric.plan(), fabric.topology(), fabric.model().addresses(), Map.of());
        assertThat(assuming.trace(ACROSS).isExact()).isFalse();
        assertThat(assuming.trace(tcp("10.0.0.2", "10.0.0.3")).isExact()).isTrue();
    }

    @Test
    void anAddressWithoutAPlaceIsRefused() {
        assertThatThrownBy(() -> trace(fabric, fabric.plan(), tcp("10.0.0.2", "192.0.2.1")))
                .isInstanceOf(UnknownAddress.class)
                .hasMessageContaining("192.0.2.1");
        assertThatThrownBy(() -> trace(fabric, fabric.plan(), tcp("192.0.2.1", "10.0.0.2")))
                .isInstanceOf(UnknownAddress.class);
    }

    private static Trace trace(TestFabric fabric, ForwardingPlan plan, Packet packet) {
        Map<DatapathId, HashVariant> hashes = new HashMap<>();
        fabric.topology().switches().keySet().forEach(dpid -> hashes.put(dpid, HashVariant.MURMUR));
        return new Tracer(plan, fabric.topology(), fabric.model().addresses(), hashes).trace(packet);
    }

    private static ForwardingRule rule(int priority, Match match, Action action) {
        return new ForwardingRule(
                new ForwardingRule.Key(Pipeline.CLASSIFY, priority, match),
                List.of(action),
                Optional.empty(),
                Cookie.of(Cookie.Purpose.ROUTING),
                0);
    }

    private static Packet tcp(String source, String destination) {
        return Packet.tcp(Ipv4Address.parse(source), 40_000, Ipv4Address.parse(destination), 5001);
    }

    private String name(DatapathId dpid) {
        return fabric.tierOf(dpid) + " " + fabric.podOf(dpid);
    }
}
