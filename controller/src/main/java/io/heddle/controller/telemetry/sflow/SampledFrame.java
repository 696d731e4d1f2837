package io.heddle.controller.telemetry.sflow;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.state.TunnelKey;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.address.Ipv4Address;
import java.util.Optional;

/**
 * What the beginning of a sampled frame says: which flow it belongs to and how long it was. Unlike the readers of {@code packet},
 * this one is content with headers whose payload was cut off.
 *
 * @param flow the outer flow
 * @param bytes the length of the whole frame on the wire without its check sequence
 * @param tunnel the VNI if it is VXLAN
 */
record SampledFrame(FlowKey flow, int bytes, Optional<TunnelKey> tunnel) {

    private static final int VLAN = 0x8100;
    private static final int PROVIDER_VLAN = 0x88a8;
    private static final int TAGS_BORNE = 2;
    private static final int VXLAN_PORT = 4789;
    private static final int VXLAN_HAS_VNI = 0x08;
    private static final int LONGEST_FRAME = 1 << 16;
    private static final int FRAGMENT_BITS = 0x3fff;

    /**
     * Reads the headers of a frame of {@code length} bytes. Empty for everything that no flow can be named of: not IPv4, neither TCP nor
     * UDP, a fragment, cut too short, or longer than any frame.
     */
    static Optional<SampledFrame> read(Octets header, long length) {
        if (length < header.left() || length > LONGEST_FRAME || typeOf(header) != Ethernet.IPV4) {
            return Optional.empty();
        }
        int versionAndLength = header.u8();
        header.skip(5);
        boolean isFragment = (header.u16() & FRAGMENT_BITS) != 0;
        header.skip(1);
        int protocol = header.u8();
        header.skip(2);
        Ipv4Address source = new Ipv4Address(header.i32());
        Ipv4Address destination = new Ipv4Address(header.i32());
        header.skip((versionAndLength & 0xf) * 4 - 20);
        int sourcePort = header.u16();
        int destinationPort = header.u16();
        boolean isNamed = protocol == FlowKey.TCP || protocol == FlowKey.UDP;
        if (versionAndLength >> 4 != 4 || isFragment || !isNamed || header.isShort()) {
            return Optional.empty();
        }
        FlowKey flow = new FlowKey(source, destination, protocol, sourcePort, destinationPort);
        return Optional.of(new SampledFrame(flow, (int) length, tunnelOf(flow, header)));
    }

    /** The EtherType behind the tags. */
    private static int typeOf(Octets header) {
        header.skip(12);
        int type = header.u16();
        for (int tags = 0; tags < TAGS_BORNE && (type == VLAN || type == PROVIDER_VLAN); tags++) {
            header.skip(2);
            type = header.u16();
        }
        return type;
    }

    private static Optional<TunnelKey> tunnelOf(FlowKey flow, Octets payload) {
        if (flow.protocol() != FlowKey.UDP || flow.destinationPort() != VXLAN_PORT) {
            return Optional.empty();
        }
        payload.skip(4);
        int flags = payload.u8();
        payload.skip(3);
        int vni = payload.i32() >>> 8;
        return (flags & VXLAN_HAS_VNI) == 0 || payload.isShort() ? Optional.empty() : Optional.of(new TunnelKey(vni));
    }
}
