package io.heddle.rest.client;

import java.util.Optional;
import picocli.CommandLine.Option;

/** What the verbs share that ask about what is a tenant's: who asks. */
abstract class TenantVerb extends Verb {

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:OS_TOKEN}",
            description = "who asks about what is a tenant's: a token of the Networking API; default OS_TOKEN")
    private Optional<String> token = Optional.empty();

    @Override
    Optional<String> token() {
        return token;
    }
}
