package io.heddle.rest.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code heddle pin FLOW DPID}. */
@Command(name = "pin", description = "Has a flow go through a core, spine or aggregation switch until it is released.")
final class PinVerb extends ChangeVerb {

    @Parameters(index = "0", paramLabel = "FLOW", description = "as in tcp-10.0.0.2-40000-10.1.0.2-5001")
    private String flow = "";

    @Parameters(index = "1", paramLabel = "DPID", description = "the datapath id of the switch")
    private String through = "";

    @Override
    String method() {
        return "PUT";
    }

    @Override
    String path() {
        return pathOf(flow);
    }

    static String pathOf(String flow) {
        return "/api/v1/elephants/pins/" + encoded(flow);
    }

    @Override
    String body() {
        return json("through", through);
    }

    @Override
    String done() {
        return flow + " goes through " + through + ".";
    }
}
