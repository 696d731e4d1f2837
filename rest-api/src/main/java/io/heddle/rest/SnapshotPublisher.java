package io.heddle.rest;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The plain way to offer {@link FabricQueries}: one thread publishes, any thread reads. */
public final class SnapshotPublisher implements FabricQueries {

    private final AtomicReference<FabricSnapshot> latest;
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();

    public SnapshotPublisher(FabricSnapshot first) {
        latest = new AtomicReference<>(first);
    }

    /** Makes {@code snapshot} the latest; only ever called by one thread, with growing revisions. */
    public void publish(FabricSnapshot snapshot) {
        long before = latest.get().revision();
        if (snapshot.revision() <= before) {
            throw new IllegalStateException("revision " + snapshot.revision() + " cannot follow " + before);
        }
        latest.set(snapshot);
        registrations.forEach(each -> each.listener.accept(snapshot));
    }

    @Override
    public FabricSnapshot snapshot() {
        return latest.get();
    }

    @Override
    public Watch watch(Consumer<FabricSnapshot> listener) {
        Registration registration = new Registration(listener);
        registrations.add(registration);
        return registration;
    }

    private final class Registration implements Watch {
        private final Consumer<FabricSnapshot> listener;

        Registration(Consumer<FabricSnapshot> listener) {
            this.listener = listener;
        }

        @Override
        public void close() {
            registrations.remove(this);
        }
    }
}
