package io.heddle.topology.sorted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedMapsTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aPersistentMapIsTheSortedMapThatATreeIsAfterEveryChange(long seed) {
        Random random = new Random(seed);
        SortedMap<Integer, String> expected = new TreeMap<>();
        PersistentMap<Integer, String> map = PersistentMap.empty();
        for (int step = 0; step < 600; step++) {
            int key = random.nextInt(150);
            boolean isRemoval = random.nextInt(step < 300 ? 4 : 2) == 0;
            PersistentMap<Integer, String> before = map;
            SortedMap<Integer, String> expectedBefore = new TreeMap<>(expected);
            map = isRemoval ? map.without(key) : map.with(key, "v" + step);
            if (isRemoval) {
                expected.remove(key);
            } else {
                expected.put(key, "v" + step);
            }
            assertThat(before.entrySet()).containsExactlyElementsOf(expectedBefore.entrySet());
            assertSame(map, expected);
            assertBalanced(map);
        }
    }

    @Test
    void everyWayToGrowAPersistentMapKeepsItBalanced() {
        PersistentMap<Integer, Integer> upwards = PersistentMap.empty();
        PersistentMap<Integer, Integer> downwards = PersistentMap.empty();
        for (int key = 0; key < 1000; key++) {
            upwards = upwards.with(key, key);
            downwards = downwards.with(999 - key, 999 - key);
        }
        assertThat(upwards).isEqualTo(downwards).hasSize(1000);
        assertThat(upwards.height()).isLessThanOrEqualTo(14);
        assertThat(downwards.height()).isLessThanOrEqualTo(14);
        assertThat(PersistentMap.copyOf(new TreeMap<>(upwards)).height()).isEqualTo(10);
        for (int key = 0; key < 999; key++) {
            upwards = upwards.without(key);
            assertBalanced(upwards);
        }
        assertThat(upwards).containsOnly(Map.entry(999, 999));
    }

    @Test
    void whatChangesNothingReturnsTheSameMap() {
        PersistentMap<Integer, String> map = PersistentMap.<Integer, String>empty()
                .with(1, "one")
                .with(2, "two")
                .with(3, "three");
        assertThat(map.with(2, "two")).isSameAs(map);
        assertThat(map.with(1, "one").with(3, "three")).isSameAs(map);
        assertThat(map.without(0)).isSameAs(map);
        assertThat(map.without(4)).isSameAs(map);
        assertThat(PersistentMap.copyOf(map)).isSameAs(map);
        SortedArrayMap<Integer, String> array = SortedArrayMap.copyOf(map);
        assertThat(SortedArrayMap.copyOf(array)).isSameAs(array);
    }

    @Test
    void anArrayMapIsTheSortedMapThatATreeIs() {
        SortedMap<Integer, String> expected = new TreeMap<>();
        assertSame(SortedArrayMap.copyOf(expected), expected);
        for (int key = 0; key < 150; key += 2) {
            expected.put(key, "v" + key);
            assertSame(SortedArrayMap.copyOf(expected), expected);
        }
        assertSame(SortedArrayMap.copyOf(expected).tailMap(40), new TreeMap<>(expected.tailMap(40)));
    }

    @Test
    void aKeyOfAnotherKindIsNotThere() {
        Map<Integer, String> tree = PersistentMap.<Integer, String>empty().with(1, "one");
        for (Map<Integer, String> map : List.of(tree, SortedArrayMap.copyOf(new TreeMap<>(tree)))) {
            Object[] others = {"1", 1L, 2};
            for (Object other : others) {
                assertThat(map.containsKey(other)).isFalse();
                assertThat(map.get(other)).isNull();
            }
        }
    }

    @Test
    void neitherMapCanBeChangedInPlace() {
        PersistentMap<Integer, String> tree =
                PersistentMap.<Integer, String>empty().with(1, "one");
        for (SortedMap<Integer, String> map : List.of(tree, SortedArrayMap.copyOf(tree))) {
            assertThatThrownBy(() -> map.put(2, "two")).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> map.remove(1)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> map.clear()).isInstanceOf(UnsupportedOperationException.class);
            Iterator<Map.Entry<Integer, String>> entries = map.entrySet().iterator();
            assertThatThrownBy(() -> entries.next().setValue("other"))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void anEmptyMapHasNoEnds() {
        for (SortedMap<Integer, String> map : List.of(
                PersistentMap.<Integer, String>empty(), SortedArrayMap.copyOf(new TreeMap<Integer, String>()))) {
            assertThatThrownBy(() -> map.firstKey()).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(() -> map.lastKey()).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(map.entrySet().iterator()::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void keysAndValuesOfAnArrayMapComeInPairs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SortedArrayMap.ofAscending(List.of(1, 2), List.of("one")))
                .withMessage("2 keys for 1 values");
    }

    private static void assertSame(SortedMap<Integer, String> map, SortedMap<Integer, String> expected) {
        assertThat(map.entrySet())
                .containsExactlyElementsOf(expected.entrySet())
                .hasSize(expected.size());
        assertThat(map).isEqualTo(expected).hasSameHashCodeAs(expected);
        assertThat(map.keySet()).containsExactlyElementsOf(expected.keySet());
        assertThat(map.values()).containsExactlyElementsOf(expected.values());
        assertThat(map.comparator()).isNull();
        List<String> visited = new ArrayList<>();
        map.forEach((key, value) -> visited.add(key + value));
        assertThat(visited).hasSize(expected.size());
        for (int key = -1; key < 152; key += 17) {
            assertThat(map.get(key)).isEqualTo(expected.get(key));
            assertThat(map.containsKey(key)).isEqualTo(expected.containsKey(key));
            assertThat(map.headMap(key)).isEqualTo(expected.headMap(key));
            assertThat(map.tailMap(key)).isEqualTo(expected.tailMap(key));
            assertThat(map.subMap(key, key + 20)).isEqualTo(expected.subMap(key, key + 20));
        }
        if (!expected.isEmpty()) {
            assertThat(map.firstKey()).isEqualTo(expected.firstKey());
            assertThat(map.lastKey()).isEqualTo(expected.lastKey());
        }
    }

    /** An AVL tree of n nodes is at most 1.44 log₂(n + 2) high. */
    private static void assertBalanced(PersistentMap<?, ?> map) {
        assertThat((double) map.height()).isLessThanOrEqualTo(1.4405 * Math.log(map.size() + 2.0) / Math.log(2));
    }
}
