package io.heddle.rest.client;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code heddle verify}. */
@Command(
        name = "verify",
        description = "Whether the tables of all servers let exactly those ports of tenants talk to each other that are"
                + " meant to, for all packets; what they do otherwise, with a packet that shows it.")
final class VerifyVerb extends TenantVerb {

    @Option(names = "--project", paramLabel = "PROJECT", description = "from the ports of that project only")
    private Optional<String> project = Optional.empty();

    @Option(names = "--network", paramLabel = "NETWORK", description = "from the ports of that network only")
    private Optional<String> network = Optional.empty();

    @Override
    String path() {
        List<String> narrowed = new ArrayList<>();
        project.ifPresent(name -> narrowed.add("project=" + encoded(name)));
        network.ifPresent(id -> narrowed.add("network=" + encoded(id)));
        return "/api/v1/verify/isolation" + (narrowed.isEmpty() ? "" : "?" + String.join("&", narrowed));
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        for (JsonNode difference : reply.path("differences")) {
            out.println(text(difference.get("sentence")));
            for (JsonNode passed : difference.path("passed")) {
                out.println("    " + text(passed));
            }
        }
        out.println(text(reply.get("ports")) + " ports, " + text(reply.get("pairs")) + " pairs, of which "
                + text(reply.get("joined")) + " may talk: " + text(reply.get("found")) + " differences"
                + (reply.path("complete").asBoolean() ? "." : ", and not all was checked."));
    }
}
