package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.Meter;
import io.heddle.topology.Port;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** The messages of a switch, as the specification lays them out; what tells of rules and groups is made from our own writing. */
public final class Replies {
    private static final int FLOW_MOD_FIXED = 48;

    private final ProtocolVersion version;

    /** The messages of a switch that speaks {@code version}. */
    public Replies(ProtocolVersion version) {
        this.version = version;
    }

    /** One message. */
    public static ByteBuf message(int wireVersion, int type, int xid, Consumer<ByteBuf> body) {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(wireVersion).writeByte(type).writeShort(0).writeInt(xid);
        body.accept(out);
        return out.setShort(2, out.writerIndex());
    }

    private ByteBuf message(int type, int xid, Consumer<ByteBuf> body) {
        return message(Versions.wire(version), type, xid, body);
    }

    /** A hello with the header's version and, unless it is 0, a bitmap. */
    public static ByteBuf hello(int wireVersion, int bitmap) {
        return message(wireVersion, Protocol.HELLO, 1, out -> {
            if (bitmap != 0) {
                out.writeShort(1).writeShort(8).writeInt(bitmap);
            }
        });
    }

    public ByteBuf hello() {
        return hello(Versions.wire(version), 1 << Versions.wire(version));
    }

    public ByteBuf features(int xid, long dpid, int auxiliary) {
        return message(
                Protocol.FEATURES_REPLY,
                xid,
                out -> out.writeLong(dpid)
                        .writeInt(0)
                        .writeByte(254)
                        .writeByte(auxiliary)
                        .writeShort(0)
                        .writeInt(0x4f)
                        .writeInt(0));
    }

    public ByteBuf error(int xid, int type, int code) {
        return message(
                Protocol.ERROR,
                xid,
                out -> out.writeShort(type).writeShort(code).writeLong(0));
    }

    /** News of rules: the events (OpenFlow 1.5.1 §7.3.5.18.2), each with the reason for which a rule went. */
    public ByteBuf newsOfRules(int... eventsAndReasons) {
        return message(Protocol.MULTIPART_REPLY, 0, out -> {
            out.writeShort(Protocol.MULTIPART_FLOW_MONITOR).writeShort(0).writeInt(0);
            for (int i = 0; i < eventsAndReasons.length; i += 2) {
                out.writeShort(32).writeShort(eventsAndReasons[i]);
                out.writeByte(3).writeByte(eventsAndReasons[i + 1]).writeZero(26);
            }
        });
    }

    public ByteBuf echoRequest(int xid, String payload) {
        return message(Protocol.ECHO_REQUEST, xid, out -> out.writeCharSequence(payload, StandardCharsets.US_ASCII));
    }

    public ByteBuf echoReply(int xid) {
        return message(Protocol.ECHO_REPLY, xid, out -> {});
    }

    public ByteBuf barrierReply(int xid) {
        return message(Protocol.BARRIER_REPLY, xid, out -> {});
    }

    public ByteBuf role(int xid) {
        return message(
                Protocol.ROLE_REPLY, xid, out -> out.writeInt(2).writeInt(0).writeLong(0));
    }

    /** The counters of one group, as many packets as given for each bucket. */
    public ByteBuf groupCounters(int xid, List<Long> packets) {
        return multipart(Protocol.MULTIPART_GROUP_STATS, xid, false, out -> {
            out.writeShort(40 + 16 * packets.size())
                    .writeShort(0)
                    .writeInt(0x48ffffff)
                    .writeZero(8);
            out.writeLong(packets.stream().mapToLong(Long::longValue).sum())
                    .writeLong(0)
                    .writeLong(0);
            packets.forEach(count -> out.writeLong(count).writeLong(64 * count));
        });
    }

    /** A message that says nothing to us: a port's queue was asked for. */
    public ByteBuf irrelevant(int xid) {
        return message(27, xid, out -> {});
    }

    public ByteBuf bundleReply(int xid, int bundle, int step) {
        if (version == ProtocolVersion.OF_1_3) {
            return message(
                    Protocol.EXPERIMENTER,
                    xid,
                    out -> out.writeInt(Protocol.ONF)
                            .writeInt(Protocol.ONF_BUNDLE_CONTROL)
                            .writeInt(bundle)
                            .writeShort(step)
                            .writeShort(0));
        }
        return message(
                Protocol.BUNDLE_CONTROL,
                xid,
                out -> out.writeInt(bundle).writeShort(step).writeShort(0));
    }

    public ByteBuf description(int xid, String name) {
        return multipart(Protocol.MULTIPART_DESC, xid, false, out -> {
            for (String text : List.of("Nobody", "Fake", "0.1")) {
                writeText(out, text, 256);
            }
            writeText(out, "none", 32);
            writeText(out, name, 256);
        });
    }

    public ByteBuf ports(int xid, boolean more, List<Port> ports) {
        return multipart(Protocol.MULTIPART_PORT_DESC, xid, more, out -> ports.forEach(port -> writePort(out, port)));
    }

    /** News of a port: 0 added, 1 deleted, 2 modified. */
    public ByteBuf portStatus(int reason, Port port) {
        return message(Protocol.PORT_STATUS, 0, out -> {
            out.writeByte(reason).writeZero(7);
            writePort(out, port);
        });
    }

    private void writePort(ByteBuf out, Port port) {
        int kilobits = (int) (port.bitsPerSecond() / 1000);
        boolean hasProperties = version != ProtocolVersion.OF_1_3;
        out.writeInt(port.number().value()).writeShort(hasProperties ? 72 : 0).writeShort(0);
        out.writeBytes(port.mac().octets()).writeShort(0);
        writeText(out, port.name(), 16);
        out.writeInt(0).writeInt(port.isUp() ? 4 : 1);
        if (hasProperties) {
            out.writeShort(0).writeShort(32).writeInt(0);
        }
        out.writeZero(16).writeInt(kilobits).writeInt(0);
    }

    public ByteBuf packetIn(int port, int reason, long cookie, byte[] frame) {
        return message(Protocol.PACKET_IN, 0, out -> {
            out.writeInt(Protocol.NO_BUFFER)
                    .writeShort(frame.length)
                    .writeByte(reason)
                    .writeByte(0)
                    .writeLong(cookie);
            // A register and the port, as Open vSwitch sends them.
            out.writeShort(1)
                    .writeShort(20)
                    .writeInt(0x00010004)
                    .writeInt(9)
                    .writeInt(0x80000004)
                    .writeInt(port);
            out.writeInt(0).writeShort(0).writeBytes(frame);
        });
    }

    /** Counters of one port, all different. */
    public ByteBuf counters(int xid, boolean more, int port) {
        return multipart(Protocol.MULTIPART_PORT_STATS, xid, more, out -> {
            if (version == ProtocolVersion.OF_1_3) {
                out.writeInt(port).writeInt(0);
                for (int i = 1; i <= 12; i++) {
                    out.writeLong(i);
                }
                out.writeLong(0);
            } else {
                out.writeShort(80).writeShort(0).writeInt(port).writeLong(0);
                for (int i = 1; i <= 8; i++) {
                    out.writeLong(i);
                }
            }
        });
    }

    public ByteBuf meters(int xid, boolean more, Iterable<Meter> meters) {
        return multipart(
                Protocol.MULTIPART_METER_CONFIG,
                xid,
                more,
                out -> meters.forEach(meter -> {
                    ByteBuf modification =
                            modification(new Change.AddMeter(meter)).skipBytes(10);
                    out.writeShort(2 + modification.readableBytes()).writeBytes(modification);
                }));
    }

    public ByteBuf groups(int xid, boolean more, Iterable<Group> groups) {
        return multipart(
                Protocol.MULTIPART_GROUP_DESC,
                xid,
                more,
                out -> groups.forEach(group -> {
                    ByteBuf modification =
                            modification(new Change.AddGroup(group)).skipBytes(10);
                    int start = out.writerIndex();
                    out.writeShort(0).writeBytes(modification, 6);
                    if (version == ProtocolVersion.OF_1_5) {
                        out.writeBytes(modification, 2).writeZero(6);
                        modification.skipBytes(6);
                    }
                    out.writeBytes(modification);
                    out.setShort(start, out.writerIndex() - start);
                }));
    }

    public ByteBuf rules(int xid, boolean more, Iterable<ForwardingRule> rules) {
        return multipart(Protocol.MULTIPART_FLOW, xid, more, out -> rules.forEach(rule -> writeRule(out, rule)));
    }

    /** The same, each of them having carried so many octets. */
    public ByteBuf rules(int xid, boolean more, Iterable<ForwardingRule> rules, long octets) {
        return multipart(
                Protocol.MULTIPART_FLOW, xid, more, out -> rules.forEach(rule -> writeRule(out, rule, octets)));
    }

    private void writeRule(ByteBuf out, ForwardingRule rule) {
        writeRule(out, rule, 0);
    }

    private void writeRule(ByteBuf out, ForwardingRule rule, long octets) {
        int start = out.writerIndex();
        ByteBuf modification = modification(new Change.PutRule(rule)).skipBytes(FLOW_MOD_FIXED);
        int match = Protocol.padded(modification.getUnsignedShort(modification.readerIndex() + 2));
        out.writeShort(0);
        if (version == ProtocolVersion.OF_1_5) {
            out.writeShort(0).writeByte(rule.key().table().value()).writeByte(0);
            writeKey(out, rule).writeLong(rule.cookie().value()).writeBytes(modification, match);
            // How long it was idle and how many octets it carried, as Open vSwitch tells it.
            out.writeShort(0).writeShort(28);
            out.writeInt(0x80020208)
                    .writeLong(1)
                    .writeInt(0x80020a08)
                    .writeLong(octets)
                    .writeInt(0);
        } else {
            out.writeByte(rule.key().table().value()).writeZero(9);
            writeKey(out, rule).writeZero(2).writeLong(rule.cookie().value());
            out.writeZero(8).writeLong(octets).writeBytes(modification, match);
        }
        out.writeBytes(modification);
        out.setShort(start, out.writerIndex() - start);
    }

    /** A rule was removed: 0 idle, 2 on demand. */
    public ByteBuf flowRemoved(ForwardingRule rule, int reason) {
        int table = rule.key().table().value();
        ByteBuf modification = modification(new Change.PutRule(rule)).skipBytes(FLOW_MOD_FIXED);
        int match = Protocol.padded(modification.getUnsignedShort(modification.readerIndex() + 2));
        return message(Protocol.FLOW_REMOVED, 0, out -> {
            if (version == ProtocolVersion.OF_1_5) {
                out.writeByte(table).writeByte(reason).writeShort(rule.key().priority());
                out.writeShort(rule.idleSeconds()).writeShort(0);
                out.writeLong(rule.cookie().value()).writeBytes(modification, match);
                out.writeShort(0).writeShort(4).writeInt(0);
            } else {
                out.writeLong(rule.cookie().value()).writeShort(rule.key().priority());
                out.writeByte(reason).writeByte(table).writeZero(8);
                out.writeShort(rule.idleSeconds()).writeShort(0).writeZero(16).writeBytes(modification, match);
            }
        });
    }

    private static ByteBuf writeKey(ByteBuf out, ForwardingRule rule) {
        return out.writeShort(rule.key().priority())
                .writeShort(rule.idleSeconds())
                .writeShort(0)
                .writeShort(rule.idleSeconds() == 0 ? 0 : 1)
                .writeShort(0);
    }

    private ByteBuf modification(Change change) {
        ByteBuf written = Unpooled.buffer();
        new MessageEncoder(version).change(written, 0, change);
        return written;
    }

    /** All of a plan in three messages, for tests of the decoder alone. */
    public List<ByteBuf> contents(SwitchPlan plan) {
        return List.of(
                meters(1, false, plan.meters().values()),
                groups(2, false, plan.groups().values()),
                rules(3, false, plan.rules().values()));
    }

    private ByteBuf multipart(int type, int xid, boolean more, Consumer<ByteBuf> body) {
        return message(Protocol.MULTIPART_REPLY, xid, out -> {
            out.writeShort(type).writeShort(more ? 1 : 0).writeInt(0);
            body.accept(out);
        });
    }

    private static void writeText(ByteBuf out, String text, int octets) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
        out.writeZero(octets - text.length());
    }
}
