package io.heddle.rest.client;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heddle policy show|set|delete PROJECT}. */
@Command(
        name = "policy",
        description =
                "What a project allows its ports, in one statement: shows it, puts another into force, or takes it away.")
final class PolicyVerb extends TenantVerb {

    /** What is done. */
    enum Act {
        show,
        set,
        delete
    }

    @Parameters(index = "0", paramLabel = "show|set|delete", description = "what to do")
    private Act act = Act.show;

    @Parameters(index = "1", paramLabel = "PROJECT", description = "whose policy")
    private String project = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "FILE", description = "the statement to set, in JSON")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--dry-run", description = "only tell what would change")
    private boolean isDry;

    @Override
    String path() {
        String path = "/api/v1/projects/" + encoded(project) + "/policy";
        return act == Act.show || !isDry ? path : path + "?dry_run=true";
    }

    @Override
    JsonNode reply(ControllerClient client) {
        return switch (act) {
            case show -> client.json(path());
            case set -> client.changed("PUT", path(), statement());
            case delete -> client.changed("DELETE", path(), "");
        };
    }

    private String statement() {
        Path path = file.orElseThrow(() -> new ControllerFailure("Name the file of the statement to set."));
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new ControllerFailure("The statement cannot be read from " + path + ".");
        }
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        if (act == Act.show) {
            reply.path("groups")
                    .propertyStream()
                    .forEach(group -> out.println(group.getKey() + ": "
                            + String.join(
                                    ", ",
                                    group.getValue()
                                            .valueStream()
                                            .map(JsonNode::asString)
                                            .toList())));
            TextTable table = new TextTable("FROM", "TO", "PROTOCOL", "PORT");
            reply.path("allow")
                    .forEach(line -> table.add(
                            text(line.get("from")),
                            text(line.get("to")),
                            text(line.get("protocol")),
                            text(line.get("port"))));
            table.print(out);
        } else {
            reply.path("changes").forEach(change -> out.println(text(change)));
            out.println(reply.path("changes").isEmpty() ? "All is as it says." : isDry ? "Nothing is done." : "Done.");
        }
    }
}
