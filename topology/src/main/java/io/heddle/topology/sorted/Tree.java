package io.heddle.topology.sorted;

import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of an immutable search tree, and so a tree; none at all is the empty one.
 *
 * <p>The heights of two siblings differ by at most one (Adelson-Velsky and Landis, 1962), so that a path has at most 1.44 log₂ n
 * nodes, and a change makes that many new ones.
 */
@SuppressWarnings("ReferenceEquality") // a tree keeps its instance when nothing changed
record Tree<K extends Comparable<? super K>, V>(
        @Nullable Tree<K, V> left, K key, V value, @Nullable Tree<K, V> right, int height, int size) {

    private static <K extends Comparable<? super K>, V> Tree<K, V> of(
            @Nullable Tree<K, V> left, K key, V value, @Nullable Tree<K, V> right) {
        int height = 1 + Math.max(heightOf(left), heightOf(right));
        return new Tree<>(left, key, value, right, height, sizeOf(left) + 1 + sizeOf(right));
    }

    /** The tree of the next {@code count} entries, which ascend. */
    static <K extends Comparable<? super K>, V> @Nullable Tree<K, V> ofAscending(
            Iterator<Map.Entry<K, V>> entries, int count) {
        if (count == 0) {
            return null;
        }
        Tree<K, V> left = ofAscending(entries, count / 2);
        Map.Entry<K, V> middle = entries.next();
        Tree<K, V> right = ofAscending(entries, count - count / 2 - 1);
        return of(left, middle.getKey(), middle.getValue(), right);
    }

    static int sizeOf(@Nullable Tree<?, ?> tree) {
        return tree == null ? 0 : tree.size;
    }

    static int heightOf(@Nullable Tree<?, ?> tree) {
        return tree == null ? 0 : tree.height;
    }

    /** The node with a key equal to {@code wanted}, which may be of any class. */
    static <K extends Comparable<? super K>, V> @Nullable Tree<K, V> find(
            @Nullable Tree<K, V> tree, @Nullable Object wanted) {
        if (tree == null || wanted == null || wanted.getClass() != tree.key.getClass()) {
            return null;
        }
        @SuppressWarnings("unchecked") // of the class of the keys
        K key = (K) wanted;
        Tree<K, V> node = tree;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    static <K extends Comparable<? super K>, V> Tree<K, V> with(@Nullable Tree<K, V> tree, K key, V value) {
        if (tree == null) {
            return of(null, key, value, null);
        }
        int order = key.compareTo(tree.key);
        if (order == 0) {
            return tree.value.equals(value) ? tree : of(tree.left, tree.key, value, tree.right);
        }
        if (order < 0) {
            Tree<K, V> changed = with(tree.left, key, value);
            return changed == tree.left ? tree : balanced(changed, tree.key, tree.value, tree.right);
        }
        Tree<K, V> changed = with(tree.right, key, value);
        return changed == tree.right ? tree : balanced(tree.left, tree.key, tree.value, changed);
    }

    static <K extends Comparable<? super K>, V> @Nullable Tree<K, V> without(@Nullable Tree<K, V> tree, K key) {
        if (tree == null) {
            return null;
        }
        int order = key.compareTo(tree.key);
        if (order == 0) {
            return joined(tree.left, tree.right);
        }
        if (order < 0) {
            Tree<K, V> changed = without(tree.left, key);
            return changed == tree.left ? tree : balanced(changed, tree.key, tree.value, tree.right);
        }
        Tree<K, V> changed = without(tree.right, key);
        return changed == tree.right ? tree : balanced(tree.left, tree.key, tree.value, changed);
    }

    /** Two siblings whose parent is gone. */
    private static <K extends Comparable<? super K>, V> @Nullable Tree<K, V> joined(
            @Nullable Tree<K, V> left, @Nullable Tree<K, V> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        Tree<K, V> successor = first(right);
        return balanced(left, successor.key, successor.value, without(right, successor.key));
    }

    /** The tree of these parts, whose heights differ by at most two. */
    private static <K extends Comparable<? super K>, V> Tree<K, V> balanced(
            @Nullable Tree<K, V> left, K key, V value, @Nullable Tree<K, V> right) {
        if (left != null && heightOf(left) > heightOf(right) + 1) {
            Tree<K, V> inner = left.right;
            return inner != null && heightOf(inner) > heightOf(left.left)
                    ? of(
                            of(left.left, left.key, left.value, inner.left),
                            inner.key,
                            inner.value,
                            of(inner.right, key, value, right))
                    : of(left.left, left.key, left.value, of(inner, key, value, right));
        }
        if (right != null && heightOf(right) > heightOf(left) + 1) {
            Tree<K, V> inner = right.left;
            return inner != null && heightOf(inner) > heightOf(right.right)
                    ? of(
                            of(left, key, value, inner.left),
                            inner.key,
                            inner.value,
                            of(inner.right, right.key, right.value, right.right))
                    : of(of(left, key, value, inner), right.key, right.value, right.right);
        }
        return of(left, key, value, right);
    }

    /** How many keys are lower than {@code key}. */
    static <K extends Comparable<? super K>, V> int rank(@Nullable Tree<K, V> tree, K key) {
        if (tree == null) {
            return 0;
        }
        return key.compareTo(tree.key) <= 0 ? rank(tree.left, key) : sizeOf(tree.left) + 1 + rank(tree.right, key);
    }

    /** The node with {@code rank} lower keys, which the tree must have. */
    static <K extends Comparable<? super K>, V> Tree<K, V> at(@Nullable Tree<K, V> tree, int rank) {
        if (tree == null) {
            throw new IllegalStateException("a tree of the map counts its keys wrongly");
        }
        int below = sizeOf(tree.left);
        if (rank == below) {
            return tree;
        }
        return rank < below ? at(tree.left, rank) : at(tree.right, rank - below - 1);
    }

    static <K extends Comparable<? super K>, V> Tree<K, V> first(Tree<K, V> tree) {
        return tree.left == null ? tree : first(tree.left);
    }

    static <K extends Comparable<? super K>, V> Tree<K, V> last(Tree<K, V> tree) {
        return tree.right == null ? tree : last(tree.right);
    }

    static <K extends Comparable<? super K>, V> void forEach(
            @Nullable Tree<K, V> tree, BiConsumer<? super K, ? super V> action) {
        if (tree != null) {
            forEach(tree.left, action);
            action.accept(tree.key, tree.value);
            forEach(tree.right, action);
        }
    }
}
