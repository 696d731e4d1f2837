package io.heddle.topology.sorted;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted set in one array: a fifth of the memory of a tree, and read in the order it lies in memory, which is what
 * counts for the 55,296 cables of a large fabric.
 *
 * <p>Whoever has to read them faster still may extend it and keep what matters in a form of their own.
 *
 * <p>Ranges ({@code subSet} and the like) share the array.
 */
// What the records of the fabric promise is a SortedSet; the other half of NavigableSet nobody reads.
@SuppressWarnings("JdkObsolete")
public class SortedArraySet<E extends Comparable<? super E>> extends AbstractSet<E> implements SortedSet<E> {

    private final List<E> elements;

    /** The set of {@code elements}, which ascend and never change. */
    protected SortedArraySet(List<E> elements) {
        this.elements = elements;
    }

    /** The given elements in natural order; the same set when it is one of this kind. */
    public static <E extends Comparable<? super E>> SortedArraySet<E> copyOf(Collection<E> elements) {
        if (elements instanceof SortedArraySet<E> same) {
            return same;
        }
        boolean isSorted = elements instanceof SortedSet<E> sorted && sorted.comparator() == null;
        return ofAscending(isSorted ? elements : new TreeSet<>(elements));
    }

    /** The set of {@code elements}, which ascend. */
    public static <E extends Comparable<? super E>> SortedArraySet<E> ofAscending(Collection<E> elements) {
        return new SortedArraySet<>(List.copyOf(elements));
    }

    @Override
    public Iterator<E> iterator() {
        return elements.iterator();
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        elements.forEach(action);
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public boolean contains(Object wanted) {
        if (isEmpty() || first().getClass() != wanted.getClass()) {
            return false;
        }
        @SuppressWarnings("unchecked") // of the class of the elements
        E element = (E) wanted;
        return Collections.binarySearch(elements, element) >= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SortedArraySet<?> set
                ? this == set || elements.equals(set.elements)
                : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public @Nullable Comparator<? super E> comparator() {
        return null;
    }

    @Override
    public SortedSet<E> subSet(E fromElement, E toElement) {
        return range(position(fromElement), position(toElement));
    }

    @Override
    public SortedSet<E> headSet(E toElement) {
        return range(0, position(toElement));
    }

    @Override
    public SortedSet<E> tailSet(E fromElement) {
        return range(position(fromElement), size());
    }

    @Override
    public E first() {
        return elements.getFirst();
    }

    @Override
    public E last() {
        return elements.getLast();
    }

    private SortedSet<E> range(int from, int to) {
        return new SortedArraySet<>(elements.subList(from, Math.max(from, to)));
    }

    private int position(E element) {
        int found = Collections.binarySearch(elements, element);
        return found >= 0 ? found : -found - 1;
    }
}
