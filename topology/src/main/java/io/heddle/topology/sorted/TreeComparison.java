package io.heddle.topology.sorted;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks two trees side by side, in ascending order, and steps over what is the same instance in both.
 *
 * <p>Of two parts that begin at the same place the larger is opened first, so that the smaller is met as a whole if it is in there. Where
 * one tree was made of the other that costs the logarithm of their size for each difference.
 */
@SuppressWarnings("ReferenceEquality") // a tree keeps the instances of what did not change
final class TreeComparison<K extends Comparable<? super K>, V> {

    private final Rest<K, V> one = new Rest<>();
    private final Rest<K, V> other = new Rest<>();
    private final Visit<K, V> visit;

    private TreeComparison(@Nullable Tree<K, V> one, @Nullable Tree<K, V> other, Visit<K, V> visit) {
        this.one.add(one, true);
        this.other.add(other, true);
        this.visit = visit;
    }

    /** Is told of each difference, and says whether to go on. */
    private interface Visit<K, V> {
        boolean goesOn(K key, @Nullable V before, @Nullable V after);
    }

    /** Calls {@code action}, in ascending order, with each key that has not the same value in both trees. */
    static <K extends Comparable<? super K>, V> void compare(
            @Nullable Tree<K, V> one, @Nullable Tree<K, V> other, PersistentMap.ChangeAction<K, V> action) {
        boolean unused = new TreeComparison<>(one, other, (K key, @Nullable V before, @Nullable V after) -> {
                    action.accept(key, before, after);
                    return true;
                })
                .walk();
    }

    /** Whether both trees have the same keys with the same values; not looked at further than the first difference. */
    static <K extends Comparable<? super K>, V> boolean areSame(@Nullable Tree<K, V> one, @Nullable Tree<K, V> other) {
        return new TreeComparison<>(one, other, (key, before, after) -> false).walk();
    }

    /** Returns whether it came to the end. */
    private boolean walk() {
        boolean goesOn = true;
        while (goesOn && !one.isEmpty() && !other.isEmpty()) {
            if (one.next() == other.next() && one.isWhole() == other.isWhole()) {
                one.drop();
                other.drop();
            } else if (one.isWhole()
                    && (!other.isWhole() || one.next().size() >= other.next().size())) {
                one.open();
            } else if (other.isWhole()) {
                other.open();
            } else {
                goesOn = compareNodes();
            }
        }
        while (goesOn && !one.isEmpty()) {
            Tree<K, V> node = one.takeNode();
            goesOn = visit.goesOn(node.key(), node.value(), null);
        }
        while (goesOn && !other.isEmpty()) {
            Tree<K, V> node = other.takeNode();
            goesOn = visit.goesOn(node.key(), null, node.value());
        }
        return goesOn;
    }

    private boolean compareNodes() {
        Tree<K, V> mine = one.next();
        Tree<K, V> its = other.next();
        int order = mine.key() == its.key() ? 0 : mine.key().compareTo(its.key());
        if (order <= 0) {
            one.drop();
        }
        if (order >= 0) {
            other.drop();
        }
        if (order < 0) {
            return visit.goesOn(mine.key(), mine.value(), null);
        }
        if (order > 0) {
            return visit.goesOn(its.key(), null, its.value());
        }
        return mine.value() == its.value()
                || mine.value().equals(its.value())
                || visit.goesOn(its.key(), mine.value(), its.value());
    }

    /** What of a tree is still to come, the next last: whole trees, and nodes without what is below them. */
    private static final class Rest<K extends Comparable<? super K>, V> {
        private final List<Tree<K, V>> parts = new ArrayList<>();
        private final BitSet wholes = new BitSet();

        boolean isEmpty() {
            return parts.isEmpty();
        }

        Tree<K, V> next() {
            return parts.getLast();
        }

        boolean isWhole() {
            return wholes.get(parts.size() - 1);
        }

        void drop() {
            parts.removeLast();
        }

        void add(@Nullable Tree<K, V> tree, boolean isWhole) {
            if (tree != null) {
                wholes.set(parts.size(), isWhole);
                parts.add(tree);
            }
        }

        /** Puts the parts of the whole tree that is next in its place. */
        void open() {
            Tree<K, V> tree = parts.removeLast();
            add(tree.right(), true);
            add(tree, false);
            add(tree.left(), true);
        }

        Tree<K, V> takeNode() {
            while (isWhole()) {
                open();
            }
            return parts.removeLast();
        }
    }
}
