package io.heddle.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.FabricEvent.ElephantsObserved;
import io.heddle.controller.state.FabricEvent.OrderGiven;
import io.heddle.routing.elephant.ElephantDecision;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.plan.Steering;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of large flows from their detection to their end. */
class ElephantLifeTest {

    private static final Duration INTERVAL = PlacementSettings.defaults().interval();

    private final GeneratedFabric generated = FabricGenerator.fatTree(4);
    private final PaperFabric fabric = new PaperFabric(generated.topology());
    private FlowKey one = flow("10.0.0.2", "10.1.0.2", 1);
    private FlowKey other = flow("10.0.0.3", "10.2.0.2", 1);

    @BeforeEach
    void comeUp() {
        fabric.comeUp();
        fabric.locateHosts(generated.blueprint().hostNumbers().keySet());
        fabric.pass(INTERVAL);
        for (int port = 2; !hashed(one).equals(hashed(other)); port++) {
            other = flow("10.0.0.3", "10.2.0.2", port);
        }
        fabric.takeEffects();
    }

    private static FlowKey flow(String source, String destination, int port) {
        return new FlowKey(Ipv4Address.parse(source), Ipv4Address.parse(destination), FlowKey.TCP, port, 5001);
    }

    private List<ConnectPoint> hashed(FlowKey flow) {
        Understanding understanding = fabric.state().understanding().orElseThrow();
        return new ElephantControl(PaperFabric.SETTINGS)
                .prospect(fabric.state(), understanding)
                .orElseThrow()
                .predicting(List.of(flow))
                .hashed(flow);
    }

    private Elephants elephants() {
        return fabric.state().elephants();
    }

    private void observe(FlowKey... flows) {
        List<ObservedFlow> observed = new ArrayList<>();
        for (FlowKey flow : flows) {
            observed.add(observed(flow));
        }
        fabric.happen(new ElephantsObserved(observed));
    }

    private ObservedFlow observed(FlowKey flow) {
        Host source = Optional.ofNullable(fabric.state().topology().hosts().get(flow.source()))
                .orElseThrow();
        return new ObservedFlow(flow, source.location(), 5_000_000, 0.1, fabric.now(), fabric.now(), Optional.empty());
    }

    private Order.Verdict order(Order order) {
        List<Order.Verdict> verdicts = new ArrayList<>();
        fabric.happen(new OrderGiven(order, verdicts::add));
        assertThat(verdicts).hasSize(1);
        return verdicts.getFirst();
    }

    private DatapathId core(int index) {
        return generated.blueprint().positions().entrySet().stream()
                .filter(entry -> entry.getValue().tier() == Tier.CORE)
                .skip(index)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private boolean goesThrough(Steering steering, DatapathId core) {
        return generated
                .topology()
                .linkFrom(steering.ways().getLast())
                .orElseThrow()
                .to()
                .dpid()
                .equals(core);
    }

    private Steering steering(FlowKey flow) {
        return Objects.requireNonNull(elephants().steerings().get(flow));
    }

    private int steeringRules() {
        return fabric.state().understanding().orElseThrow().planned().steeringRules().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private void everySwitchHoldsItsPlan() {
        fabric.state()
                .understanding()
                .orElseThrow()
                .plan()
                .switches()
                .forEach((dpid, plan) -> assertThat(fabric.held(dpid)).isEqualTo(plan));
    }

    @Test
    void flowsThatShareALinkAreSteeredApartAtTwoSwitchesEach() {
        observe(one, other);

        ElephantDecision decision = elephants().decision().orElseThrow();
        assertThat(decision.bitsPerSecond()).isGreaterThan(decision.hashedBitsPerSecond());
        assertThat(decision.outcomes()).hasSize(2);
        assertThat(decision.outcomes().getFirst().ways())
                .doesNotContainAnyElementsOf(decision.outcomes().getLast().ways());
        assertThat(steeringRules()).isBetween(2, 4);
        assertThat(fabric.takeTouched()).hasSizeBetween(2, 3);
        everySwitchHoldsItsPlan();
    }

    @Test
    void aDecisionIsTakenOnceAnIntervalAtMost() {
        observe(one);
        var first = elephants().decidedAt();
        observe(one, other);
        fabric.pass(INTERVAL.minusMillis(100));
        assertThat(elephants().decidedAt()).isEqualTo(first);
        assertThat(elephants().isDue()).isTrue();
        fabric.pass(Duration.ofMillis(150));
        assertThat(elephants().decidedAt()).isAfter(first);
        assertThat(steeringRules()).isGreaterThan(0);
    }

    @Test
    void nothingIsDecidedAnewWhenNothingChanged() {
        observe(one, other);
        fabric.pass(INTERVAL.multipliedBy(3));
        FabricState before = fabric.state();
        fabric.takeEffects();
        fabric.pass(INTERVAL.multipliedBy(3));
        assertThat(fabric.state()).isSameAs(before);
    }

    @Test
    void aRestartedControllerGoesOnWithWhatIsSteeredAndEndsItOnlyWhenItIsNotSeenForLong() {
        observe(one, other);
        fabric.takeEffects();
        var steerings = elephants().steerings();

        fabric.restartController();

        assertThat(fabric.takeTouched()).isEmpty();
        assertThat(elephants().steerings()).isEqualTo(steerings);
        observe(one, other);
        fabric.pass(INTERVAL);
        assertThat(fabric.takeTouched()).isEmpty();
        observe();
        fabric.pass(PlacementSettings.defaults().linger().plus(INTERVAL));
        assertThat(elephants().steerings()).isEmpty();
        assertThat(steeringRules()).isZero();
        everySwitchHoldsItsPlan();
    }

    @Test
    void aFlowThatFellSilentIsSteeredNowhereAndNobodyCallsThatDrift() {
        observe(one, other);
        observe();
        elephants().steerings().keySet().forEach(fabric::fallSilent);
        assertThat(elephants().steerings()).isEmpty();
        everySwitchHoldsItsPlan();
        fabric.pass(PaperFabric.SETTINGS.audit().multipliedBy(2));
        assertThat(fabric.state().incidents()).isEmpty();
    }

    @Test
    void aSteeringRuleThatIsMissingWhenTablesAreReadBackHasEndedAndIsNoDrift() {
        observe(one, other);
        observe();
        FlowKey flow = elephants().steerings().firstKey();
        ConnectPoint edge = steering(flow).ways().getFirst();
        var held = fabric.held(edge.dpid());
        var rules = new TreeMap<>(held.rules());
        rules.keySet().removeIf(key -> key.match().equals(flow.match()));
        fabric.tamper(edge.dpid(), new SwitchPlan(held.meters(), held.groups(), rules));
        fabric.happen(new FabricEvent.TablesReread(
                edge.dpid(), new Installed(fabric.held(edge.dpid()), List.of(), List.of(), 0)));
        assertThat(elephants().steerings()).doesNotContainKey(flow);
        assertThat(fabric.state().incidents()).isEmpty();
        everySwitchHoldsItsPlan();
    }

    @Test
    void aSteeredFlowWhoseCableIsCutIsPlacedAnew() {
        observe(one, other);
        fabric.pass(INTERVAL);
        Steering steering = elephants().steerings().values().iterator().next();
        ConnectPoint port = steering.ways().getLast();
        Cable cable = generated.blueprint().cables().stream()
                .filter(each -> each.first().equals(port) || each.second().equals(port))
                .findFirst()
                .orElseThrow();
        fabric.cut(cable);
        fabric.pass(INTERVAL);
        assertThat(elephants().steerings().values())
                .noneMatch(each -> each.ways().contains(port));
        assertThat(elephants().decision().orElseThrow().outcomes())
                .hasSize(2)
                .noneMatch(outcome -> outcome.ways().contains(port));
        assertThat(fabric.state().understanding().orElseThrow().planned().refusedSteerings())
                .isEmpty();
        everySwitchHoldsItsPlan();
    }

    @Test
    void aChosenSchedulerIsRememberedBeforeItIsAnsweredAndDecidesFromThenOn() {
        observe(one, other);
        assertThat(steeringRules()).isGreaterThan(0);
        fabric.takeEffects();

        assertThat(order(new Order.ChooseScheduler(SchedulerName.ECMP))).isEqualTo(new Order.Accepted());

        List<Effect> effects = fabric.takeEffects();
        assertThat(effects.get(0)).isEqualTo(new Effect.SaveScheduler(SchedulerName.ECMP));
        assertThat(effects.get(1)).isInstanceOf(Effect.Answer.class);
        fabric.pass(INTERVAL);
        assertThat(steeringRules()).isZero();
        fabric.restartController();
        assertThat(elephants().scheduler()).isEqualTo(SchedulerName.ECMP);
    }

    @Test
    void aPinnedFlowGoesThroughItsCoreAtOnceAndStaysThereWhateverTheSchedulerWants() {
        for (int index = 0; index < 4; index++) {
            fabric.takeEffects();
            assertThat(order(new Order.PinFlow(one, core(index)))).isEqualTo(new Order.Accepted());
            assertThat(fabric.takeEffects().getFirst()).isEqualTo(new Effect.SavePin(one, core(index)));
            assertThat(goesThrough(steering(one), core(index))).isTrue();
            everySwitchHoldsItsPlan();
            observe(one, other);
            fabric.pass(INTERVAL);
            assertThat(goesThrough(steering(one), core(index))).isTrue();
            assertThat(steeringRules()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aPinOutlivesTheControllerAndTheFlowAndEndsByRelease() {
        order(new Order.PinFlow(one, core(2)));
        fabric.fallSilent(one);
        assertThat(elephants().steerings()).isEmpty();
        fabric.restartController();
        assertThat(elephants().pins()).containsEntry(one, core(2));
        observe(one);
        fabric.pass(INTERVAL);
        assertThat(goesThrough(steering(one), core(2))).isTrue();

        assertThat(order(new Order.ReleaseFlow(one))).isEqualTo(new Order.Accepted());
        fabric.pass(INTERVAL);
        assertThat(elephants().pins()).isEmpty();
        assertThat(order(new Order.ReleaseFlow(one)))
                .isInstanceOfSatisfying(
                        Order.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Order.Reason.UNKNOWN));
    }

    @Test
    void aPinnedFlowThatWasSilentIsNotEndedByTimeWhileItsRulesAreThere() {
        order(new Order.PinFlow(one, core(1)));
        fabric.pass(PlacementSettings.defaults().linger().multipliedBy(2));
        assertThat(goesThrough(steering(one), core(1))).isTrue();
    }

    @Test
    void whatCannotBePinnedIsRefusedAndChangesNothing() {
        DatapathId edge = Objects.requireNonNull(
                        fabric.state().topology().hosts().get(one.source()))
                .location()
                .dpid();
        FlowKey stranger = flow("10.0.0.2", "10.9.9.9", 1);
        FlowKey local = flow("10.0.0.2", "10.0.0.3", 1);
        assertRefused(new Order.PinFlow(one, new DatapathId(0xbad)), Order.Reason.UNKNOWN);
        assertRefused(new Order.PinFlow(stranger, core(0)), Order.Reason.UNKNOWN);
        assertRefused(new Order.PinFlow(one, edge), Order.Reason.IMPOSSIBLE);
        assertRefused(new Order.PinFlow(local, core(0)), Order.Reason.IMPOSSIBLE);
    }

    private void assertRefused(Order order, Order.Reason reason) {
        FabricState before = fabric.state();
        fabric.takeEffects();
        assertThat(order(order))
                .isInstanceOfSatisfying(
                        Order.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
        assertThat(fabric.state()).isSameAs(before);
        assertThat(fabric.takeEffects()).hasSize(1);
    }

    @Test
    void beforeTheFabricIsKnownNothingIsPinned() {
        PaperFabric young = new PaperFabric(generated.topology());
        List<Order.Verdict> verdicts = new ArrayList<>();
        young.happen(new OrderGiven(new Order.PinFlow(one, core(0)), verdicts::add));
        assertThat(verdicts).containsExactly(new Order.Refused(Order.Reason.TOO_EARLY, "The fabric is still forming."));
    }

    @Test
    void inAGraphThatIsNoClosFlowsAreLeftToTheHash() {
        GeneratedFabric ring = FabricGenerator.ring(5, 1);
        PaperFabric strange = new PaperFabric(ring.topology());
        strange.comeUp();
        strange.happen(new ElephantsObserved(List.of(new ObservedFlow(
                one,
                ring.blueprint().hostNumbers().firstKey(),
                5_000_000,
                0.1,
                strange.now(),
                strange.now(),
                Optional.empty()))));
        strange.pass(INTERVAL);
        assertThat(strange.state().elephants().decision()).isEmpty();
        assertThat(strange.state().elephants().isDue()).isFalse();
    }

    @Test
    void switchesThatAFlowDoesNotPassAreNotTouched() {
        observe(one, other);
        SortedSet<DatapathId> touched = fabric.takeTouched();
        assertThat(touched)
                .allMatch(dpid ->
                        Objects.requireNonNull(generated.blueprint().positions().get(dpid))
                                        .tier()
                                != Tier.CORE);
    }
}
