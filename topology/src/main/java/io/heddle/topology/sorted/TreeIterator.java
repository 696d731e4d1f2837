package io.heddle.topology.sorted;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks a {@link Tree} from its first entry to its last. */
final class TreeIterator<K extends Comparable<? super K>, V> implements Iterator<Map.Entry<K, V>> {

    /** The nodes that are still to come themselves, with what is to the right of them; the next is on top. */
    private final Deque<Tree<K, V>> path = new ArrayDeque<>();

    TreeIterator(@Nullable Tree<K, V> root) {
        descend(root);
    }

    @Override
    public boolean hasNext() {
        return !path.isEmpty();
    }

    @Override
    public Map.Entry<K, V> next() {
        if (path.isEmpty()) {
            throw new NoSuchElementException();
        }
        Tree<K, V> next = path.pop();
        descend(next.right());
        return Map.entry(next.key(), next.value());
    }

    private void descend(@Nullable Tree<K, V> from) {
        for (Tree<K, V> node = from; node != null; node = node.left()) {
            path.push(node);
        }
    }
}
