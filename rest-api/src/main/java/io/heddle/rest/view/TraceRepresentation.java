package io.heddle.rest.view;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of one packet of a flow, as the plan says now.
 *
 * @param revision the number of the snapshot this was taken from
 * @param src the sender's address
 * @param dst the receiver's address
 * @param proto {@code tcp}, {@code udp} or {@code icmp}
 * @param sport the sender's transport port; empty for ICMP
 * @param dport the receiver's transport port; empty for ICMP
 * @param to the port where the receiver is
 * @param hops the switches in order, at least one
 * @param end {@code delivered}, {@code astray}, {@code dropped}, {@code to-controller} or {@code loop}
 * @param verdict how and why it ended, as a sentence
 * @param exact whether it is certain: every switch that chooses on the way takes the seed of its hash from the plan, and its hash is
 *     known
 * @param text the same as lines for a person
 */
public record TraceRepresentation(
        long revision,
        String src,
        String dst,
        String proto,
        Optional<Integer> sport,
        Optional<Integer> dport,
        EndRepresentation to,
        List<TraceHop> hops,
        String end,
        String verdict,
        boolean exact,
        String text) {

    public TraceRepresentation {
        hops = List.copyOf(hops);
    }

    /**
     * One switch on the way.
     *
     * @param dpid the switch
     * @param name what to call it
     * @param address its own address; empty when there is no plan for it
     * @param inPort the port by which the packet comes in
     * @param outPort the port by which it leaves; empty where it ends without one
     * @param packet the packet as it comes in
     * @param steps what happens to it, in order
     */
    public record TraceHop(
            String dpid,
            String name,
            Optional<String> address,
            int inPort,
            Optional<Integer> outPort,
            String packet,
            List<TraceStep> steps) {
        public TraceHop {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Something that happens to the packet inside a switch.
     *
     * @param kind {@code rule}, {@code no-match}, {@code bucket}, {@code no-bucket}, {@code not-sent} or {@code ttl-expired}
     * @param table the table, for a rule and where none matches; empty otherwise
     * @param tableName what that table is for; empty otherwise
     * @param group the group, for a bucket and where none is alive; empty otherwise
     * @param bucket the bucket taken; empty otherwise
     * @param usable the buckets that could have been taken
     * @param text the same as {@code ovs-ofctl} writes it
     */
    public record TraceStep(
            String kind,
            Optional<Integer> table,
            Optional<String> tableName,
            Optional<Long> group,
            Optional<Integer> bucket,
            List<Integer> usable,
            String text) {
        public TraceStep {
            usable = List.copyOf(usable);
        }
    }
}
