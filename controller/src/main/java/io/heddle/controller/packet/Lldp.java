package io.heddle.controller.packet;

import io.heddle.topology.address.MacAddress;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An LLDP data unit (IEEE 802.1AB-2016 §8): what a station says of itself to its neighbour.
 *
 * @param tlvs the elements in order, without the end marker; the first three are chassis, port and time to live
 */
public record Lldp(List<Tlv> tlvs) {

    /** The nearest-bridge group address (IEEE 802.1AB-2016 table 7-1): no bridge forwards a frame to it. */
    public static final MacAddress NEAREST_BRIDGE = MacAddress.parse("01:80:c2:00:00:0e");

    /** Chassis and port ids with this subtype are what an operator, or a controller, made up. */
    public static final int LOCALLY_ASSIGNED = 7;

    private static final int CHASSIS = 1;
    private static final int PORT = 2;
    private static final int TIME_TO_LIVE = 3;
    private static final int ORGANISATION = 127;
    private static final int MOST = 511;
    private static final int ORGANISATION_HEADER = 4;

    public Lldp {
        tlvs = List.copyOf(tlvs);
        if (tlvs.size() < 3
                || tlvs.get(0).type() != CHASSIS
                || tlvs.get(1).type() != PORT
                || tlvs.get(2).type() != TIME_TO_LIVE) {
            throw new IllegalArgumentException("LLDP starts with chassis, port and time to live, not " + tlvs);
        }
    }

    /**
     * One element.
     *
     * @param type 1 to 127
     * @param value at most 511 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // a value is passed by reference and never compared
    public record Tlv(int type, byte[] value) {
        public Tlv {
            if (type < 1 || type > ORGANISATION || value.length > MOST) {
                throw new IllegalArgumentException(
                        "an LLDP element has type 1 to 127 and 511 bytes, not " + type + ", " + value.length);
            }
        }
    }

    /** A unit of the three required elements, both ids locally assigned, and one of an organisation's own. */
    public static Lldp of(String chassis, String port, int secondsToLive, Tlv own) {
        return new Lldp(List.of(
                new Tlv(CHASSIS, localId(chassis)),
                new Tlv(PORT, localId(port)),
                new Tlv(TIME_TO_LIVE, new byte[] {(byte) (secondsToLive >>> 8), (byte) secondsToLive}),
                own));
    }

    /** An organisationally specific element; {@code organisation} is its 24-bit identifier. */
    public static Tlv organisational(int organisation, int subtype, byte[] information) {
        byte[] value = new byte[ORGANISATION_HEADER + information.length];
        value[0] = (byte) (organisation >>> 16);
        value[1] = (byte) (organisation >>> 8);
        value[2] = (byte) organisation;
        value[3] = (byte) subtype;
        System.arraycopy(information, 0, value, ORGANISATION_HEADER, information.length);
        return new Tlv(ORGANISATION, value);
    }

    /** The information of the first such element. */
    public Optional<byte[]> organisational(int organisation, int subtype) {
        return tlvs.stream()
                .filter(tlv -> tlv.type() == ORGANISATION && tlv.value().length >= ORGANISATION_HEADER)
                .map(Tlv::value)
                .filter(value ->
                        (((value[0] & 0xff) << 16) | ((value[1] & 0xff) << 8) | (value[2] & 0xff)) == organisation
                                && (value[3] & 0xff) == subtype)
                .map(value -> Arrays.copyOfRange(value, ORGANISATION_HEADER, value.length))
                .findFirst();
    }

    /** Reads an Ethernet payload; what follows the end marker is padding. */
    public static Optional<Lldp> parse(byte[] payload) {
        List<Tlv> tlvs = new ArrayList<>();
        int at = 0;
        while (at + 2 <= payload.length) {
            int header = ((payload[at] & 0xff) << 8) | (payload[at + 1] & 0xff);
            int type = header >>> 9;
            int length = header & MOST;
            at += 2;
            if (type == 0) {
                break;
            }
            if (at + length > payload.length) {
                return Optional.empty();
            }
            tlvs.add(new Tlv(type, Arrays.copyOfRange(payload, at, at + length)));
            at += length;
        }
        return isComplete(tlvs) ? Optional.of(new Lldp(tlvs)) : Optional.empty();
    }

    /** The Ethernet payload, its end marked. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Tlv tlv : tlvs) {
            int header = (tlv.type() << 9) | tlv.value().length;
            out.write(header >>> 8);
            out.write(header);
            out.write(tlv.value(), 0, tlv.value().length);
        }
        out.write(0);
        out.write(0);
        return out.toByteArray();
    }

    private static boolean isComplete(List<Tlv> tlvs) {
        return tlvs.size() >= 3
                && tlvs.get(0).type() == CHASSIS
                && tlvs.get(1).type() == PORT
                && tlvs.get(2).type() == TIME_TO_LIVE;
    }

    private static byte[] localId(String text) {
        byte[] id = new byte[1 + text.length()];
        id[0] = LOCALLY_ASSIGNED;
        for (int i = 0; i < text.length(); i++) {
            id[i + 1] = (byte) text.charAt(i);
        }
        return id;
    }
}
