package io.heddle.routing.rule;

/** A header or pipeline field that a rule can match, set or copy (OpenFlow 1.5.1 §7.2.3.8; Open vSwitch's ovs-fields(7)). */
public enum Field {
    IN_PORT(32),
    METADATA(64),
    TUNNEL_ID(64),
    /** Open vSwitch extension {@code NXM_NX_TUN_IPV4_DST}: where a flow-based tunnel port sends to. */
    TUNNEL_DST(32),
    /** Open vSwitch's 32-bit scratch registers. */
    REG0(32),
    REG1(32),
    REG2(32),
    REG3(32),
    REG4(32),
    /** Open vSwitch extension {@code NXM_NX_CT_STATE}: what connection tracking found; see {@link CtState}. */
    CT_STATE(32),
    /** Open vSwitch extension {@code NXM_NX_CT_ZONE}: where it looked. */
    CT_ZONE(16),
    /** Open vSwitch extension {@code NXM_NX_CONJ_ID}: which conjunction has all its clauses ({@link Action.Conjunction}). */
    CONJUNCTION(32),
    ETH_DST(48),
    ETH_SRC(48),
    ETH_TYPE(16),
    /** Bit 12 (0x1000) is set when a tag is present. */
    VLAN_VID(13),
    /** The priority in a tag; only where a rule matches that there is one. */
    VLAN_PCP(3),
    IP_DSCP(6),
    IP_PROTO(8),
    /** Open vSwitch extension {@code NXM_NX_IP_TTL}. */
    IP_TTL(8),
    /**
     * Open vSwitch extension {@code NXM_NX_CT_NW_SRC}: from where the connection that it is of began, as that was before translation; its
     * rule must match tracked IPv4.
     */
    CT_IPV4_SRC(32),
    IPV4_SRC(32),
    IPV4_DST(32),
    /** The upper 64 bits of the IPv6 source; the two halves of an address are one field on the wire, and can only be matched. */
    IPV6_SRC_HIGH(64),
    IPV6_SRC_LOW(64),
    /** The upper 64 bits of the IPv6 destination. */
    IPV6_DST_HIGH(64),
    IPV6_DST_LOW(64),
    TCP_SRC(16),
    TCP_DST(16),
    UDP_SRC(16),
    UDP_DST(16),
    SCTP_DST(16),
    ICMPV4_TYPE(8),
    ICMPV4_CODE(8),
    ICMPV6_TYPE(8),
    ICMPV6_CODE(8),
    /** The upper 64 bits of the address that a neighbour solicitation or advertisement is about. */
    ND_TARGET_HIGH(64),
    ND_TARGET_LOW(64),
    ARP_OP(16),
    ARP_SPA(32),
    ARP_TPA(32),
    ARP_SHA(48),
    ARP_THA(48);

    private final int bits;

    Field(int bits) {
        this.bits = bits;
    }

    /** The width in bits, 1 to 64. */
    public int bits() {
        return bits;
    }

    /** A mask of all its bits. */
    public long allBits() {
        return bits == 64 ? -1L : (1L << bits) - 1;
    }
}
