package io.heddle.routing.verify;

import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.PortNumber;
import java.util.List;

/** Something that happens to a packet inside a switch. */
public sealed interface Step {

    /** It matches a rule. */
    record Matched(ForwardingRule rule) implements Step {}

    /** It matches no rule of a table, which drops it. */
    record Missed(TableId table) implements Step {}

    /**
     * It takes a bucket of a group.
     *
     * @param live the buckets that could be used, in the group's order; where a group's type asks for no liveness, all of them
     */
    record Chosen(Group group, Bucket bucket, List<Bucket> live) implements Step {
        public Chosen {
            live = List.copyOf(live);
        }
    }

    /** A group has no bucket that could be used, and drops it. */
    record Stuck(Group group) implements Step {}

    /** It is to be sent by a port that is down, or by the one it came in by, and is not. */
    record Withheld(PortNumber port) implements Step {}

    /** Its TTL would reach zero. */
    record Expired() implements Step {}
}
