package io.heddle.controller.telemetry.sflow;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;

/** What is remembered of many, most recently used first to stay: of more than {@code most}, the one longest unused is forgotten. */
final class Bounded<K, V> {

    private final LinkedHashMap<K, V> known = new LinkedHashMap<>(64, 0.75f, true);
    private final int most;

    Bounded(int most) {
        this.most = most;
    }

    Optional<V> find(K key) {
        return Optional.ofNullable(known.get(key));
    }

    V findOr(K key, Supplier<V> making) {
        V found = known.get(key);
        if (found != null) {
            return found;
        }
        V made = making.get();
        put(key, made);
        return made;
    }

    void put(K key, V value) {
        known.put(key, value);
        if (known.size() > most) {
            known.pollFirstEntry();
        }
    }

    int size() {
        return known.size();
    }
}
