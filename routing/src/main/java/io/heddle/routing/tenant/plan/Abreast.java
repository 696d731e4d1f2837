package io.heddle.routing.tenant.plan;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Plans what does not concern each other: side by side, on all processors, when there is much of it. */
final class Abreast {

    /** From how many on it pays to hand them out. */
    private static final int MANY = 16;

    private Abreast() {}

    /** The plan of each key; {@code planning} gives the same whatever is planned beside it, and writes nothing that others read. */
    static <K extends Comparable<? super K>, P> SortedMap<K, P> planned(Collection<K> keys, Function<K, P> planning) {
        List<K> each = List.copyOf(keys);
        List<P> plans = (each.size() < MANY ? each.stream() : each.parallelStream())
                .map(planning)
                .toList();
        SortedMap<K, P> planned = new TreeMap<>();
        for (int i = 0; i < plans.size(); i++) {
            planned.put(each.get(i), plans.get(i));
        }
        return planned;
    }
}
