package io.heddle.rest.client.bench;

import io.heddle.routing.elephant.workload.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * One row of the file that a program reads.
 *
 * @param k of the fat-tree
 * @param pattern who sends to whom
 * @param seed what it was drawn from
 * @param scheduler who placed the flows
 * @param flows how many there were
 * @param steered how many were given another path than the hash's
 * @param percent of the total over a switch without blocking
 * @param fairPercent the same, no flow counted for more than the switch gives it
 * @param milliseconds processor time of estimation and placement
 * @param bytes allocated by them
 */
record Result(
        int k,
        String pattern,
        long seed,
        String scheduler,
        int flows,
        int steered,
        double percent,
        double fairPercent,
        double milliseconds,
        long bytes) {

    Result(int k, Trial trial) {
        this(
                k,
                trial.pattern(),
                trial.seed(),
                trial.contestant(),
                trial.flows(),
                trial.steered(),
                trial.percent(),
                trial.fairPercent(),
                trial.milliseconds(),
                trial.bytes());
    }

    /** Writes all as one JSON array, a row a line. */
    static void write(Path file, List<Result> results) throws IOException {
        JsonMapper mapper = JsonMapper.builder().build();
        try (OutputStream stream = Files.newOutputStream(file);
                SequenceWriter rows =
                        mapper.writer().withRootValueSeparator(",\n").writeValues(stream)) {
            stream.write('[');
            rows.writeAll(results);
            rows.flush();
            stream.write("]\n".getBytes(StandardCharsets.UTF_8));
        }
    }
}
