package io.heddle.rest.client;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code heddle switches}. */
@Command(name = "switches", description = "Every switch: its place, address and session.")
final class SwitchesVerb extends Verb {

    @Override
    String path() {
        return "/api/v1/switches";
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        TextTable table = new TextTable("DPID", "NAME", "ROLE", "POD", "INDEX", "ADDRESS", "OPENFLOW", "STATE");
        for (JsonNode each : reply.path("switches")) {
            table.add(
                    text(each.get("dpid")),
                    text(each.get("name")),
                    text(each.get("role")),
                    text(each.get("pod")),
                    text(each.get("index")),
                    text(each.get("address")),
                    text(each.at("/session/openflow")),
                    state(each));
        }
        table.print(out);
    }

    private static String state(JsonNode each) {
        if (!each.path("connected").asBoolean()) {
            return each.path("seen").asBoolean() ? "not connected" : "never seen";
        }
        return each.at("/session/synced").asBoolean() ? "in force" : "catching up";
    }
}
