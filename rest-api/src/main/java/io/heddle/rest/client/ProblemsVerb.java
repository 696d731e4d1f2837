package io.heddle.rest.client;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code heddle problems}. */
@Command(name = "problems", description = "What is wrong, and which plugs to move.")
final class ProblemsVerb extends Verb {

    @Override
    String path() {
        return "/api/v1/problems";
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        if (reply.path("problems").isEmpty()) {
            out.println("No problems.");
        }
        for (JsonNode problem : reply.path("problems")) {
            out.println(text(problem.get("kind")) + ": " + text(problem.get("sentence")));
        }
        int step = 1;
        for (JsonNode replug : reply.path("repair")) {
            out.println((step == 1 ? "\nTo repair the cabling:\n" : "") + "  " + step + ". "
                    + text(replug.get("sentence")));
            step++;
        }
    }
}
