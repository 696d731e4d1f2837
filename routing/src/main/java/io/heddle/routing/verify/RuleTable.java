package io.heddle.routing.verify;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One flow table, searched by tuple space: rules with the same fields and masks share a hash map, so a look-up costs one probe per
 * kind of match and not one comparison per rule. Clauses of conjunctions are kept apart by priority, as Open vSwitch's classifier does
 * (ovs-fields(7), "Conjunctive Match Fields").
 */
final class RuleTable {

    /** Every packet has these, and they are 0 until a rule says otherwise (ovs-fields(7)). */
    private static final Set<Field> REGISTERS = EnumSet.of(Field.REG0, Field.REG1, Field.REG2, Field.REG3, Field.REG4);

    private final List<Shape> shapes;
    /** The highest priority first. */
    private final SortedMap<Integer, List<Shape>> clauses = new TreeMap<>(Comparator.reverseOrder());

    RuleTable(Collection<ForwardingRule> rules) {
        shapes = shapes(rules.stream().filter(rule -> !rule.isClause()));
        rules.stream()
                .filter(ForwardingRule::isClause)
                .collect(Collectors.groupingBy(rule -> rule.key().priority()))
                .forEach((priority, some) -> clauses.put(priority, shapes(some.stream())));
    }

    private static List<Shape> shapes(Stream<ForwardingRule> rules) {
        Map<List<Object>, Shape> byMask = new LinkedHashMap<>();
        rules.forEach(rule -> byMask.computeIfAbsent(
                        Shape.key(rule.key().match()),
                        key -> new Shape(rule.key().match()))
                .add(rule));
        List<Shape> shapes = new ArrayList<>(byMask.values());
        shapes.sort(Comparator.comparingInt((Shape shape) -> shape.highest()).reversed());
        return shapes;
    }

    /** The rule of the highest priority that matches; among equals, which the specification leaves undefined, the first in order. */
    Optional<ForwardingRule> lookup(Packet packet) {
        Optional<ForwardingRule> plain = lookupPlain(packet);
        int least = plain.map(rule -> rule.key().priority()).orElse(-1);
        for (Map.Entry<Integer, List<Shape>> entry : clauses.entrySet()) {
            if (entry.getKey() <= least) {
                break;
            }
            Optional<ForwardingRule> conjunctive = fulfilled(entry.getValue(), packet)
                    .flatMap(id -> lookupPlain(packet.with(Field.CONJUNCTION, id)).stream())
                    .findFirst();
            if (conjunctive.isPresent()) {
                return conjunctive;
            }
        }
        return plain;
    }

    /** The conjunctions of which all clauses match, in the order of their ids. */
    private static Stream<Integer> fulfilled(List<Shape> clauses, Packet packet) {
        SortedMap<Integer, Long> missing = new TreeMap<>();
        for (Shape shape : clauses) {
            ForwardingRule found = shape.find(packet);
            for (Action action : found == null ? List.<Action>of() : found.actions()) {
                if (action instanceof Action.Conjunction(int id, int clause, int of)) {
                    missing.merge(id, -1L >>> (64 - of) & ~(1L << clause), (one, other) -> one & other);
                }
            }
        }
        return missing.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey);
    }

    private Optional<ForwardingRule> lookupPlain(Packet packet) {
        ForwardingRule best = null;
        for (Shape shape : shapes) {
            if (best != null && best.key().priority() > shape.highest()) {
                break;
            }
            ForwardingRule found = shape.find(packet);
            if (found != null && (best == null || isBefore(found, best))) {
                best = found;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean isBefore(ForwardingRule candidate, ForwardingRule best) {
        return candidate.key().compareTo(best.key()) < 0;
    }

    /** The rules that look at the same bits. */
    private static final class Shape {
        private final Field[] fields;
        private final long[] masks;
        private final Map<Bits, ForwardingRule> rules = new HashMap<>();
        private final int[] highest = {-1};

        Shape(Match match) {
            fields = match.fields().keySet().toArray(Field[]::new);
            masks = match.fields().values().stream()
                    .mapToLong(Match.Masked::mask)
                    .toArray();
        }

        static List<Object> key(Match match) {
            List<Object> key = new ArrayList<>();
            match.forEach((field, value, mask) -> {
                key.add(field);
                key.add(mask);
            });
            return key;
        }

        void add(ForwardingRule rule) {
            highest[0] = Math.max(highest[0], rule.key().priority());
            Bits bits = new Bits(rule.key().match().fields().values().stream()
                    .mapToLong(Match.Masked::value)
                    .toArray());
            rules.merge(bits, rule, (old, added) -> isBefore(added, old) ? added : old);
        }

        int highest() {
            return highest[0];
        }

        @Nullable
        ForwardingRule find(Packet packet) {
            long[] bits = new long[fields.length];
            for (int i = 0; i < fields.length; i++) {
                if (!packet.has(fields[i]) && !REGISTERS.contains(fields[i])) {
                    return null;
                }
                bits[i] = packet.value(fields[i]) & masks[i];
            }
            return rules.get(new Bits(bits));
        }
    }

    /** The values of a shape's fields, as a key. */
    private static final class Bits {
        private final long[] values;

        Bits(long[] values) {
            this.values = values;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bits that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }
}
