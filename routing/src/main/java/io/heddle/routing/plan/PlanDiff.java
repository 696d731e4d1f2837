package io.heddle.routing.plan;

import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.MeterId;
import io.heddle.topology.sorted.PersistentMap;
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
        List<MeterId> meters =
                compare(actual.meters(), desired.meters(), Change.AddMeter::new, Change.ModifyMeter::new, changes);
        List<GroupId> groups =
                compare(actual.groups(), desired.groups(), Change.AddGroup::new, Change.ModifyGroup::new, changes);
        List<ForwardingRule.Key> rules =
                compare(actual.rules(), desired.rules(), Change.PutRule::new, Change.PutRule::new, changes);
        rules.forEach(key -> changes.add(new Change.RemoveRule(key)));
        groups.reversed().forEach(id -> changes.add(new Change.RemoveGroup(id)));
        meters.forEach(id -> changes.add(new Change.RemoveMeter(id)));
        return new PlanDiff(changes);
    }

    /** Whether nothing has to be done. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Adds what is wanted, and returns in ascending order what is not. What two plans share costs nothing. */
    private static <K extends Comparable<? super K>, V> List<K> compare(
            SortedMap<K, V> actual,
            SortedMap<K, V> desired,
            Function<V, Change> add,
            Function<V, Change> modify,
            List<Change> changes) {
        List<K> unwanted = new ArrayList<>();
        PersistentMap.copyOf(actual).forEachChange(PersistentMap.copyOf(desired), (key, held, wanted) -> {
            if (wanted == null) {
                unwanted.add(key);
            } else {
                changes.add(held == null ? add.apply(wanted) : modify.apply(wanted));
            }
        });
        return unwanted;
    }
}
