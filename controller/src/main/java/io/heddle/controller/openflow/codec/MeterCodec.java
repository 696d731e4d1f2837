package io.heddle.controller.openflow.codec;

import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Meters: modifications (OpenFlow 1.5.1 §7.3.4.4) and descriptions (§7.3.5.14), the same in 1.3, 1.4 and 1.5. */
final class MeterCodec {
    static final int ADD = 0;
    static final int MODIFY = 1;
    private static final int DELETE = 2;

    private static final int KILOBITS_PER_SECOND = 1;
    private static final int PACKETS_PER_SECOND = 2;
    private static final int BURST = 4;
    private static final int STATISTICS = 8;
    private static final int DROP = 1;
    private static final int BAND = 16;

    private MeterCodec() {}

    static void write(ByteBuf out, int command, Meter meter) {
        out.writeShort(command)
                .writeShort(flag(meter.unit()) | BURST | STATISTICS)
                .writeInt(meter.id().value());
        out.writeShort(DROP).writeShort(BAND).writeInt((int) meter.rate());
        out.writeInt((int) meter.burst()).writeInt(0);
    }

    static void writeRemove(ByteBuf out, MeterId meter) {
        out.writeShort(DELETE).writeShort(0).writeInt(meter.value());
    }

    private static int flag(Meter.Unit unit) {
        return switch (unit) {
            case PACKETS -> PACKETS_PER_SECOND;
            case KILOBITS -> KILOBITS_PER_SECOND;
        };
    }

    private static Meter.Unit unit(int flags) {
        return switch (flags & ~STATISTICS) {
            case PACKETS_PER_SECOND | BURST -> Meter.Unit.PACKETS;
            case KILOBITS_PER_SECOND | BURST -> Meter.Unit.KILOBITS;
            default -> throw new MalformedMessageException("a meter with flags " + flags);
        };
    }

    /** Reads the meters of one reply. */
    static TableContents.Meters read(ByteBuf in) {
        List<Meter> meters = new ArrayList<>();
        List<MeterId> unreadable = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        int foreignCount = 0;
        while (in.isReadable()) {
            ByteBuf entry = in.readSlice(in.getUnsignedShort(in.readerIndex())).skipBytes(2);
            int flags = entry.readUnsignedShort();
            MeterId id = new MeterId(entry.readInt());
            if (!id.isOurs()) {
                foreignCount++;
                if (foreign.size() < TableContents.FOREIGN_SHOWN) {
                    foreign.add("meter " + id);
                }
                continue;
            }
            try {
                meters.add(meter(id, flags, entry));
            } catch (MalformedMessageException | IndexOutOfBoundsException | IllegalArgumentException e) {
                unreadable.add(id);
            }
        }
        return new TableContents.Meters(meters, unreadable, foreign, foreignCount);
    }

    private static Meter meter(MeterId id, int flags, ByteBuf bands) {
        Meter.Unit unit = unit(flags);
        if (bands.readUnsignedShort() != DROP || bands.readUnsignedShort() != BAND) {
            throw new MalformedMessageException("not one drop band");
        }
        Meter meter = new Meter(id, unit, bands.readUnsignedInt(), bands.readUnsignedInt());
        if (bands.skipBytes(4).isReadable()) {
            throw new MalformedMessageException("more than one band");
        }
        return meter;
    }
}
