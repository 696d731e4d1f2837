package io.heddle.routing.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * The steps from what a switch holds to what it should hold, make before break: meters, groups and rules that are wanted come
 * first, each before what refers to it; what nobody wants goes last, each after what referred to it. Applied one by one in this
 * order, no packet meets a rule whose group is not there. A group that refers to another has the higher id.
 *
 * @param changes in the order in which they must be applied
 */
public record PlanDiff(List<Change> changes) {

    public PlanDiff {
        changes = List.copyOf(changes);
    }

    /** The difference; empty when {@code actual} equals {@code desired}. */
    public static PlanDiff between(SwitchPlan actual, SwitchPlan desired) {
        List<Change> changes = new ArrayList<>();
        wanted(actual.meters(), desired.meters(), Change.AddMeter::new, Change.ModifyMeter::new, changes);
        wanted(actual.groups(), desired.groups(), Change.AddGroup::new, Change.ModifyGroup::new, changes);
        wanted(actual.rules(), desired.rules(), Change.PutRule::new, Change.PutRule::new, changes);
        unwanted(actual.rules(), desired.rules(), Change.RemoveRule::new, changes);
        unwanted(actual.groups().reversed(), desired.groups(), Change.RemoveGroup::new, changes);
        unwanted(actual.meters(), desired.meters(), Change.RemoveMeter::new, changes);
        return new PlanDiff(changes);
    }

    /** Whether nothing has to be done. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    private static <K, V> void wanted(
            SortedMap<K, V> actual,
            SortedMap<K, V> desired,
            Function<V, Change> add,
            Function<V, Change> modify,
            List<Change> changes) {
        desired.forEach((key, value) -> {
            V held = actual.get(key);
            if (held == null) {
                changes.add(add.apply(value));
            } else if (!held.equals(value)) {
                changes.add(modify.apply(value));
            }
        });
    }

    private static <K, V> void unwanted(
            SortedMap<K, V> actual, SortedMap<K, V> desired, Function<K, Change> remove, List<Change> changes) {
        actual.keySet().forEach(key -> {
            if (!desired.containsKey(key)) {
                changes.add(remove.apply(key));
            }
        });
    }
}
