package io.heddle.routing.rule;

import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a rule matches: for each field a value under a mask; absent fields match anything.
 *
 * <p>Canonical form: a field is present only with a mask that is not zero, and no value has a bit outside its mask. Prerequisites
 * (OpenFlow 1.5.1 §7.2.3.6) are the writer's to give, except that the builder methods here add those of their own field.
 *
 * @param fields by field, unmodifiable, in the order of {@link Field}
 */
public record Match(SortedMap<Field, Masked> fields) implements Comparable<Match> {

    /** The EtherTypes used here. */
    public static final int IPV4 = 0x0800;

    public static final int ARP = 0x0806;
    public static final int IPV6 = 0x86dd;
    public static final int LLDP = 0x88cc;

    private static final Match ANY = new Match(PersistentMap.empty());

    /**
     * A value under a mask.
     *
     * @param value the bits that must match
     * @param mask which bits count
     */
    public record Masked(long value, long mask) implements Comparable<Masked> {
        public Masked {
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

    public Match {
        fields.forEach((field, masked) -> {
            if ((masked.mask() & ~field.allBits()) != 0) {
                throw new IllegalArgumentException(
                        field + " has " + field.bits() + " bits, not mask 0x" + Long.toHexString(masked.mask()));
            }
        });
        fields = PersistentMap.copyOf(fields);
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
        return new Match(PersistentMap.copyOf(fields).with(field, new Masked(value, mask)));
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
        Iterator<Map.Entry<Field, Masked>> mine = fields.entrySet().iterator();
        Iterator<Map.Entry<Field, Masked>> theirs = other.fields.entrySet().iterator();
        while (mine.hasNext() && theirs.hasNext()) {
            Map.Entry<Field, Masked> one = mine.next();
            Map.Entry<Field, Masked> two = theirs.next();
            int byField = one.getKey().compareTo(two.getKey());
            int order = byField != 0 ? byField : one.getValue().compareTo(two.getValue());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(mine.hasNext(), theirs.hasNext());
    }
}
