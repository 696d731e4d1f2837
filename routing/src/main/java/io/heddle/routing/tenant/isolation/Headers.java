package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.routing.verify.space.PacketSpace;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;

/** Sets of packets that permissions are made of. */
final class Headers {

    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;
    static final int SCTP = 132;

    static final int ECHO = 8;
    static final int ECHO_V6 = 128;
    static final int ROUTER_SOLICITATION = 133;
    static final int ROUTER_ADVERTISEMENT = 134;
    static final int SOLICITATION = 135;
    static final int ADVERTISEMENT = 136;
    static final int REDIRECT = 137;

    private static final long TAG = 0x1000;
    private static final long GROUP = 1L << 40;
    /** IEEE 802.1Q §8.6.3. */
    private static final long BRIDGES = 0x0180_c200_0000L;

    private static final long BRIDGES_MASK = 0xffff_ffff_fff0L;

    private final PacketSpace space;
    private final PacketSet ip;
    private final PacketSet ordinary;
    private final PacketSet beginnings;
    private final PacketSet services;

    Headers(PacketSpace space) {
        this.space = space;
        ip = of(IpVersion.V4).or(of(IpVersion.V6));
        ordinary = space.everything()
                .minus(space.where(Field.VLAN_VID, TAG, TAG))
                .minus(space.where(Field.ETH_DST, BRIDGES, BRIDGES_MASK));
        PacketSet messages = over(IpVersion.V4, ICMP).or(over(IpVersion.V6, ICMPV6));
        PacketSet pings = space.where(Field.ICMPV4_TYPE, ECHO).or(space.where(Field.ICMPV6_TYPE, ECHO_V6));
        beginnings = ip.minus(messages).or(pings);
        services = udp(IpVersion.V4, 68, 67)
                .or(udp(IpVersion.V4, 67, 68))
                .or(udp(IpVersion.V6, 546, 547))
                .or(udp(IpVersion.V6, 547, 546))
                .or(within(Field.ICMPV6_TYPE, ROUTER_SOLICITATION, REDIRECT));
    }

    PacketSpace space() {
        return space;
    }

    PacketSet nothing() {
        return space.nothing();
    }

    PacketSet of(IpVersion version) {
        return space.where(Field.ETH_TYPE, version == IpVersion.V4 ? Match.IPV4 : Match.IPV6);
    }

    PacketSet ip() {
        return ip;
    }

    PacketSet arp() {
        return space.where(Field.ETH_TYPE, Match.ARP);
    }

    PacketSet over(IpVersion version, int protocol) {
        return of(version).and(space.where(Field.IP_PROTO, protocol));
    }

    PacketSet icmpv6(int type) {
        return space.where(Field.ICMPV6_TYPE, type);
    }

    /** ICMP errors that quote a packet (RFC 792): unreachable, time exceeded, parameter problem. */
    PacketSet errors() {
        PacketSet types = space.where(Field.ICMPV4_TYPE, 3)
                .or(space.where(Field.ICMPV4_TYPE, 11))
                .or(space.where(Field.ICMPV4_TYPE, 12));
        return over(IpVersion.V4, ICMP).and(types);
    }

    PacketSet udp(IpVersion version, int source, int destination) {
        return of(version).and(space.where(Field.UDP_SRC, source)).and(space.where(Field.UDP_DST, destination));
    }

    PacketSet fromMac(MacAddress mac) {
        return space.where(Field.ETH_SRC, mac.value());
    }

    PacketSet toMac(MacAddress mac) {
        return space.where(Field.ETH_DST, mac.value());
    }

    PacketSet toGroup() {
        return space.where(Field.ETH_DST, GROUP, GROUP);
    }

    /** Frames without a tag that bridges forward. */
    PacketSet ordinary() {
        return ordinary;
    }

    PacketSet tagged(int vlan) {
        return space.where(Field.VLAN_VID, TAG | vlan);
    }

    PacketSet from(Cidr cidr) {
        return cidr.version() == IpVersion.V4
                ? prefix(cidr, Field.IPV4_SRC)
                : prefix(cidr, Field.IPV6_SRC_HIGH, Field.IPV6_SRC_LOW);
    }

    PacketSet to(Cidr cidr) {
        return cidr.version() == IpVersion.V4
                ? prefix(cidr, Field.IPV4_DST)
                : prefix(cidr, Field.IPV6_DST_HIGH, Field.IPV6_DST_LOW);
    }

    PacketSet discovering(Cidr cidr) {
        return prefix(cidr, Field.ND_TARGET_HIGH, Field.ND_TARGET_LOW);
    }

    PacketSet arpFrom(Cidr cidr) {
        return prefix(cidr, Field.ARP_SPA);
    }

    private PacketSet prefix(Cidr cidr, Field field) {
        long mask = cidr.length() == 0 ? 0 : -1L << (32 - cidr.length()) & field.allBits();
        return space.where(field, cidr.address().low(), mask);
    }

    private PacketSet prefix(Cidr cidr, Field high, Field low) {
        int length = cidr.length();
        long upper = length == 0 ? 0 : -1L << (64 - Math.min(length, 64));
        long lower = length <= 64 ? 0 : -1L << (128 - length);
        return space.where(high, cidr.address().high(), upper)
                .and(space.where(low, cidr.address().low(), lower));
    }

    /** Packets with a number from {@code first} to {@code last} in a field. */
    PacketSet within(Field field, int first, int last) {
        return within(field, first, last, 0, field.bits());
    }

    /** Of those, the ones whose number is {@code base} in all but its {@code free} lowest bits. */
    private PacketSet within(Field field, int first, int last, int base, int free) {
        int highest = base + (1 << free) - 1;
        if (last < base || first > highest) {
            return nothing();
        }
        if (first <= base && highest <= last) {
            return space.where(field, base, field.allBits() & (-1L << free));
        }
        int half = 1 << (free - 1);
        return within(field, first, last, base, free - 1).or(within(field, first, last, base + half, free - 1));
    }

    /** Packets whose TTL is at least that. */
    PacketSet alive(int ttl) {
        return within(Field.IP_TTL, ttl, (int) Field.IP_TTL.allBits());
    }

    /** What a connection can begin with, where only the first packet of one may pass: everything over IP but errors and answers. */
    PacketSet beginnings() {
        return beginnings;
    }

    /** What hosts ask and tell of themselves and each other: DHCP and discovery, which servers answer or forge for others. */
    PacketSet services() {
        return services;
    }
}
