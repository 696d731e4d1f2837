package io.heddle.rest.client.bench;

import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.workload.Contestant;
import io.heddle.routing.elephant.workload.Meter;
import io.heddle.routing.elephant.workload.TrafficPattern;
import io.heddle.routing.elephant.workload.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heddle bench elephants --simulate}. */
@Command(
        name = "elephants",
        description = {
            "Compares schedulers of large flows on the traffic patterns of Hedera's evaluation, in a flow-level simulation of a fat-tree.",
            "Per cent are of what the same flows carry over a switch without blocking; milliseconds are processor time, megabytes what was allocated."
        },
        mixinStandardHelpOptions = true)
final class ElephantsVerb implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the verb is called
    private CommandSpec spec;

    @Option(
            names = "--simulate",
            required = true,
            description = "in simulation (on real switches: see the lab's command)")
    private boolean isSimulated;

    @Option(
            names = "--k",
            split = ",",
            paramLabel = "K",
            defaultValue = "4,8,16",
            description = "fat-trees of these k; default ${DEFAULT-VALUE}, and 32 and 48 for who has time")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "20",
            description = "so many draws of each pattern, from seeds 1 to N; default ${DEFAULT-VALUE}")
    private int seeds;

    @Option(names = "--schedulers", split = ",", paramLabel = "NAME", description = "only these")
    private List<String> schedulers = List.of();

    @Option(
            names = "--patterns",
            paramLabel = "NAMES",
            description = "only these, separated by blanks or semicolons (their own names have commas)")
    private String patterns = "";

    @Option(names = "--json", paramLabel = "FILE", description = "write every row there as a JSON array")
    private @Nullable Path json;

    @Override
    public Integer call() {
        check();
        List<Contestant> contestants = contestants();
        List<Result> results = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        for (int k : sizes) {
            List<Trial> trials = trials(k, contestants);
            trials.forEach(trial -> results.add(new Result(k, trial)));
            new ResultTables(k, seeds, trials).print(out);
            out.flush();
        }
        return json == null ? 0 : write(json, results);
    }

    private void check() {
        for (int k : sizes) {
            if (k < 2 || k % 2 != 0) {
                throw refusal("the k of a fat-tree is even and at least 2, not " + k);
            }
        }
        if (seeds < 1) {
            throw refusal("at least one seed is needed, not " + seeds);
        }
        if (!isSimulated) {
            throw refusal("only --simulate runs here");
        }
    }

    private int write(Path file, List<Result> results) {
        try {
            Result.write(file, results);
            return 0;
        } catch (IOException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("cannot write " + file + ": " + e.getMessage());
            err.flush();
            return 1;
        }
    }

    private List<Trial> trials(int k, List<Contestant> contestants) {
        PathSpace space = PathSpace.fatTree(k);
        List<Trial> trials = new ArrayList<>();
        Meter meter = meter();
        warmUp(space, contestants, meter);
        PrintWriter err = spec.commandLine().getErr();
        for (TrafficPattern pattern : chosen(k)) {
            err.printf("k=%d %s ", k, pattern.title());
            for (int seed = 1; seed <= seeds; seed++) {
                Trial.Setting setting = new Trial.Setting(space, pattern, seed);
                contestants.forEach(contestant -> trials.add(setting.of(contestant, meter)));
                err.print('.');
                err.flush();
            }
            err.println();
        }
        return trials;
    }

    /** Of this thread. Not every Java counts what it allocates; then it is 0. */
    private static Meter meter() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new Meter(
                threads::getCurrentThreadCpuTime,
                threads instanceof com.sun.management.ThreadMXBean counting
                        ? counting::getCurrentThreadAllocatedBytes
                        : () -> 0);
    }

    /** A few unrecorded trials, so that milliseconds are not those of an interpreter. */
    private static void warmUp(PathSpace space, List<Contestant> contestants, Meter meter) {
        for (TrafficPattern pattern :
                List.of(new TrafficPattern.Bijection(), new TrafficPattern.RandomPeers("randx2", 2))) {
            Trial.Setting setting = new Trial.Setting(space, pattern, 0);
            contestants.forEach(contestant -> setting.of(contestant, meter));
        }
    }

    private List<Contestant> contestants() {
        List<Contestant> all = Contestant.all();
        refuseUnknown(schedulers, all.stream().map(Contestant::title).toList(), "scheduler");
        return all.stream()
                .filter(each -> schedulers.isEmpty() || schedulers.contains(each.title()))
                .toList();
    }

    private List<TrafficPattern> chosen(int k) {
        List<TrafficPattern> all = TrafficPattern.all(k);
        List<String> wanted =
                patterns.isBlank() ? List.of() : List.of(patterns.trim().split("[\\s;]+"));
        Set<String> known = new TreeSet<>();
        sizes.forEach(size -> TrafficPattern.all(size).forEach(pattern -> known.add(pattern.title())));
        refuseUnknown(wanted, List.copyOf(known), "pattern");
        return all.stream()
                .filter(each -> wanted.isEmpty() || wanted.contains(each.title()))
                .toList();
    }

    private void refuseUnknown(List<String> wanted, List<String> known, String what) {
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw refusal("there is no " + what + " '" + name + "'; there are " + String.join(" ", known));
            }
        }
    }

    private ParameterException refusal(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
