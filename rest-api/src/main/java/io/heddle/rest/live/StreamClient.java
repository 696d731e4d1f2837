package io.heddle.rest.live;

import io.heddle.rest.view.FabricView;
import io.heddle.rest.view.LatestView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: what it knows, and the loop that keeps it up to date. */
final class StreamClient {

    private static final Logger LOG = LoggerFactory.getLogger(StreamClient.class);

    private final LiveSettings settings;
    private final EventSink sink;
    private final LatestView views;
    private final History history;
    /** Holds a token while there is something newer than what the client last looked at. */
    private final BlockingQueue<Boolean> news = new ArrayBlockingQueue<>(1);

    private final CountDownLatch ended = new CountDownLatch(1);

    StreamClient(LiveSettings settings, EventSink sink, LatestView views, History history) {
        this.settings = settings;
        this.sink = sink;
        this.views = views;
        this.history = history;
    }

    /** Tells the client to look again; never blocks. */
    void wake() {
        news.offer(true);
    }

    /** Makes {@link #run} return soon. */
    void end() {
        ended.countDown();
        wake();
    }

    void run(Optional<FabricView> resumedFrom) {
        try {
            Optional<FabricView> known = resumedFrom;
            while (ended.getCount() > 0) {
                known = Optional.of(advance(known));
                if (await(settings.pause()) || ended.getCount() == 0) {
                    return;
                }
                while (news.poll(settings.heartbeat().toNanos(), TimeUnit.NANOSECONDS) == null) {
                    sink.heartbeat();
                }
            }
        } catch (IOException e) {
            LOG.debug("a client of the live stream is gone: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FabricView advance(Optional<FabricView> known) throws IOException {
        FabricView latest = views.latest();
        if (known.isEmpty()) {
            step(latest, Step.to(latest));
        } else if (known.get().snapshot().revision() != latest.snapshot().revision()) {
            step(latest, Step.between(known.get(), latest));
        }
        return latest;
    }

    private void step(FabricView latest, List<StreamEvent> events) throws IOException {
        sink.step(history.id(latest.snapshot()), events);
    }

    private boolean await(Duration pause) throws InterruptedException {
        return ended.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }
}
