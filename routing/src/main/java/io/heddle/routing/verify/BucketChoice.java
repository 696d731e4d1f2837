package io.heddle.routing.verify;

import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.Group.HashSelection;
import io.heddle.topology.DatapathId;
import java.util.List;

/** Which bucket of a select group a packet takes; the specification leaves it to the switch. */
@FunctionalInterface
public interface BucketChoice {

    /** The buckets to follow among {@code live}, which is not empty: one, or several to follow all of them. */
    List<Bucket> choose(DatapathId dpid, Group group, List<Bucket> live, Packet packet);

    /** Every live bucket: what some packet could do, whatever its ports. */
    static BucketChoice every() {
        return (dpid, group, live, packet) -> live;
    }

    /**
     * The bucket that Open vSwitch picks. A group without a hash selection is hashed with the same basis on every switch, which is
     * why such groups polarise.
     */
    static BucketChoice openVSwitch() {
        HashSelection unseeded = new HashSelection(0, HashSelection.FIVE_TUPLE);
        return (dpid, group, live, packet) -> OvsHash.pick(group.selection().orElse(unseeded), packet, live).stream()
                .toList();
    }
}
