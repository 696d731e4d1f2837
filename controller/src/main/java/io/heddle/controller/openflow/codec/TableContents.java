package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.Installed;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import io.heddle.routing.rule.TableId;
import java.util.List;
import java.util.Optional;

/** What one reply tells of the contents of a switch, sorted by whose it is and whether it could be read. */
public sealed interface TableContents {

    /** How many foreign entries are told as text. */
    int FOREIGN_SHOWN = Installed.FOREIGN_SHOWN;

    /** One line for each foreign entry, at most {@link #FOREIGN_SHOWN} of them. */
    List<String> foreign();

    /** How many foreign entries there are in the reply. */
    int foreignCount();

    /** How many entries, of whomever, the reply told of. */
    int size();

    /**
     * Flow entries.
     *
     * @param rules those that could be read
     * @param octets how many octets each of them has carried, in the same order; 0 where the switch does not say
     */
    record Rules(
            List<ForwardingRule> rules,
            List<Long> octets,
            List<UnreadableRule> unreadable,
            List<String> foreign,
            int foreignCount)
            implements TableContents {
        @Override
        public int size() {
            return rules.size() + unreadable.size() + foreignCount;
        }
    }

    /** Groups. */
    record Groups(List<Group> groups, List<GroupId> unreadable, List<String> foreign, int foreignCount)
            implements TableContents {
        @Override
        public int size() {
            return groups.size() + unreadable.size() + foreignCount;
        }
    }

    /** Meters. */
    record Meters(List<Meter> meters, List<MeterId> unreadable, List<String> foreign, int foreignCount)
            implements TableContents {
        @Override
        public int size() {
            return meters.size() + unreadable.size() + foreignCount;
        }
    }

    /**
     * A flow entry with a cookie of ours that is nothing we write.
     *
     * @param table its table
     * @param priority its priority
     * @param match what it matches, if that at least could be read
     * @param matchFields the match as it came, without its header
     * @param reason what could not be read
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record UnreadableRule(TableId table, int priority, Optional<Match> match, byte[] matchFields, String reason) {}
}
