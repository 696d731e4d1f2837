package io.heddle.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashTest {

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "killed after {0} commits, twice")
    @ValueSource(ints = {1, 37, 300})
    void everythingThatWasAcknowledgedIsThereAfterAKillAndNothingIsHalfThere(int commits)
            throws IOException, InterruptedException {
        for (int kill = 0; kill < 2; kill++) {
            long acknowledged = writeAndKill(commits);
            try (Store store = SqliteStore.open(folder)) {
                assertThat(store.revision()).isGreaterThanOrEqualTo(acknowledged);
                List<Entry> first = store.range("a/");
                assertThat(first).hasSize((int) store.revision());
                assertThat(store.range("b/")).hasSameSizeAs(first);
            }
        }
    }

    private long writeAndKill(int commits) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingWriter.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long acknowledged = 0;
        try (BufferedReader output = writer.inputReader()) {
            for (int i = 0; i < commits; i++) {
                acknowledged = Long.parseLong(output.readLine());
            }
            writer.destroyForcibly().waitFor();
        }
        return acknowledged;
    }
}
