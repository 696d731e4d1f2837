package io.heddle.controller.simulation;

import io.heddle.topology.DatapathId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The OpenFlow 1.5 side of a simulated server: keeps rules and meters as the bytes that they came in, so that they can be read back,
 * and believes whatever it is told.
 */
final class SimulatedBridge extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int WIRE = 6;
    private static final int HEADER = 8;
    private static final int FLOW_MOD = 14;
    private static final int METER_MOD = 29;
    private static final int DELETE = 3;
    private static final int RULES_PART = 60_000;

    private final DatapathId dpid;
    private final SimulatedTables rules = new SimulatedTables();
    private final Map<Integer, byte[]> meters = new LinkedHashMap<>();
    private final Map<Integer, Deque<ByteBuf>> bundles = new HashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();

    SimulatedBridge(DatapathId dpid) {
        this.dpid = dpid;
    }

    /** How many changes of its tables it was told. */
    long changes() {
        return changes.get();
    }

    /** How many bundles it committed. */
    long batches() {
        return batches.get();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        reply(context, 0, 1, out -> out.writeShort(1).writeShort(8).writeInt(1 << WIRE));
        context.flush();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        int type = message.getUnsignedByte(message.readerIndex() + 1);
        int xid = message.getInt(message.readerIndex() + 4);
        ByteBuf body = message.slice(message.readerIndex() + HEADER, message.readableBytes() - HEADER);
        switch (type) {
            case 2 -> reply(context, 3, xid, out -> out.writeBytes(body));
            case 5 ->
                reply(
                        context,
                        6,
                        xid,
                        out -> out.writeLong(dpid.value())
                                .writeInt(0)
                                .writeByte(254)
                                .writeByte(0)
                                .writeShort(0)
                                .writeInt(0x4f)
                                .writeInt(0));
            case FLOW_MOD, METER_MOD -> changed(type, message);
            case 18 -> multipart(context, xid, body.getUnsignedShort(0));
            case 20 -> reply(context, 21, xid, out -> {});
            case 24 ->
                reply(context, 25, xid, out -> out.writeInt(2).writeInt(0).writeLong(0));
            case 33 -> bundle(context, xid, body.getInt(0), body.getUnsignedShort(4));
            case 34 ->
                bundles.computeIfAbsent(body.getInt(0), id -> new ArrayDeque<>())
                        .add(body.retainedSlice(HEADER, body.readableBytes() - HEADER));
            default -> {
                // Hellos, configuration and packets need no answer.
            }
        }
    }

    private void bundle(ChannelHandlerContext context, int xid, int id, int step) {
        Deque<ByteBuf> held = bundles.getOrDefault(id, new ArrayDeque<>());
        if (step == 4) {
            held.forEach(change -> changed(change.getUnsignedByte(change.readerIndex() + 1), change));
            batches.incrementAndGet();
        }
        if (step != 0) {
            held.forEach(ByteBuf::release);
            bundles.remove(id);
        }
        reply(context, 33, xid, out -> out.writeInt(id).writeShort(step + 1).writeShort(0));
    }

    /** A rule is put or removed strictly, a meter added or removed; nothing else is known here. */
    private void changed(int type, ByteBuf message) {
        changes.incrementAndGet();
        ByteBuf body = message.slice(
                message.readerIndex() + HEADER, message.getUnsignedShort(message.readerIndex() + 2) - HEADER);
        if (type == METER_MOD) {
            boolean isRemoval = body.getUnsignedShort(0) == 2;
            int id = body.getInt(4);
            if (isRemoval) {
                meters.remove(id);
            } else {
                meters.put(id, ByteBufUtil.getBytes(body, 2, body.readableBytes() - 2));
            }
        } else if (type == FLOW_MOD) {
            if (body.getUnsignedByte(17) >= DELETE) {
                rules.remove(body);
            } else {
                rules.put(body);
            }
        }
    }

    private void multipart(ChannelHandlerContext context, int xid, int type) {
        switch (type) {
            case 0 -> part(context, xid, type, false, out -> out.writeZero(3 * 256 + 32 + 256));
            case 1 -> rules(context, xid);
            case 10 ->
                part(
                        context,
                        xid,
                        type,
                        false,
                        out -> meters.values()
                                .forEach(meter ->
                                        out.writeShort(meter.length + 2).writeBytes(meter)));
            default -> part(context, xid, type, false, out -> {});
        }
    }

    private void rules(ChannelHandlerContext context, int xid) {
        ByteBuf some = context.alloc().buffer(RULES_PART);
        rules.forEach(rule -> {
            if (some.readableBytes() + rule.limit() > RULES_PART - 1000) {
                part(context, xid, 1, true, out -> out.writeBytes(some));
                some.clear();
            }
            describe(rule, some);
        });
        part(context, xid, 1, false, out -> out.writeBytes(some));
        some.release();
    }

    /** What was told, as it is told back (OpenFlow 1.5.1 §7.3.4.1 and §7.3.5.2). */
    private static void describe(ByteBuffer rule, ByteBuf out) {
        int start = out.writerIndex();
        int match = SimulatedTables.matchOctets(rule);
        out.writeShort(0).writeShort(0);
        out.writeByte(rule.get(16)).writeByte(0).writeBytes(rule.slice(22, 2)).writeBytes(rule.slice(18, 4));
        out.writeBytes(rule.slice(36, 4)).writeBytes(rule.slice(0, 8));
        out.writeBytes(rule.slice(40, match));
        out.writeShort(0).writeShort(4).writeInt(0);
        out.writeBytes(rule.slice(40 + match, rule.limit() - 40 - match));
        out.setShort(start, out.writerIndex() - start);
    }

    private static void part(ChannelHandlerContext context, int xid, int type, boolean more, Consumer<ByteBuf> body) {
        reply(context, 19, xid, out -> {
            out.writeShort(type).writeShort(more ? 1 : 0).writeInt(0);
            body.accept(out);
        });
    }

    private static void reply(ChannelHandlerContext context, int type, int xid, Consumer<ByteBuf> body) {
        ByteBuf out = context.alloc().buffer();
        out.writeByte(WIRE).writeByte(type).writeShort(0).writeInt(xid);
        body.accept(out);
        out.setShort(2, out.writerIndex());
        var unused = context.write(out);
    }
}
