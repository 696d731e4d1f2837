package io.heddle.routing.verify;

import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.GroupId;
import java.util.List;

/**
 * One way of a packet through one switch.
 *
 * @param rules the rule hit in each table, in order
 * @param buckets the bucket taken in each group, in order
 * @param emissions what leaves the switch; empty for a drop
 */
public record Passage(List<ForwardingRule> rules, List<Choice> buckets, List<Emission> emissions) {

    /** The bucket taken in a group. */
    public record Choice(GroupId group, Bucket bucket) {}

    public Passage {
        rules = List.copyOf(rules);
        buckets = List.copyOf(buckets);
        emissions = List.copyOf(emissions);
    }
}
