package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The share that a network, a router or the security groups have of what one bridge holds.
 *
 * @param rules their rules
 * @param meters the meters that these rules, or those of security groups, name
 * @param groups the groups that these rules name
 */
record Slice(
        SortedMap<ForwardingRule.Key, ForwardingRule> rules,
        SortedMap<MeterId, Meter> meters,
        SortedMap<GroupId, Group> groups) {

    static final Slice NOTHING = new Slice(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
}
