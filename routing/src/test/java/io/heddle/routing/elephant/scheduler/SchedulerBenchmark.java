package io.heddle.routing.elephant.scheduler;

import io.heddle.routing.elephant.DemandEstimator;
import io.heddle.routing.elephant.FlowSimulator;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.elephant.workload.Traffic;
import io.heddle.routing.elephant.workload.TrafficPattern;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/**
 * How long a round takes: estimate, place and compare, for every scheduler; one flow a host (random bijection) or four (randx4). A
 * later round is one in which all flows are steered already but for a twentieth that has just begun.
 *
 * <p>{@code -prof gc} adds how much it allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SchedulerBenchmark {

    private static final int EXCHANGE = 20;

    @Param({"4", "8", "16", "32", "48"})
    public int k;

    @Param({"1", "4"})
    public int flowsOfHost;

    private PathSpace space = PathSpace.fatTree(4);
    private Flows flows = Flows.between(new int[0], new int[0], new int[0]);
    private Flows estimated = flows;
    private Placement none = Placement.hashed(0);
    private Flows churned = flows;
    private Placement steered = none;

    @Setup
    public void draw() {
        space = PathSpace.fatTree(k);
        TrafficPattern pattern = flowsOfHost == 1
                ? new TrafficPattern.Bijection()
                : new TrafficPattern.RandomPeers("randx" + flowsOfHost, flowsOfHost);
        flows = Traffic.draw(space, pattern, 1);
        estimated = DemandEstimator.estimate(space, flows);
        none = Placement.hashed(flows.size());
        churn(Schedulers.named(SchedulerName.HEDDLE)
                .place(space, estimated, none, 1)
                .paths());
    }

    /** Of every forty flows, two end and two begin that have their ends in exchange. */
    private void churn(int[] paths) {
        int size = flows.size();
        int[] sources = IntStream.range(0, size).map(flows::source).toArray();
        int[] destinations = IntStream.range(0, size).map(flows::destination).toArray();
        int[] hashed = IntStream.range(0, size).map(flows::hashed).toArray();
        SplittableRandom random = new SplittableRandom(1);
        for (int one = 0; one + EXCHANGE < size; one += 2 * EXCHANGE) {
            int other = one + EXCHANGE;
            if (sources[one] != destinations[other] && sources[other] != destinations[one]) {
                int kept = destinations[one];
                destinations[one] = destinations[other];
                destinations[other] = kept;
                for (int flow : new int[] {one, other}) {
                    hashed[flow] =
                            Traffic.hash(space, space.edgeOf(sources[flow]), space.edgeOf(destinations[flow]), random);
                    paths[flow] = Placement.HASHED;
                }
            }
        }
        churned = Flows.between(sources, destinations, hashed);
        steered = Placement.of(paths);
    }

    @Benchmark
    public Flows estimate() {
        return DemandEstimator.estimate(space, flows);
    }

    @Benchmark
    public double[] simulate() {
        return FlowSimulator.rates(space, estimated, none);
    }

    @Benchmark
    public int roundOfHeddle() {
        return round(SchedulerName.HEDDLE);
    }

    @Benchmark
    public int laterRoundOfHeddle() {
        Flows demands = DemandEstimator.estimate(space, churned);
        return Schedulers.named(SchedulerName.HEDDLE)
                .place(space, demands, steered, 1)
                .moves(demands, steered);
    }

    @Benchmark
    public int roundOfEdgeColoring() {
        return round(SchedulerName.EDGE_COLORING);
    }

    @Benchmark
    public int roundOfBestFit() {
        return round(SchedulerName.BEST_FIT);
    }

    @Benchmark
    public int roundOfGlobalFirstFit() {
        return round(SchedulerName.GLOBAL_FIRST_FIT);
    }

    @Benchmark
    public int roundOfSimulatedAnnealing() {
        return round(SchedulerName.SIMULATED_ANNEALING);
    }

    private int round(SchedulerName name) {
        Flows demands = DemandEstimator.estimate(space, flows);
        Placement placement = Schedulers.named(name).place(space, demands, none, 1);
        return placement.moves(demands, none);
    }
}
