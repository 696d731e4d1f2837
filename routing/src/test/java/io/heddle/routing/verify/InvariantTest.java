package io.heddle.routing.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.PortNumber;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The invariants notice what is wrong: a test of the tests. */
class InvariantTest {

    private final TestFabric ring = TestFabric.full(FabricGenerator.ring(3, 1));
    private final DatapathId first = ring.at(Tier.EDGE, 0, 0);
    private final Host far = ring.host("10.0.1.2");

    @Test
    void switchesWithoutRulesAreABlackHole() {
        assertThat(violations(ForwardingPlan.empty(), new NoBlackHole())).isNotEmpty();
        assertThat(violations(ForwardingPlan.empty(), new NoForwardingLoop())).isEmpty();
    }

    @Test
    void packetsThatGoRoundAndRoundAreALoop() {
        SortedMap<DatapathId, SwitchPlan> plans = new TreeMap<>();
        ring.topology().switches().keySet().forEach(dpid -> plans.put(dpid, SwitchPlan.empty()));
        // In a ring of three every switch has cables at ports 2 and 3: what comes in by one leaves by the other.
        plans.replaceAll(
                (dpid, empty) -> SwitchPlan.of(List.of(), List.of(), List.of(through(2, 3), through(3, 2), out(2))));
        ForwardingPlan plan = new ForwardingPlan(plans);
        assertThat(violations(plan, new NoForwardingLoop())).isNotEmpty();
        Walk walk =
                ring.holding(plan).walk(new Hop.Ingress.FromController(first), Packet.udp(far.ip(), 1, far.ip(), 2));
        assertThat(walk.outcome()).isInstanceOf(Walk.Loop.class);
    }

    @Test
    void deliveryToTheWrongPortOrMacAddressIsABlackHole() {
        SortedMap<DatapathId, SwitchPlan> plans = new TreeMap<>();
        plans.put(first, SwitchPlan.of(List.of(), List.of(), List.of(out(1))));
        assertThat(violations(new ForwardingPlan(plans), new NoBlackHole())).isNotEmpty();
        plans.put(far.location().dpid(), SwitchPlan.of(List.of(), List.of(), List.of(out(1))));
        assertThat(Invariant.violations(
                        ring.holding(new ForwardingPlan(plans)),
                        List.of(far.location().dpid()),
                        List.of(far),
                        List.of(new NoBlackHole())))
                .isNotEmpty();
    }

    @Test
    void aPlanIsWalkedAsItIsUnderOtherCables() {
        SimulatedFabric whole = ring.holding(ring.plan());
        TestFabric cut = ring.cut(ring.cable(first, far.location().dpid()));
        SimulatedFabric broken = whole.cabled(cut.topology());
        assertThat(broken.topology()).isEqualTo(cut.topology());
        Packet packet = Packet.udp(far.ip(), 1, far.ip(), 2);
        assertThat(whole.walk(new Hop.Ingress.FromController(first), packet).outcome())
                .isInstanceOf(Walk.Delivered.class);
        assertThat(broken.walk(new Hop.Ingress.FromController(first), packet).outcome())
                .isInstanceOf(Walk.Dropped.class);
    }

    private List<String> violations(ForwardingPlan plan, Invariant invariant) {
        return Invariant.violations(ring.holding(plan), List.of(first), List.of(far), List.of(invariant));
    }

    private static ForwardingRule through(int from, int to) {
        return rule(5, Match.any().inPort(new PortNumber(from)), to);
    }

    private static ForwardingRule out(int port) {
        return rule(1, Match.any(), port);
    }

    private static ForwardingRule rule(int priority, Match match, int port) {
        return new ForwardingRule(
                new ForwardingRule.Key(new TableId(0), priority, match),
                List.of(new Action.Output(new PortNumber(port))),
                Optional.empty(),
                Cookie.of(Cookie.Purpose.ROUTING),
                0);
    }
}
