package io.heddle.routing.verify;

import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.Group.HashSelection;
import io.heddle.topology.DatapathId;
import java.util.List;
import java.util.Map;

/** Which bucket of a select group a packet takes; the specification leaves it to the switch. */
@FunctionalInterface
public interface BucketChoice {

    /** The buckets to follow among {@code live}, which is not empty: one, or several to follow all of them. */
    List<Bucket> choose(DatapathId dpid, Group group, List<Bucket> live, Packet packet);

    /** Every live bucket: what some packet could do, whatever its ports. */
    static BucketChoice every() {
        return (dpid, group, live, packet) -> live;
    }

    /** The bucket that Open vSwitch picks where every switch is of the most common build. */
    static BucketChoice openVSwitch() {
        return openVSwitch(Map.of());
    }

    /**
     * The bucket that Open vSwitch picks, where switches have the hash that {@code variants} says, and {@link HashVariant#MURMUR} if it
     * says nothing of them. A group without a hash selection is hashed with the same basis on every switch, which is why such groups
     * polarise; for those this is a likely choice, not the exact one.
     */
    static BucketChoice openVSwitch(Map<DatapathId, HashVariant> variants) {
        HashSelection unseeded = new HashSelection(0, HashSelection.FIVE_TUPLE);
        Map<DatapathId, HashVariant> known = Map.copyOf(variants);
        return (dpid, group, live, packet) -> {
            HashVariant hash = known.getOrDefault(dpid, HashVariant.MURMUR);
            return OvsHash.pick(hash, group.selection().orElse(unseeded), packet, live).stream()
                    .toList();
        };
    }
}
