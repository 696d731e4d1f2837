package io.heddle.rest.client;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heddle plan DPID}. */
@Command(
        name = "plan",
        description = "The rules, groups and meters that a switch should hold; for an administrator also those of a"
                + " server's integration bridge.")
final class PlanVerb extends TenantVerb {

    @Parameters(
            index = "0",
            paramLabel = "DPID",
            description = "the datapath id, as 'heddle switches' lists it; on a server,"
                    + " 'ovs-vsctl get bridge br-int datapath_id' tells that of its bridge")
    private String dpid = "";

    @Override
    String path() {
        return "/api/v1/switches/" + encoded(dpid) + "/plan";
    }

    @Override
    void answer(ControllerClient client, PrintWriter out) {
        if (isJson()) {
            super.answer(client, out);
        } else {
            out.print(client.text(path()));
        }
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        throw new IllegalStateException("the controller writes a plan as text itself");
    }
}
