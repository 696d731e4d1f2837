package io.heddle.routing.plan;

import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import io.heddle.topology.sorted.PersistentMap;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one switch should hold, or, read back, what it does hold of ours.
 *
 * @param meters by id
 * @param groups by id
 * @param rules by table, priority and match
 */
public record SwitchPlan(
        SortedMap<MeterId, Meter> meters,
        SortedMap<GroupId, Group> groups,
        SortedMap<ForwardingRule.Key, ForwardingRule> rules) {

    private static final SwitchPlan EMPTY = new SwitchPlan(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    public SwitchPlan {
        meters = PersistentMap.copyOf(meters);
        groups = PersistentMap.copyOf(groups);
        rules = PersistentMap.copyOf(rules);
    }

    /** A switch that holds nothing of ours. */
    public static SwitchPlan empty() {
        return EMPTY;
    }

    /** The plan with the given entries; throws {@link IllegalStateException} when two share an identity. */
    public static SwitchPlan of(Collection<Meter> meters, Collection<Group> groups, Collection<ForwardingRule> rules) {
        SortedMap<MeterId, Meter> metersById = new TreeMap<>();
        SortedMap<GroupId, Group> groupsById = new TreeMap<>();
        SortedMap<ForwardingRule.Key, ForwardingRule> rulesByKey = new TreeMap<>();
        meters.forEach(meter -> unique(metersById.put(meter.id(), meter), meter));
        groups.forEach(group -> unique(groupsById.put(group.id(), group), group));
        rules.forEach(rule -> unique(rulesByKey.put(rule.key(), rule), rule));
        return new SwitchPlan(metersById, groupsById, rulesByKey);
    }

    /** This plan and {@code added}, whose entries take the place of those of the same identity. */
    public SwitchPlan with(SwitchPlan added) {
        SortedMap<MeterId, Meter> allMeters = new TreeMap<>(meters);
        SortedMap<GroupId, Group> allGroups = new TreeMap<>(groups);
        SortedMap<ForwardingRule.Key, ForwardingRule> allRules = new TreeMap<>(rules);
        allMeters.putAll(added.meters);
        allGroups.putAll(added.groups);
        allRules.putAll(added.rules);
        return new SwitchPlan(allMeters, allGroups, allRules);
    }

    private static void unique(@Nullable Object earlier, Object added) {
        if (earlier != null) {
            throw new IllegalStateException("two entries share an identity: " + earlier + " and " + added);
        }
    }
}
