package io.heddle.rest.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks one controller. */
final class ControllerClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI base;
    private final Optional<String> token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** One that says by {@code token}, if there is one, who asks. */
    ControllerClient(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    JsonNode json(String path) {
        return read(path, body(path, "application/json"));
    }

    /** The answer to a request to do something. */
    JsonNode posted(String path) {
        return read(
                path,
                send(HttpRequest.newBuilder(base.resolve(path))
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.noBody())));
    }

    private JsonNode read(String path, String body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            throw new ControllerFailure(base.resolve(path) + " answered, but not in JSON; is it a Heddle controller?");
        }
    }

    String text(String path) {
        return body(path, "text/plain");
    }

    /** Changes something; throws with the reason when it was not done. */
    void change(String method, String path, String body) {
        sent(method, path, body);
    }

    /** The same, where the controller tells what was done. */
    JsonNode changed(String method, String path, String body) {
        return read(path, sent(method, path, body));
    }

    private String sent(String method, String path, String body) {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private String body(String path, String accept) {
        return send(HttpRequest.newBuilder(base.resolve(path)).header("Accept", accept));
    }

    private String send(HttpRequest.Builder asked) {
        try {
            token.ifPresent(known -> asked.header("X-Auth-Token", known));
            HttpRequest request = asked.timeout(PATIENCE).build();
            HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200 && reply.statusCode() != 204) {
                throw new ControllerFailure(refusal(reply));
            }
            return reply.body();
        } catch (IOException | IllegalArgumentException e) {
            throw new ControllerFailure("No controller answers at " + base
                    + ". Start one with ./heddle demo or ./heddle controller, or name another with --url.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControllerFailure("Interrupted.");
        }
    }

    /** What a problem document says, or else the bare status. */
    private static String refusal(HttpResponse<String> reply) {
        try {
            JsonNode problem = JsonMapper.shared().readTree(reply.body());
            if (problem.hasNonNull("detail")) {
                return problem.get("detail").asString() + " "
                        + problem.path("remedy").asString("");
            }
        } catch (JacksonException e) {
            return reply.uri() + " answered with status " + reply.statusCode() + ", and not as a controller does.";
        }
        return reply.uri() + " answered with status " + reply.statusCode() + ".";
    }

    @Override
    public void close() {
        client.close();
    }
}
