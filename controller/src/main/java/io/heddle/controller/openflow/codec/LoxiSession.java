package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.ProtocolVersion;
import io.heddle.controller.state.SwitchDescription;
import io.heddle.topology.DatapathId;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFAsyncConfigProp;
import org.projectfloodlight.openflow.protocol.OFConfigFlags;
import org.projectfloodlight.openflow.protocol.OFControllerRole;
import org.projectfloodlight.openflow.protocol.OFDescStatsReply;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFeaturesReply;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFRoleReply;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.types.U64;

/** The messages of a session that LoxiGen gets right in every version here, behind our own types. */
final class LoxiSession {
    private static final int WHOLE_PACKETS = 0xffff;
    private static final int ALL_PORT_REASONS = 0b111;
    /** Table miss or no match, action, invalid TTL, and since 1.4 action set and group. */
    private static final int PACKET_IN_REASONS = 0b11111;

    private static final int IDLE_REMOVALS = 0b1;

    private static final int PACKET_IN_REASONS_13 = 0b111;

    private LoxiSession() {}

    private static OFFactory factory(ProtocolVersion version) {
        return OFFactories.getFactory(
                switch (version) {
                    case OF_1_3 -> OFVersion.OF_13;
                    case OF_1_4 -> OFVersion.OF_14;
                    case OF_1_5 -> OFVersion.OF_15;
                });
    }

    /** Reads a features reply, role reply or switch description. */
    @SuppressWarnings("IllegalCatch")
    static SwitchMessage decode(ByteBuf frame, ProtocolVersion version) {
        OFMessage message;
        try {
            message = factory(version).getReader().readFrom(frame.duplicate());
        } catch (OFParseError | RuntimeException e) {
            // Generated readers answer bad bytes with whatever they stumble over.
            throw new MalformedMessageException(String.valueOf(e.getMessage()));
        }
        return switch (message) {
            case OFFeaturesReply features ->
                new SwitchMessage.Features(
                        (int) features.getXid(),
                        new DatapathId(features.getDatapathId().getLong()),
                        features.getAuxiliaryId().getValue());
            case OFRoleReply role -> new SwitchMessage.RoleGranted((int) role.getXid());
            case OFDescStatsReply description ->
                new SwitchMessage.Described((int) description.getXid(), described(description));
            case null -> throw new MalformedMessageException("too short");
            default -> throw new MalformedMessageException("unexpected " + message.getType());
        };
    }

    private static SwitchDescription described(OFDescStatsReply description) {
        return new SwitchDescription(
                text(description.getMfrDesc()),
                text(description.getHwDesc()),
                text(description.getSwDesc()),
                text(description.getSerialNum()),
                text(description.getDpDesc()));
    }

    private static String text(String field) {
        return field.replaceAll("[^ -~]", "").trim();
    }

    static void writeFeaturesRequest(ByteBuf out, ProtocolVersion version, int xid) {
        factory(version).buildFeaturesRequest().setXid(unsigned(xid)).build().writeTo(out);
    }

    static void writeDescriptionRequest(ByteBuf out, ProtocolVersion version, int xid) {
        factory(version).buildDescStatsRequest().setXid(unsigned(xid)).build().writeTo(out);
    }

    static void writeMasterRequest(ByteBuf out, ProtocolVersion version, int xid, long generation) {
        factory(version)
                .buildRoleRequest()
                .setXid(unsigned(xid))
                .setRole(OFControllerRole.ROLE_MASTER)
                .setGenerationId(U64.of(generation))
                .build()
                .writeTo(out);
    }

    /** Whole packets, fragments as they are. */
    static void writeConfiguration(ByteBuf out, ProtocolVersion version, int xid) {
        factory(version)
                .buildSetConfig()
                .setXid(unsigned(xid))
                .setFlags(Set.of(OFConfigFlags.FRAG_NORMAL))
                .setMissSendLen(WHOLE_PACKETS)
                .build()
                .writeTo(out);
    }

    /** As master: packet-ins for every reason, expired TTLs included, all port news, and rules that ended by being idle. */
    static void writeAsynchronous(ByteBuf out, ProtocolVersion version, int xid) {
        OFFactory factory = factory(version);
        if (version == ProtocolVersion.OF_1_3) {
            factory.buildAsyncSet()
                    .setXid(unsigned(xid))
                    .setPacketInMaskEqualMaster(PACKET_IN_REASONS_13)
                    .setPortStatusMaskEqualMaster(ALL_PORT_REASONS)
                    .setFlowRemovedMaskEqualMaster(IDLE_REMOVALS)
                    .build()
                    .writeTo(out);
            return;
        }
        List<OFAsyncConfigProp> properties = new ArrayList<>();
        properties.add(factory.buildAsyncConfigPropPacketInMaster()
                .setMask(PACKET_IN_REASONS)
                .build());
        properties.add(factory.buildAsyncConfigPropPortStatusMaster()
                .setMask(ALL_PORT_REASONS)
                .build());
        properties.add(factory.buildAsyncConfigPropFlowRemovedMaster()
                .setMask(IDLE_REMOVALS)
                .build());
        factory.buildAsyncSet()
                .setXid(unsigned(xid))
                .setProperties(properties)
                .build()
                .writeTo(out);
    }

    private static long unsigned(int xid) {
        return Integer.toUnsignedLong(xid);
    }
}
