package io.heddle.rest.client;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code heddle links}. */
@Command(name = "links", description = "Every cable between switches, with what it carries.")
final class LinksVerb extends Verb {

    @Override
    String path() {
        return "/api/v1/links";
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        TextTable table = new TextTable("A", "B", "STATE", "CAPACITY", "A TO B", "LOAD", "B TO A", "LOAD");
        for (JsonNode link : reply.path("links")) {
            table.add(
                    end(link.path("a")),
                    end(link.path("b")),
                    text(link.get("state")),
                    Rates.rate(link.get("capacityBitsPerSecond")),
                    Rates.rate(link.at("/aToB/bitsPerSecond")),
                    Rates.percent(link.at("/aToB/utilisation")),
                    Rates.rate(link.at("/bToA/bitsPerSecond")),
                    Rates.percent(link.at("/bToA/utilisation")));
        }
        table.print(out);
    }

    private static String end(JsonNode end) {
        return text(end.get("name")) + " port " + text(end.get("port"));
    }
}
