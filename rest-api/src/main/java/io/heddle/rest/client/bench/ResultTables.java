package io.heddle.rest.client.bench;

import io.heddle.routing.elephant.workload.Published;
import io.heddle.routing.elephant.workload.Trial;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What a person reads: for one k, patterns down and schedulers across. */
final class ResultTables {

    private static final double BYTES_IN_MEGABYTE = 1e6;

    private final int k;
    private final int seeds;
    private final List<String> contestants;
    private final Map<String, Map<String, List<Trial>>> cells = new LinkedHashMap<>();

    ResultTables(int k, int seeds, List<Trial> trials) {
        this.k = k;
        this.seeds = seeds;
        this.contestants = trials.stream().map(Trial::contestant).distinct().toList();
        trials.forEach(trial -> cells.computeIfAbsent(trial.pattern(), pattern -> new LinkedHashMap<>())
                .computeIfAbsent(trial.contestant(), contestant -> new ArrayList<>())
                .add(trial));
    }

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "fat-tree k=%d, %d hosts, seeds 1 to %d%n", k, k * k * k / 4, seeds);
        out.println("per cent of a switch without blocking, mean/least over the seeds");
        table(out, "published", row -> Published.figure(k, row).orElse("–"), trials -> {
            DoubleSummaryStatistics percent = statistics(trials, Trial::percent);
            return String.format(Locale.ROOT, "%.1f/%.1f", percent.getAverage(), percent.getMin());
        });
        Published.note(k).ifPresent(out::println);
        out.println();
        out.println("milliseconds of one processor to estimate, place and compare, mean");
        table(
                out,
                "flows",
                row -> Integer.toString(
                        cells(row).values().iterator().next().getFirst().flows()),
                trials -> String.format(
                        Locale.ROOT,
                        "%.1f",
                        statistics(trials, Trial::milliseconds).getAverage()));
        out.println("megabytes allocated by that, mean");
        table(out, "", row -> "", trials -> {
            double bytes = statistics(trials, Trial::bytes).getAverage();
            return String.format(Locale.ROOT, "%.2f", bytes / BYTES_IN_MEGABYTE);
        });
    }

    private static DoubleSummaryStatistics statistics(List<Trial> trials, ToDoubleFunction<Trial> value) {
        return trials.stream().mapToDouble(value).summaryStatistics();
    }

    private Map<String, List<Trial>> cells(String pattern) {
        return Objects.requireNonNull(cells.get(pattern));
    }

    private void table(
            PrintWriter out, String extra, Function<String, String> extraOf, Function<List<Trial>, String> cell) {
        List<List<String>> rows = new ArrayList<>();
        List<String> heads = new ArrayList<>(List.of("pattern"));
        heads.addAll(contestants);
        heads.add(extra);
        rows.add(heads);
        for (String pattern : cells.keySet()) {
            List<String> row = new ArrayList<>(List.of(pattern));
            contestants.forEach(each -> row.add(cell.apply(cells(pattern).getOrDefault(each, List.of()))));
            row.add(extraOf.apply(pattern));
            rows.add(row);
        }
        print(out, rows);
        out.println();
    }

    private static void print(PrintWriter out, List<List<String>> rows) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
