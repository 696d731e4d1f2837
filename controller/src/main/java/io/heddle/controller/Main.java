package io.heddle.controller;

import ch.qos.logback.classic.LoggerContext;
import io.heddle.controller.config.ConfigException;
import io.heddle.controller.config.ControllerConfig;
import io.heddle.controller.config.ListenAddress;
import io.heddle.controller.simulation.Rehearsal;
import io.heddle.controller.simulation.Subject;
import io.heddle.controller.simulation.TenantBench;
import io.heddle.controller.store.StoreException;
import io.heddle.controller.tenant.UserCommand;
import io.heddle.rest.client.ClientVerbs;
import io.heddle.rest.client.bench.BenchVerb;
import io.heddle.rest.http.RestServerUnavailable;
import java.io.Console;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program: {@code heddle controller}, and the verbs that ask a running one. */
@Command(
        name = "heddle",
        description = "An SDN controller for fat-tree and Clos fabrics.",
        mixinStandardHelpOptions = true,
        subcommands = Main.Run.class)
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code: 0 well, 1 failed, 2 wrongly called. */
    public static void main(String[] args) {
        System.exit(program().execute(args));
    }

    /** The whole command line. */
    static CommandLine program() {
        CommandLine program = new CommandLine(new Main());
        program.addSubcommand(new UserCommand(System.in, Main::terminal));
        ClientVerbs.addTo(program);
        program.addSubcommand(new CommandLine(new BenchVerb()).addSubcommand(new TenantBench(Main::subject)));
        program.addSubcommand(new Rehearsal(Main::subject));
        return program;
    }

    private static @Nullable Console terminal() {
        // Some Java runtimes between 21 and 25 have a console for pipes too unless they are told not to.
        System.setProperty("jdk.console", "java.base");
        return System.console();
    }

    /** Starts a controller for simulated servers. */
    static Subject subject(ControllerConfig config, Path folder) {
        ControllerProgram program = ControllerProgram.start(config, folder, clock());
        return new Subject(
                program.url(),
                program.adminToken().orElseThrow(),
                program.openFlowPort(),
                program.ovsdbPort(),
                program::close);
    }

    private static Clock clock() {
        return SteadyClock.from(Instant.now(), System::nanoTime);
    }

    /** {@code heddle controller}: runs until it is told to end. */
    @Command(
            name = "controller",
            description = "Runs the controller until SIGINT or SIGTERM.",
            mixinStandardHelpOptions = true)
    static final class Run implements Callable<Integer> {

        private static final Path HOME_STATE = Path.of(".local", "state", "heddle");

        @Spec
        private @Nullable CommandSpec spec;

        @Option(names = "--config", paramLabel = "FILE", description = "The configuration, in YAML.")
        private @Nullable Path config;

        @Option(names = "--state", paramLabel = "DIR", description = "The folder of what must outlive the process.")
        private @Nullable Path state;

        @Option(names = "--openflow-port", paramLabel = "PORT", description = "Where switches connect.")
        private @Nullable Integer openFlowPort;

        @Option(names = "--http-port", paramLabel = "PORT", description = "Where the API and the dashboard are served.")
        private @Nullable Integer httpPort;

        @Option(names = "--ovsdb-port", paramLabel = "PORT", description = "Where Open vSwitch databases connect.")
        private @Nullable Integer ovsdbPort;

        @Option(names = "--sflow-port", paramLabel = "PORT", description = "Where sFlow samples arrive (UDP).")
        private @Nullable Integer sflowPort;

        @Option(names = "--print-config", description = "Prints the configuration in force, with comments, and ends.")
        private boolean isToPrint;

        @Override
        public Integer call() throws InterruptedException {
            try {
                ControllerConfig chosen =
                        withOverrides(config == null ? ControllerConfig.defaults() : ControllerConfig.load(config));
                if (isToPrint) {
                    say(chosen.asYaml());
                    return 0;
                }
                AtomicReference<@Nullable ControllerProgram> running = new AtomicReference<>();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(running.get())));
                ControllerProgram program = ControllerProgram.start(chosen, folder(chosen), clock());
                running.set(program);
                run(program);
                return 0;
            } catch (ConfigException | StoreException | RestServerUnavailable | IllegalStateException e) {
                say(e.getMessage());
                return 1;
            }
        }

        private void run(ControllerProgram program) throws InterruptedException {
            say("Switches connect to port " + program.openFlowPort() + "; the dashboard is at " + program.url());
            program.adminToken()
                    .ifPresent(token -> say("Networking API: " + program.url() + "networking  Admin token: " + token));
            program.awaitEnd();
        }

        /** The log goes last: it is written by a thread of its own, which nobody waits for but here, and here for a second at most. */
        private static void end(@Nullable ControllerProgram program) {
            if (program != null) {
                program.close();
            }
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
                log.stop();
            }
        }

        private ControllerConfig withOverrides(ControllerConfig chosen) {
            return chosen.withListeners(
                    at(chosen.openflow(), openFlowPort),
                    at(chosen.ovsdb(), ovsdbPort),
                    at(chosen.http(), httpPort),
                    at(chosen.sflow(), sflowPort));
        }

        private static ListenAddress at(ListenAddress chosen, @Nullable Integer port) {
            return port == null ? chosen : new ListenAddress(chosen.address(), port);
        }

        private Path folder(ControllerConfig chosen) {
            Path home = Path.of(System.getProperty("user.home", ".")).resolve(HOME_STATE);
            return Optional.ofNullable(state).or(chosen::state).orElse(home);
        }

        private void say(@Nullable String text) {
            if (spec != null) {
                spec.commandLine().getOut().println(text);
                spec.commandLine().getOut().flush();
            }
        }
    }
}
