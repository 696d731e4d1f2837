package io.heddle.rest.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code heddle unpin FLOW}. */
@Command(name = "unpin", description = "Has a pinned flow placed like any other.")
final class UnpinVerb extends ChangeVerb {

    @Parameters(index = "0", paramLabel = "FLOW", description = "as in tcp-10.0.0.2-40000-10.1.0.2-5001")
    private String flow = "";

    @Override
    String method() {
        return "DELETE";
    }

    @Override
    String path() {
        return PinVerb.pathOf(flow);
    }

    @Override
    String body() {
        return "";
    }

    @Override
    String done() {
        return flow + " is placed like any other.";
    }
}
