package io.heddle.routing.collection;

import org.jspecify.annotations.Nullable;

/** A node of {@link PersistentMap}: neither side is more than three times as heavy as the other. */
record Node<K extends Comparable<? super K>, V>(
        K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int size) {

    private static final int HEAVY = 3;
    private static final int SINGLE = 2;

    static int keys(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    static int depth(@Nullable Node<?, ?> node) {
        return node == null ? 0 : 1 + Math.max(depth(node.left), depth(node.right));
    }

    static <K extends Comparable<? super K>, V> Node<K, V> with(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return of(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return new Node<>(key, value, node.left, node.right, node.size);
        }
        return order < 0
                ? balanced(node, with(node.left, key, value), node.right)
                : balanced(node, node.left, with(node.right, key, value));
    }

    static <K extends Comparable<? super K>, V> @Nullable Node<K, V> without(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            return balanced(node, without(node.left, key), node.right);
        } else if (order > 0) {
            return balanced(node, node.left, without(node.right, key));
        } else if (node.left == null) {
            return node.right;
        } else if (node.right == null) {
            return node.left;
        }
        Node<K, V> next = node.right;
        for (Node<K, V> at = next; at != null; at = at.left) {
            next = at;
        }
        return balanced(next, node.left, without(node.right, next.key));
    }

    /** A node with the key of {@code centre} over two sides, one of which may have lost or gained one key. */
    private static <K extends Comparable<? super K>, V> Node<K, V> balanced(
            Node<K, V> centre, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (right != null && isTooHeavy(right, left)) {
            Node<K, V> inner = right.left;
            if (inner == null || weight(inner) < SINGLE * weight(right.right)) {
                return of(right, of(centre, left, inner), right.right);
            }
            return of(inner, of(centre, left, inner.left), of(right, inner.right, right.right));
        }
        if (left != null && isTooHeavy(left, right)) {
            Node<K, V> inner = left.right;
            if (inner == null || weight(inner) < SINGLE * weight(left.left)) {
                return of(left, left.left, of(centre, inner, right));
            }
            return of(inner, of(left, left.left, inner.left), of(centre, inner.right, right));
        }
        return of(centre, left, right);
    }

    private static boolean isTooHeavy(@Nullable Node<?, ?> one, @Nullable Node<?, ?> other) {
        return weight(one) > HEAVY * weight(other);
    }

    private static int weight(@Nullable Node<?, ?> node) {
        return keys(node) + 1;
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> of(
            Node<K, V> like, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return of(like.key, like.value, left, right);
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> of(
            K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(key, value, left, right, keys(left) + keys(right) + 1);
    }
}
