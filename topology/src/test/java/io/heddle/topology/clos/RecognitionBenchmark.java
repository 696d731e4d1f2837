package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Topology;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How long recognition, address plan and diagnosis of a fat-tree take together, with all names shuffled: of a fabric seen for the
 * first time, of one that is known, and of one with sixteen faults. {@link #main} prints a table over k.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecognitionBenchmark {

    /** The k of the fat-tree. */
    @Param({"4", "8", "16", "24", "32", "48"})
    public int k;

    private static final int MISWIRINGS = 100;

    private Topology healthy = Topology.empty();
    private Topology faulty = Topology.empty();
    private Blueprint known = Blueprint.empty();

    /** Draws the fabrics. */
    @Setup
    public void draw() {
        GeneratedFabric fabric = FabricGenerator.fatTree(k).shuffled(k);
        healthy = fabric.topology();
        known = fabric.blueprint();
        int faults = Math.min(16, k / 2);
        faulty = new InjectedFaults(fabric, InjectedFaults.ends(fabric), 1, faults)
                .panel()
                .topology();
    }

    /** Nothing is known from before. */
    @Benchmark
    public AddressPlan firstSeen() {
        return plan(healthy, Blueprint.empty());
    }

    /** Everything is as it was. */
    @Benchmark
    public AddressPlan unchanged() {
        return plan(healthy, known);
    }

    /** Faults in a fabric that was never seen right. */
    @Benchmark
    public AddressPlan faultyFirstSeen() {
        return plan(faulty, Blueprint.empty());
    }

    /** Faults in a known fabric. */
    @Benchmark
    public AddressPlan faultyKnown() {
        return plan(faulty, known);
    }

    /** The hundred cases that {@link MiswiringTest} holds right, one after the other: the highest percentile is the slowest of them. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @Measurement(iterations = 10, time = 1)
    public AddressPlan oneOfAHundredMiswirings(Miswirings miswirings) {
        int next = miswirings.next++ % MISWIRINGS;
        return plan(miswirings.cases.get(next), next % 2 == 0 ? known : Blueprint.empty());
    }

    /** Cases for {@link #oneOfAHundredMiswirings}; those of an even number are of a known fabric. */
    @State(Scope.Benchmark)
    public static class Miswirings {

        private final List<Topology> cases = new ArrayList<>();
        private int next;

        /** Draws the cases. */
        @Setup
        public void draw(RecognitionBenchmark benchmark) {
            GeneratedFabric fabric = FabricGenerator.fatTree(benchmark.k).shuffled(benchmark.k);
            List<ConnectPoint> ends = InjectedFaults.ends(fabric);
            for (long seed = 0; seed < MISWIRINGS; seed++) {
                int faults = Math.min(MiswiringTest.count(seed), benchmark.k / 2);
                cases.add(new InjectedFaults(fabric, ends, seed, faults).panel().topology());
            }
        }
    }

    private static AddressPlan plan(Topology topology, Blueprint known) {
        Recognition recognition = ClosRecognizer.recognize(topology, known);
        return AddressPlan.of(recognition.design(), recognition.blueprint(), 10);
    }

    private static double scoreOf(Result<?> result) {
        return result.getLabel().equals("oneOfAHundredMiswirings")
                ? result.getStatistics().getMax()
                : result.getScore();
    }

    /** Runs all and prints milliseconds by k; arguments are the values of k to run, all by default. */
    public static void main(String[] arguments) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(RecognitionBenchmark.class.getName()).verbosity(VerboseMode.SILENT);
        if (arguments.length > 0) {
            options.param("k", arguments);
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        Map<Integer, Map<String, Double>> table = new TreeMap<>();
        for (RunResult result : results) {
            table.computeIfAbsent(Integer.valueOf(result.getParams().getParam("k")), ignored -> new TreeMap<>())
                    .put(result.getPrimaryResult().getLabel(), scoreOf(result.getPrimaryResult()));
        }
        System.out.println(
                "   k  switches  cables   hosts | first seen  unchanged  faulty  faulty, known  slowest of 100 miswirings   (ms)");
        table.forEach((k, row) -> System.out.printf(
                Locale.ROOT,
                "%4d  %8d  %6d  %6d | %10.2f  %9.2f  %6.2f  %13.2f  %25.2f%n",
                k,
                5 * k * k / 4,
                k * k * k / 2,
                k * k * k / 4,
                row.get("firstSeen"),
                row.get("unchanged"),
                row.get("faultyFirstSeen"),
                row.get("faultyKnown"),
                row.get("oneOfAHundredMiswirings")));
    }
}
