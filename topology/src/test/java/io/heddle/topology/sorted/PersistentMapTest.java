package io.heddle.topology.sorted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PersistentMapTest {

    @Test
    void itHoldsWhatATreeMapHoldsAfterTenThousandChangesOfSeed7() {
        Random random = new Random(7);
        TreeMap<Integer, Integer> meant = new TreeMap<>();
        PersistentMap<Integer, Integer> map = PersistentMap.empty();
        for (int step = 0; step < 10_000; step++) {
            int key = random.nextInt(700);
            if (random.nextInt(5) < 3) {
                meant.put(key, step);
                map = map.with(key, step);
            } else {
                meant.remove(key);
                map = map.without(key);
            }
            assertThat(map.find(key).orElse(-1)).isEqualTo(meant.getOrDefault(key, -1));
            assertThat(map.rank(key)).isEqualTo(meant.headMap(key).size());
        }
        assertThat(map.keySet()).containsExactlyElementsOf(meant.keySet());
        assertThat(map.values()).containsExactlyElementsOf(meant.values());
        for (int rank = 0; rank < map.size(); rank++) {
            assertThat(map.rank(map.keyAt(rank))).isEqualTo(rank);
        }
    }

    @Test
    void itStaysBalancedWhenKeysComeInOrder() {
        PersistentMap<Integer, Integer> map = PersistentMap.empty();
        for (int key = 0; key < 100_000; key++) {
            map = map.with(key, key);
        }
        for (int key = 0; key < 90_000; key++) {
            map = map.without(key);
        }
        assertThat(map.height()).isLessThan(2 * 14);
        assertThat(map.size()).isEqualTo(10_000);
    }

    @Test
    void anOldVersionIsAsItWas() {
        PersistentMap<String, Integer> before =
                PersistentMap.<String, Integer>empty().with("a", 1).with("b", 2);
        PersistentMap<String, Integer> after = before.with("a", 3).without("b");
        assertThat(before).hasToString("{a=1, b=2}");
        assertThat(after).hasToString("{a=3}");
        assertThat(before.without("c")).isSameAs(before);
        assertThat(after.containsKey("b")).isFalse();
        assertThat(after.getOrDefault("b", 9)).isEqualTo(9);
    }

    @Test
    void mapsAreEqualByContentHoweverTheyCameAbout() {
        PersistentMap<Integer, String> up = PersistentMap.empty();
        PersistentMap<Integer, String> down = PersistentMap.empty();
        for (int i = 0; i < 50; i++) {
            up = up.with(i, "v" + i);
            down = down.with(49 - i, "v" + (49 - i));
        }
        assertThat(up).isEqualTo(down).hasSameHashCodeAs(down);
        assertThat(up)
                .isNotEqualTo(down.without(3))
                .isNotEqualTo(down.with(3, "x"))
                .isNotEqualTo("text");
        assertThat(PersistentMap.<Integer, String>empty().isEmpty()).isTrue();
    }

    @Test
    void iterationEndsAndRanksOutsideAreRefused() {
        PersistentMap<Integer, Integer> map =
                PersistentMap.<Integer, Integer>empty().with(2, 20).with(1, 10);
        List<Integer> keys = new ArrayList<>();
        Iterator<Map.Entry<Integer, Integer>> iterator = map.entrySet().iterator();
        while (iterator.hasNext()) {
            keys.add(iterator.next().getKey());
        }
        assertThat(keys).containsExactly(1, 2);
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> map.keyAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> map.keyAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void twoVersionsDifferInTheKeysThatChangedBetweenThemInThreeHundredPairsOfSeed11() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            PersistentMap<Integer, Integer> one = changed(PersistentMap.empty(), random, random.nextInt(200));
            PersistentMap<Integer, Integer> other =
                    changed(random.nextBoolean() ? one : PersistentMap.empty(), random, random.nextInt(50));
            TreeMap<Integer, Integer> all = new TreeMap<>(one);
            all.putAll(other);
            List<Integer> different = new ArrayList<>();
            one.forEachDifference(other, different::add);
            one.forEachChange(other, (key, before, after) -> {
                assertThat(Optional.ofNullable(before)).isEqualTo(one.find(key));
                assertThat(Optional.ofNullable(after)).isEqualTo(other.find(key));
            });
            assertThat(one.equals(other))
                    .isEqualTo(different.isEmpty())
                    .isEqualTo(new TreeMap<>(one).equals(new TreeMap<>(other)));
            assertThat(one).isEqualTo(new TreeMap<>(one)).hasSameHashCodeAs(PersistentMap.copyOf(new TreeMap<>(one)));
            assertThat(different)
                    .containsExactlyElementsOf(all.keySet().stream()
                            .filter(key -> !one.find(key).equals(other.find(key)))
                            .toList());
        }
    }

    private static PersistentMap<Integer, Integer> changed(
            PersistentMap<Integer, Integer> map, Random random, int changes) {
        PersistentMap<Integer, Integer> now = map;
        for (int i = 0; i < changes; i++) {
            int key = random.nextInt(150);
            now = random.nextInt(3) > 0 ? now.with(key, random.nextInt(4)) : now.without(key);
        }
        return now;
    }

    /** A key that counts how often it is compared. */
    private record Counted(int value, AtomicInteger comparisons) implements Comparable<Counted> {
        @Override
        public int compareTo(Counted other) {
            comparisons.incrementAndGet();
            return Integer.compare(value, other.value);
        }
    }

    @Test
    void whatTwoVersionsShareIsNotComparedToFindWhereTheyDiffer() {
        AtomicInteger comparisons = new AtomicInteger();
        PersistentMap<Counted, Integer> map = PersistentMap.empty();
        for (int key = 0; key < 100_000; key++) {
            map = map.with(new Counted(key, comparisons), key);
        }
        PersistentMap<Counted, Integer> later = map.with(new Counted(77_777, comparisons), 0)
                .with(new Counted(100_000, comparisons), 0)
                .without(new Counted(5, comparisons));
        comparisons.set(0);
        List<Integer> different = new ArrayList<>();
        map.forEachDifference(later, key -> different.add(key.value()));
        assertThat(different).containsExactly(5, 77_777, 100_000);
        assertThat(comparisons.get()).isLessThan(500);
    }

    @Test
    void whatTwoVersionsShareIsNotComparedToFindThatTheyAreTheSameOrNot() {
        AtomicInteger comparisons = new AtomicInteger();
        PersistentMap<Counted, Integer> map = PersistentMap.empty();
        for (int key = 0; key < 10_000; key++) {
            map = map.with(new Counted(key, comparisons), key);
        }
        Counted changed = new Counted(7_777, comparisons);
        PersistentMap<Counted, Integer> later = map.with(changed, 0);
        PersistentMap<Counted, Integer> back = later.with(changed, 7_777);
        comparisons.set(0);
        assertThat(map.equals(later)).isFalse();
        assertThat(map.equals(back)).isTrue();
        assertThat(comparisons.get()).isLessThan(100);
    }

    @Test
    void mapsOfOtherKeysOrValuesAreOthers() {
        PersistentMap<Integer, Integer> map =
                PersistentMap.<Integer, Integer>empty().with(1, 2);
        assertThat(map)
                .isNotEqualTo(PersistentMap.<String, Integer>empty().with("1", 2))
                .isNotEqualTo(PersistentMap.<Integer, String>empty().with(1, "2"))
                .isNotEqualTo("1 2")
                .isEqualTo(Map.of(1, 2));
    }
}
