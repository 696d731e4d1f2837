package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.PortCounters;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.MacAddress;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ports and their counters (OpenFlow 1.5.1 §7.2.1, §7.3.5.7), of fixed length in 1.3 and with properties since. Reserved ports are
 * left out, properties other than Ethernet's are stepped over.
 */
final class PortCodec {
    private static final int DESCRIPTION_13 = 64;
    private static final int STATISTICS_13 = 112;
    private static final int NAME_OCTETS = 16;
    private static final int DOWN_BY_CONFIG = 1;
    private static final int LINK_DOWN = 1;
    private static final int ETHERNET = 0;

    private PortCodec() {}

    /** Reads all of {@code in}. */
    static List<Port> readAll(ByteBuf in, ProtocolVersion version) {
        List<Port> ports = new ArrayList<>();
        while (in.isReadable()) {
            read(in, version).ifPresent(ports::add);
        }
        return ports;
    }

    /** The number at the reader's index, if it is not reserved. */
    static Optional<PortNumber> number(ByteBuf in) {
        int number = in.getInt(in.readerIndex());
        return number > 0 ? Optional.of(new PortNumber(number)) : Optional.empty();
    }

    /** Reads one port; empty when it is a reserved one. */
    static Optional<Port> read(ByteBuf in, ProtocolVersion version) {
        boolean hasProperties = Versions.isAtLeast14(version);
        int length = hasProperties ? in.getUnsignedShort(in.readerIndex() + 4) : DESCRIPTION_13;
        ByteBuf body = in.readSlice(length);
        Optional<PortNumber> number = number(body);
        body.skipBytes(8);
        MacAddress mac = new MacAddress(Oxm.readBits(body, MacAddress.LENGTH));
        String name = text(body.skipBytes(2), NAME_OCTETS);
        boolean isUp = (body.readInt() & DOWN_BY_CONFIG) == 0;
        isUp &= (body.readInt() & LINK_DOWN) == 0;
        long kilobits = hasProperties ? speedProperty(body) : speed(body);
        boolean up = isUp;
        return number.map(known -> new Port(known, name, mac, up, kilobits * 1000));
    }

    private static long speedProperty(ByteBuf in) {
        while (in.isReadable()) {
            int type = in.readUnsignedShort();
            int length = in.readUnsignedShort();
            ByteBuf body = in.readSlice(length - 4);
            in.skipBytes(Math.min(in.readableBytes(), Protocol.padded(length) - length));
            if (type == ETHERNET) {
                return speed(body.skipBytes(4));
            }
        }
        return 0;
    }

    /** The current speed, or the highest one where the current is unknown; in kbit/s. */
    private static long speed(ByteBuf in) {
        in.skipBytes(16);
        long current = in.readUnsignedInt();
        long highest = in.readUnsignedInt();
        return current != 0 ? current : highest;
    }

    /** Text that ends at its first NUL. */
    static String text(ByteBuf in, int octets) {
        ByteBuf field = in.readSlice(octets);
        int end = field.bytesBefore((byte) 0);
        return field.toString(field.readerIndex(), end < 0 ? octets : end, StandardCharsets.UTF_8);
    }

    /** Reads the counters of all ports in {@code in}. */
    static List<PortCounters> readCounters(ByteBuf in, ProtocolVersion version) {
        List<PortCounters> all = new ArrayList<>();
        while (in.isReadable()) {
            boolean hasProperties = Versions.isAtLeast14(version);
            int length = hasProperties ? in.getUnsignedShort(in.readerIndex()) : STATISTICS_13;
            ByteBuf body = in.readSlice(length);
            body.skipBytes(hasProperties ? 4 : 0);
            Optional<PortNumber> number = number(body);
            body.skipBytes(hasProperties ? 12 : 8);
            number.ifPresent(known -> all.add(counters(known, body)));
        }
        return all;
    }

    private static PortCounters counters(PortNumber port, ByteBuf in) {
        return new PortCounters(
                port,
                known(in.readLong()),
                known(in.readLong()),
                known(in.readLong()),
                known(in.readLong()),
                known(in.readLong()),
                known(in.readLong()));
    }

    /** All ones mean that the switch does not count it. */
    private static long known(long counter) {
        return counter == -1 ? 0 : counter;
    }
}
