package io.heddle.rest.client;

import java.util.List;
import picocli.CommandLine;

/** All verbs of the client, to be added to a program's commands. */
public final class ClientVerbs {

    private ClientVerbs() {}

    /** New instances of the verbs; each is annotated with its own name. */
    public static List<Object> all() {
        return List.of(
                new FabricVerb(),
                new SwitchesVerb(),
                new LinksVerb(),
                new HostsVerb(),
                new ProblemsVerb(),
                new PathsVerb(),
                new TraceVerb(),
                new ExplainVerb(),
                new VerifyVerb(),
                new PolicyVerb(),
                new ProbeVerb(),
                new PlanVerb(),
                new ElephantsVerb(),
                new SchedulerVerb(),
                new PinVerb(),
                new UnpinVerb());
    }

    /** Adds all verbs to {@code program} as its subcommands. */
    public static void addTo(CommandLine program) {
        all().forEach(program::addSubcommand);
    }
}
