package io.heddle.topology.sorted;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks a {@link Tree} from its first entry to its last. */
final class TreeIterator<K extends Comparable<? super K>, V> implements Iterator<Map.Entry<K, V>> {

    /** The nodes that are still to come themselves, with what is to the right of them; the next is last. */
    private final List<Tree<K, V>> path;

    TreeIterator(@Nullable Tree<K, V> root) {
        path = new ArrayList<>(Tree.heightOf(root));
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
        Tree<K, V> next = path.removeLast();
        descend(next.right());
        return Map.entry(next.key(), next.value());
    }

    private void descend(@Nullable Tree<K, V> from) {
        for (Tree<K, V> node = from; node != null; node = node.left()) {
            path.add(node);
        }
    }
}
