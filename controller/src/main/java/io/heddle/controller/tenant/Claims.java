package io.heddle.controller.tenant;

import io.heddle.controller.state.DatabaseId;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which machines say that they have what only one can have, by what that is: who came first has it, and keeps it until it no longer
 * says so, or its database goes away while that of another is there.
 *
 * @param queues the machines that claim each thing, its holder first, then in the order in which they came
 */
record Claims<K extends Comparable<? super K>>(PersistentMap<K, List<DatabaseId>> queues) {

    static <K extends Comparable<? super K>> Claims<K> none() {
        return new Claims<>(PersistentMap.<K, List<DatabaseId>>empty());
    }

    boolean isHeldBy(K thing, DatabaseId machine) {
        return holder(thing).filter(machine::equals).isPresent();
    }

    Optional<DatabaseId> holder(K thing) {
        return queues.find(thing).map(List::getFirst);
    }

    /** Those that claim it and do not have it. */
    List<DatabaseId> rivals(K thing) {
        return queues.find(thing).map(queue -> queue.subList(1, queue.size())).orElse(List.of());
    }

    /**
     * After {@code machine}, which claimed the keys of {@code before}, claims those of {@code now}. Costs what differs, unless the machine
     * came or went.
     *
     * @param isAnew whether its database came or went, by which its turn may be another for all that it claims
     * @param isThere whose databases are connected now
     * @param affected gets those others that have something more, or less, than they had
     */
    <V> Claims<K> claimed(
            DatabaseId machine,
            PersistentMap<K, V> before,
            PersistentMap<K, V> now,
            boolean isAnew,
            Predicate<DatabaseId> isThere,
            Set<DatabaseId> affected) {
        SortedSet<K> lost = new TreeSet<>();
        SortedSet<K> judged = new TreeSet<>(isAnew ? now.keySet() : Set.of());
        before.forEachDifference(now, thing -> (now.containsKey(thing) ? judged : lost).add(thing));
        PersistentMap<K, List<DatabaseId>> changed = queues;
        for (K thing : lost) {
            List<DatabaseId> left = new ArrayList<>(changed.getOrDefault(thing, List.of()));
            left.remove(machine);
            changed = left.isEmpty() ? changed.without(thing) : changed.with(thing, ordered(left, isThere));
        }
        for (K thing : judged) {
            List<DatabaseId> queue = changed.getOrDefault(thing, List.of());
            if (queue.size() == 1 && queue.contains(machine)) {
                continue;
            }
            List<DatabaseId> all = new ArrayList<>(queue);
            if (!all.contains(machine)) {
                all.add(machine);
            }
            List<DatabaseId> next = ordered(all, isThere);
            changed = next.equals(queue) ? changed : changed.with(thing, next);
        }
        noteAffected(changed, affected);
        return new Claims<>(changed);
    }

    /** Its holder stays first unless it is away and another is not. */
    private static List<DatabaseId> ordered(List<DatabaseId> queue, Predicate<DatabaseId> isThere) {
        List<DatabaseId> next = new ArrayList<>(queue);
        queue.stream().filter(isThere).findFirst().ifPresent(first -> {
            next.remove(first);
            next.addFirst(first);
        });
        return List.copyOf(next);
    }

    private void noteAffected(PersistentMap<K, List<DatabaseId>> changed, Set<DatabaseId> affected) {
        queues.forEachDifference(changed, thing -> {
            Optional<DatabaseId> had = holder(thing);
            Optional<DatabaseId> has = changed.find(thing).map(List::getFirst);
            if (!had.equals(has)) {
                had.ifPresent(affected::add);
                has.ifPresent(affected::add);
            }
        });
    }
}
