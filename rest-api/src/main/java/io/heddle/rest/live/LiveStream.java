package io.heddle.rest.live;

import io.heddle.rest.FabricQueries;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.view.FabricView;
import io.heddle.rest.view.LatestView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** All clients of the live stream; each has a thread of its own, of which there are only so many. */
public final class LiveStream implements AutoCloseable {

    private static final long IDLE_THREAD_SECONDS = 30;

    private final LiveSettings settings;
    private final LatestView views;
    private final History history;
    private final List<StreamClient> clients = new CopyOnWriteArrayList<>();
    private final ExecutorService threads;
    private final FabricQueries.Watch watch;

    public LiveStream(LiveSettings settings, FabricQueries queries, LatestView views) {
        this.settings = settings;
        this.views = views;
        history = new History(settings.remembered(), queries.snapshot());
        threads = new ThreadPoolExecutor(
                0,
                settings.clients(),
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("live-", 0).factory());
        watch = queries.watch(this::published);
    }

    private void published(FabricSnapshot snapshot) {
        history.add(snapshot);
        clients.forEach(StreamClient::wake);
    }

    /**
     * Streams to {@code sink}, on another thread, until writing to it fails or the stream is closed, and then runs {@code onEnd}.
     *
     * @param lastEventId the id of the last event that the client heard, if it was here before
     * @return whether it does; it does not when there are as many clients as there may be
     */
    public boolean open(EventSink sink, Optional<String> lastEventId, Runnable onEnd) {
        Optional<FabricView> known = lastEventId.flatMap(history::at).map(FabricView::of);
        StreamClient client = new StreamClient(settings, sink, views, history);
        clients.add(client);
        try {
            threads.execute(() -> {
                try {
                    client.run(known);
                } finally {
                    clients.remove(client);
                    onEnd.run();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            clients.remove(client);
            return false;
        }
    }

    /** How many clients there are. */
    public int clientCount() {
        return clients.size();
    }

    @Override
    public void close() {
        watch.close();
        clients.forEach(StreamClient::end);
        threads.shutdown();
    }
}
