package io.heddle.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
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

    private int run(String... args) {
        CommandLine program = Main.program();
        program.setOut(new PrintWriter(said, true));
        program.setErr(new PrintWriter(said, true));
        return program.execute(args);
    }
}
