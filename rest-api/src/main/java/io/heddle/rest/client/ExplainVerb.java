package io.heddle.rest.client;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heddle explain SRC DST}. */
@Command(
        name = "explain",
        description = "Why a connection of a tenant is let through or not: which port, router, network or rule of a"
                + " security group decides, on both sides. No server is asked.")
final class ExplainVerb extends TenantVerb {

    @Parameters(index = "0", paramLabel = "SRC", description = "the port that begins it: its identifier")
    private String source = "";

    @Parameters(index = "1", paramLabel = "DST", description = "the other port, or an address")
    private String destination = "";

    @Option(
            names = "--proto",
            paramLabel = "PROTO",
            description = "an IP protocol by name or number; default icmp without a port, tcp with one")
    private Optional<String> protocol = Optional.empty();

    @Option(names = "--dport", paramLabel = "PORT", description = "the destination port, for tcp, udp and sctp")
    private Optional<String> port = Optional.empty();

    @Override
    String path() {
        return "/api/v1/explain?src=" + encoded(source) + "&dst=" + encoded(destination)
                + protocol.map(name -> "&proto=" + encoded(name)).orElse("")
                + port.map(number -> "&dport=" + encoded(number)).orElse("");
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        out.println(said(reply.path("outcome")) + ": " + text(reply.get("service")) + " from " + text(reply.get("from"))
                + " to " + text(reply.get("to")));
        TextTable table = new TextTable("STAGE", "OUTCOME", "WHY", "DECIDED BY");
        for (JsonNode finding : reply.path("findings")) {
            JsonNode decider = finding.path("decider");
            table.add(
                    said(finding.path("stage")),
                    said(finding.path("outcome")),
                    text(finding.get("reason")),
                    decider.isObject() ? text(decider.get("type")) + " " + text(decider.get("id")) : "–");
        }
        table.print(out);
    }

    private static String said(JsonNode constant) {
        return text(constant).toLowerCase(Locale.ROOT);
    }
}
