package io.heddle.rest.live;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What became of a list whose items have keys.
 *
 * @param changed the items that are new or differ
 * @param removed the keys of those that are gone
 */
public record Changes<T>(List<T> changed, List<String> removed) {

    public Changes {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    static <T> Changes<T> between(List<T> before, List<T> after, Function<T, String> key) {
        SortedMap<String, T> old = new TreeMap<>();
        before.forEach(item -> old.put(key.apply(item), item));
        List<T> changed = new ArrayList<>();
        for (T item : after) {
            T known = old.remove(key.apply(item));
            if (!item.equals(known)) {
                changed.add(item);
            }
        }
        return new Changes<>(changed, List.copyOf(old.keySet()));
    }

    boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }
}
