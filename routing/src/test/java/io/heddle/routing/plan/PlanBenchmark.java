package io.heddle.routing.plan;

import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
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

/** How long it takes to plan a fat-tree with all its hosts, and to plan it again after one thing changed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class PlanBenchmark {

    @Param({"4", "8", "16", "24", "48"})
    public int k;

    private Models models = Models.of(4);

    private record Models(
            FabricModel healthy,
            FabricModel coreCut,
            FabricModel edgeCut,
            FabricModel hostLost,
            PlannedFabric planned) {

        static Models of(int k) {
            TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(k));
            FabricModel healthy = fabric.model();
            return new Models(
                    healthy,
                    fabric.cut(fabric.cable(fabric.at(Tier.AGGREGATION, 1, 0), fabric.at(Tier.CORE, 0, 0)))
                            .model(),
                    fabric.cut(fabric.cable(fabric.at(Tier.AGGREGATION, 1, 0), fabric.at(Tier.EDGE, 1, 0)))
                            .model(),
                    fabric.with(fabric.topology()
                                    .withoutHost(fabric.host("10.0.0.2").ip()))
                            .model(),
                    PlannedFabric.of(healthy));
        }
    }

    @Setup
    public void plan() {
        models = Models.of(k);
    }

    @Benchmark
    public ForwardingPlan fromNothing() {
        return Planner.plan(models.healthy());
    }

    @Benchmark
    public ForwardingPlan afterACutAtACore() {
        return models.planned().next(models.coreCut()).plan();
    }

    @Benchmark
    public ForwardingPlan afterACutAtAnEdge() {
        return models.planned().next(models.edgeCut()).plan();
    }

    @Benchmark
    public ForwardingPlan afterAHostWasLost() {
        return models.planned().next(models.hostLost()).plan();
    }
}
