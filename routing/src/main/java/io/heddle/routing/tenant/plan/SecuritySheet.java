package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.topology.sorted.PersistentMap;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What security groups add to a bridge, while it is gathered: whole rules, and clauses of conjunctions by where they stand. */
final class SecuritySheet {

    private static final Comparator<Action.Conjunction> ORDER = Comparator.comparingInt(Action.Conjunction::id);

    private final Rules rules = new Rules();
    private final SortedMap<ForwardingRule.Key, SortedSet<Action.Conjunction>> clauses = new TreeMap<>();

    /** The whole rules. */
    Rules rules() {
        return rules;
    }

    /** Clauses that match alike are one rule. */
    void add(ForwardingRule.Key key, Action.Conjunction clause) {
        clauses.computeIfAbsent(key, missing -> new TreeSet<>(ORDER)).add(clause);
    }

    /** All of it, as rules. */
    PersistentMap<ForwardingRule.Key, ForwardingRule> finished() {
        clauses.forEach((key, some) -> rules.add(rule(key, some)));
        return PersistentMap.copyOf(rules.byKey());
    }

    /** A share with all of it. */
    PersistentMap<ForwardingRule.Key, ForwardingRule> addedTo(PersistentMap<ForwardingRule.Key, ForwardingRule> share) {
        PersistentMap<ForwardingRule.Key, ForwardingRule> now = share;
        for (ForwardingRule rule : rules.byKey().values()) {
            now = now.with(rule.key(), rule);
        }
        for (Map.Entry<ForwardingRule.Key, SortedSet<Action.Conjunction>> entry : clauses.entrySet()) {
            SortedSet<Action.Conjunction> all = clausesOf(now.find(entry.getKey()));
            all.addAll(entry.getValue());
            now = now.with(entry.getKey(), rule(entry.getKey(), all));
        }
        return now;
    }

    /** A share without any of it. */
    PersistentMap<ForwardingRule.Key, ForwardingRule> removedFrom(
            PersistentMap<ForwardingRule.Key, ForwardingRule> share) {
        PersistentMap<ForwardingRule.Key, ForwardingRule> now = share;
        for (ForwardingRule.Key key : rules.byKey().keySet()) {
            now = now.without(key);
        }
        for (Map.Entry<ForwardingRule.Key, SortedSet<Action.Conjunction>> entry : clauses.entrySet()) {
            SortedSet<Action.Conjunction> left = clausesOf(now.find(entry.getKey()));
            left.removeAll(entry.getValue());
            now = left.isEmpty() ? now.without(entry.getKey()) : now.with(entry.getKey(), rule(entry.getKey(), left));
        }
        return now;
    }

    private static SortedSet<Action.Conjunction> clausesOf(Optional<ForwardingRule> rule) {
        TreeSet<Action.Conjunction> clauses = new TreeSet<>(ORDER);
        rule.stream().flatMap(each -> each.actions().stream()).forEach(action -> {
            if (action instanceof Action.Conjunction clause) {
                clauses.add(clause);
            }
        });
        return clauses;
    }

    private static ForwardingRule rule(ForwardingRule.Key key, SortedSet<Action.Conjunction> clauses) {
        return Rules.ending(key.table(), key.priority(), key.match(), Purpose.SECURITY, List.copyOf(clauses));
    }
}
