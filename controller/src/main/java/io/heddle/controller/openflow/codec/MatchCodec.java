package io.heddle.controller.openflow.codec;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;

/** The match structure (OpenFlow 1.5.1 §7.2.3.1): type, length without padding, fields, padding to eight octets. */
final class MatchCodec {
    private static final int OXM_MATCH = 1;

    private MatchCodec() {}

    static void write(ByteBuf out, Match match) {
        int start = out.writerIndex();
        out.writeShort(OXM_MATCH).writeShort(0);
        match.forEach((field, value, mask) -> {
            if (!Oxm.isHalf(field)) {
                writeField(out, field, value, mask);
            } else if (field == Oxm.upperHalf(field) || !match.has(Oxm.upperHalf(field))) {
                writeAddress(out, match, field);
            }
        });
        end(out, start);
    }

    /** Writes a match of which only the bytes are known. */
    static void writeRaw(ByteBuf out, byte[] fields) {
        int start = out.writerIndex();
        out.writeShort(OXM_MATCH).writeShort(0).writeBytes(fields);
        end(out, start);
    }

    private static void end(ByteBuf out, int start) {
        int length = out.writerIndex() - start;
        out.setShort(start + 2, length);
        out.writeZero(Protocol.padded(length) - length);
    }

    /** Writes both halves of an address, of which one may be missing. */
    private static void writeAddress(ByteBuf out, Match match, Field half) {
        Optional<Match.Masked> high = match.find(Oxm.upperHalf(half));
        Optional<Match.Masked> low = match.find(Oxm.lowerHalf(half));
        long highMask = high.map(Match.Masked::mask).orElse(0L);
        long lowMask = low.map(Match.Masked::mask).orElse(0L);
        boolean isMasked = (highMask & lowMask) != -1L;
        out.writeInt(Oxm.addressHeader(half, isMasked));
        out.writeLong(high.map(Match.Masked::value).orElse(0L))
                .writeLong(low.map(Match.Masked::value).orElse(0L));
        if (isMasked) {
            out.writeLong(highMask).writeLong(lowMask);
        }
    }

    static void writeField(ByteBuf out, Field field, long value, long mask) {
        int octets = Oxm.octets(field);
        if (mask == field.allBits()) {
            out.writeInt(Oxm.header(field));
            Oxm.writeBits(out, octets, value);
        } else {
            out.writeInt(Oxm.maskedHeader(field));
            Oxm.writeBits(out, octets, value);
            Oxm.writeBits(out, octets, mask);
        }
    }

    /** Takes one match off {@code in}, padding included, without looking into it. */
    static ByteBuf slice(ByteBuf in) {
        int start = in.readerIndex();
        if (in.getUnsignedShort(start) != OXM_MATCH) {
            throw new MalformedMessageException("unknown match type " + in.getUnsignedShort(start));
        }
        int length = in.getUnsignedShort(start + 2);
        if (length < 4) {
            throw new MalformedMessageException("a match of " + length + " octets");
        }
        ByteBuf fields = in.slice(start + 4, length - 4);
        in.skipBytes(Protocol.padded(length));
        return fields;
    }

    /** Reads the fields of a {@link #slice}; throws when one is unknown here. */
    static Match read(ByteBuf fields) {
        Match match = Match.any();
        while (fields.isReadable()) {
            int header = fields.readInt();
            if (Oxm.isRegisterPair(header)) {
                match = withRegisters(match, Oxm.registerPair(header), header, fields);
                continue;
            }
            Optional<Field> half = Oxm.addressHalf(header);
            if (half.isPresent()) {
                match = withAddress(match, half.get(), header, fields);
                continue;
            }
            Field field = Oxm.field(header);
            int octets = Oxm.octets(field);
            long value = Oxm.readBits(fields, octets);
            long mask = Oxm.hasMask(header) ? Oxm.readBits(fields, octets) : field.allBits();
            match = match.with(field, value & mask, mask);
        }
        return match;
    }

    private static Match withAddress(Match match, Field half, int header, ByteBuf fields) {
        long high = fields.readLong();
        long low = fields.readLong();
        long highMask = Oxm.hasMask(header) ? fields.readLong() : -1L;
        long lowMask = Oxm.hasMask(header) ? fields.readLong() : -1L;
        return match.with(Oxm.upperHalf(half), high & highMask, highMask)
                .with(Oxm.lowerHalf(half), low & lowMask, lowMask);
    }

    /** Open vSwitch tells of two of its 32-bit registers as one packet register of 64 bits, from 1.5 on. */
    private static Match withRegisters(Match match, List<Field> pair, int header, ByteBuf fields) {
        long value = fields.readLong();
        long mask = Oxm.hasMask(header) ? fields.readLong() : -1L;
        long high = mask >>> 32;
        long low = mask & 0xffff_ffffL;
        return match.with(pair.getFirst(), value >>> 32 & high, high).with(pair.getLast(), value & low, low);
    }

    /** The port in the fields of a {@link #slice}, as the 32 bits on the wire; unknown fields are stepped over; throws without one. */
    static int ingressPort(ByteBuf fields) {
        int wanted = Oxm.header(Field.IN_PORT);
        while (fields.isReadable()) {
            int header = fields.readInt();
            if (header == wanted) {
                return fields.readInt();
            }
            fields.skipBytes(Oxm.payload(header));
        }
        throw new MalformedMessageException("a packet-in without its port");
    }
}
