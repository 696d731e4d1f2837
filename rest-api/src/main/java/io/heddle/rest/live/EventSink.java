package io.heddle.rest.live;

import java.io.IOException;
import java.util.List;

/** Where the events of one client go; blocks while the client does not read. */
public interface EventSink {

    /** Writes the events of one step; {@code id} is what the client resumes from once it has heard all of them. */
    void step(String id, List<StreamEvent> events) throws IOException;

    /** Says that the stream is alive. */
    void heartbeat() throws IOException;
}
