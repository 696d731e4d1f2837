package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.rule.Cookie;
import io.heddle.topology.PortNumber;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Turns one whole message, header included, into what it says. Never throws, keeps no reference to the buffer, and reads nothing
 * outside it.
 */
public final class MessageDecoder {
    private static final int HELLO_BITMAP = 1;
    private static final int REASON_INVALID_TTL = 2;
    private static final int PORT_DELETED = 1;
    private static final int DETAIL_MOST = 200;
    private static final long NO_COOKIE = -1L;

    private MessageDecoder() {}

    /** Reads the first message of a switch, of whatever version. */
    public static SwitchMessage decodeHello(ByteBuf frame) {
        int version = frame.getUnsignedByte(frame.readerIndex());
        try {
            if (frame.getUnsignedByte(frame.readerIndex() + 1) != Protocol.HELLO) {
                throw new MalformedMessageException("not a hello");
            }
            int xid = frame.getInt(frame.readerIndex() + 4);
            return new SwitchMessage.Hello(xid, helloBitmap(body(frame), version));
        } catch (MalformedMessageException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return unparsed(frame, e);
        }
    }

    /** Without a bitmap, a switch speaks every version up to the header's. */
    private static int helloBitmap(ByteBuf in, int version) {
        while (in.readableBytes() >= 4) {
            int type = in.readUnsignedShort();
            int length = in.readUnsignedShort();
            ByteBuf element = in.readSlice(length - 4);
            in.skipBytes(Math.min(in.readableBytes(), Protocol.padded(length) - length));
            if (type == HELLO_BITMAP) {
                return element.readInt();
            }
        }
        return version >= 31 ? -1 : (1 << (version + 1)) - 1;
    }

    /** Reads a message of a switch with which {@code version} was negotiated. */
    public static SwitchMessage decode(ByteBuf frame, ProtocolVersion version) {
        try {
            int wire = frame.getUnsignedByte(frame.readerIndex());
            if (wire != Versions.wire(version)) {
                throw new MalformedMessageException("another version than the negotiated " + version);
            }
            int type = frame.getUnsignedByte(frame.readerIndex() + 1);
            int xid = frame.getInt(frame.readerIndex() + 4);
            return decode(frame, type, xid, version);
        } catch (MalformedMessageException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return unparsed(frame, e);
        }
    }

    private static SwitchMessage decode(ByteBuf frame, int type, int xid, ProtocolVersion version) {
        return switch (type) {
            case Protocol.HELLO -> new SwitchMessage.Ignored(xid, type);
            case Protocol.ERROR -> new SwitchMessage.Refused(xid, error(body(frame)));
            case Protocol.ECHO_REQUEST -> new SwitchMessage.EchoRequested(xid, bytes(body(frame)));
            case Protocol.ECHO_REPLY -> new SwitchMessage.EchoAnswered(xid);
            case Protocol.PACKET_IN -> packetIn(xid, body(frame));
            case Protocol.PORT_STATUS -> portStatus(xid, body(frame), version);
            case Protocol.FLOW_REMOVED -> flowRemoved(xid, body(frame), version);
            case Protocol.BARRIER_REPLY -> new SwitchMessage.BarrierPassed(xid);
            case Protocol.MULTIPART_REPLY -> multipart(frame, xid, version);
            case Protocol.FEATURES_REPLY, Protocol.ROLE_REPLY -> LoxiSession.decode(frame, version);
            case Protocol.BUNDLE_CONTROL -> bundle(xid, body(frame));
            case Protocol.EXPERIMENTER -> experimenter(xid, body(frame));
            default -> new SwitchMessage.Ignored(xid, type);
        };
    }

    private static ByteBuf body(ByteBuf frame) {
        return frame.slice(frame.readerIndex() + Protocol.HEADER, frame.readableBytes() - Protocol.HEADER);
    }

    private static byte[] bytes(ByteBuf in) {
        byte[] bytes = new byte[in.readableBytes()];
        in.readBytes(bytes);
        return bytes;
    }

    private static OpenFlowError error(ByteBuf in) {
        int type = in.readUnsignedShort();
        int code = in.readUnsignedShort();
        if (type == OpenFlowError.EXPERIMENTER) {
            return new OpenFlowError(type, code, "experimenter 0x%08x".formatted(in.readInt()));
        }
        String detail = "";
        if (type == 0) {
            // Only a failed hello carries words; all others carry the message they are about.
            detail = in.toString(StandardCharsets.US_ASCII).replaceAll("[^ -~]", "");
            detail = detail.substring(0, Math.min(detail.length(), DETAIL_MOST));
        }
        return new OpenFlowError(type, code, detail);
    }

    private static SwitchMessage packetIn(int xid, ByteBuf in) {
        in.skipBytes(6);
        int reason = in.readUnsignedByte();
        in.skipBytes(1);
        long cookie = in.readLong();
        int port = MatchCodec.ingressPort(MatchCodec.slice(in));
        in.skipBytes(2);
        if (port <= 0) {
            return new SwitchMessage.Ignored(xid, Protocol.PACKET_IN);
        }
        return new SwitchMessage.PacketIn(
                xid,
                new PortNumber(port),
                reason(reason),
                cookie == NO_COOKIE ? Optional.empty() : Optional.of(new Cookie(cookie)),
                bytes(in));
    }

    private static PacketInReason reason(int wire) {
        return switch (wire) {
            case 0 -> PacketInReason.TABLE_MISS;
            case 1 -> PacketInReason.ACTION;
            case REASON_INVALID_TTL -> PacketInReason.INVALID_TTL;
            default -> PacketInReason.OTHER;
        };
    }

    private static SwitchMessage portStatus(int xid, ByteBuf in, ProtocolVersion version) {
        int reason = in.readUnsignedByte();
        in.skipBytes(7);
        if (reason == PORT_DELETED) {
            return PortCodec.number(in)
                    .<SwitchMessage>map(number -> new SwitchMessage.PortGone(xid, number))
                    .orElseGet(() -> new SwitchMessage.Ignored(xid, Protocol.PORT_STATUS));
        }
        return PortCodec.read(in, version)
                .<SwitchMessage>map(port -> new SwitchMessage.PortNews(xid, port))
                .orElseGet(() -> new SwitchMessage.Ignored(xid, Protocol.PORT_STATUS));
    }

    private static SwitchMessage flowRemoved(int xid, ByteBuf in, ProtocolVersion version) {
        return RuleCodec.readExpired(in, version)
                .<SwitchMessage>map(key -> new SwitchMessage.RuleExpired(xid, key))
                .orElseGet(() -> new SwitchMessage.Ignored(xid, Protocol.FLOW_REMOVED));
    }

    private static SwitchMessage multipart(ByteBuf frame, int xid, ProtocolVersion version) {
        ByteBuf in = body(frame);
        int type = in.readUnsignedShort();
        boolean more = (in.readUnsignedShort() & Protocol.REPLY_MORE) != 0;
        in.skipBytes(4);
        return switch (type) {
            case Protocol.MULTIPART_DESC -> LoxiSession.decode(frame, version);
            case Protocol.MULTIPART_PORT_DESC ->
                new SwitchMessage.Ports(xid, List.copyOf(PortCodec.readAll(in, version)), more);
            case Protocol.MULTIPART_PORT_STATS ->
                new SwitchMessage.Counters(xid, PortCodec.readCounters(in, version), more);
            case Protocol.MULTIPART_FLOW -> new SwitchMessage.Contents(xid, RuleCodec.read(in, version), more);
            case Protocol.MULTIPART_FLOW_MONITOR ->
                RuleNewsCodec.isOfOthers(in)
                        ? new SwitchMessage.RulesDisturbed(xid)
                        : new SwitchMessage.Ignored(xid, Protocol.MULTIPART_REPLY);
            case Protocol.MULTIPART_GROUP_STATS ->
                new SwitchMessage.GroupCounted(xid, GroupCodec.readBucketPackets(in));
            case Protocol.MULTIPART_GROUP_DESC -> new SwitchMessage.Contents(xid, GroupCodec.read(in, version), more);
            case Protocol.MULTIPART_METER_CONFIG -> new SwitchMessage.Contents(xid, MeterCodec.read(in), more);
            default -> new SwitchMessage.Ignored(xid, Protocol.MULTIPART_REPLY);
        };
    }

    private static SwitchMessage bundle(int xid, ByteBuf in) {
        return new SwitchMessage.BundleAnswered(xid, in.readInt(), in.readUnsignedShort());
    }

    private static SwitchMessage experimenter(int xid, ByteBuf in) {
        if (in.readInt() == Protocol.ONF && in.readInt() == Protocol.ONF_BUNDLE_CONTROL) {
            return bundle(xid, in);
        }
        return new SwitchMessage.Ignored(xid, Protocol.EXPERIMENTER);
    }

    private static SwitchMessage.Unparsed unparsed(ByteBuf frame, RuntimeException why) {
        int start = frame.readerIndex();
        // The buffer's own words for it are about the buffer, not about the message.
        String reason = why instanceof IndexOutOfBoundsException
                ? "a part of it is longer than the whole"
                : String.valueOf(why.getMessage());
        return new SwitchMessage.Unparsed(
                frame.getUnsignedByte(start),
                frame.getUnsignedByte(start + 1),
                frame.getUnsignedShort(start + 2),
                frame.getInt(start + 4),
                reason);
    }
}
