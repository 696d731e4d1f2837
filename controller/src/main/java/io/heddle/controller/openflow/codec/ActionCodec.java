package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.MeterId;
import io.heddle.topology.PortNumber;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Action lists (OpenFlow 1.5.1 §7.2.6).
 *
 * <p>Copying a field is an action of its own in 1.5 and Nicira's move before; what only Open vSwitch has is Nicira's in all versions. A meter is an action from 1.5 on; before, it is an
 * instruction and must not come here.
 */
final class ActionCodec {
    private static final int OUTPUT = 0;
    private static final int PUSH_VLAN = 17;
    private static final int POP_VLAN = 18;
    private static final int GROUP = 22;
    private static final int DECREMENT_TTL = 24;
    private static final int SET_FIELD = 25;
    private static final int COPY_FIELD = 28;
    private static final int METER = 29;
    private static final int CUSTOMER_TAG = 0x8100;

    private ActionCodec() {}

    static void write(ByteBuf out, List<Action> actions, ProtocolVersion version) {
        actions.forEach(action -> write(out, action, version));
    }

    private static void write(ByteBuf out, Action action, ProtocolVersion version) {
        switch (action) {
            case Action.Output(PortNumber port) -> writeOutput(out, port.value(), 0);
            case Action.OutputToIngress() -> writeOutput(out, Protocol.PORT_IN_PORT, 0);
            case Action.OutputToController(int length) -> writeOutput(out, Protocol.PORT_CONTROLLER, length);
            case Action.ToGroup(GroupId group) ->
                out.writeShort(GROUP).writeShort(8).writeInt(group.value());
            case Action.Metered(MeterId meter) -> writeMeter(out, meter, version);
            case Action.Cloned(List<Action> cloned) -> NiciraActionCodec.writeClone(out, cloned, version);
            case Action.SetField(Field field, long value) -> writeSetField(out, field, value);
            case Action.CopyField(Field from, Field to) -> writeCopyField(out, from, to, version);
            case Action.PushVlan() ->
                out.writeShort(PUSH_VLAN).writeShort(8).writeShort(CUSTOMER_TAG).writeShort(0);
            case Action.PopVlan() -> out.writeShort(POP_VLAN).writeShort(8).writeInt(0);
            case Action.DecrementTtl() ->
                out.writeShort(DECREMENT_TTL).writeShort(8).writeInt(0);
            case Action.Track track -> NiciraActionCodec.writeTrack(out, track);
            case Action.CheckLarger check -> NiciraActionCodec.writeCheckLarger(out, check);
            case Action.Conjunction conjunction -> NiciraActionCodec.writeConjunction(out, conjunction);
        }
    }

    static void writeOutput(ByteBuf out, int port, int maxLength) {
        out.writeShort(OUTPUT)
                .writeShort(16)
                .writeInt(port)
                .writeShort(maxLength)
                .writeZero(6);
    }

    private static void writeMeter(ByteBuf out, MeterId meter, ProtocolVersion version) {
        if (version != ProtocolVersion.OF_1_5) {
            throw new IllegalArgumentException("OpenFlow " + version
                    + " can only meter a whole rule, as its first action; meter " + meter + " is elsewhere");
        }
        out.writeShort(METER).writeShort(8).writeInt(meter.value());
    }

    private static void writeSetField(ByteBuf out, Field field, long value) {
        if (Oxm.isHalf(field)) {
            throw new IllegalArgumentException("half an IPv6 address cannot be set: " + field);
        }
        int length = 8 + Oxm.octets(field);
        out.writeShort(SET_FIELD).writeShort(Protocol.padded(length));
        MatchCodec.writeField(out, field, value, field.allBits());
        out.writeZero(Protocol.padded(length) - length);
    }

    private static void writeCopyField(ByteBuf out, Field from, Field to, ProtocolVersion version) {
        if (version == ProtocolVersion.OF_1_5) {
            out.writeShort(COPY_FIELD).writeShort(24);
            out.writeShort(from.bits()).writeInt(0).writeShort(0);
            out.writeInt(Oxm.header(from)).writeInt(Oxm.header(to)).writeInt(0);
        } else {
            NiciraActionCodec.writeMove(out, from, to);
        }
    }

    /** Reads all of {@code in}; throws at the first action that is not in our vocabulary. */
    static List<Action> read(ByteBuf in) {
        List<Action> actions = new ArrayList<>();
        while (in.isReadable()) {
            int type = in.readUnsignedShort();
            int length = in.readUnsignedShort();
            if (length < 8 || length % 8 != 0) {
                throw new MalformedMessageException("action " + type + " of " + length + " octets");
            }
            actions.add(read(type, in.readSlice(length - 4)));
        }
        return actions;
    }

    private static Action read(int type, ByteBuf body) {
        return switch (type) {
            case OUTPUT -> output(body.readInt(), body.readUnsignedShort());
            case GROUP -> new Action.ToGroup(new GroupId(body.readInt()));
            case PUSH_VLAN -> pushed(body.readUnsignedShort());
            case POP_VLAN -> new Action.PopVlan();
            case DECREMENT_TTL -> new Action.DecrementTtl();
            case SET_FIELD -> setField(body);
            case METER -> new Action.Metered(new MeterId(body.readInt()));
            case COPY_FIELD -> {
                int bits = body.readUnsignedShort();
                int offsets = body.readInt();
                body.skipBytes(2);
                yield copyField(bits, offsets, body);
            }
            case Protocol.EXPERIMENTER_PART -> NiciraActionCodec.read(body);
            default -> throw new MalformedMessageException("unknown action " + type);
        };
    }

    private static Action pushed(int type) {
        if (type != CUSTOMER_TAG) {
            throw new MalformedMessageException("a tag of type 0x%04x is pushed".formatted(type));
        }
        return new Action.PushVlan();
    }

    private static Action output(int port, int maxLength) {
        if (port == Protocol.PORT_IN_PORT) {
            return new Action.OutputToIngress();
        }
        if (port == Protocol.PORT_CONTROLLER) {
            return new Action.OutputToController(maxLength);
        }
        return new Action.Output(new PortNumber(port));
    }

    private static Action setField(ByteBuf body) {
        int header = body.readInt();
        Field field = Oxm.field(header);
        long value = Oxm.readBits(body, Oxm.octets(field));
        if (Oxm.hasMask(header) && Oxm.readBits(body, Oxm.octets(field)) != field.allBits()) {
            throw new MalformedMessageException("a part of " + field + " is set");
        }
        return new Action.SetField(field, value);
    }

    /** Reads the two fields of a copy of that many bits. */
    static Action copyField(int bits, int offsets, ByteBuf body) {
        Field from = Oxm.field(body.readInt());
        Field to = Oxm.field(body.readInt());
        if (bits != from.bits() || offsets != 0) {
            throw new MalformedMessageException("a part of " + from + " is copied");
        }
        return new Action.CopyField(from, to);
    }
}
