package io.heddle.routing.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A group entry (OpenFlow 1.5.1 §5.10).
 *
 * @param id its identity
 * @param type how a bucket is chosen
 * @param selection how Open vSwitch is to hash, for select groups on OpenFlow 1.5; empty where the switch chooses its own way
 * @param buckets in order; the order is the preference in a fast-failover group
 */
public record Group(GroupId id, Type type, Optional<HashSelection> selection, List<Bucket> buckets) {

    /** The types of OpenFlow 1.5.1 §5.10.1. */
    public enum Type {
        ALL,
        SELECT,
        INDIRECT,
        FAST_FAILOVER
    }

    /**
     * Open vSwitch's {@code selection_method=hash} (Netronome group property, experimenter 0x0000154d).
     *
     * @param seed {@code selection_method_param}, all 64 bits
     * @param fields which fields are hashed
     */
    public record HashSelection(long seed, Set<Field> fields) {

        /** The transport 5-tuple with its prerequisites, as every ECMP group here hashes it. */
        public static final Set<Field> FIVE_TUPLE = Set.copyOf(EnumSet.of(
                Field.ETH_TYPE,
                Field.IPV4_SRC,
                Field.IPV4_DST,
                Field.IP_PROTO,
                Field.TCP_SRC,
                Field.TCP_DST,
                Field.UDP_SRC,
                Field.UDP_DST));

        public HashSelection {
            fields = Set.copyOf(fields);
        }
    }

    public Group {
        if (selection.isPresent() && type != Type.SELECT) {
            throw new IllegalArgumentException("group " + id + " of type " + type + " cannot have a hash selection");
        }
        buckets = List.copyOf(buckets);
    }
}
