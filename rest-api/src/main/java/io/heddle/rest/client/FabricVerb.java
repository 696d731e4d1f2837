package io.heddle.rest.client;

import java.io.PrintWriter;
import java.util.Locale;
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
        if (fabric.hasNonNull("bisectionWidth")) {
            out.println("diameter  " + text(fabric.get("diameter")) + " links between switches");
            out.println("bisection " + text(fabric.at("/bisectionWidth/links")) + " links, "
                    + Rates.rate(fabric.at("/bisectionWidth/bitsPerSecond")));
        }
        if (fabric.hasNonNull("paths")) {
            out.println("paths     " + text(fabric.at("/paths/mostInPod")) + " in a pod, "
                    + text(fabric.at("/paths/mostBetweenPods")) + " between pods");
        }
        if (fabric.hasNonNull("oversubscription")) {
            out.println("oversubscription "
                    + String.format(
                            Locale.ROOT,
                            "%.2f : 1",
                            fabric.get("oversubscription").asDouble()));
        }
        for (JsonNode problem : fabric.path("problems")) {
            out.println("problem   " + text(problem));
        }
    }

    private static String of(JsonNode counts, String some, String all) {
        return text(counts.get(some)) + " of " + text(counts.get(all));
    }
}
