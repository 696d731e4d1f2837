package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Action.Track.Nat;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.address.Ipv4Address;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;

/**
 * Open vSwitch's own actions, which are the same in every version of OpenFlow: after the experimenter, a subtype and its body (ovs-actions(7)).
 */
final class NiciraActionCodec {
    private static final int MOVE = 6;
    private static final int CONJUNCTION = 34;
    private static final int TRACK = 35;
    private static final int NAT = 36;
    private static final int CLONE = 42;
    private static final int CHECK_LARGER = 49;

    private static final int COMMIT = 1;
    private static final int NO_TABLE = 0xff;
    /** The low 16 bits of a field: where they begin times 64, and how many they are less one. */
    private static final int LOW_16_BITS = 15;

    private static final int NAT_SOURCE = 1;
    private static final int NAT_DESTINATION = 2;
    /** Which values a translation gives, each the lowest of a range of one. */
    private static final int IPV4_LOWEST = 1;

    private static final int PORT_LOWEST = 16;

    private NiciraActionCodec() {}

    static void writeMove(ByteBuf out, Field from, Field to) {
        int start = begin(out, MOVE);
        out.writeShort(from.bits()).writeInt(0);
        out.writeInt(Oxm.header(from)).writeInt(Oxm.header(to));
        end(out, start);
    }

    static void writeConjunction(ByteBuf out, Action.Conjunction conjunction) {
        int start = begin(out, CONJUNCTION);
        out.writeByte(conjunction.clause()).writeByte(conjunction.clauses()).writeInt(conjunction.id());
        end(out, start);
    }

    static void writeTrack(ByteBuf out, Track track) {
        int start = begin(out, TRACK);
        out.writeShort(track.commit() ? COMMIT : 0);
        switch (track.zone()) {
            case Zone.Of(int number) -> out.writeInt(0).writeShort(number);
            case Zone.In(Field field) -> out.writeInt(Oxm.header(field)).writeShort(LOW_16_BITS);
        }
        out.writeByte(track.next().map(TableId::value).orElse(NO_TABLE)).writeZero(5);
        track.nat().ifPresent(nat -> writeNat(out, nat));
        end(out, start);
    }

    static void writeClone(ByteBuf out, List<Action> actions, ProtocolVersion version) {
        int start = begin(out, CLONE);
        out.writeZero(6);
        ActionCodec.write(out, actions, version);
        end(out, start);
    }

    static void writeCheckLarger(ByteBuf out, Action.CheckLarger check) {
        int start = begin(out, CHECK_LARGER);
        out.writeShort(check.octets()).writeShort(check.bit()).writeInt(Oxm.header(check.to()));
        end(out, start);
    }

    private static void writeNat(ByteBuf out, Nat nat) {
        int start = begin(out, NAT);
        out.writeZero(2);
        switch (nat) {
            case Nat.AsCommitted() -> out.writeInt(0);
            case Nat.Source(Ipv4Address address) ->
                out.writeShort(NAT_SOURCE).writeShort(IPV4_LOWEST).writeInt(address.value());
            case Nat.Destination(Ipv4Address address, int port) -> {
                out.writeShort(NAT_DESTINATION).writeShort(port == 0 ? IPV4_LOWEST : IPV4_LOWEST | PORT_LOWEST);
                out.writeInt(address.value());
                if (port != 0) {
                    out.writeShort(port);
                }
            }
        }
        end(out, start);
    }

    private static int begin(ByteBuf out, int subtype) {
        int start = out.writerIndex();
        out.writeShort(Protocol.EXPERIMENTER_PART)
                .writeShort(0)
                .writeInt(Protocol.NICIRA)
                .writeShort(subtype);
        return start;
    }

    private static void end(ByteBuf out, int start) {
        int length = out.writerIndex() - start;
        out.setShort(start + 2, Protocol.padded(length));
        out.writeZero(Protocol.padded(length) - length);
    }

    /** Reads what follows type and length of an experimenter's action. */
    static Action read(ByteBuf body) {
        int experimenter = body.readInt();
        int subtype = body.readUnsignedShort();
        if (experimenter == Protocol.NICIRA) {
            switch (subtype) {
                case MOVE -> {
                    int bits = body.readUnsignedShort();
                    return ActionCodec.copyField(bits, body.readInt(), body);
                }
                case CONJUNCTION -> {
                    int clause = body.readUnsignedByte();
                    int clauses = body.readUnsignedByte();
                    return new Action.Conjunction(body.readInt(), clause, clauses);
                }
                case CHECK_LARGER -> {
                    int octets = body.readUnsignedShort();
                    int bit = body.readUnsignedShort();
                    return new Action.CheckLarger(octets, Oxm.field(body.readInt()), bit);
                }
                case TRACK -> {
                    return track(body);
                }
                case CLONE -> {
                    return new Action.Cloned(ActionCodec.read(body.skipBytes(6)));
                }
                default -> {}
            }
        }
        throw new MalformedMessageException(
                "unknown action %d of experimenter 0x%08x".formatted(subtype, experimenter));
    }

    private static Track track(ByteBuf body) {
        int flags = body.readUnsignedShort();
        int source = body.readInt();
        int zone = body.readUnsignedShort();
        int table = body.readUnsignedByte();
        int helper = body.skipBytes(3).readUnsignedShort();
        if ((flags & ~COMMIT) != 0 || helper != 0 || (source != 0 && zone != LOW_16_BITS)) {
            throw new MalformedMessageException("connection tracking with flags 0x%x, helper %d, zone 0x%08x/%d"
                    .formatted(flags, helper, source, zone));
        }
        Optional<Nat> nat = body.isReadable() ? Optional.of(nat(body)) : Optional.empty();
        return new Track(
                flags == COMMIT,
                source == 0 ? new Zone.Of(zone) : new Zone.In(Oxm.field(source)),
                table == NO_TABLE ? Optional.empty() : Optional.of(new TableId(table)),
                nat);
    }

    /** Reads the only action that may stand inside connection tracking here. */
    private static Nat nat(ByteBuf in) {
        int type = in.readUnsignedShort();
        ByteBuf body = in.readSlice(in.readUnsignedShort() - 4);
        if (in.isReadable() || type != Protocol.EXPERIMENTER_PART || body.readInt() != Protocol.NICIRA) {
            throw new MalformedMessageException("action " + type + " inside connection tracking");
        }
        int subtype = body.readUnsignedShort();
        int flags = body.skipBytes(2).readUnsignedShort();
        int given = body.readUnsignedShort();
        if (subtype == NAT && flags == 0 && given == 0) {
            return new Nat.AsCommitted();
        }
        if (subtype == NAT && flags == NAT_SOURCE && given == IPV4_LOWEST) {
            return new Nat.Source(new Ipv4Address(body.readInt()));
        }
        if (subtype == NAT && flags == NAT_DESTINATION && (given & ~PORT_LOWEST) == IPV4_LOWEST) {
            Ipv4Address address = new Ipv4Address(body.readInt());
            return new Nat.Destination(address, given == IPV4_LOWEST ? 0 : body.readUnsignedShort());
        }
        throw new MalformedMessageException(
                "action %d of flags 0x%x with values 0x%x inside connection tracking".formatted(subtype, flags, given));
    }
}
