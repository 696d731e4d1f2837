package io.heddle.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the stream into messages by the length in their headers (OpenFlow 1.5.1 §7.1.1).
 *
 * <p>The first message must be a hello of a sane length, so that a stranger is recognised by his first eight bytes. A message is
 * handed on in place and must not be kept. After {@link Receiver#garbage} nothing more is handed on.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    private static final int HEADER = 8;
    private static final int LONGEST_HELLO = 1024;
    private static final int HELLO = 0;

    private final Receiver receiver;
    private boolean isGreeted;
    private boolean isGarbage;

    /** Who takes the messages. */
    interface Receiver {
        /** One whole message. */
        void frame(ByteBuf message);

        /** What comes is no OpenFlow. */
        void garbage(String reason);
    }

    FrameDecoder(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (isGarbage) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < HEADER) {
            return;
        }
        int start = in.readerIndex();
        int length = in.getUnsignedShort(start + 2);
        if (length < HEADER || (!isGreeted && !looksLikeHello(in, length))) {
            isGarbage = true;
            String bytes = ByteBufUtil.hexDump(in, start, HEADER);
            in.skipBytes(in.readableBytes());
            receiver.garbage(
                    isGreeted ? "a message of " + length + " octets" : "it does not begin with a hello but " + bytes);
            return;
        }
        if (in.readableBytes() >= length) {
            isGreeted = true;
            receiver.frame(in.slice(start, length));
            in.readerIndex(start + length);
        }
    }

    private static boolean looksLikeHello(ByteBuf in, int length) {
        int version = in.getUnsignedByte(in.readerIndex());
        int type = in.getUnsignedByte(in.readerIndex() + 1);
        return version >= 1 && version < 0x20 && type == HELLO && length <= LONGEST_HELLO;
    }
}
