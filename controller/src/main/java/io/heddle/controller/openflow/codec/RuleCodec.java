package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.MeterId;
import io.heddle.routing.rule.TableId;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Flow entries: modifications (OpenFlow 1.5.1 §7.3.4.1) and descriptions (§7.3.5.2; 1.3 and 1.4 call them statistics).
 *
 * <p>A rule is always written with the command that adds, which replaces an entry of the same key at once, and removed strictly by
 * its key under a mask that spares entries of others. The switch tells of every rule that ends by being idle, and of no other.
 */
final class RuleCodec {
    private static final int ADD = 0;
    private static final int DELETE_STRICT = 4;

    private static final int GOTO_TABLE = 1;
    private static final int APPLY_ACTIONS = 4;
    private static final int METER = 6;

    /** Of an entry's flags, those that change nothing of what it does: whether packets and bytes are counted. */
    private static final int HARMLESS_FLAGS = 0x18;

    /** Class and field of the count of octets in a list of statistics, without the reserved bit. */
    private static final int BYTE_COUNT = 0x80020a00;

    private static final int STATISTIC_MASK = 0xfffffe00;

    private static final int SEND_FLOW_REMOVED = 1;
    private static final int IDLE_TIMEOUT = 0;

    private RuleCodec() {}

    static void writePut(ByteBuf out, ForwardingRule rule, ProtocolVersion version) {
        out.writeLong(rule.cookie().value()).writeLong(0);
        writeFixed(out, rule.key(), ADD, rule.idleSeconds());
        out.writeShort(flags(rule.idleSeconds())).writeShort(0);
        MatchCodec.write(out, rule.key().match());
        writeInstructions(out, rule, version);
    }

    static void writeRemove(ByteBuf out, ForwardingRule.Key key) {
        writeOnlyOurs(out);
        writeFixed(out, key, DELETE_STRICT, 0);
        out.writeInt(0);
        MatchCodec.write(out, key.match());
    }

    /** Removes, strictly, an entry whose match cannot be expressed in {@code routing.rule}. */
    static void writeRemove(ByteBuf out, TableContents.UnreadableRule rule) {
        writeOnlyOurs(out);
        writeFixed(out, new ForwardingRule.Key(rule.table(), rule.priority(), Match.any()), DELETE_STRICT, 0);
        out.writeInt(0);
        MatchCodec.writeRaw(out, rule.matchFields());
    }

    private static void writeOnlyOurs(ByteBuf out) {
        out.writeLong((long) Cookie.OWNER << 32).writeLong(Cookie.OWNER_MASK);
    }

    /** Up to the flags, which follow. */
    private static void writeFixed(ByteBuf out, ForwardingRule.Key key, int command, int idle) {
        out.writeByte(key.table().value()).writeByte(command);
        out.writeShort(idle).writeShort(0).writeShort(key.priority());
        out.writeInt(Protocol.NO_BUFFER).writeInt(Protocol.PORT_ANY).writeInt(Protocol.GROUP_ANY);
    }

    private static int flags(int idleSeconds) {
        return idleSeconds == 0 ? 0 : SEND_FLOW_REMOVED;
    }

    /** Reads the message that an entry was removed (OpenFlow 1.5.1 §7.4.2): its key, if it is ours and was idle. */
    static Optional<ForwardingRule.Key> readExpired(ByteBuf in, ProtocolVersion version) {
        int table;
        int reason;
        int priority;
        Cookie cookie;
        if (version == ProtocolVersion.OF_1_5) {
            table = in.readUnsignedByte();
            reason = in.readUnsignedByte();
            priority = in.readUnsignedShort();
            cookie = new Cookie(in.skipBytes(4).readLong());
        } else {
            cookie = new Cookie(in.readLong());
            priority = in.readUnsignedShort();
            reason = in.readUnsignedByte();
            table = in.readUnsignedByte();
            in.skipBytes(28);
        }
        if (reason != IDLE_TIMEOUT || !cookie.isOurs()) {
            return Optional.empty();
        }
        Match match = MatchCodec.read(MatchCodec.slice(in));
        return Optional.of(new ForwardingRule.Key(new TableId(table), priority, match));
    }

    private static void writeInstructions(ByteBuf out, ForwardingRule rule, ProtocolVersion version) {
        List<Action> actions = rule.actions();
        if (version != ProtocolVersion.OF_1_5
                && !actions.isEmpty()
                && actions.getFirst() instanceof Action.Metered(MeterId meter)) {
            out.writeShort(METER).writeShort(8).writeInt(meter.value());
            actions = actions.subList(1, actions.size());
        }
        if (!actions.isEmpty()) {
            int start = out.writerIndex();
            out.writeShort(APPLY_ACTIONS).writeShort(0).writeInt(0);
            ActionCodec.write(out, actions, version);
            out.setShort(start + 2, out.writerIndex() - start);
        }
        rule.next()
                .ifPresent(table -> out.writeShort(GOTO_TABLE)
                        .writeShort(8)
                        .writeByte(table.value())
                        .writeZero(3));
    }

    /** Reads the entries of one reply. */
    static TableContents.Rules read(ByteBuf in, ProtocolVersion version) {
        List<ForwardingRule> rules = new ArrayList<>();
        List<Long> octets = new ArrayList<>();
        List<TableContents.UnreadableRule> unreadable = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        int foreignCount = 0;
        while (in.isReadable()) {
            int length = in.getUnsignedShort(in.readerIndex());
            Entry entry = fixed(in.readSlice(length), version);
            if (!entry.cookie.isOurs()) {
                foreignCount++;
                if (foreign.size() < TableContents.FOREIGN_SHOWN) {
                    foreign.add("table %s priority %d cookie %s".formatted(entry.table, entry.priority, entry.cookie));
                }
                continue;
            }
            try {
                rules.add(rule(entry));
                octets.add(entry.octets);
            } catch (MalformedMessageException | IndexOutOfBoundsException | IllegalArgumentException e) {
                unreadable.add(unreadable(entry, e));
            }
        }
        return new TableContents.Rules(rules, octets, unreadable, foreign, foreignCount);
    }

    /** What of an entry can always be read, and the rest as bytes. */
    private record Entry(
            TableId table,
            int priority,
            int idle,
            int hard,
            int flags,
            Cookie cookie,
            long octets,
            ByteBuf match,
            ByteBuf rest) {}

    private static Entry fixed(ByteBuf in, ProtocolVersion version) {
        return version == ProtocolVersion.OF_1_5 ? description(in) : statistics(in);
    }

    private static Entry statistics(ByteBuf in) {
        in.skipBytes(2);
        TableId table = new TableId(in.readUnsignedByte());
        in.skipBytes(9);
        int priority = in.readUnsignedShort();
        int idle = in.readUnsignedShort();
        int hard = in.readUnsignedShort();
        int flags = in.readUnsignedShort();
        in.skipBytes(4);
        Cookie cookie = new Cookie(in.readLong());
        long octets = in.skipBytes(8).readLong();
        return new Entry(table, priority, idle, hard, flags, cookie, octets, MatchCodec.slice(in), in);
    }

    private static Entry description(ByteBuf in) {
        in.skipBytes(4);
        TableId table = new TableId(in.readUnsignedByte());
        in.skipBytes(1);
        int priority = in.readUnsignedShort();
        int idle = in.readUnsignedShort();
        int hard = in.readUnsignedShort();
        int flags = in.readUnsignedShort();
        in.skipBytes(2);
        Cookie cookie = new Cookie(in.readLong());
        ByteBuf match = MatchCodec.slice(in);
        int length = in.getUnsignedShort(in.readerIndex() + 2);
        ByteBuf statistics = in.readSlice(Protocol.padded(length)).slice(4, length - 4);
        return new Entry(table, priority, idle, hard, flags, cookie, octetsIn(statistics), match, in);
    }

    /** The count of octets among statistics of an entry (OpenFlow 1.5.1 §7.2.4.2), 0 where it is not there. */
    private static long octetsIn(ByteBuf statistics) {
        long octets = 0;
        while (statistics.isReadable()) {
            int field = statistics.readUnsignedShort() << 16 | statistics.readUnsignedByte() << 8;
            ByteBuf value = statistics.readSlice(statistics.readUnsignedByte());
            octets = (field & STATISTIC_MASK) == BYTE_COUNT ? value.readLong() : octets;
        }
        return octets;
    }

    private static ForwardingRule rule(Entry entry) {
        if (entry.hard != 0 || (entry.flags & ~HARMLESS_FLAGS) != flags(entry.idle)) {
            throw new MalformedMessageException("hard timeout %d, flags 0x%x".formatted(entry.hard, entry.flags));
        }
        Match match = MatchCodec.read(entry.match.duplicate());
        List<Action> actions = new ArrayList<>();
        Optional<TableId> next = Optional.empty();
        while (entry.rest.isReadable()) {
            int type = entry.rest.readUnsignedShort();
            ByteBuf body = entry.rest.readSlice(entry.rest.readUnsignedShort() - 4);
            switch (type) {
                case METER -> actions.addFirst(new Action.Metered(new MeterId(body.readInt())));
                case APPLY_ACTIONS -> actions.addAll(ActionCodec.read(body.skipBytes(4)));
                case GOTO_TABLE -> next = Optional.of(new TableId(body.readUnsignedByte()));
                default -> throw new MalformedMessageException("unknown instruction " + type);
            }
        }
        ForwardingRule.Key key = new ForwardingRule.Key(entry.table, entry.priority, match);
        return new ForwardingRule(key, actions, next, entry.cookie, entry.idle);
    }

    private static TableContents.UnreadableRule unreadable(Entry entry, RuntimeException why) {
        Optional<Match> match;
        try {
            match = Optional.of(MatchCodec.read(entry.match.duplicate()));
        } catch (MalformedMessageException | IndexOutOfBoundsException | IllegalArgumentException e) {
            match = Optional.empty();
        }
        byte[] fields = new byte[entry.match.readableBytes()];
        entry.match.getBytes(entry.match.readerIndex(), fields);
        return new TableContents.UnreadableRule(
                entry.table, entry.priority, match, fields, String.valueOf(why.getMessage()));
    }
}
