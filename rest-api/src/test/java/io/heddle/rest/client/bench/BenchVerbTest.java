package io.heddle.rest.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchVerbTest {

    /** What a run printed and how it ended. */
    private record Run(int code, String out, String err) {
        List<String> rowsOf(String pattern) {
            return out.lines().filter(line -> line.startsWith(pattern + " ")).toList();
        }
    }

    @Test
    void tablesOfPerCentTimesAndMemoryArePrintedForEachK() {
        Run run = run("--simulate", "--k", "4,6", "--seeds", "2", "--patterns", "stride(1) randbij");

        assertThat(run.code()).isZero();
        assertThat(run.out().lines().filter(line -> line.startsWith("fat-tree")))
                .containsExactly("fat-tree k=4, 16 hosts, seeds 1 to 2", "fat-tree k=6, 54 hosts, seeds 1 to 2");
        assertThat(run.rowsOf("pattern"))
                .hasSize(6)
                .allSatisfy(head -> assertThat(head).contains("ecmp", "global-first-fit", "heddle", "packet-spraying"));
        assertThat(run.rowsOf("randbij")).hasSize(6);
        assertThat(run.rowsOf("random")).isEmpty();
        assertThat(run.rowsOf("stride(1)").getFirst()).contains("100.0/100.0").endsWith("100");
        assertThat(run.err().lines()).contains("k=4 randbij ..", "k=6 stride(1) ..");
    }

    @Test
    void everyRowIsWrittenAsJson(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("rows.json");

        Run run = run(
                "--simulate",
                "--k",
                "4",
                "--seeds",
                "3",
                "--patterns",
                "randbij;randx2",
                "--schedulers",
                "heddle,ecmp",
                "--json",
                file.toString());

        assertThat(run.code()).isZero();
        JsonNode rows = JsonMapper.builder().build().readTree(Files.readString(file));
        assertThat(rows.size()).isEqualTo(2 * 3 * 2);
        assertThat(rows.get(1).get("scheduler").asString()).isEqualTo("heddle");
        assertThat(rows.get(1).get("pattern").asString()).isEqualTo("randbij");
        assertThat(rows.get(1).get("k").asInt()).isEqualTo(4);
        assertThat(rows.get(1).get("seed").asInt()).isEqualTo(1);
        assertThat(rows.get(1).get("percent").asDouble()).isEqualTo(100);
        assertThat(rows.get(1).get("milliseconds").asDouble()).isNotNegative();
        assertThat(rows.get(1).get("bytes").asLong()).isPositive();
        assertThat(Files.readString(file).lines().count()).isEqualTo(12);
    }

    @Test
    void aFileThatCannotBeWrittenIsSaid(@TempDir Path folder) {
        Run run = run("--simulate", "--k", "4", "--seeds", "1", "--patterns", "stride(1)", "--json", folder.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("cannot write " + folder);
    }

    @Test
    void whatIsAskedForWronglyIsRefusedWithWhatThereIs() {
        assertThat(run("--simulate", "--k", "5")).satisfies(run -> {
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("even and at least 2, not 5");
        });
        assertThat(run("--simulate", "--seeds", "0").err()).contains("at least one seed");
        assertThat(run("--simulate", "--schedulers", "magic").err()).contains("no scheduler 'magic'", "best-fit");
        assertThat(run("--simulate", "--patterns", "magic").err()).contains("no pattern 'magic'", "randbij");
        assertThat(run().code()).isEqualTo(2);
        assertThat(run("--simulate=false").code()).isEqualTo(2);
    }

    private static Run run(String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                new CommandLine(new BenchVerb()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "elephants";
        System.arraycopy(options, 0, arguments, 1, options.length);
        int code = line.execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }
}
