package io.heddle.rest.http;

import io.heddle.rest.live.EventSink;
import io.heddle.rest.live.StreamEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Writes events as text. The id stands with the last event of a step, so a client never resumes from the middle of one. */
record ServerSentEvents(HttpServletResponse reply, JsonMapper mapper) implements EventSink {

    private static final byte[] HEARTBEAT = ": alive\n\n".getBytes(StandardCharsets.UTF_8);

    @Override
    public void step(String id, List<StreamEvent> events) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            StreamEvent event = events.get(i);
            if (i == events.size() - 1) {
                text.append("id: ").append(id).append('\n');
            }
            text.append("event: ").append(event.name()).append('\n');
            text.append("data: ")
                    .append(mapper.writeValueAsString(event.data()))
                    .append("\n\n");
        }
        write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void heartbeat() throws IOException {
        write(HEARTBEAT);
    }

    private void write(byte[] bytes) throws IOException {
        reply.getOutputStream().write(bytes);
        reply.flushBuffer();
    }
}
