package io.heddle.routing.rule;

import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.MacAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a rule matches: for each field a value under a mask; absent fields match anything.
 *
 * <p>Canonical form: a field is present only with a mask that is not zero, and no value has a bit outside its mask. Prerequisites
 * (OpenFlow 1.5.1 §7.2.3.6) are the writer's to give, except that the builder methods here add those of their own field.
 *
 * <p>A cloud of tenants has hundreds of thousands of matches, which are compared with each other all the time: one array holds it all.
 */
@SuppressWarnings("EnumOrdinal") // never leaves the process
public final class Match implements Comparable<Match> {

    /** The EtherTypes used here. */
    public static final int IPV4 = 0x0800;

    public static final int ARP = 0x0806;
    public static final int IPV6 = 0x86dd;
    public static final int LLDP = 0x88cc;

    private static final Field[] FIELDS = Field.values();
    private static final int STRIDE = 3;
    private static final Match ANY = new Match(new long[0]);

    /** For each field, in their order: its ordinal, the value, the mask. */
    private final long[] packed;

    private Match(long[] packed) {
        this.packed = packed;
    }

    /** A match of these fields; refuses masks of more bits than a field has. */
    public Match(SortedMap<Field, Masked> fields) {
        this(packed(fields));
    }

    private static long[] packed(SortedMap<Field, Masked> fields) {
        long[] packed = new long[fields.size() * STRIDE];
        int place = 0;
        for (Map.Entry<Field, Masked> entry : new TreeMap<>(fields).entrySet()) {
            check(entry.getKey(), entry.getValue().mask());
            packed[place] = entry.getKey().ordinal();
            packed[place + 1] = entry.getValue().value();
            packed[place + 2] = entry.getValue().mask();
            place += STRIDE;
        }
        return packed;
    }

    private static void check(Field field, long mask) {
        if ((mask & ~field.allBits()) != 0) {
            throw new IllegalArgumentException(
                    field + " has " + field.bits() + " bits, not mask 0x" + Long.toHexString(mask));
        }
    }

    /** Takes one field of a match. */
    @FunctionalInterface
    public interface FieldConsumer {

        /** The match has {@code field}, equal to {@code value} in the bits of {@code mask}. */
        void accept(Field field, long value, long mask);
    }

    /**
     * A value under a mask.
     *
     * @param value the bits that must match
     * @param mask which bits count
     */
    public record Masked(long value, long mask) implements Comparable<Masked> {
        public Masked {
            checkCanonical(value, mask);
        }

        private static void checkCanonical(long value, long mask) {
            if (mask == 0 || (value & ~mask) != 0) {
                throw new IllegalArgumentException(
                        "0x%x/0x%x is not canonical: no mask, or bits outside it".formatted(value, mask));
            }
        }

        @Override
        public int compareTo(Masked other) {
            int byValue = Long.compareUnsigned(value, other.value);
            return byValue != 0 ? byValue : Long.compareUnsigned(mask, other.mask);
        }
    }

    /** Matches every packet. */
    public static Match any() {
        return ANY;
    }

    /** This match and {@code field} exactly {@code value}. */
    public Match with(Field field, long value) {
        return with(field, value, field.allBits());
    }

    /** This match and {@code field} equal to {@code value} in the bits of {@code mask}; an empty mask adds nothing. */
    public Match with(Field field, long value, long mask) {
        if (mask == 0) {
            return this;
        }
        Masked.checkCanonical(value, mask);
        check(field, mask);
        int place = place(field);
        boolean isThere = isAt(place, field);
        long[] next = new long[isThere ? packed.length : packed.length + STRIDE];
        System.arraycopy(packed, 0, next, 0, place);
        next[place] = field.ordinal();
        next[place + 1] = value;
        next[place + 2] = mask;
        int after = isThere ? place + STRIDE : place;
        System.arraycopy(packed, after, next, place + STRIDE, packed.length - after);
        return new Match(next);
    }

    /** Where a field is, or would be. */
    private int place(Field field) {
        int place = 0;
        while (place < packed.length && packed[place] < field.ordinal()) {
            place += STRIDE;
        }
        return place;
    }

    private boolean isAt(int place, Field field) {
        return place < packed.length && packed[place] == field.ordinal();
    }

    /** What it says of a field; empty when it matches whatever that is. */
    public Optional<Masked> find(Field field) {
        int place = place(field);
        return isAt(place, field) ? Optional.of(new Masked(packed[place + 1], packed[place + 2])) : Optional.empty();
    }

    /** Whether it says something of a field. */
    public boolean has(Field field) {
        return isAt(place(field), field);
    }

    /** How many fields it says something of. */
    public int size() {
        return packed.length / STRIDE;
    }

    /** Goes through its fields, in the order of {@link Field}. */
    public void forEach(FieldConsumer consumer) {
        for (int place = 0; place < packed.length; place += STRIDE) {
            consumer.accept(FIELDS[(int) packed[place]], packed[place + 1], packed[place + 2]);
        }
    }

    /** By field, unmodifiable, in the order of {@link Field}; made anew with each call. */
    public SortedMap<Field, Masked> fields() {
        SortedMap<Field, Masked> fields = new TreeMap<>();
        forEach((field, value, mask) -> fields.put(field, new Masked(value, mask)));
        return Collections.unmodifiableSortedMap(fields);
    }

    /** This match, for packets that came in by {@code port}. */
    public Match inPort(PortNumber port) {
        return with(Field.IN_PORT, port.value());
    }

    /** This match, for frames of {@code ethType}. */
    public Match ethType(int ethType) {
        return with(Field.ETH_TYPE, ethType);
    }

    /** This match, for frames sent by {@code mac}. */
    public Match ethSrc(MacAddress mac) {
        return with(Field.ETH_SRC, mac.value());
    }

    /** This match, for frames addressed to {@code mac}. */
    public Match ethDst(MacAddress mac) {
        return with(Field.ETH_DST, mac.value());
    }

    /** This match, for IPv4 packets from {@code prefix}. */
    public Match ipv4Src(IpPrefix prefix) {
        return ethType(IPV4)
                .with(
                        Field.IPV4_SRC,
                        prefix.address().unsigned(),
                        prefix.netmask().unsigned());
    }

    /** This match, for IPv4 packets to {@code prefix}. */
    public Match ipv4Dst(IpPrefix prefix) {
        return ethType(IPV4)
                .with(
                        Field.IPV4_DST,
                        prefix.address().unsigned(),
                        prefix.netmask().unsigned());
    }

    /** This match, for IPv4 packets of {@code protocol} (IANA number). */
    public Match ipProto(int protocol) {
        return ethType(IPV4).with(Field.IP_PROTO, protocol);
    }

    @Override
    public int compareTo(Match other) {
        int shared = Math.min(packed.length, other.packed.length);
        for (int i = 0; i < shared; i++) {
            if (packed[i] != other.packed[i]) {
                return Long.compareUnsigned(packed[i], other.packed[i]);
            }
        }
        return Integer.compare(packed.length, other.packed.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Match match && Arrays.equals(packed, match.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        return RuleText.of(this);
    }
}
