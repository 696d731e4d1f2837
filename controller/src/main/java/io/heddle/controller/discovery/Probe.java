package io.heddle.controller.discovery;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Lldp;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.MacAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What one LLDP frame of ours says: where and when it left.
 *
 * <p>On the wire it is an organisationally specific element of a locally administered organisation: version (1 byte), datapath id (8),
 * port (4), milliseconds since 1970 (8), nonce (8), and the HMAC-SHA256 of those 29 bytes (32).
 *
 * @param from the port it left by
 * @param sentAt when, to the millisecond
 * @param nonce tells apart two probes of the same millisecond
 */
record Probe(ConnectPoint from, Instant sentAt, long nonce) {

    private static final int ORGANISATION = 0x424844;
    private static final int SUBTYPE = 1;
    private static final byte VERSION = 1;
    private static final int SIGNED = 29;
    private static final int SECONDS_TO_LIVE = 120;

    /** What a received frame turned out to be. */
    sealed interface Reading {
        /** Made with our key. */
        record Ours(Probe probe) implements Reading {}

        /** Looks like ours, but the key is another. */
        record Forged() implements Reading {}

        /** LLDP of some other station, or no LLDP at all. */
        record Foreign() implements Reading {}
    }

    /** The Ethernet frame, from the port's own hardware address. */
    byte[] frame(MacAddress source, LldpKey key) {
        byte[] message = message();
        byte[] information = ByteBuffer.allocate(SIGNED + LldpKey.TAG_LENGTH)
                .put(message)
                .put(key.tag(message))
                .array();
        Lldp unit = Lldp.of(
                "dpid:" + from.dpid(),
                from.port().toString(),
                SECONDS_TO_LIVE,
                Lldp.organisational(ORGANISATION, SUBTYPE, information));
        return new Ethernet(Lldp.NEAREST_BRIDGE, source, Ethernet.LLDP, unit.bytes()).bytes();
    }

    /** Reads a frame and checks its key. */
    static Reading read(byte[] frame, LldpKey key) {
        Optional<byte[]> information = Ethernet.parse(frame)
                .flatMap(ethernet -> Lldp.parse(ethernet.payload()))
                .flatMap(unit -> unit.organisational(ORGANISATION, SUBTYPE));
        if (information.isEmpty()) {
            return new Reading.Foreign();
        }
        byte[] received = information.get();
        if (received.length != SIGNED + LldpKey.TAG_LENGTH || received[0] != VERSION) {
            return new Reading.Forged();
        }
        byte[] message = Arrays.copyOf(received, SIGNED);
        byte[] tag = Arrays.copyOfRange(received, SIGNED, received.length);
        return MessageDigest.isEqual(tag, key.tag(message))
                ? new Reading.Ours(parse(ByteBuffer.wrap(message, 1, SIGNED - 1)))
                : new Reading.Forged();
    }

    private byte[] message() {
        return ByteBuffer.allocate(SIGNED)
                .put(VERSION)
                .putLong(from.dpid().value())
                .putInt(from.port().value())
                .putLong(sentAt.toEpochMilli())
                .putLong(nonce)
                .array();
    }

    private static Probe parse(ByteBuffer in) {
        ConnectPoint from = new ConnectPoint(new DatapathId(in.getLong()), new PortNumber(in.getInt()));
        return new Probe(from, Instant.ofEpochMilli(in.getLong()), in.getLong());
    }
}
