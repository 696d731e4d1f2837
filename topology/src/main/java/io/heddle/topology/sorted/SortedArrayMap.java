package io.heddle.topology.sorted;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map in two arrays, keys and values, which is small and quickly read from end to end.
 *
 * <p>Ranges ({@code subMap} and the like) share the arrays.
 */
// What the records of the fabric promise is a SortedMap; the other half of NavigableMap nobody reads.
@SuppressWarnings("JdkObsolete")
public final class SortedArrayMap<K extends Comparable<? super K>, V> extends AbstractMap<K, V>
        implements SortedMap<K, V> {

    private final List<K> keys;
    private final List<V> values;

    private SortedArrayMap(List<K> keys, List<V> values) {
        this.keys = keys;
        this.values = values;
    }

    /** The entries of {@code map}, whose order is the natural one; the same map when it is one of this kind. */
    public static <K extends Comparable<? super K>, V> SortedArrayMap<K, V> copyOf(SortedMap<K, V> map) {
        return map instanceof SortedArrayMap<K, V> same ? same : ofAscending(map.keySet(), map.values());
    }

    /** The map of each of {@code keys}, which ascend, to the value in the same place of {@code values}. */
    public static <K extends Comparable<? super K>, V> SortedArrayMap<K, V> ofAscending(
            Collection<K> keys, Collection<V> values) {
        if (keys.size() != values.size()) {
            throw new IllegalArgumentException(keys.size() + " keys for " + values.size() + " values");
        }
        return new SortedArrayMap<>(List.copyOf(keys), List.copyOf(values));
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        int index = indexOf(key);
        return index < 0 ? null : values.get(index);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return indexOf(key) >= 0;
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new Entries();
    }

    /** The values in the order of their keys. */
    @Override
    public List<V> values() {
        return values;
    }

    @Override
    public Set<K> keySet() {
        return SortedArraySet.ofAscending(keys);
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        for (int index = 0; index < keys.size(); index++) {
            action.accept(keys.get(index), values.get(index));
        }
    }

    @Override
    public @Nullable Comparator<? super K> comparator() {
        return null;
    }

    @Override
    public SortedMap<K, V> subMap(K fromKey, K toKey) {
        return range(position(fromKey), position(toKey));
    }

    @Override
    public SortedMap<K, V> headMap(K toKey) {
        return range(0, position(toKey));
    }

    @Override
    public SortedMap<K, V> tailMap(K fromKey) {
        return range(position(fromKey), size());
    }

    @Override
    public K firstKey() {
        return keys.getFirst();
    }

    @Override
    public K lastKey() {
        return keys.getLast();
    }

    private SortedMap<K, V> range(int from, int to) {
        int end = Math.max(from, to);
        return new SortedArrayMap<>(keys.subList(from, end), values.subList(from, end));
    }

    private int position(K key) {
        int found = Collections.binarySearch(keys, key);
        return found >= 0 ? found : -found - 1;
    }

    private int indexOf(@Nullable Object wanted) {
        if (wanted == null || keys.isEmpty() || keys.getFirst().getClass() != wanted.getClass()) {
            return -1;
        }
        @SuppressWarnings("unchecked") // of the class of the keys
        K key = (K) wanted;
        return Collections.binarySearch(keys, key);
    }

    /** Keys and values side by side. */
    private final class Entries extends AbstractSet<Map.Entry<K, V>> {
        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            Iterator<K> key = keys.iterator();
            Iterator<V> value = values.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return key.hasNext();
                }

                @Override
                public Map.Entry<K, V> next() {
                    return Map.entry(key.next(), value.next());
                }
            };
        }

        @Override
        public int size() {
            return keys.size();
        }
    }
}
