package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.Effect.Departure;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.Pipeline;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Match;
import io.heddle.topology.PortNumber;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes whole messages to a switch, each with its header, one after the other into the same buffer. */
public final class MessageEncoder {
    /** The step of a bundle that opens it; its answer is the next number (OpenFlow 1.5.1 §7.3.9.2). */
    public static final int BUNDLE_OPEN = 0;

    /** The step that puts a bundle into force. */
    public static final int BUNDLE_COMMIT = 4;

    /** The step that forgets a bundle. */
    public static final int BUNDLE_DISCARD = 6;

    private static final int ATOMIC_AND_ORDERED = 3;
    private static final int HELLO_ELEMENT = 1;

    private final ProtocolVersion version;

    /** An encoder for a switch with which {@code version} was negotiated. */
    public MessageEncoder(ProtocolVersion version) {
        this.version = version;
    }

    /** The first message of a session, before anything is negotiated: every version spoken here. */
    public static void hello(ByteBuf out, int xid) {
        int start = begin(out, Versions.wire(ProtocolVersion.OF_1_5), Protocol.HELLO, xid);
        out.writeShort(HELLO_ELEMENT).writeShort(8).writeInt(Versions.bitmap());
        end(out, start);
    }

    /** The answer to a hello without a common version; {@code wireVersion} is one that the switch understands. */
    public static void helloFailed(ByteBuf out, int wireVersion, int xid, String text) {
        int start = begin(out, wireVersion, Protocol.ERROR, xid);
        out.writeShort(0).writeShort(0).writeCharSequence(text, StandardCharsets.US_ASCII);
        end(out, start);
    }

    public void featuresRequest(ByteBuf out, int xid) {
        LoxiSession.writeFeaturesRequest(out, version, xid);
    }

    public void descriptionRequest(ByteBuf out, int xid) {
        LoxiSession.writeDescriptionRequest(out, version, xid);
    }

    public void masterRequest(ByteBuf out, int xid, long generation) {
        LoxiSession.writeMasterRequest(out, version, xid, generation);
    }

    /** How packets come to us, and that they come. */
    public void configuration(ByteBuf out, int xid, int asynchronousXid) {
        LoxiSession.writeConfiguration(out, version, xid);
        LoxiSession.writeAsynchronous(out, version, asynchronousXid);
    }

    public void echoRequest(ByteBuf out, int xid) {
        message(out, Protocol.ECHO_REQUEST, xid, body -> {});
    }

    public void echoReply(ByteBuf out, int xid, byte[] payload) {
        message(out, Protocol.ECHO_REPLY, xid, body -> body.writeBytes(payload));
    }

    public void barrier(ByteBuf out, int xid) {
        message(out, Protocol.BARRIER_REQUEST, xid, body -> {});
    }

    public void portsRequest(ByteBuf out, int xid) {
        boolean takesPort = version == ProtocolVersion.OF_1_5;
        multipart(out, Protocol.MULTIPART_PORT_DESC, xid, body -> {
            if (takesPort) {
                body.writeInt(Protocol.PORT_ANY).writeInt(0);
            }
        });
    }

    public void metersRequest(ByteBuf out, int xid) {
        multipart(
                out,
                Protocol.MULTIPART_METER_CONFIG,
                xid,
                body -> body.writeInt(Protocol.METER_ALL).writeInt(0));
    }

    public void groupsRequest(ByteBuf out, int xid) {
        boolean takesGroup = version == ProtocolVersion.OF_1_5;
        multipart(out, Protocol.MULTIPART_GROUP_DESC, xid, body -> {
            if (takesGroup) {
                body.writeInt(Protocol.GROUP_ALL).writeInt(0);
            }
        });
    }

    public void rulesRequest(ByteBuf out, int xid) {
        multipart(out, Protocol.MULTIPART_FLOW, xid, body -> {
            body.writeByte(Protocol.TABLE_ALL).writeZero(3);
            body.writeInt(Protocol.PORT_ANY).writeInt(Protocol.GROUP_ANY).writeInt(0);
            body.writeLong(0).writeLong(0);
            MatchCodec.write(body, Match.any());
        });
    }

    /** The rules that steer flows, with what they have counted. */
    public void steeringCountersRequest(ByteBuf out, int xid) {
        multipart(out, Protocol.MULTIPART_FLOW, xid, body -> {
            body.writeByte(Pipeline.STEER.value()).writeZero(3);
            body.writeInt(Protocol.PORT_ANY).writeInt(Protocol.GROUP_ANY).writeInt(0);
            body.writeLong(Cookie.of(Cookie.Purpose.STEERING).value()).writeLong(Cookie.PURPOSE_MASK);
            MatchCodec.write(body, Match.any());
        });
    }

    /** News of changes to rules from now on (OpenFlow 1.4 and later), of those made by this session only that they were made. */
    public void newsOfRulesRequest(ByteBuf out, int xid) {
        multipart(out, Protocol.MULTIPART_FLOW_MONITOR, xid, body -> RuleNewsCodec.writeRequest(body));
    }

    public void countersRequest(ByteBuf out, int xid) {
        multipart(
                out,
                Protocol.MULTIPART_PORT_STATS,
                xid,
                body -> body.writeInt(Protocol.PORT_ANY).writeInt(0));
    }

    /** The counters of one group and its buckets. */
    public void groupCountersRequest(ByteBuf out, int xid, GroupId group) {
        multipart(
                out,
                Protocol.MULTIPART_GROUP_STATS,
                xid,
                body -> body.writeInt(group.value()).writeInt(0));
    }

    /** One frame for the switch to send. */
    public void packetOut(ByteBuf out, int xid, Departure departure, byte[] frame) {
        message(out, Protocol.PACKET_OUT, xid, body -> {
            body.writeInt(Protocol.NO_BUFFER);
            int ingress = ingress(departure);
            if (version != ProtocolVersion.OF_1_5) {
                body.writeInt(ingress);
            }
            int lengthAt = body.writerIndex();
            body.writeShort(0);
            if (version == ProtocolVersion.OF_1_5) {
                body.writeShort(0);
                MatchCodec.write(body, Match.any().with(Field.IN_PORT, Integer.toUnsignedLong(ingress)));
            } else {
                body.writeZero(6);
            }
            int start = body.writerIndex();
            writeDeparture(body, departure);
            body.setShort(lengthAt, body.writerIndex() - start);
            body.writeBytes(frame);
        });
    }

    private static int ingress(Departure departure) {
        return departure instanceof Departure.ThroughTablesFrom(PortNumber port)
                ? port.value()
                : Protocol.PORT_CONTROLLER;
    }

    private void writeDeparture(ByteBuf out, Departure departure) {
        switch (departure) {
            case Departure.ByPort byPort ->
                ActionCodec.writeOutput(out, byPort.port().value(), 0);
            case Departure.ThroughTables() -> ActionCodec.writeOutput(out, Protocol.PORT_TABLE, 0);
            case Departure.ThroughTablesFrom ignored -> ActionCodec.writeOutput(out, Protocol.PORT_TABLE, 0);
            case Departure.ByActions byActions -> ActionCodec.write(out, byActions.actions(), version);
        }
    }

    /** One change; throws {@link IllegalArgumentException} when this version cannot express it, with {@code out} as it was. */
    public void change(ByteBuf out, int xid, Change change) {
        switch (change) {
            case Change.AddMeter add ->
                message(out, Protocol.METER_MOD, xid, body -> MeterCodec.write(body, MeterCodec.ADD, add.meter()));
            case Change.ModifyMeter modify ->
                message(
                        out,
                        Protocol.METER_MOD,
                        xid,
                        body -> MeterCodec.write(body, MeterCodec.MODIFY, modify.meter()));
            case Change.RemoveMeter remove ->
                message(out, Protocol.METER_MOD, xid, body -> MeterCodec.writeRemove(body, remove.id()));
            case Change.AddGroup add ->
                message(
                        out,
                        Protocol.GROUP_MOD,
                        xid,
                        body -> GroupCodec.write(body, GroupCodec.ADD, add.group(), version));
            case Change.ModifyGroup modify ->
                message(
                        out,
                        Protocol.GROUP_MOD,
                        xid,
                        body -> GroupCodec.write(body, GroupCodec.MODIFY, modify.group(), version));
            case Change.RemoveGroup remove ->
                message(out, Protocol.GROUP_MOD, xid, body -> GroupCodec.writeRemove(body, remove.id(), version));
            case Change.PutRule put ->
                message(out, Protocol.FLOW_MOD, xid, body -> RuleCodec.writePut(body, put.rule(), version));
            case Change.RemoveRule remove ->
                message(out, Protocol.FLOW_MOD, xid, body -> RuleCodec.writeRemove(body, remove.key()));
        }
    }

    /** Forgets all connections of a zone; only Open vSwitch knows it. */
    public void forgetConnections(ByteBuf out, int xid, Zone.Of zone) {
        message(
                out,
                Protocol.EXPERIMENTER,
                xid,
                body -> body.writeInt(Protocol.NICIRA)
                        .writeInt(Protocol.NICIRA_FLUSH_ZONE)
                        .writeZero(6)
                        .writeShort(zone.number()));
    }

    /** Removes a rule whose match cannot be expressed in {@code routing.rule}. */
    public void removal(ByteBuf out, int xid, TableContents.UnreadableRule rule) {
        message(out, Protocol.FLOW_MOD, xid, body -> RuleCodec.writeRemove(body, rule));
    }

    /** A step of a bundle that is ordered and all or nothing. */
    public void bundleStep(ByteBuf out, int xid, int bundle, int step) {
        if (version == ProtocolVersion.OF_1_3) {
            message(
                    out,
                    Protocol.EXPERIMENTER,
                    xid,
                    body -> body.writeInt(Protocol.ONF)
                            .writeInt(Protocol.ONF_BUNDLE_CONTROL)
                            .writeInt(bundle)
                            .writeShort(step)
                            .writeShort(ATOMIC_AND_ORDERED));
        } else {
            message(
                    out,
                    Protocol.BUNDLE_CONTROL,
                    xid,
                    body -> body.writeInt(bundle).writeShort(step).writeShort(ATOMIC_AND_ORDERED));
        }
    }

    /** One change as part of an open bundle; throws as {@link #change} does. */
    public void bundled(ByteBuf out, int xid, int bundle, Change change) {
        boolean isExtension = version == ProtocolVersion.OF_1_3;
        message(out, isExtension ? Protocol.EXPERIMENTER : Protocol.BUNDLE_ADD_MESSAGE, xid, body -> {
            if (isExtension) {
                body.writeInt(Protocol.ONF).writeInt(Protocol.ONF_BUNDLE_ADD_MESSAGE);
            }
            body.writeInt(bundle).writeShort(0).writeShort(ATOMIC_AND_ORDERED);
            change(body, xid, change);
        });
    }

    private void multipart(ByteBuf out, int type, int xid, Consumer<ByteBuf> body) {
        message(out, Protocol.MULTIPART_REQUEST, xid, in -> {
            in.writeShort(type).writeShort(0).writeInt(0);
            body.accept(in);
        });
    }

    private void message(ByteBuf out, int type, int xid, Consumer<ByteBuf> body) {
        int start = begin(out, Versions.wire(version), type, xid);
        try {
            body.accept(out);
            end(out, start);
        } catch (IllegalArgumentException e) {
            out.writerIndex(start);
            throw e;
        }
    }

    private static int begin(ByteBuf out, int wireVersion, int type, int xid) {
        int start = out.writerIndex();
        out.writeByte(wireVersion).writeByte(type).writeShort(0).writeInt(xid);
        return start;
    }

    private static void end(ByteBuf out, int start) {
        int length = out.writerIndex() - start;
        if (length > 0xffff) {
            throw new IllegalArgumentException("a message has at most 65535 octets, this one " + length);
        }
        out.setShort(start + 2, length);
    }
}
