package io.heddle.rest.client;

import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What all verbs share: the options, the question, and how a failure is told. */
@Command(mixinStandardHelpOptions = true)
abstract class Verb implements Callable<Integer> {

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the verb is called
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:HEDDLE_URL:-http://127.0.0.1:8181}",
            description = "where the controller answers; default ${DEFAULT-VALUE}, or HEDDLE_URL")
    private URI url = URI.create("http://127.0.0.1:8181");

    @Option(names = "--json", description = "print the JSON as it came")
    private boolean isJson;

    /** The path that answers, with its query. */
    abstract String path();

    /** Prints {@code reply} for a person. */
    abstract void print(JsonNode reply, PrintWriter out);

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ControllerClient client = new ControllerClient(url, token())) {
            answer(client, out);
            out.flush();
            return 0;
        } catch (ControllerFailure e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(e.getMessage());
            err.flush();
            return 1;
        }
    }

    /** Who asks, where that matters. */
    Optional<String> token() {
        return Optional.empty();
    }

    void answer(ControllerClient client, PrintWriter out) {
        JsonNode reply = reply(client);
        if (isJson) {
            out.println(PRETTY.writeValueAsString(reply));
        } else {
            print(reply, out);
        }
    }

    /** What the controller answers. */
    JsonNode reply(ControllerClient client) {
        return client.json(path());
    }

    boolean isJson() {
        return isJson;
    }

    /** Text as a part of a path or of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A field as text; a dash for what is not known. */
    static String text(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isMissingNode() ? "–" : node.asString();
    }
}
