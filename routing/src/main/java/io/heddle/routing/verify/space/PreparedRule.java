package io.heddle.routing.verify.space;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A rule, with what it asks for taken apart: what only switches know, which is one number in all packets of a set, and what is in headers.
 *
 * @param rule the rule
 * @param exact what it asks for of the first kind, all bits at once
 * @param masked what it asks for of the first kind, some bits only
 * @param header what it asks for of the second
 */
record PreparedRule(
        ForwardingRule rule, SortedMap<Field, Long> exact, SortedMap<Field, Match.Masked> masked, Match header) {

    static PreparedRule of(ForwardingRule rule) {
        SortedMap<Field, Long> exact = new TreeMap<>();
        SortedMap<Field, Match.Masked> masked = new TreeMap<>();
        SortedMap<Field, Match.Masked> header = new TreeMap<>();
        rule.key().match().fields().forEach((field, bits) -> {
            if (HeaderLayout.isInHeader(field)) {
                header.put(field, bits);
            } else if (bits.mask() == field.allBits()) {
                exact.put(field, bits.value());
            } else {
                masked.put(field, bits);
            }
        });
        return new PreparedRule(rule, exact, masked, new Match(header));
    }

    int priority() {
        return rule.key().priority();
    }

    /** Those of the packets that it matches; what it asks for exactly, and conjunctions, are not looked at. */
    PacketSet matching(PacketSpace space, SymbolicPacket packet) {
        for (Map.Entry<Field, Match.Masked> entry : masked.entrySet()) {
            Match.Masked bits = entry.getValue();
            if ((packet.known(entry.getKey()) & bits.mask()) != bits.value()) {
                return space.nothing();
            }
        }
        return packet.where(space, header);
    }

    /** Rules by what they ask for exactly: for each choice of fields, by what is in them. */
    static final class Shelves {

        private final Map<List<Field>, Map<List<Long>, List<PreparedRule>>> shelves = new TreeMap<>(Shelves::order);

        private static int order(List<Field> one, List<Field> other) {
            return one.toString().compareTo(other.toString());
        }

        void add(PreparedRule rule) {
            shelves.computeIfAbsent(List.copyOf(rule.exact.keySet()), fields -> new HashMap<>())
                    .computeIfAbsent(List.copyOf(rule.exact.values()), values -> new ArrayList<>())
                    .add(rule);
        }

        /** The rules that ask for what is known of the packet, the highest priority first. */
        List<PreparedRule> of(SymbolicPacket packet) {
            List<PreparedRule> found = new ArrayList<>();
            shelves.forEach((fields, byValue) -> {
                List<Long> values = fields.stream().map(packet::known).toList();
                found.addAll(byValue.getOrDefault(values, List.of()));
            });
            found.sort((one, other) -> one.rule.key().compareTo(other.rule.key()));
            return found;
        }
    }
}
