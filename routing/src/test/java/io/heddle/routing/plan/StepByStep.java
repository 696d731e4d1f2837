package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Applies a difference change by change, and looks after each whether everything that is referred to is there. */
final class StepByStep {

    private StepByStep() {}

    static void assertApplies(SwitchPlan before, SwitchPlan after) {
        SwitchPlan held = before;
        for (Change change : PlanDiff.between(before, after).changes()) {
            held = applied(held, change);
            assertReferencesExist(held);
        }
        assertThat(held).isEqualTo(after);
    }

    private static void assertReferencesExist(SwitchPlan held) {
        held.groups().values().stream()
                .flatMap(group -> group.buckets().stream())
                .flatMap(bucket -> bucket.actions().stream())
                .filter(Action.ToGroup.class::isInstance)
                .forEach(chained -> assertThat(held.groups()).containsKey(((Action.ToGroup) chained).group()));
        held.rules()
                .values()
                .forEach(rule -> rule.actions().forEach(action -> {
                    if (action instanceof Action.ToGroup toGroup) {
                        assertThat(held.groups()).containsKey(toGroup.group());
                    }
                    Stream.of(action)
                            .flatMap(each ->
                                    each instanceof Action.Cloned cloned ? cloned.actions().stream() : Stream.of(each))
                            .filter(Action.Metered.class::isInstance)
                            .forEach(metered ->
                                    assertThat(held.meters()).containsKey(((Action.Metered) metered).meter()));
                }));
    }

    private static SwitchPlan applied(SwitchPlan held, Change change) {
        SortedMap<MeterId, Meter> meters = new TreeMap<>(held.meters());
        SortedMap<GroupId, Group> groups = new TreeMap<>(held.groups());
        SortedMap<ForwardingRule.Key, ForwardingRule> rules = new TreeMap<>(held.rules());
        switch (change) {
            case Change.AddMeter add -> meters.put(add.meter().id(), add.meter());
            case Change.ModifyMeter modify -> meters.put(modify.meter().id(), modify.meter());
            case Change.RemoveMeter remove -> meters.remove(remove.id());
            case Change.AddGroup add -> groups.put(add.group().id(), add.group());
            case Change.ModifyGroup modify -> groups.put(modify.group().id(), modify.group());
            case Change.RemoveGroup remove -> groups.remove(remove.id());
            case Change.PutRule put -> rules.put(put.rule().key(), put.rule());
            case Change.RemoveRule remove -> rules.remove(remove.key());
        }
        return new SwitchPlan(meters, groups, rules);
    }
}
