package io.heddle.controller.openflow.codec;

import io.heddle.routing.rule.Match;
import io.netty.buffer.ByteBuf;

/** Monitoring of rules (OpenFlow 1.5.1 §7.3.5.18, the same in 1.4): who else changes them while we are connected. */
final class RuleNewsCodec {
    private static final int MONITOR = 1;
    private static final int ADDED_REMOVED_MODIFIED = 1 << 1 | 1 << 2 | 1 << 3;
    private static final int ADD = 0;

    private static final int REMOVED = 2;
    private static final int ABBREVIATED = 4;
    private static final int PAUSED = 5;
    private static final int IDLE_TIMEOUT = 0;
    private static final int HARD_TIMEOUT = 1;

    private RuleNewsCodec() {}

    static void writeRequest(ByteBuf body) {
        body.writeInt(MONITOR).writeInt(Protocol.PORT_ANY).writeInt(Protocol.GROUP_ANY);
        body.writeShort(ADDED_REMOVED_MODIFIED).writeByte(Protocol.TABLE_ALL).writeByte(ADD);
        MatchCodec.write(body, Match.any());
    }

    /**
     * Whether rules were changed by somebody else. What this session did is told in short, and a rule that ended by its own time was
     * meant to; after a pause it is not known what happened in it.
     */
    static boolean isOfOthers(ByteBuf updates) {
        boolean isOfOthers = false;
        while (updates.isReadable()) {
            int length = updates.readUnsignedShort();
            if (length < 8) {
                throw new MalformedMessageException("news of a rule in " + length + " octets");
            }
            ByteBuf update = updates.readSlice(length - 2);
            isOfOthers |= switch (update.readUnsignedShort()) {
                case ABBREVIATED, PAUSED -> false;
                case REMOVED -> {
                    int reason = update.skipBytes(1).readUnsignedByte();
                    yield reason != IDLE_TIMEOUT && reason != HARD_TIMEOUT;
                }
                default -> true;
            };
        }
        return isOfOthers;
    }
}
