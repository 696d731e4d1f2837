package io.heddle.rest.client;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code heddle fabric}. */
@Command(name = "fabric", description = "What the fabric is and how it is: design, state, counts, problems.")
final class FabricVerb extends Verb {

    @Override
    String path() {
        return "/api/v1/fabric";
    }

    @Override
    void print(JsonNode fabric, PrintWriter out) {
        JsonNode counts = fabric.path("counts");
        out.println(text(fabric.at("/design/title")));
        out.println("state     " + text(fabric.get("state"))
                + (fabric.path("ready").asBoolean() ? ", ready" : ", not ready"));
        out.println("switches  " + of(counts, "switchesConnected", "switches") + " connected");
        out.println("cables    " + of(counts, "linksUp", "links") + " up");
        out.println("hosts     " + text(counts.get("hosts")) + ", " + text(counts.get("hostsOnPlan")) + " on plan");
        for (JsonNode problem : fabric.path("problems")) {
            out.println("problem   " + text(problem));
        }
    }

    private static String of(JsonNode counts, String some, String all) {
        return text(counts.get(some)) + " of " + text(counts.get(all));
    }
}
