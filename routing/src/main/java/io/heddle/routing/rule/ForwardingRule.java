package io.heddle.routing.rule;

import java.util.List;
import java.util.Optional;

/**
 * A flow entry (OpenFlow 1.5.1 §5.2): a match at a priority in a table, what to apply, and where to go on.
 *
 * @param key where it stands; no two entries of a switch share it
 * @param actions applied at once, in order; empty together with an empty {@code next} is a drop
 * @param next the table to go on in
 * @param cookie whose it is and what for
 * @param idleSeconds removed by the switch after so many seconds without a packet; 0 for never
 */
public record ForwardingRule(Key key, List<Action> actions, Optional<TableId> next, Cookie cookie, int idleSeconds) {

    /**
     * What identifies an entry on its switch.
     *
     * @param table the table
     * @param priority 0 to 65535, higher first
     * @param match what it matches
     */
    public record Key(TableId table, int priority, Match match) implements Comparable<Key> {

        public Key {
            if (priority < 0 || priority > 0xffff) {
                throw new IllegalArgumentException("a priority is 0 to 65535, not " + priority);
            }
        }

        /** By table, then highest priority first, then match. */
        @Override
        public int compareTo(Key other) {
            int byTable = table.compareTo(other.table);
            int order = byTable != 0 ? byTable : Integer.compare(other.priority, priority);
            return order != 0 ? order : match.compareTo(other.match);
        }
    }

    public ForwardingRule {
        if (idleSeconds < 0 || idleSeconds > 0xffff) {
            throw new IllegalArgumentException("an idle timeout is 0 to 65535 seconds, not " + idleSeconds);
        }
        actions = List.copyOf(actions);
        if (next.isPresent() && next.get().value() <= key.table().value()) {
            throw new IllegalArgumentException("table " + key.table() + " cannot go on to table " + next.get());
        }
        long clauses = actions.stream()
                .filter(action -> action instanceof Action.Conjunction)
                .count();
        if (clauses > 0 && (clauses < actions.size() || next.isPresent())) {
            throw new IllegalArgumentException("a clause of a conjunction does nothing else: " + actions);
        }
    }

    /** Whether it is a clause of conjunctions, and does something only together with their other clauses. */
    public boolean isClause() {
        return !actions.isEmpty() && actions.getFirst() instanceof Action.Conjunction;
    }
}
