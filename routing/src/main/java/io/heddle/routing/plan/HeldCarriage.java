package io.heddle.routing.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What switches hold already for VLANs and routed addresses of tenants, which stays as it is while a controller that starts anew has
 * not heard yet what servers have plugged in.
 *
 * <p>Where a block of routed addresses leads depends on all of them, so what is held of it stays even where the plan knows something
 * else from those it has heard of.
 */
public final class HeldCarriage {

    /** The length of the prefix of one address. */
    private static final int ADDRESS = 32;

    private HeldCarriage() {}

    /** {@code desired}, and of what the switch holds for tenants all that {@code desired} says nothing of. */
    public static SwitchPlan kept(SwitchPlan desired, SwitchPlan held) {
        SortedMap<ForwardingRule.Key, ForwardingRule> rules = new TreeMap<>();
        SortedMap<GroupId, Group> groups = new TreeMap<>();
        held.rules().forEach((key, rule) -> {
            if (isOfBlock(rule) || (isForTenants(rule) && !desired.rules().containsKey(key))) {
                rules.put(key, rule);
                rule.actions().forEach(action -> keep(action, desired, held, groups));
            }
        });
        return rules.isEmpty() ? desired : desired.with(new SwitchPlan(new TreeMap<>(), groups, rules));
    }

    private static boolean isOfBlock(ForwardingRule rule) {
        return rule.cookie().isFor(Purpose.ROUTED)
                && List.of(Pipeline.UP, Pipeline.DOWN).contains(rule.key().table())
                && rule.key().priority() < Pipeline.ROUTE + ADDRESS;
    }

    private static boolean isForTenants(ForwardingRule rule) {
        return rule.cookie().isFor(Purpose.VLAN) || rule.cookie().isFor(Purpose.ROUTED);
    }

    private static void keep(Action action, SwitchPlan desired, SwitchPlan held, SortedMap<GroupId, Group> groups) {
        if (action instanceof Action.ToGroup(GroupId id) && !desired.groups().containsKey(id)) {
            Optional.ofNullable(held.groups().get(id)).ifPresent(group -> groups.put(id, group));
        }
    }
}
