package io.heddle.controller.state;

import io.heddle.controller.state.FabricEvent.ChangesConfirmed;
import io.heddle.controller.state.FabricEvent.LinkSeen;
import io.heddle.controller.state.FabricEvent.SwitchConnected;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.design.FabricGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long the pure core takes to bring up a fat-tree nobody knows, event by event and settled after each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 3)
@Fork(1)
public class BringUpBenchmark {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final StepSettings SETTINGS = new StepSettings(
            10,
            10_000_000,
            Duration.ofMillis(700),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            PlanOptions.defaults(),
            PlacementSettings.defaults());

    /** The k of the fat-tree. */
    @Param({"4", "8", "16", "32", "48"})
    public int k;

    private final FabricStep step = new FabricStep(SETTINGS);
    private final Settlement settlement = new Settlement(SETTINGS);
    private Topology cabling = Topology.empty();

    /** Draws the fabric. */
    @Setup
    public void draw() {
        cabling = FabricGenerator.fatTree(k).shuffled(k).topology();
    }

    /** Every switch connects and confirms, and every link is seen; the fabric has not settled yet. */
    @Benchmark
    public FabricState events() {
        FabricState state = FabricState.starting(Blueprint.empty(), List.of(), START);
        for (FabricSwitch each : cabling.switches().values()) {
            state = happen(state, connected(each), START);
        }
        for (Link link : cabling.links()) {
            state = happen(state, new LinkSeen(link), START);
        }
        return state;
    }

    /** The same, and then it settles: it is recognised, planned and programmed. */
    @Benchmark
    public FabricState eventsAndSettlement() {
        FabricState state = settlement.settle(events(), START.plusSeconds(20)).state();
        if (state.phase() != Phase.COMPLETE) {
            throw new IllegalStateException("the fabric is " + state.phase());
        }
        return state;
    }

    private FabricState happen(FabricState state, FabricEvent event, Instant now) {
        FabricStep.Outcome noted = step.apply(state, event, now);
        FabricStep.Outcome settled = settlement.settle(noted.state(), now);
        List<Effect> effects = new ArrayList<>(noted.effects());
        effects.addAll(settled.effects());
        FabricState next = settled.state();
        for (Effect effect : effects) {
            if (effect instanceof Effect.ApplyChanges apply) {
                next = step.apply(next, new ChangesConfirmed(apply.dpid(), apply.revision()), now)
                        .state();
            }
        }
        return next;
    }

    private static SwitchConnected connected(FabricSwitch each) {
        return new SwitchConnected(
                each.dpid(),
                ProtocolVersion.OF_1_5,
                new SwitchDescription("Paper", "fabric", "1", "", each.name()),
                List.copyOf(each.ports().values()),
                new Installed(SwitchPlan.empty(), List.of(), List.of(), 0),
                "paper");
    }
}
