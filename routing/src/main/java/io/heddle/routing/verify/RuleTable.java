package io.heddle.routing.verify;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One flow table, searched by tuple space: rules with the same fields and masks share a hash map, so a look-up costs one probe per
 * kind of match and not one comparison per rule.
 */
final class RuleTable {

    private final List<Shape> shapes;

    RuleTable(Collection<ForwardingRule> rules) {
        Map<List<Object>, Shape> byMask = new LinkedHashMap<>();
        for (ForwardingRule rule : rules) {
            byMask.computeIfAbsent(
                            Shape.key(rule.key().match()),
                            key -> new Shape(rule.key().match()))
                    .add(rule);
        }
        shapes = new ArrayList<>(byMask.values());
        shapes.sort(Comparator.comparingInt((Shape shape) -> shape.highest()).reversed());
    }

    /** The rule of the highest priority that matches; among equals, which the specification leaves undefined, the first in order. */
    Optional<ForwardingRule> lookup(Packet packet) {
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
            match.fields().forEach((field, masked) -> {
                key.add(field);
                key.add(masked.mask());
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
                if (!packet.has(fields[i])) {
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
