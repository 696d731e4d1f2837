package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.FabricEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Takes the events of an endpoint for a test that waits for them. */
public final class EventLog implements Consumer<FabricEvent> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<FabricEvent> queue = new LinkedBlockingQueue<>();
    private final List<FabricEvent> passed = new ArrayList<>();

    @Override
    public void accept(FabricEvent event) {
        queue.add(event);
    }

    /** The next event of that kind; others that came before it are passed over. */
    public <E extends FabricEvent> E await(Class<E> kind) {
        return await(kind, ignored -> true);
    }

    /** The next event of that kind that fits. */
    public <E extends FabricEvent> E await(Class<E> kind, Predicate<E> fits) {
        try {
            while (true) {
                FabricEvent event = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(event)
                        .as("a " + kind.getSimpleName() + " in time; came: " + passed)
                        .isNotNull();
                if (kind.isInstance(event) && fits.test(kind.cast(event))) {
                    return kind.cast(event);
                }
                passed.add(event);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
