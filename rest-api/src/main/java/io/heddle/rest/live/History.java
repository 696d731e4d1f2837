package io.heddle.rest.live;

import io.heddle.rest.FabricSnapshot;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** The last few snapshots by the id of the event that ended with them; without loads, which are large and soon stale. */
final class History {

    private final int size;
    private final String run;
    private final AtomicReference<SortedMap<Long, FabricSnapshot>> remembered = new AtomicReference<>(new TreeMap<>());

    /** A history whose ids differ from those of an earlier run of the controller, which began at another moment. */
    History(int size, FabricSnapshot first) {
        this.size = size;
        run = Long.toString(first.instant().toEpochMilli(), Character.MAX_RADIX);
        add(first);
    }

    /** Only ever called by the publisher's thread. */
    void add(FabricSnapshot snapshot) {
        SortedMap<Long, FabricSnapshot> next = new TreeMap<>(remembered.get());
        next.put(snapshot.revision(), snapshot.withoutLoads());
        while (next.size() > size) {
            next.remove(next.firstKey());
        }
        remembered.set(Collections.unmodifiableSortedMap(next));
    }

    String id(FabricSnapshot snapshot) {
        return run + "." + snapshot.revision();
    }

    Optional<FabricSnapshot> at(String id) {
        if (!id.matches(run + "\\.[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.ofNullable(remembered.get().get(Long.parseLong(id.substring(run.length() + 1))));
    }
}
