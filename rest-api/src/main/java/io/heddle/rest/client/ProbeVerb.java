package io.heddle.rest.client;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heddle probe SRC DST}. */
@Command(
        name = "probe",
        description =
                "Whether packets of full size pass between two ports of a tenant: sends a small one, the largest that"
                        + " should pass, and one that is an octet larger. The machines behind the ports see none of them.")
final class ProbeVerb extends TenantVerb {

    @Parameters(
            index = "0",
            paramLabel = "SRC",
            description = "the port that the packets seem to come from, by identifier or name")
    private String source = "";

    @Parameters(index = "1", paramLabel = "DST", description = "the port that they are for")
    private String target = "";

    @Override
    String path() {
        return "/api/v1/probe?src=" + encoded(source) + "&dst=" + encoded(target);
    }

    @Override
    JsonNode reply(ControllerClient client) {
        return client.posted(path());
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        out.println(text(reply.get("verdict")));
        List<String> way = new ArrayList<>();
        reply.path("way").forEach(place -> way.add(text(place)));
        out.println("Way: " + String.join(" → ", way));
    }
}
