package io.heddle.rest.client.bench;

import picocli.CommandLine.Command;

/** {@code heddle bench}: the measurements that need neither a network nor root. */
@Command(
        name = "bench",
        description = "Measures without a network.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        subcommands = ElephantsVerb.class)
public final class BenchVerb {}
