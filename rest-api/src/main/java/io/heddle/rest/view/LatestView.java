package io.heddle.rest.view;

import io.heddle.rest.FabricQueries;
import io.heddle.rest.FabricSnapshot;
import java.util.concurrent.atomic.AtomicReference;

/** The view of the latest snapshot, derived when it is first asked for and then shared by all who ask. */
public final class LatestView {

    private final FabricQueries queries;
    private final AtomicReference<FabricView> known;

    public LatestView(FabricQueries queries) {
        this.queries = queries;
        known = new AtomicReference<>(FabricView.of(queries.snapshot()));
    }

    /** The view of the latest snapshot; two threads that ask at once may both derive it, which costs time only. */
    public FabricView latest() {
        FabricSnapshot snapshot = queries.snapshot();
        FabricView view = known.get();
        if (view.snapshot().revision() == snapshot.revision()) {
            return view;
        }
        FabricView derived = view.next(snapshot);
        known.set(derived);
        return derived;
    }
}
