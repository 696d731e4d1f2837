package io.heddle.rest.client;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code heddle hosts}. */
@Command(name = "hosts", description = "Every host that was seen, and the address planned for its port.")
final class HostsVerb extends Verb {

    @Override
    String path() {
        return "/api/v1/hosts";
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        TextTable table = new TextTable("ADDRESS", "MAC", "SWITCH", "PORT", "PLANNED", "STATE");
        for (JsonNode host : reply.path("hosts")) {
            String plan = host.path("onPlan").asBoolean() ? "on plan" : "off-plan";
            table.add(
                    text(host.get("ip")),
                    text(host.get("mac")),
                    text(host.get("name")),
                    text(host.get("port")),
                    text(host.get("plannedIp")),
                    host.path("up").asBoolean() ? plan : plan + ", port down");
        }
        table.print(out);
    }
}
