package io.heddle.controller.openflow.codec;

import io.heddle.routing.rule.Field;
import io.netty.buffer.ByteBuf;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The headers of match fields (OpenFlow 1.5.1 §7.2.3.2): class, field and length in 32 bits.
 *
 * <p>Fields are written in the class of the specification, or Nicira's where that has none; they are read in both, because Open
 * vSwitch answers a move action in the old numbers.
 */
final class Oxm {
    private static final int BASIC = 0x8000;
    private static final int NXM_OLD = 0x0000;
    private static final int NXM = 0x0001;
    private static final int HAS_MASK = 0x100;
    /** Packet registers 0 and 1 without mask (OpenFlow 1.5.1 §7.2.3.10); each is two registers of Open vSwitch. */
    private static final int PACKET_REGISTER_0 = 0x8001_0008;

    private static final int PACKET_REGISTER_1 = 0x8001_0208;

    private static final int IPV6_ADDRESS_OCTETS = 16;

    private static final Map<Field, Integer> HEADERS = new EnumMap<>(Field.class);
    private static final Map<Integer, Field> FIELDS = new HashMap<>();

    static {
        for (Field field : Field.values()) {
            if (isHalf(field)) {
                continue;
            }
            int header = numberOf(field) << 9 | octets(field);
            HEADERS.put(field, header);
            FIELDS.put(header, field);
        }
        Field[] old = {
            Field.ETH_DST,
            Field.ETH_SRC,
            Field.ETH_TYPE,
            null,
            null,
            Field.IP_PROTO,
            Field.IPV4_SRC,
            Field.IPV4_DST,
            Field.TCP_SRC,
            Field.TCP_DST,
            Field.UDP_SRC,
            Field.UDP_DST,
            Field.ICMPV4_TYPE,
            Field.ICMPV4_CODE,
            Field.ARP_OP,
            Field.ARP_SPA,
            Field.ARP_TPA
        };
        for (int i = 0; i < old.length; i++) {
            alias(NXM_OLD, i + 1, old[i]);
        }
        alias(NXM, 16, Field.TUNNEL_ID);
        alias(NXM, 17, Field.ARP_SHA);
        alias(NXM, 18, Field.ARP_THA);
    }

    private Oxm() {}

    private static void alias(int oxmClass, int number, @Nullable Field field) {
        if (field != null) {
            FIELDS.put((oxmClass << 7 | number) << 9 | octets(field), field);
        }
    }

    /** How many octets the field takes. */
    static int octets(Field field) {
        return (field.bits() + 7) / 8;
    }

    /** The header of {@code field} without a mask. */
    static int header(Field field) {
        return HEADERS.getOrDefault(field, 0);
    }

    /** The header of {@code field} with a mask, which doubles the length. */
    static int maskedHeader(Field field) {
        int header = header(field);
        return (header & ~0xff) | HAS_MASK | (header & 0xff) * 2;
    }

    static boolean hasMask(int header) {
        return (header & HAS_MASK) != 0;
    }

    /** How many octets follow the header. */
    static int payload(int header) {
        return header & 0xff;
    }

    /** The field with that header, masked or not; throws when it is none of ours. */
    static Field field(int header) {
        Field field = FIELDS.get(bare(header));
        if (field == null || (hasMask(header) && payload(header) != 2 * octets(field))) {
            throw new MalformedMessageException("unknown field 0x%08x".formatted(header));
        }
        return field;
    }

    /** Whether the header is that of a packet register that is made of registers known here. */
    static boolean isRegisterPair(int header) {
        int bare = bare(header);
        return bare == PACKET_REGISTER_0 || bare == PACKET_REGISTER_1;
    }

    /** The registers in the upper and lower half of a packet register. */
    static List<Field> registerPair(int header) {
        return bare(header) == PACKET_REGISTER_0 ? List.of(Field.REG0, Field.REG1) : List.of(Field.REG2, Field.REG3);
    }

    /** Whether the field is half of an IPv6 address, which has one header for both. */
    static boolean isHalf(Field field) {
        return switch (field) {
            case IPV6_SRC_HIGH, IPV6_SRC_LOW, IPV6_DST_HIGH, IPV6_DST_LOW, ND_TARGET_HIGH, ND_TARGET_LOW -> true;
            default -> false;
        };
    }

    /** The upper half of the address of which {@code field} is a half. */
    static Field upperHalf(Field field) {
        return switch (field) {
            case IPV6_SRC_HIGH, IPV6_SRC_LOW -> Field.IPV6_SRC_HIGH;
            case IPV6_DST_HIGH, IPV6_DST_LOW -> Field.IPV6_DST_HIGH;
            default -> Field.ND_TARGET_HIGH;
        };
    }

    /** The lower half of the address of which {@code field} is a half. */
    static Field lowerHalf(Field field) {
        return switch (field) {
            case IPV6_SRC_HIGH, IPV6_SRC_LOW -> Field.IPV6_SRC_LOW;
            case IPV6_DST_HIGH, IPV6_DST_LOW -> Field.IPV6_DST_LOW;
            default -> Field.ND_TARGET_LOW;
        };
    }

    /** The header of the address of which {@code field} is a half. */
    static int addressHeader(Field field, boolean isMasked) {
        return numberOf(field) << 9 | (isMasked ? HAS_MASK | 2 * IPV6_ADDRESS_OCTETS : IPV6_ADDRESS_OCTETS);
    }

    /** Half of the address that the header is of, if it is of one. */
    static Optional<Field> addressHalf(int header) {
        return Stream.of(Field.IPV6_SRC_HIGH, Field.IPV6_DST_HIGH, Field.ND_TARGET_HIGH)
                .filter(half -> bare(header) == addressHeader(half, false))
                .findFirst();
    }

    private static int bare(int header) {
        return hasMask(header) ? (header & ~(HAS_MASK | 0xff)) | payload(header) / 2 : header;
    }

    static void writeBits(ByteBuf out, int octets, long value) {
        switch (octets) {
            case 8 -> out.writeLong(value);
            case 6 -> out.writeShort((int) (value >>> 32)).writeInt((int) value);
            case 4 -> out.writeInt((int) value);
            case 2 -> out.writeShort((int) value);
            default -> {
                for (int i = octets - 1; i >= 0; i--) {
                    out.writeByte((int) (value >>> (8 * i)));
                }
            }
        }
    }

    static long readBits(ByteBuf in, int octets) {
        long value = 0;
        for (int i = 0; i < octets; i++) {
            value = value << 8 | in.readUnsignedByte();
        }
        return value;
    }

    /** Class and number of a field, as the upper 23 bits of its header. */
    private static int numberOf(Field field) {
        return switch (field) {
            case IN_PORT -> BASIC << 7;
            case METADATA -> BASIC << 7 | 2;
            case TUNNEL_ID -> BASIC << 7 | 38;
            case TUNNEL_DST, REG0, REG1, REG2, REG3, REG4, CT_STATE, CT_ZONE, CT_IPV4_SRC, CONJUNCTION, IP_TTL ->
                NXM << 7 | extension(field);
            case ETH_DST -> BASIC << 7 | 3;
            case ETH_SRC -> BASIC << 7 | 4;
            case ETH_TYPE -> BASIC << 7 | 5;
            case VLAN_VID -> BASIC << 7 | 6;
            case VLAN_PCP -> BASIC << 7 | 7;
            case IP_DSCP -> BASIC << 7 | 8;
            case IP_PROTO -> BASIC << 7 | 10;
            case IPV4_SRC -> BASIC << 7 | 11;
            case IPV4_DST -> BASIC << 7 | 12;
            case IPV6_SRC_HIGH, IPV6_SRC_LOW -> BASIC << 7 | 26;
            case IPV6_DST_HIGH, IPV6_DST_LOW -> BASIC << 7 | 27;
            case TCP_SRC -> BASIC << 7 | 13;
            case TCP_DST -> BASIC << 7 | 14;
            case UDP_SRC -> BASIC << 7 | 15;
            case UDP_DST -> BASIC << 7 | 16;
            case SCTP_DST -> BASIC << 7 | 18;
            case ICMPV4_TYPE -> BASIC << 7 | 19;
            case ICMPV4_CODE -> BASIC << 7 | 20;
            case ICMPV6_TYPE -> BASIC << 7 | 29;
            case ICMPV6_CODE -> BASIC << 7 | 30;
            case ND_TARGET_HIGH, ND_TARGET_LOW -> BASIC << 7 | 31;
            case ARP_OP -> BASIC << 7 | 21;
            case ARP_SPA -> BASIC << 7 | 22;
            case ARP_TPA -> BASIC << 7 | 23;
            case ARP_SHA -> BASIC << 7 | 24;
            case ARP_THA -> BASIC << 7 | 25;
        };
    }

    /** The number of a field that only Open vSwitch has (ovs-fields(7)). */
    private static int extension(Field field) {
        return switch (field) {
            case REG0 -> 0;
            case REG1 -> 1;
            case REG2 -> 2;
            case REG3 -> 3;
            case REG4 -> 4;
            case IP_TTL -> 29;
            case TUNNEL_DST -> 32;
            case CONJUNCTION -> 37;
            case CT_STATE -> 105;
            case CT_ZONE -> 106;
            case CT_IPV4_SRC -> 120;
            default -> throw new IllegalStateException(field + " is no extension");
        };
    }
}
