package io.heddle.routing.verify.space;

import io.heddle.routing.rule.Field;

/**
 * A set of packets by what is in their headers when they are sent. Sets of one {@link PacketSpace} are equal exactly if they have the same
 * packets; sets of different spaces must not be mixed.
 */
public final class PacketSet {

    private final DecisionDiagrams diagrams;
    private final int root;

    PacketSet(DecisionDiagrams diagrams, int root) {
        this.diagrams = diagrams;
        this.root = root;
    }

    private PacketSet of(int other) {
        return other == root ? this : new PacketSet(diagrams, other);
    }

    /** The packets that are in both. */
    public PacketSet and(PacketSet other) {
        return of(diagrams.and(root, same(other)));
    }

    /** The packets that are in one of them. */
    public PacketSet or(PacketSet other) {
        return of(diagrams.or(root, same(other)));
    }

    /** The packets that are not in the other. */
    public PacketSet minus(PacketSet other) {
        return of(diagrams.minus(root, same(other)));
    }

    /** Whether there is no such packet. */
    public boolean isEmpty() {
        return root == DecisionDiagrams.NEVER;
    }

    /** Whether the other has all of these packets. */
    public boolean isWithin(PacketSet other) {
        return minus(other).isEmpty();
    }

    /** Whether some packet is in both. */
    public boolean meets(PacketSet other) {
        return !and(other).isEmpty();
    }

    /** These packets, and all that differ from one of them only in {@code fields}. */
    public PacketSet whatever(Field... fields) {
        int now = root;
        for (Field field : fields) {
            int first = HeaderLayout.first(field);
            now = diagrams.exists(now, first, first + field.bits());
        }
        return of(now);
    }

    /** All packets that agree with one of these in {@code field}. */
    public PacketSet only(Field field) {
        return whatever(
                HeaderLayout.fields().stream().filter(other -> other != field).toArray(Field[]::new));
    }

    /** These packets with what is in each field of {@code pairs} put in its pair's place, the first with the second and so on. */
    public PacketSet exchanged(Field... pairs) {
        int[] names = new int[HeaderLayout.bits()];
        for (int i = 0; i < names.length; i++) {
            names[i] = i;
        }
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            int one = HeaderLayout.first(pairs[i]);
            int other = HeaderLayout.first(pairs[i + 1]);
            for (int bit = 0; bit < pairs[i].bits(); bit++) {
                names[one + bit] = other + bit;
                names[other + bit] = one + bit;
            }
        }
        return of(diagrams.renamed(root, names));
    }

    boolean[] example() {
        return diagrams.example(root, HeaderLayout.bits());
    }

    private int same(PacketSet other) {
        if (other.diagrams != diagrams) {
            throw new IllegalStateException("sets of packets of two spaces cannot be put together");
        }
        return other.root;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PacketSet that && that.diagrams == diagrams && that.root == root;
    }

    @Override
    public int hashCode() {
        return root;
    }
}
