package io.heddle.topology.sorted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SortedArraySetTest {

    @Test
    void anArraySetIsTheSortedSetThatATreeIs() {
        TreeSet<Integer> tree =
                new TreeSet<>(IntStream.range(0, 50).map(i -> 2 * i).boxed().toList());
        SortedSet<Integer> array = SortedArraySet.copyOf(tree);
        assertThat(array).isEqualTo(tree).hasSameHashCodeAs(tree).containsExactlyElementsOf(tree);
        assertThat(SortedArraySet.copyOf(array)).isSameAs(array);
        assertThat(SortedArraySet.copyOf(List.of(3, 1, 2))).containsExactly(1, 2, 3);
        assertThat(array).isEqualTo(SortedArraySet.copyOf(List.copyOf(tree)));
        assertThat(array.iterator().next()).isEqualTo(0);
        assertThat(array.last()).isEqualTo(98);
        assertThat(array.contains(7)).isFalse();
        assertThat(array.contains(8)).isTrue();
        assertThat(array.comparator()).isNull();
        for (int low = -1; low < 100; low += 7) {
            assertThat(array.headSet(low)).isEqualTo(tree.headSet(low));
            assertThat(array.tailSet(low)).isEqualTo(tree.tailSet(low));
            assertThat(array.subSet(low, 60 + low)).isEqualTo(tree.subSet(low, 60 + low));
        }
        assertThatThrownBy(() -> array.add(1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anEmptyArraySetHasNoEnds() {
        SortedSet<Integer> empty = SortedArraySet.copyOf(new TreeSet<Integer>());
        assertThat(empty.contains(1)).isFalse();
        assertThatThrownBy(() -> empty.first()).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> empty.last()).isInstanceOf(NoSuchElementException.class);
        Iterator<Integer> iterator = empty.iterator();
        assertThat(iterator.hasNext()).isFalse();
    }
}
