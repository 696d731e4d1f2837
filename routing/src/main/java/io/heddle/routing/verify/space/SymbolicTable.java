package io.heddle.routing.verify.space;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One flow table, asked for all packets of a set at once. Rules that ask for something that the packets do not have are not looked at; of
 * conjunctions only those are that have a clause about the packets' port, or none about any.
 */
final class SymbolicTable {

    private final PreparedRule.Shelves plain = new PreparedRule.Shelves();
    /** What conjunctions do, by their id. */
    private final PreparedRule.Shelves fulfilled = new PreparedRule.Shelves();
    /** By priority, the highest first. */
    private final SortedMap<Integer, Clauses> clauses = new TreeMap<>(Comparator.reverseOrder());

    SymbolicTable(Collection<ForwardingRule> rules) {
        for (ForwardingRule rule : rules) {
            PreparedRule prepared = PreparedRule.of(rule);
            if (rule.isClause()) {
                clauses.computeIfAbsent(prepared.priority(), priority -> new Clauses())
                        .add(prepared);
            } else if (prepared.exact().containsKey(Field.CONJUNCTION)) {
                fulfilled.add(prepared);
            } else {
                plain.add(prepared);
            }
        }
    }

    /** Packets that matched a rule. */
    record Hit(ForwardingRule rule, PacketSet packets) {}

    /** Which rules packets match; those that are in no hit match none. */
    List<Hit> hits(PacketSpace space, SymbolicPacket packet) {
        Lookup lookup = new Lookup(space, packet);
        SortedMap<Integer, Clauses> later = clauses;
        for (PreparedRule rule : plain.of(packet)) {
            later.headMap(rule.priority()).forEach(lookup::take);
            later = later.tailMap(rule.priority());
            lookup.take(rule, space.everything());
            if (lookup.left().isEmpty()) {
                return lookup.hits;
            }
        }
        later.forEach(lookup::take);
        return lookup.hits;
    }

    /** A look-up while it goes on. */
    private final class Lookup {

        private final PacketSpace space;
        private final SymbolicPacket packet;
        private final PacketSet[] left;
        private final List<Hit> hits = new ArrayList<>();

        Lookup(PacketSpace space, SymbolicPacket packet) {
            this.space = space;
            this.packet = packet;
            left = new PacketSet[] {packet.sent()};
        }

        PacketSet left() {
            return left[0];
        }

        /** Those of {@code some} that are left and match the rule are left no longer. */
        void take(PreparedRule rule, PacketSet some) {
            PacketSet hit = rule.matching(space, packet.with(left[0])).and(some);
            if (!hit.isEmpty()) {
                hits.add(new Hit(rule.rule(), hit));
                left[0] = left[0].minus(hit);
            }
        }

        void take(int priority, Clauses some) {
            some.fulfilling(space, packet)
                    .forEach((id, packets) -> fulfilled.of(packet.with(Field.CONJUNCTION, id)).stream()
                            .filter(rule -> rule.priority() == priority)
                            .forEach(rule -> take(rule, packets)));
        }
    }

    /** Clauses of one priority. */
    private static final class Clauses {

        private final PreparedRule.Shelves bound = new PreparedRule.Shelves();
        /** Those that ask for nothing but headers, by conjunction and number. */
        private final Map<Integer, Map<Integer, List<PreparedRule>>> free = new HashMap<>();

        private final TreeSet<Integer> bindable = new TreeSet<>();

        void add(PreparedRule rule) {
            boolean isBound = !rule.exact().isEmpty() || !rule.masked().isEmpty();
            if (isBound) {
                bound.add(rule);
            }
            for (Action.Conjunction clause : conjunctions(rule)) {
                if (isBound) {
                    bindable.add(clause.id());
                } else {
                    free.computeIfAbsent(clause.id(), id -> new HashMap<>())
                            .computeIfAbsent(clause.clause(), number -> new ArrayList<>())
                            .add(rule);
                }
            }
        }

        private static List<Action.Conjunction> conjunctions(PreparedRule rule) {
            return rule.rule().actions().stream()
                    .map(Action.Conjunction.class::cast)
                    .toList();
        }

        /** By conjunction, the packets that match all its clauses. */
        SortedMap<Integer, PacketSet> fulfilling(PacketSpace space, SymbolicPacket sent) {
            SymbolicPacket packet = sent.with(space.everything());
            Map<Integer, Map<Integer, PacketSet>> met = new HashMap<>();
            Map<Integer, Integer> sizes = new TreeMap<>();
            for (PreparedRule rule : bound.of(packet)) {
                PacketSet packets = rule.matching(space, packet);
                for (Action.Conjunction clause : conjunctions(rule)) {
                    sizes.put(clause.id(), clause.clauses());
                    met.computeIfAbsent(clause.id(), id -> new HashMap<>())
                            .merge(clause.clause(), packets, PacketSet::or);
                }
            }
            free.forEach((id, some) -> {
                if (!bindable.contains(id)) {
                    sizes.put(id, size(id, some));
                }
            });
            SortedMap<Integer, PacketSet> all = new TreeMap<>();
            sizes.forEach((id, size) -> {
                Map<Integer, PacketSet> some = met.computeIfAbsent(id, key -> new HashMap<>());
                free.getOrDefault(id, Map.of())
                        .forEach((clause, rules) ->
                                rules.forEach(rule -> some.merge(clause, rule.matching(space, packet), PacketSet::or)));
                all.put(id, some.size() < size ? space.nothing() : allOf(some.values()));
            });
            return all;
        }

        private static int size(int id, Map<Integer, List<PreparedRule>> some) {
            return some.values().stream()
                    .flatMap(List::stream)
                    .flatMap(rule -> conjunctions(rule).stream())
                    .filter(clause -> clause.id() == id)
                    .mapToInt(Action.Conjunction::clauses)
                    .findFirst()
                    .orElseThrow();
        }

        private static PacketSet allOf(Collection<PacketSet> sets) {
            return sets.stream().reduce(PacketSet::and).orElseThrow();
        }
    }
}
