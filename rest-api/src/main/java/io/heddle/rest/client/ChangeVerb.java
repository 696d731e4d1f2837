package io.heddle.rest.client;

import java.io.PrintWriter;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the verbs share that change something. */
abstract class ChangeVerb extends Verb {

    /** The HTTP method. */
    abstract String method();

    /** What is sent. */
    abstract String body();

    /** What is printed when it was done. */
    abstract String done();

    @Override
    void answer(ControllerClient client, PrintWriter out) {
        client.change(method(), path(), body());
        out.println(done());
    }

    @Override
    void print(JsonNode reply, PrintWriter out) {
        throw new IllegalStateException("a change has no reply");
    }

    /** A JSON object with one text field. */
    static String json(String name, String value) {
        return JsonMapper.shared().writeValueAsString(Map.of(name, value));
    }
}
