package io.heddle.controller.ovsdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A peer of a test's own, which says what the test wants and otherwise behaves. */
final class FakeDatabase implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String SCHEMA = """
            {"name": "Open_vSwitch", "version": "8.3.1", "tables": {
              "Open_vSwitch": {"columns": {"bridges": {"type": {"key": "uuid", "min": 0, "max": "unlimited"}}}},
              "Bridge": {"columns": {
                "name": {"type": "string"},
                "datapath_id": {"type": {"key": "string", "min": 0, "max": 1}},
                "sflow": {"type": {"key": "uuid", "min": 0, "max": 1}}}},
              "sFlow": {"columns": {
                "targets": {"type": {"key": "string", "min": 1, "max": "unlimited"}},
                "sampling": {"type": {"key": "integer", "min": 0, "max": 1}},
                "external_ids": {"type": {"key": "string", "value": "string", "min": 0, "max": "unlimited"}}}}}}
            """;

    private final Socket socket;
    private final JsonParser messages;
    private final UUID identity;
    private final UUID bridge;

    private FakeDatabase(int port, long number) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        InputStream in = socket.getInputStream();
        messages = JSON.createParser(in);
        identity = new UUID(1, number);
        bridge = new UUID(2, number);
    }

    /** Connects, and says nothing yet. */
    static FakeDatabase connect(OvsdbEndpoint endpoint, long number) {
        try {
            return new FakeDatabase(endpoint.localAddress().getPort(), number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects, and answers until it is live: one bridge whose datapath id is {@code number}. */
    static FakeDatabase live(OvsdbEndpoint endpoint, long number) {
        FakeDatabase database = connect(endpoint, number);
        database.answer(database.next("get_schema"), SCHEMA);
        database.answer(database.next("monitor_cond_since"), database.rows());
        return database;
    }

    String schema() {
        return SCHEMA;
    }

    UUID bridge() {
        return bridge;
    }

    /** The answer to {@code monitor_cond_since}. */
    String rows() {
        return "[false, \"00000000-0000-0000-0000-000000000000\", " + rows("initial") + "]";
    }

    /** The root and the bridge as updates of the second form. */
    String rows(String kind) {
        return """
                {"Open_vSwitch": {"%s": {"%s": {"bridges": ["uuid", "%s"]}}},
                 "Bridge": {"%s": {"%s": {"name": "br", "datapath_id": "%016x"}}}}
                """.formatted(identity, kind, bridge, bridge, kind, identity.getLeastSignificantBits());
    }

    /** The next message, which must be that question; echoes are answered meanwhile. */
    JsonNode next(String method) {
        while (true) {
            JsonNode message = next();
            String asked = message.path("method").asString("");
            if (asked.equals(method)) {
                return message;
            }
            if (!asked.equals("echo")) {
                throw new IllegalStateException("expected " + method + ", got " + message);
            }
            answer(message, "[]");
        }
    }

    /** The next message; a missing node when the connection was closed. */
    JsonNode next() {
        try {
            JsonNode message = JSON.readTree(messages);
            return message == null ? MissingNode.getInstance() : message;
        } catch (JacksonIOException e) {
            return MissingNode.getInstance();
        }
    }

    void answer(JsonNode question, String result) {
        say("{\"id\": %s, \"error\": null, \"result\": %s}".formatted(question.path("id"), result));
    }

    void refuse(JsonNode question, String error) {
        say("{\"id\": %s, \"error\": \"%s\", \"result\": null}".formatted(question.path("id"), error));
    }

    /** An update of the third form. */
    void update3(String tables) {
        say("{\"id\": null, \"method\": \"update3\", \"params\": [\"heddle\", \"x\", %s]}".formatted(tables));
    }

    /** The update that the transaction of a wish causes: an sFlow row, and the bridge referring to it. */
    void showsSampling(int packets) {
        update3("""
                {"sFlow": {"00000000-0000-0003-0000-000000000001": {"insert": {"targets": "127.0.0.1:6343",
                   "sampling": %d, "external_ids": ["map", [["heddle", "%016x"]]]}}},
                 "Bridge": {"%s": {"modify": {"sflow": ["uuid", "00000000-0000-0003-0000-000000000001"]}}}}
                """.formatted(packets, identity.getLeastSignificantBits(), bridge));
    }

    void say(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
