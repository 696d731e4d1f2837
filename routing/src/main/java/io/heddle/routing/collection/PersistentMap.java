package io.heddle.routing.collection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map; adding or removing one key makes about log₂ n new nodes and shares the rest.
 *
 * <p>A weight-balanced tree (Adams 1993, with the balance 3 and 2 of Hirai and Yamamoto 2011). Nodes know how many keys are below
 * them, so that the rank of a key is found in one descent. Iteration is in the order of the keys.
 */
public final class PersistentMap<K extends Comparable<? super K>, V> implements Iterable<Map.Entry<K, V>> {

    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null);

    private final @Nullable Node<K, V> root;

    private PersistentMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    /** The map without keys. */
    @SuppressWarnings("unchecked")
    public static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    /** How many keys there are. */
    public int size() {
        return Node.keys(root);
    }

    /** Whether there is no key. */
    public boolean isEmpty() {
        return root == null;
    }

    /** The value of {@code key}. */
    public Optional<V> find(K key) {
        Node<K, V> at = root;
        while (at != null) {
            int order = key.compareTo(at.key());
            if (order == 0) {
                return Optional.of(at.value());
            }
            at = order < 0 ? at.left() : at.right();
        }
        return Optional.empty();
    }

    /** The value of {@code key}, or {@code otherwise}. */
    public V findOr(K key, V otherwise) {
        return find(key).orElse(otherwise);
    }

    /** Whether there is a value of {@code key}. */
    public boolean contains(K key) {
        return find(key).isPresent();
    }

    /** This map, in which {@code key} has {@code value}. */
    public PersistentMap<K, V> with(K key, V value) {
        return new PersistentMap<>(Node.with(root, key, value));
    }

    /** This map without {@code key}; itself when it has none. */
    public PersistentMap<K, V> without(K key) {
        return contains(key) ? new PersistentMap<>(Node.without(root, key)) : this;
    }

    /** How many keys are lower than {@code key}. */
    public int rank(K key) {
        int rank = 0;
        Node<K, V> at = root;
        while (at != null) {
            if (key.compareTo(at.key()) <= 0) {
                at = at.left();
            } else {
                rank += Node.keys(at.left()) + 1;
                at = at.right();
            }
        }
        return rank;
    }

    /** The key that {@code rank} others are lower than. */
    public K keyAt(int rank) {
        if (rank < 0 || rank >= size()) {
            throw new IndexOutOfBoundsException("a map of " + size() + " keys has none of rank " + rank);
        }
        int left = rank;
        Node<K, V> at = root;
        while (at != null) {
            int below = Node.keys(at.left());
            if (left == below) {
                return at.key();
            }
            if (left < below) {
                at = at.left();
            } else {
                left -= below + 1;
                at = at.right();
            }
        }
        throw new IllegalStateException("a node of the map counts wrongly");
    }

    /** How many nodes the longest way from the root has; for tests of the balance. */
    int depth() {
        return Node.depth(root);
    }

    /** All keys, lowest first. */
    public List<K> keys() {
        List<K> keys = new ArrayList<>(size());
        for (Map.Entry<K, V> entry : this) {
            keys.add(entry.getKey());
        }
        return keys;
    }

    /** All values, in the order of their keys. */
    public List<V> values() {
        List<V> values = new ArrayList<>(size());
        for (Map.Entry<K, V> entry : this) {
            values.add(entry.getValue());
        }
        return values;
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new Walk<>(root);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersistentMap<?, ?> map
                && map.size() == size()
                && map.keys().equals(keys())
                && map.values().equals(values());
    }

    @Override
    public int hashCode() {
        return 31 * keys().hashCode() + values().hashCode();
    }

    @Override
    public String toString() {
        List<String> entries = new ArrayList<>();
        for (Map.Entry<K, V> entry : this) {
            entries.add(entry.getKey() + "=" + entry.getValue());
        }
        return "{" + String.join(", ", entries) + "}";
    }

    /** In order, with the nodes still to be left on a stack. */
    private static final class Walk<K extends Comparable<? super K>, V> implements Iterator<Map.Entry<K, V>> {

        private final Deque<Node<K, V>> waiting = new ArrayDeque<>();

        Walk(@Nullable Node<K, V> root) {
            descend(root);
        }

        @Override
        public boolean hasNext() {
            return !waiting.isEmpty();
        }

        @Override
        public Map.Entry<K, V> next() {
            Node<K, V> node = waiting.poll();
            if (node == null) {
                throw new NoSuchElementException("the map has no further key");
            }
            descend(node.right());
            return Map.entry(node.key(), node.value());
        }

        private void descend(@Nullable Node<K, V> from) {
            for (Node<K, V> at = from; at != null; at = at.left()) {
                waiting.push(at);
            }
        }
    }
}
