package io.heddle.routing.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What switches hold for VLANs already, which stays as it is while a controller that starts anew has not heard yet what servers have
 * plugged in.
 */
public final class HeldVlans {

    private HeldVlans() {}

    /** {@code desired}, and of what the switch holds for VLANs all that {@code desired} says nothing of. */
    public static SwitchPlan kept(SwitchPlan desired, SwitchPlan held) {
        SortedMap<ForwardingRule.Key, ForwardingRule> rules = new TreeMap<>();
        SortedMap<GroupId, Group> groups = new TreeMap<>();
        held.rules().forEach((key, rule) -> {
            if (rule.cookie().isFor(Purpose.VLAN) && !desired.rules().containsKey(key)) {
                rules.put(key, rule);
                rule.actions().forEach(action -> keep(action, desired, held, groups));
            }
        });
        return rules.isEmpty() ? desired : desired.with(new SwitchPlan(new TreeMap<>(), groups, rules));
    }

    private static void keep(Action action, SwitchPlan desired, SwitchPlan held, SortedMap<GroupId, Group> groups) {
        if (action instanceof Action.ToGroup(GroupId id) && !desired.groups().containsKey(id)) {
            Optional.ofNullable(held.groups().get(id)).ifPresent(group -> groups.put(id, group));
        }
    }
}
