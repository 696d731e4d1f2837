package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.ProtocolVersion;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.Group.HashSelection;
import io.heddle.routing.rule.GroupId;
import io.heddle.topology.PortNumber;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Groups: modifications (OpenFlow 1.5.1 §7.3.4.2) and descriptions (§7.3.5.10).
 *
 * <p>Before 1.5 a bucket has no id on the wire and a group no property: a bucket reads back with its place as id, and a hash
 * selection is refused. The selection method is Netronome's property, as Open vSwitch takes it: method in 16 octets, parameter,
 * then the hashed fields as match fields whose value is a mask.
 */
final class GroupCodec {
    static final int ADD = 0;
    static final int MODIFY = 1;
    private static final int DELETE = 2;

    private static final int BUCKET_ALL = 0xffffffff;
    private static final int WEIGHT = 0;
    private static final int WATCH_PORT = 1;
    private static final int WATCH_GROUP = 2;
    private static final int SELECTION_METHOD = 1;
    private static final int STATISTICS_FIXED = 40;
    private static final int METHOD_OCTETS = 16;
    private static final byte[] HASH = "hash".getBytes(StandardCharsets.US_ASCII);

    private GroupCodec() {}

    static void write(ByteBuf out, int command, Group group, ProtocolVersion version) {
        out.writeShort(command)
                .writeByte(wireType(group.type()))
                .writeByte(0)
                .writeInt(group.id().value());
        if (version == ProtocolVersion.OF_1_5) {
            int lengthAt = out.writerIndex();
            out.writeShort(0).writeShort(0).writeInt(BUCKET_ALL);
            group.buckets().forEach(bucket -> writeBucket15(out, bucket, group.type(), version));
            out.setShort(lengthAt, out.writerIndex() - lengthAt - 8);
            group.selection().ifPresent(selection -> writeSelection(out, selection));
        } else {
            if (group.selection().isPresent()) {
                throw new IllegalArgumentException(
                        "OpenFlow " + version + " cannot express the hash selection of group " + group.id());
            }
            group.buckets().forEach(bucket -> writeBucket(out, bucket, version));
        }
    }

    static void writeRemove(ByteBuf out, GroupId group, ProtocolVersion version) {
        out.writeShort(DELETE).writeShort(0).writeInt(group.value());
        if (version == ProtocolVersion.OF_1_5) {
            out.writeInt(0).writeInt(BUCKET_ALL);
        }
    }

    private static void writeBucket(ByteBuf out, Bucket bucket, ProtocolVersion version) {
        int start = out.writerIndex();
        out.writeShort(0).writeShort(bucket.weight());
        out.writeInt(bucket.watchPort().map(PortNumber::value).orElse(Protocol.PORT_ANY));
        out.writeInt(Protocol.GROUP_ANY).writeInt(0);
        ActionCodec.write(out, bucket.actions(), version);
        out.setShort(start, out.writerIndex() - start);
    }

    private static void writeBucket15(ByteBuf out, Bucket bucket, Group.Type type, ProtocolVersion version) {
        int start = out.writerIndex();
        out.writeInt(0).writeInt(bucket.id());
        ActionCodec.write(out, bucket.actions(), version);
        out.setShort(start + 2, out.writerIndex() - start - 8);
        if (type == Group.Type.SELECT) {
            out.writeShort(WEIGHT).writeShort(8).writeShort(bucket.weight()).writeShort(0);
        }
        bucket.watchPort()
                .ifPresent(port -> out.writeShort(WATCH_PORT).writeShort(8).writeInt(port.value()));
        out.setShort(start, out.writerIndex() - start);
    }

    private static void writeSelection(ByteBuf out, HashSelection selection) {
        int start = out.writerIndex();
        out.writeShort(Protocol.EXPERIMENTER_PART).writeShort(0);
        out.writeInt(Protocol.NETRONOME).writeInt(SELECTION_METHOD).writeInt(0);
        out.writeBytes(HASH).writeZero(METHOD_OCTETS - HASH.length);
        out.writeLong(selection.seed());
        EnumSet<Field> ordered = EnumSet.noneOf(Field.class);
        ordered.addAll(selection.fields());
        ordered.forEach(field -> MatchCodec.writeField(out, field, field.allBits(), field.allBits()));
        int length = out.writerIndex() - start;
        out.setShort(start + 2, length);
        out.writeZero(Protocol.padded(length) - length);
    }

    /** Reads the groups of one reply. */
    static TableContents.Groups read(ByteBuf in, ProtocolVersion version) {
        List<Group> groups = new ArrayList<>();
        List<GroupId> unreadable = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        int foreignCount = 0;
        while (in.isReadable()) {
            ByteBuf entry = in.readSlice(in.getUnsignedShort(in.readerIndex()));
            GroupId id = new GroupId(entry.skipBytes(2).getInt(entry.readerIndex() + 2));
            if (!id.isOurs()) {
                foreignCount++;
                if (foreign.size() < TableContents.FOREIGN_SHOWN) {
                    foreign.add("group " + id);
                }
                continue;
            }
            try {
                groups.add(version == ProtocolVersion.OF_1_5 ? group15(entry) : group(entry));
            } catch (MalformedMessageException | IndexOutOfBoundsException | IllegalArgumentException e) {
                unreadable.add(id);
            }
        }
        return new TableContents.Groups(groups, unreadable, foreign, foreignCount);
    }

    /** Reads the packet counters of the buckets of the first group of a reply (OpenFlow 1.5.1 §7.3.5.9). */
    static List<Long> readBucketPackets(ByteBuf in) {
        List<Long> packets = new ArrayList<>();
        if (in.isReadable()) {
            ByteBuf entry = in.readSlice(in.getUnsignedShort(in.readerIndex())).skipBytes(STATISTICS_FIXED);
            while (entry.isReadable()) {
                packets.add(entry.readLong());
                entry.skipBytes(Long.BYTES);
            }
        }
        return packets;
    }

    private static Group group(ByteBuf in) {
        Group.Type type = type(in.readUnsignedByte());
        in.skipBytes(1);
        GroupId id = new GroupId(in.readInt());
        List<Bucket> buckets = new ArrayList<>();
        while (in.isReadable()) {
            ByteBuf bucket = in.readSlice(in.getUnsignedShort(in.readerIndex())).skipBytes(2);
            int weight = bucket.readUnsignedShort();
            Optional<PortNumber> watch = watchPort(bucket.readInt());
            requireNoWatchGroup(bucket.readInt());
            List<Action> actions = ActionCodec.read(bucket.skipBytes(4));
            buckets.add(new Bucket(buckets.size(), type == Group.Type.SELECT ? weight : 0, watch, actions));
        }
        return new Group(id, type, Optional.empty(), buckets);
    }

    private static Group group15(ByteBuf in) {
        Group.Type type = type(in.readUnsignedByte());
        in.skipBytes(1);
        GroupId id = new GroupId(in.readInt());
        int bucketOctets = in.readUnsignedShort();
        ByteBuf array = in.skipBytes(6).readSlice(bucketOctets);
        List<Bucket> buckets = new ArrayList<>();
        while (array.isReadable()) {
            buckets.add(bucket15(array.readSlice(array.getUnsignedShort(array.readerIndex())), type));
        }
        return new Group(id, type, selection(in), buckets);
    }

    private static Bucket bucket15(ByteBuf in, Group.Type type) {
        int actionOctets = in.skipBytes(2).readUnsignedShort();
        int id = in.readInt();
        List<Action> actions = ActionCodec.read(in.readSlice(actionOctets));
        int weight = 1;
        Optional<PortNumber> watch = Optional.empty();
        while (in.isReadable()) {
            int property = in.readUnsignedShort();
            int length = in.readUnsignedShort();
            ByteBuf body = in.readSlice(Protocol.padded(length) - 4);
            switch (property) {
                case WEIGHT -> weight = body.readUnsignedShort();
                case WATCH_PORT -> watch = watchPort(body.readInt());
                case WATCH_GROUP -> requireNoWatchGroup(body.readInt());
                default -> throw new MalformedMessageException("unknown bucket property " + property);
            }
        }
        return new Bucket(id, type == Group.Type.SELECT ? weight : 0, watch, actions);
    }

    private static Optional<HashSelection> selection(ByteBuf in) {
        Optional<HashSelection> selection = Optional.empty();
        while (in.isReadable()) {
            int property = in.readUnsignedShort();
            int length = in.readUnsignedShort();
            ByteBuf body = in.readSlice(length - 4);
            in.skipBytes(Math.min(in.readableBytes(), Protocol.padded(length) - length));
            if (property != Protocol.EXPERIMENTER_PART
                    || body.readInt() != Protocol.NETRONOME
                    || body.readInt() != SELECTION_METHOD) {
                throw new MalformedMessageException("unknown group property " + property);
            }
            selection = Optional.of(hash(body.skipBytes(4)));
        }
        return selection;
    }

    private static HashSelection hash(ByteBuf body) {
        String method =
                body.readCharSequence(METHOD_OCTETS, StandardCharsets.US_ASCII).toString();
        if (!method.trim().equals("hash")) {
            throw new MalformedMessageException("unknown selection method " + method.trim());
        }
        long seed = body.readLong();
        Set<Field> fields = EnumSet.noneOf(Field.class);
        while (body.isReadable()) {
            Field field = Oxm.field(body.readInt());
            if (Oxm.readBits(body, Oxm.octets(field)) != field.allBits()) {
                throw new MalformedMessageException("a part of " + field + " is hashed");
            }
            fields.add(field);
        }
        return new HashSelection(seed, fields);
    }

    private static Optional<PortNumber> watchPort(int port) {
        return port == Protocol.PORT_ANY ? Optional.empty() : Optional.of(new PortNumber(port));
    }

    private static void requireNoWatchGroup(int group) {
        if (group != Protocol.GROUP_ANY) {
            throw new MalformedMessageException("a bucket watches group " + Integer.toUnsignedString(group));
        }
    }

    private static int wireType(Group.Type type) {
        return switch (type) {
            case ALL -> 0;
            case SELECT -> 1;
            case INDIRECT -> 2;
            case FAST_FAILOVER -> 3;
        };
    }

    private static Group.Type type(int wire) {
        return switch (wire) {
            case 0 -> Group.Type.ALL;
            case 1 -> Group.Type.SELECT;
            case 2 -> Group.Type.INDIRECT;
            case 3 -> Group.Type.FAST_FAILOVER;
            default -> throw new MalformedMessageException("unknown group type " + wire);
        };
    }
}
