package io.heddle.rest.client;

import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heddle paths SRC DST}. */
@Command(name = "paths", description = "The ways between two addresses, as packets take them at this moment.")
final class PathsVerb extends Verb {

    @Parameters(index = "0", paramLabel = "SRC", description = "the sender's IPv4 address")
    private String source = "";

    @Parameters(index = "1", paramLabel = "DST", description = "the receiver's IPv4 address")
    private String destination = "";

    @Override
    String path() {
        return "/api/v1/paths?src=" + encoded(source) + "&dst=" + encoded(destination);
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        long count = reply.path("count").asLong();
        out.println(count + (count == 1 ? " path" : " paths"));
        for (JsonNode path : reply.path("paths")) {
            out.println(path.path("hops")
                    .valueStream()
                    .map(hop -> text(hop.get("inPort")) + "→" + text(hop.get("name")) + "→" + text(hop.get("outPort")))
                    .collect(Collectors.joining("  ")));
        }
        if (count > reply.path("paths").size()) {
            out.println("… and " + (count - reply.path("paths").size()) + " more");
        }
    }
}
