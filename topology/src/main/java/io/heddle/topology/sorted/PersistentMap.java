package io.heddle.topology.sorted;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map that makes a changed one of itself in the time of a look-up, sharing what did not change.
 *
 * <p>{@link #with} and {@link #without} return the same instance when nothing changes. The other ways to change a map are refused.
 */
// What the records of the fabric promise is a SortedMap; the other half of NavigableMap nobody reads.
@SuppressWarnings({"JdkObsolete", "ReferenceEquality"}) // a tree keeps its instance when nothing changed
public final class PersistentMap<K extends Comparable<? super K>, V> extends AbstractMap<K, V>
        implements SortedMap<K, V> {

    private final @Nullable Tree<K, V> root;

    private PersistentMap(@Nullable Tree<K, V> root) {
        this.root = root;
    }

    /** The map without entries. */
    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(null);
    }

    /** The entries of {@code map}, whose order is the natural one; the same map when it is one of this kind. */
    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> copyOf(SortedMap<K, V> map) {
        if (map instanceof PersistentMap<K, V> same) {
            return same;
        }
        return new PersistentMap<>(Tree.ofAscending(map.entrySet().iterator(), map.size()));
    }

    /** This map with {@code value} at {@code key}. */
    public PersistentMap<K, V> with(K key, V value) {
        Tree<K, V> changed = Tree.with(root, key, value);
        return changed == root ? this : new PersistentMap<>(changed);
    }

    /** This map without {@code key}. */
    public PersistentMap<K, V> without(K key) {
        Tree<K, V> changed = Tree.without(root, key);
        return changed == root ? this : new PersistentMap<>(changed);
    }

    /** The value of {@code key}, if there is one. */
    public Optional<V> find(K key) {
        return Optional.ofNullable(get(key));
    }

    /** How many keys are lower than {@code key}. */
    public int rank(K key) {
        return Tree.rank(root, key);
    }

    /** The key that {@code rank} others are lower than; throws {@link IndexOutOfBoundsException} when there are not as many. */
    public K keyAt(int rank) {
        Objects.checkIndex(rank, size());
        return Tree.at(nonEmpty(), rank).key();
    }

    /**
     * Calls {@code action}, in ascending order, with every key that has another value in {@code other} or is in only one of the two.
     * Where one map was made of the other this costs the logarithm of their size for each difference.
     */
    public void forEachDifference(PersistentMap<K, V> other, Consumer<? super K> action) {
        forEachChange(other, (key, before, after) -> action.accept(key));
    }

    /** As {@link #forEachDifference}, with the value that the key has in this map, and that in {@code later}. */
    public void forEachChange(PersistentMap<K, V> later, ChangeAction<K, V> action) {
        TreeComparison.compare(root, later.root, action);
    }

    /** What to do about one difference between two maps. */
    @FunctionalInterface
    public interface ChangeAction<K, V> {
        /** The key has these values; null where it is not in the map. */
        void accept(K key, @Nullable V before, @Nullable V after);
    }

    /** What one map was made of the other is stepped over where they are the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof PersistentMap<?, ?> map)) {
            return super.equals(other);
        }
        try {
            return map == this || (map.size() == size() && isSame(map));
        } catch (ClassCastException e) {
            return false;
        }
    }

    @SuppressWarnings("unchecked") // with keys that cannot be compared it is refused
    private boolean isSame(PersistentMap<?, ?> other) {
        return TreeComparison.areSame(root, ((PersistentMap<K, V>) other).root);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public int size() {
        return Tree.sizeOf(root);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        Tree<K, V> found = Tree.find(root, key);
        return found == null ? null : found.value();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return Tree.find(root, key) != null;
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new Entries();
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        Tree.forEach(root, action);
    }

    @Override
    public @Nullable Comparator<? super K> comparator() {
        return null;
    }

    @Override
    public SortedMap<K, V> subMap(K fromKey, K toKey) {
        return SortedArrayMap.<K, V>copyOf(this).subMap(fromKey, toKey);
    }

    @Override
    public SortedMap<K, V> headMap(K toKey) {
        return SortedArrayMap.<K, V>copyOf(this).headMap(toKey);
    }

    @Override
    public SortedMap<K, V> tailMap(K fromKey) {
        return SortedArrayMap.<K, V>copyOf(this).tailMap(fromKey);
    }

    @Override
    public K firstKey() {
        return Tree.first(nonEmpty()).key();
    }

    @Override
    public K lastKey() {
        return Tree.last(nonEmpty()).key();
    }

    /** How many nodes a look-up passes at most. */
    int height() {
        return Tree.heightOf(root);
    }

    private Tree<K, V> nonEmpty() {
        if (root == null) {
            throw new NoSuchElementException("the map is empty");
        }
        return root;
    }

    /** The entries, read off the tree. */
    private final class Entries extends AbstractSet<Map.Entry<K, V>> {
        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return new TreeIterator<>(root);
        }

        @Override
        public int size() {
            return Tree.sizeOf(root);
        }
    }
}
