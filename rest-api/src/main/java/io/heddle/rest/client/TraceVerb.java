package io.heddle.rest.client;

import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heddle trace SRC DST}. */
@Command(
        name = "trace",
        description =
                "What becomes of one packet: every switch, table, rule, group and bucket on its way, as the plan says"
                        + " now. Of a tenant's port, also its server, routers, translated addresses, the tunnel, and the server"
                        + " at the other end. No switch is asked.")
final class TraceVerb extends TenantVerb {

    @Parameters(
            index = "0",
            paramLabel = "SRC",
            description = "the sender's IPv4 address on the fabric; or a tenant's port, by identifier or name")
    private String source = "";

    @Parameters(
            index = "1",
            paramLabel = "DST",
            description = "the receiver's IPv4 address; of a tenant's port, any address or another port")
    private String destination = "";

    @Option(
            names = "--proto",
            paramLabel = "PROTO",
            description = "tcp, udp or icmp; default icmp without ports, tcp with them")
    private Optional<String> protocol = Optional.empty();

    @Option(names = "--sport", paramLabel = "PORT", description = "the sender's port, for tcp and udp")
    private Optional<String> sourcePort = Optional.empty();

    @Option(names = "--dport", paramLabel = "PORT", description = "the receiver's port, for tcp and udp")
    private Optional<String> destinationPort = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "of a tenant's port: new, the default, or established, for a packet that others went before")
    private Optional<String> state = Optional.empty();

    @Override
    String path() {
        boolean hasPorts = sourcePort.isPresent() || destinationPort.isPresent();
        return "/api/v1/trace?src=" + encoded(source) + "&dst=" + encoded(destination) + "&proto="
                + encoded(protocol.orElse(hasPorts ? "tcp" : "icmp"))
                + sourcePort.map(port -> "&sport=" + encoded(port)).orElse("")
                + destinationPort.map(port -> "&dport=" + encoded(port)).orElse("")
                + state.map(word -> "&state=" + encoded(word)).orElse("");
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        out.print(text(reply.get("text")));
    }
}
