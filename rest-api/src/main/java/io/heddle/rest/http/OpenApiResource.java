package io.heddle.rest.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code GET /openapi.json}: every route and every field, kept by hand in {@code openapi.yaml} and held to the truth by a test. */
final class OpenApiResource {

    private static final String FILE = "/io/heddle/rest/openapi.yaml";

    private final JsonNode description = read();

    List<Route> routes() {
        return List.of(Route.of("/openapi.json", this::description));
    }

    private void description(Context ctx) {
        ctx.json(description);
    }

    static JsonNode read() {
        try (InputStream in = OpenApiResource.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
