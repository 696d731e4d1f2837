package io.heddle.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.config.ControllerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

    private final StringWriter said = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void helpNamesTheVerbs() {
        assertThat(run("--help")).isZero();
        assertThat(said.toString()).contains("controller", "fabric", "paths", "plan");
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThat(run("controller", "--colour")).isEqualTo(2);
        assertThat(said.toString()).contains("--colour");
    }

    @Test
    void aConfigurationThatCannotBeReadIsNamed() {
        String missing = folder.resolve("none.yaml").toString();

        assertThat(run("controller", "--config", missing, "--state", folder.toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains(missing);
    }

    @Test
    void thePrintedConfigurationReadsBackAsTheSame() throws IOException {
        assertThat(run("controller", "--print-config", "--http-port", "9000")).isZero();
        Path file = Files.writeString(folder.resolve("heddle.yaml"), said.toString());

        assertThat(ControllerConfig.load(file).http().port()).isEqualTo(9000);
        assertThat(ControllerConfig.load(file).asYaml()).isEqualToIgnoringNewLines(said.toString());
    }

    @Test
    void aMisspeltKeyIsRefusedWithItsPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("heddle.yaml"), "http:\n  prot: 8181\n");

        assertThat(run("controller", "--config", file.toString(), "--print-config"))
                .isEqualTo(1);
        assertThat(said.toString()).contains(file.toString(), "2", "prot", "port");
    }

    private int run(String... args) {
        CommandLine program = Main.program();
        program.setOut(new PrintWriter(said, true));
        program.setErr(new PrintWriter(said, true));
        return program.execute(args);
    }
}
