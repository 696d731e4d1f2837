package io.heddle.topology.address;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An IEEE 802 48-bit MAC address.
 *
 * @param value the address in the low 48 bits, first octet on the wire highest
 */
public record MacAddress(long value) implements Comparable<MacAddress> {

    /** The number of octets on the wire. */
    public static final int LENGTH = 6;

    /** {@code ff:ff:ff:ff:ff:ff}. */
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    private static final long MAX = 0xffff_ffff_ffffL;
    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}");

    public MacAddress {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("a MAC address has 48 bits, not 0x" + Long.toHexString(value));
        }
    }

    /** Reads {@code 00:00:5e:00:01:01}; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static MacAddress parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not a MAC address: '" + text + "' (expected six hex octets such as 00:00:5e:00:01:01)");
        }
        return new MacAddress(Long.parseLong(text.replace(":", ""), 16));
    }

    /** Reads the first six octets of {@code octets}, in wire order. */
    public static MacAddress of(byte[] octets) {
        if (octets.length != LENGTH) {
            throw new IllegalArgumentException("a MAC address has 6 octets, not " + octets.length);
        }
        long value = 0;
        for (byte octet : octets) {
            value = (value << 8) | (octet & 0xff);
        }
        return new MacAddress(value);
    }

    /** The six octets in wire order. */
    public byte[] octets() {
        byte[] octets = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            octets[i] = (byte) (value >>> (8 * (LENGTH - 1 - i)));
        }
        return octets;
    }

    /** Whether the group bit is set: broadcast or multicast, never a station's own address. */
    public boolean isGroup() {
        return ((value >>> 40) & 1) == 1;
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(octets());
    }
}
