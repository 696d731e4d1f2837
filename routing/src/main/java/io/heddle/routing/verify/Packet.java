package io.heddle.routing.verify;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.RuleText;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A packet as a switch sees it: the header fields it has, with their values; absent fields match nothing.
 *
 * <p>Immutable. {@link Field#IN_PORT} is one of the fields and is set anew at every hop.
 */
public final class Packet {

    /** The IANA protocol numbers used here. */
    public static final int ICMP = 1;

    public static final int TCP = 6;
    public static final int UDP = 17;

    private static final Field[] FIELDS = Field.values();
    private static final Set<Field> INSIDE = EnumSet.of(
            Field.IN_PORT,
            Field.METADATA,
            Field.TUNNEL_ID,
            Field.TUNNEL_DST,
            Field.REG0,
            Field.REG1,
            Field.REG2,
            Field.REG3,
            Field.REG4,
            Field.CT_STATE,
            Field.CT_ZONE,
            Field.CT_IPV4_SRC,
            Field.CONJUNCTION);
    /** What is said together with the field before. */
    private static final Set<Field> LOWER_HALVES =
            EnumSet.of(Field.IPV6_SRC_LOW, Field.IPV6_DST_LOW, Field.ND_TARGET_LOW);

    private static final int DEFAULT_TTL = 64;

    private final long[] values;
    private final long present;
    private final int octets;

    private Packet(long[] values, long present, int octets) {
        this.values = values;
        this.present = present;
        this.octets = octets;
    }

    /** A packet with no field at all. */
    public static Packet blank() {
        return new Packet(new long[FIELDS.length], 0, 0);
    }

    /** An IPv4 packet of {@code protocol} with a TTL of 64 and no transport header. */
    public static Packet ipv4(Ipv4Address source, Ipv4Address destination, int protocol) {
        return blank().with(Field.ETH_TYPE, Match.IPV4)
                .with(Field.IPV4_SRC, source.unsigned())
                .with(Field.IPV4_DST, destination.unsigned())
                .with(Field.IP_PROTO, protocol)
                .with(Field.IP_DSCP, 0)
                .with(Field.IP_TTL, DEFAULT_TTL);
    }

    /** An IPv6 packet of {@code protocol} with a hop limit of 64 and no transport header. */
    public static Packet ipv6(IpAddress source, IpAddress destination, int protocol) {
        return blank().with(Field.ETH_TYPE, Match.IPV6)
                .with(Field.IPV6_SRC_HIGH, source.high())
                .with(Field.IPV6_SRC_LOW, source.low())
                .with(Field.IPV6_DST_HIGH, destination.high())
                .with(Field.IPV6_DST_LOW, destination.low())
                .with(Field.IP_PROTO, protocol)
                .with(Field.IP_DSCP, 0)
                .with(Field.IP_TTL, DEFAULT_TTL);
    }

    /** A UDP datagram. */
    public static Packet udp(Ipv4Address source, int sourcePort, Ipv4Address destination, int destinationPort) {
        return ipv4(source, destination, UDP).with(Field.UDP_SRC, sourcePort).with(Field.UDP_DST, destinationPort);
    }

    /** A TCP segment. */
    public static Packet tcp(Ipv4Address source, int sourcePort, Ipv4Address destination, int destinationPort) {
        return ipv4(source, destination, TCP).with(Field.TCP_SRC, sourcePort).with(Field.TCP_DST, destinationPort);
    }

    /** A packet of {@code flow}. */
    public static Packet of(FlowKey flow) {
        return flow.protocol() == FlowKey.TCP
                ? tcp(flow.source(), flow.sourcePort(), flow.destination(), flow.destinationPort())
                : udp(flow.source(), flow.sourcePort(), flow.destination(), flow.destinationPort());
    }

    /** An ICMP message. */
    public static Packet icmp(Ipv4Address source, Ipv4Address destination, int type, int code) {
        return ipv4(source, destination, ICMP).with(Field.ICMPV4_TYPE, type).with(Field.ICMPV4_CODE, code);
    }

    /** An ARP message (RFC 826) of {@code operation}: 1 asks, 2 answers. */
    public static Packet arp(int operation, MacAddress sender, Ipv4Address senderIp, Ipv4Address target) {
        return blank().with(Field.ETH_TYPE, Match.ARP)
                .with(Field.ETH_SRC, sender.value())
                .with(Field.ETH_DST, MacAddress.BROADCAST.value())
                .with(Field.ARP_OP, operation)
                .with(Field.ARP_SHA, sender.value())
                .with(Field.ARP_SPA, senderIp.unsigned())
                .with(Field.ARP_THA, 0)
                .with(Field.ARP_TPA, target.unsigned());
    }

    /** This packet with those Ethernet addresses. */
    public Packet between(MacAddress source, MacAddress destination) {
        return with(Field.ETH_SRC, source.value()).with(Field.ETH_DST, destination.value());
    }

    /** This packet with that size: octets with its Ethernet header, without a tag. */
    public Packet sized(int size) {
        return new Packet(values, present, size);
    }

    /** Its size in octets, with its Ethernet header and without a tag; 0 for one of no particular size, which is as small as any. */
    public int octets() {
        return octets;
    }

    /** Whether the packet has {@code field}. */
    public boolean has(Field field) {
        return (present & (1L << slot(field))) != 0;
    }

    /** The value of {@code field}, right-aligned; 0 where it is absent. */
    public long value(Field field) {
        return values[slot(field)];
    }

    /** This packet with {@code field} set. */
    public Packet with(Field field, long value) {
        if (has(field) && value(field) == (value & field.allBits())) {
            return this;
        }
        long[] changed = values.clone();
        changed[slot(field)] = value & field.allBits();
        return new Packet(changed, present | (1L << slot(field)), octets);
    }

    /** This packet with {@code field} absent. */
    public Packet without(Field field) {
        if (!has(field)) {
            return this;
        }
        long[] changed = values.clone();
        changed[slot(field)] = 0;
        return new Packet(changed, present & ~(1L << slot(field)), octets);
    }

    /** This packet without what only the switch that it is in knows of it: as it is on the wire. */
    public Packet onWire() {
        Packet bare = this;
        for (Field field : INSIDE) {
            bare = bare.without(field);
        }
        return bare;
    }

    /** The IPv4 destination. */
    public Ipv4Address destination() {
        return new Ipv4Address((int) value(Field.IPV4_DST));
    }

    /** The IPv4 source. */
    public Ipv4Address source() {
        return new Ipv4Address((int) value(Field.IPV4_SRC));
    }

    @SuppressWarnings("EnumOrdinal") // only an index within this process: packets are never stored
    private static int slot(Field field) {
        return field.ordinal();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Packet that
                && present == that.present
                && octets == that.octets
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return (Arrays.hashCode(values) * 31 + Long.hashCode(present)) * 31 + octets;
    }

    /** The fields it has, such as {@code eth_type=0x800 ipv4_dst=10.0.0.2} in the names of {@link RuleText}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Field field : FIELDS) {
            if (has(field) && !LOWER_HALVES.contains(field)) {
                text.append(text.isEmpty() ? "" : " ").append(text(field));
            }
        }
        return text.toString();
    }

    private String text(Field field) {
        return switch (field) {
            case IPV6_SRC_HIGH -> "ipv6_src=" + address(field, Field.IPV6_SRC_LOW);
            case IPV6_DST_HIGH -> "ipv6_dst=" + address(field, Field.IPV6_DST_LOW);
            case ND_TARGET_HIGH -> "nd_target=" + address(field, Field.ND_TARGET_LOW);
            default -> RuleText.assignment(field, value(field));
        };
    }

    private IpAddress address(Field high, Field low) {
        return new IpAddress(IpVersion.V6, value(high), value(low));
    }
}
