package io.heddle.routing.verify.space;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.verify.Packet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * All packets, of which sets are made. Keeps what its sets have in common, so it is to be let go of with them; not for use by several
 * threads.
 */
public final class PacketSpace {

    private final DecisionDiagrams diagrams = new DecisionDiagrams();
    private final Map<Field, PacketSet> havers = new HashMap<>();
    /** By identity, as matches of rules are asked for again and again. */
    private final IdentityHashMap<Match, PacketSet> known = new IdentityHashMap<>();

    /** Every packet. */
    public PacketSet everything() {
        return new PacketSet(diagrams, DecisionDiagrams.ALWAYS);
    }

    /** No packet. */
    public PacketSet nothing() {
        return new PacketSet(diagrams, DecisionDiagrams.NEVER);
    }

    /** The packets that have {@code field}, and exactly {@code value} in it. */
    public PacketSet where(Field field, long value) {
        return where(field, value, field.allBits());
    }

    /** The packets that have {@code field}, and {@code value} in those of its bits that {@code mask} has. */
    public PacketSet where(Field field, long value, long mask) {
        int first = HeaderLayout.first(field);
        int node = DecisionDiagrams.ALWAYS;
        for (int bit = field.bits() - 1; bit >= 0; bit--) {
            int place = field.bits() - 1 - bit;
            if ((mask >>> place & 1) != 0) {
                boolean isSet = (value >>> place & 1) != 0;
                node = diagrams.node(
                        first + bit, isSet ? DecisionDiagrams.NEVER : node, isSet ? node : DecisionDiagrams.NEVER);
            }
        }
        return new PacketSet(diagrams, node).and(havers(field));
    }

    /** The packets that {@code match} matches, which asks only for what is in a header. */
    public PacketSet where(Match match) {
        PacketSet set = known.get(match);
        if (set == null) {
            set = everything();
            for (Map.Entry<Field, Match.Masked> entry : match.fields().entrySet()) {
                Match.Masked masked = entry.getValue();
                set = set.and(where(entry.getKey(), masked.value(), masked.mask()));
            }
            known.put(match, set);
        }
        return set;
    }

    /** The packets that one of {@code matches} matches. */
    public PacketSet whereAny(List<Match> matches) {
        return matches.stream().map(this::where).reduce(nothing(), PacketSet::or);
    }

    /** The packets that have a field. */
    public PacketSet havers(Field field) {
        PacketSet set = havers.get(field);
        if (set == null) {
            List<Match> matches = HeaderLayout.havers(field);
            set = matches.isEmpty() ? everything() : whereAny(matches);
            havers.put(field, set);
        }
        return set;
    }

    /** Just that packet, by what is in its header; without a tag if it says nothing of one. */
    public PacketSet of(Packet packet) {
        PacketSet set = everything();
        for (Field field : HeaderLayout.fields()) {
            if (packet.has(field) || field == Field.VLAN_VID) {
                set = set.and(where(field, packet.value(field)));
            }
        }
        return set;
    }

    /** One packet of a set that is not empty, always the same. */
    public Packet example(PacketSet set) {
        boolean[] bits = set.example();
        Packet packet = Packet.blank();
        for (Field field : HeaderLayout.fields()) {
            long value = value(field, bits);
            boolean isUntagged = field == Field.VLAN_VID && value == 0;
            if (!isUntagged && isHad(field, bits)) {
                packet = packet.with(field, value);
            }
        }
        return packet;
    }

    /** Whether the packet of these bits has the field: it is told by bits of other fields that come with it. */
    private static boolean isHad(Field field, boolean[] bits) {
        List<Match> matches = HeaderLayout.havers(field);
        return matches.isEmpty() || matches.stream().anyMatch(match -> isMatched(match, bits));
    }

    private static boolean isMatched(Match match, boolean[] bits) {
        return match.fields().entrySet().stream()
                .allMatch(
                        entry -> (value(entry.getKey(), bits) & entry.getValue().mask())
                                == entry.getValue().value());
    }

    private static long value(Field field, boolean[] bits) {
        long value = 0;
        for (int bit = 0; bit < field.bits(); bit++) {
            value = value << 1 | (bits[HeaderLayout.first(field) + bit] ? 1 : 0);
        }
        return value;
    }

    /** How large the diagrams of all sets so far are together, in nodes: the measure of time and memory spent. */
    public int size() {
        return diagrams.size();
    }
}
