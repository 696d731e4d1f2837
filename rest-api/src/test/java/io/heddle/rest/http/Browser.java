package io.heddle.rest.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A headless Chromium with one page, spoken to in the Chrome DevTools Protocol. */
final class Browser implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Replies replies = new Replies();
    private final WebSocket socket;
    private final String session;
    private int lastId;

    private Browser(Process process) throws IOException {
        this.process = process;
        socket = client.newWebSocketBuilder()
                .buildAsync(devTools(process), replies)
                .join();
        ObjectNode blank = MAPPER.createObjectNode().put("url", "about:blank");
        String target = call("Target.createTarget", blank).get("targetId").asString();
        ObjectNode attach = MAPPER.createObjectNode().put("targetId", target).put("flatten", true);
        session = call("Target.attachToTarget", attach).get("sessionId").asString();
    }

    /** The program of that name, when this machine has it. */
    static Optional<Path> program() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path program, Path profile) throws IOException {
        return new Browser(new ProcessBuilder(List.of(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--window-size=1440,900",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank"))
                .redirectErrorStream(true)
                .start());
    }

    void open(String url) {
        call("Page.navigate", MAPPER.createObjectNode().put("url", url));
    }

    /** What {@code script} evaluates to in the page; an exception there is one here. */
    JsonNode evaluate(String script) {
        ObjectNode request = MAPPER.createObjectNode()
                .put("expression", script)
                .put("returnByValue", true)
                .put("awaitPromise", true);
        JsonNode reply = call("Runtime.evaluate", request);
        if (reply.has("exceptionDetails")) {
            throw new IllegalStateException(script + " fails: " + reply.get("exceptionDetails"));
        }
        return reply.at("/result/value");
    }

    /** Presses and releases a key that the page knows under {@code key}. */
    void press(String key) {
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    MAPPER.createObjectNode().put("type", type).put("key", key));
        }
    }

    private JsonNode call(String method, ObjectNode parameters) {
        lastId++;
        ObjectNode request = MAPPER.createObjectNode().put("id", lastId).put("method", method);
        request.set("params", parameters);
        if (!method.startsWith("Target.")) {
            request.put("sessionId", session);
        }
        socket.sendText(request.toString(), true).join();
        JsonNode reply = replies.await(lastId);
        if (reply.has("error")) {
            throw new IllegalStateException(method + " fails: " + reply.get("error"));
        }
        return reply.get("result");
    }

    private static URI devTools(Process process) throws IOException {
        BufferedReader lines = process.inputReader();
        String mark = "DevTools listening on ";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(mark)) {
                return URI.create(line.substring(mark.length()));
            }
        }
        throw new IOException("the browser ended before it was ready");
    }

    @Override
    public void close() {
        socket.abort();
        client.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.getInputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Replies implements WebSocket.Listener {
        private final LinkedBlockingQueue<JsonNode> arrived = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                arrived.add(MAPPER.readTree(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        /** The reply to that request; events and what else comes before are passed over. */
        JsonNode await(int id) {
            try {
                while (true) {
                    JsonNode message = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    if (message == null) {
                        throw new IllegalStateException("the browser does not answer");
                    }
                    if (message.path("id").asInt(0) == id) {
                        return message;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
