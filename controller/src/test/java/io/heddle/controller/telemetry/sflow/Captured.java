package io.heddle.controller.telemetry.sflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What an Open vSwitch 3.1 sent when it sampled one packet in four of a bridge with datapath id 0xab, whose interfaces 2612 and 2613
 * are ports 7 and 9: ARP, TCP, UDP, VXLAN and ICMP between 10.9.0.1 and 10.9.0.2.
 */
final class Captured {

    static final String FILE = "open-vswitch-3.1.pcap";
    private static final int FILE_HEADER = 24;
    private static final int IP_AND_UDP = 28;

    private Captured() {}

    /** The capture file, IP packets in pcap. */
    static byte[] file() {
        try (InputStream in = Objects.requireNonNull(Captured.class.getResourceAsStream(FILE))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The datagrams in it. */
    static List<byte[]> datagrams() {
        ByteBuffer in = ByteBuffer.wrap(file()).order(ByteOrder.LITTLE_ENDIAN).position(FILE_HEADER);
        List<byte[]> datagrams = new ArrayList<>();
        while (in.hasRemaining()) {
            int length = in.getInt(in.position() + 8);
            in.position(in.position() + 16 + IP_AND_UDP);
            byte[] datagram = new byte[length - IP_AND_UDP];
            in.get(datagram);
            datagrams.add(datagram);
        }
        return datagrams;
    }
}
