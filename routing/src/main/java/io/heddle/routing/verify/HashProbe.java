package io.heddle.routing.verify;

import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.Group.HashSelection;
import io.heddle.routing.rule.GroupId;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The experiment that tells which hash a switch has, without a packet leaving it.
 *
 * <p>A select group of its own has a bucket for each variant, and none of them does anything. Its packets are of flows that each variant
 * would put into its own bucket, all of them; so the buckets' counters afterwards name the variant, and any other pattern (one in 65,536
 * by chance) says that the switch has none of those known here. The addresses are those for documentation (RFC 5737).
 */
public final class HashProbe {

    private static final int PACKETS = 16;
    private static final GroupId ID = GroupId.ours(0xff_ffff);
    private static final List<HashVariant> VARIANTS = List.of(HashVariant.values());
    private static final Group GROUP = group(ID);
    private static final List<FlowKey> FLOWS = flows(GROUP);

    private HashProbe() {}

    /** The group to be added for the experiment, and removed after it; no plan has one of this id. */
    public static Group group() {
        return GROUP;
    }

    /** The flows of which one packet each is handed to the group. */
    public static List<FlowKey> flows() {
        return FLOWS;
    }

    /** What the packet counters of the group's buckets, in their order, say; empty for none of the known variants. */
    public static Optional<HashVariant> judge(List<Long> packets) {
        for (int i = 0; i < VARIANTS.size(); i++) {
            List<Long> expected = new ArrayList<>(Collections.nCopies(VARIANTS.size(), 0L));
            expected.set(i, (long) PACKETS);
            if (expected.equals(packets)) {
                return Optional.of(VARIANTS.get(i));
            }
        }
        return Optional.empty();
    }

    private static Group group(GroupId id) {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < VARIANTS.size(); i++) {
            buckets.add(new Bucket(i, 1, Optional.empty(), List.of()));
        }
        return new Group(id, Group.Type.SELECT, Optional.of(new HashSelection(1, HashSelection.FIVE_TUPLE)), buckets);
    }

    private static List<FlowKey> flows(Group group) {
        Ipv4Address source = Ipv4Address.parse("192.0.2.1");
        Ipv4Address destination = Ipv4Address.parse("192.0.2.2");
        List<FlowKey> flows = new ArrayList<>();
        for (int port = 1; flows.size() < PACKETS; port++) {
            FlowKey flow = new FlowKey(source, destination, FlowKey.UDP, port, port);
            if (isTelling(group, Packet.of(flow))) {
                flows.add(flow);
            }
        }
        return List.copyOf(flows);
    }

    private static boolean isTelling(Group group, Packet packet) {
        HashSelection selection = group.selection().orElseThrow();
        return VARIANTS.stream()
                .allMatch(variant -> OvsHash.pick(variant, selection, packet, group.buckets())
                        .filter(bucket -> bucket.equals(group.buckets().get(VARIANTS.indexOf(variant))))
                        .isPresent());
    }
}
