package io.heddle.rest.view;

import java.util.List;
import java.util.Optional;

/**
 * What one switch should hold.
 *
 * @param dpid the switch
 * @param name what to call it
 * @param revision the number of the snapshot this was taken from
 * @param synced whether the switch has confirmed all of it; empty while it is not connected
 * @param meters by id
 * @param groups by id
 * @param rules by table, then highest priority first
 */
public record PlanRepresentation(
        String dpid,
        String name,
        long revision,
        Optional<Boolean> synced,
        List<MeterRepresentation> meters,
        List<GroupRepresentation> groups,
        List<RuleRepresentation> rules) {

    public PlanRepresentation {
        meters = List.copyOf(meters);
        groups = List.copyOf(groups);
        rules = List.copyOf(rules);
    }

    /**
     * A meter.
     *
     * @param id its id
     * @param unit what it counts, {@code packets} or {@code kilobits}
     * @param rate how many of them a second it lets pass
     * @param burst how many may come at once
     * @param text the same as {@code ovs-ofctl} writes it
     */
    public record MeterRepresentation(long id, String unit, long rate, long burst, String text) {}

    /**
     * A group.
     *
     * @param id its id
     * @param type {@code all}, {@code select}, {@code indirect} or {@code fast-failover}
     * @param watchPorts the port that each bucket watches, in order; 0 for a bucket that watches none
     * @param text the same as {@code ovs-ofctl} writes it
     */
    public record GroupRepresentation(long id, String type, List<Integer> watchPorts, String text) {
        public GroupRepresentation {
            watchPorts = List.copyOf(watchPorts);
        }
    }

    /**
     * A rule.
     *
     * @param table the table's number
     * @param tableName what the table is for
     * @param priority higher first
     * @param match what it matches; empty when everything
     * @param purpose what it is there for
     * @param text the whole rule as {@code ovs-ofctl} writes it
     */
    public record RuleRepresentation(
            int table, String tableName, int priority, String match, String purpose, String text) {}
}
