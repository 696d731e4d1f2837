package io.heddle.rest.client;

import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code heddle elephants}. */
@Command(name = "elephants", description = "The large flows, where they go and why, and what that gains.")
final class ElephantsVerb extends Verb {

    @Override
    String path() {
        return "/api/v1/elephants";
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        out.println("scheduler  " + text(reply.get("scheduler")));
        out.println("carried    " + Rates.rate(reply.get("bitsPerSecond")) + " together, "
                + Rates.rate(reply.get("hashedBitsPerSecond")) + " by the hash alone");
        JsonNode rules = reply.path("rules");
        out.println("rules      " + text(rules.get("used")) + ", at most " + text(rules.get("most")) + " of "
                + text(rules.get("perSwitch")) + " on one switch; " + text(rules.get("refused")) + " flows refused");
        TextTable table = new TextTable("FLOW", "VNI", "RATE", "EXPECTED", "GAIN", "STEERED", "PATH");
        for (JsonNode flow : reply.path("flows")) {
            table.add(
                    text(flow.path("flow").get("id")),
                    text(flow.get("vni")),
                    Rates.rate(flow.get("bitsPerSecond")) + " ± " + Rates.percent(flow.get("relativeError")),
                    Rates.rate(flow.get("expectedBitsPerSecond")),
                    Rates.rate(flow.get("gainBitsPerSecond")),
                    flow.path("steered").asBoolean() ? "yes" : "no",
                    flow.path("path")
                            .valueStream()
                            .map(end -> text(end.get("name")))
                            .collect(Collectors.joining("→")));
        }
        table.print(out);
        for (JsonNode pin : reply.path("pins")) {
            out.println("pinned     " + text(pin.path("flow").get("id")) + " through " + text(pin.get("name")) + " ("
                    + text(pin.get("through")) + ")");
        }
    }
}
