package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Matches of the protocols that a server's bridge knows, and the answers that it gives itself. */
final class Frames {

    /** Types of ICMPv6 (RFC 4443 §4.1, RFC 4861 §4). */
    static final int ECHO_REQUEST_V6 = 128;

    static final int ROUTER_SOLICITATION = 133;
    static final int ROUTER_ADVERTISEMENT = 134;
    static final int NEIGHBOUR_SOLICITATION = 135;
    static final int NEIGHBOUR_ADVERTISEMENT = 136;
    static final int REDIRECT = 137;

    /** Operations of ARP (RFC 826). */
    static final int ARP_REQUEST = 1;

    static final int ARP_REPLY = 2;

    static final int ICMPV6 = 58;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ECHO_REQUEST = 8;
    private static final int FIRST_TTL = 64;

    /** {@code OFPP_ANY}, which is no port (OpenFlow 1.5.1 §7.2.1). */
    private static final long NO_PORT = 0xffff_ffffL;

    /** The zone after those of routers. */
    private static final int EMPTY_ZONE = 0xffff;

    private Frames() {}

    static Match udp(int ethType, int source, int destination) {
        return Match.any()
                .ethType(ethType)
                .with(Field.IP_PROTO, UDP)
                .with(Field.UDP_SRC, source)
                .with(Field.UDP_DST, destination);
    }

    static Match icmpv6(int type) {
        return Match.any().ethType(Match.IPV6).with(Field.IP_PROTO, ICMPV6).with(Field.ICMPV6_TYPE, type);
    }

    /** The question on a network who has {@code address}. */
    static Match asking(long network, IpAddress address) {
        return Match.any()
                .ethType(Match.ARP)
                .with(Field.ARP_OP, ARP_REQUEST)
                .with(Field.METADATA, network)
                .with(Field.ARP_TPA, address.low());
    }

    /** Turns that question into the answer that {@code mac} has the address, and sends it back. */
    static List<Action> answering(IpAddress address, MacAddress mac) {
        return List.of(
                new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                new Action.SetField(Field.ETH_SRC, mac.value()),
                new Action.SetField(Field.ARP_OP, ARP_REPLY),
                new Action.CopyField(Field.ARP_SHA, Field.ARP_THA),
                new Action.SetField(Field.ARP_SHA, mac.value()),
                new Action.CopyField(Field.ARP_SPA, Field.ARP_TPA),
                new Action.SetField(Field.ARP_SPA, address.low()),
                new Action.OutputToIngress());
    }

    /** The question on a network who has some address in {@code subnet}. */
    static Match asking(long network, Cidr subnet) {
        return Match.any()
                .ethType(Match.ARP)
                .with(Field.ARP_OP, ARP_REQUEST)
                .with(Field.METADATA, network)
                .with(Field.ARP_TPA, subnet.address().low(), mask(subnet));
    }

    /** Turns any such question into the answer that {@code mac} has the address, and sends it back. */
    static List<Action> answering(MacAddress mac) {
        return List.of(
                new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                new Action.SetField(Field.ETH_SRC, mac.value()),
                new Action.SetField(Field.ARP_OP, ARP_REPLY),
                new Action.CopyField(Field.ARP_SHA, Field.ARP_THA),
                new Action.SetField(Field.ARP_SHA, mac.value()),
                new Action.CopyField(Field.ARP_SPA, Field.REG2),
                new Action.CopyField(Field.ARP_TPA, Field.ARP_SPA),
                new Action.CopyField(Field.REG2, Field.ARP_TPA),
                new Action.OutputToIngress());
    }

    /** ICMP over IPv4. */
    static Match icmp() {
        return Match.any().ipProto(ICMP);
    }

    /** {@code match}, for pings over IPv4. */
    static Match ping(Match match) {
        return match.ipProto(ICMP).with(Field.ICMPV4_TYPE, ECHO_REQUEST).with(Field.ICMPV4_CODE, 0);
    }

    /** {@code match}, for pings over IPv6. */
    static Match pingV6(Match match) {
        return match.ethType(Match.IPV6).with(Field.IP_PROTO, ICMPV6).with(Field.ICMPV6_TYPE, ECHO_REQUEST_V6);
    }

    /** The question on a network who has that IPv6 address (RFC 4861 §4.3). */
    static Match solicitation(long network, IpAddress address) {
        return within(
                icmpv6(NEIGHBOUR_SOLICITATION).with(Field.METADATA, network),
                Cidr.of(address),
                Field.ND_TARGET_HIGH,
                Field.ND_TARGET_LOW);
    }

    /** Turns a ping of {@code address} into its answer, but for the Ethernet addresses, and sends it back. */
    static List<Action> pong(Ipv4Address address) {
        List<Action> actions = new ArrayList<>(echoed(address));
        actions.add(new Action.OutputToIngress());
        return actions;
    }

    /** Turns a ping of {@code address} into its answer, but for the Ethernet addresses. */
    static List<Action> echoed(Ipv4Address address) {
        return List.of(
                new Action.CopyField(Field.IPV4_SRC, Field.IPV4_DST),
                new Action.SetField(Field.IPV4_SRC, address.unsigned()),
                new Action.SetField(Field.ICMPV4_TYPE, 0),
                new Action.SetField(Field.IP_TTL, FIRST_TTL));
    }

    /**
     * The packet goes on in {@code table}, which may come before, as if it had come in by no port at all, so that it may leave by any, and
     * had not been measured by any router.
     * This looks connections up in a zone that never has any. OpenFlow forbids to set the port (1.5.1 §7.2.3.7), and Open vSwitch lets it
     * be copied.
     */
    static List<Action> again(TableId table) {
        return List.of(
                new Action.SetField(Field.REG3, 0),
                new Action.SetField(Field.REG2, NO_PORT),
                new Action.CopyField(Field.REG2, Field.IN_PORT),
                onward(table));
    }

    /** The packet goes on in {@code table}, which may come before. */
    static Action onward(TableId table) {
        return new Action.Track(false, new Action.Track.Zone.Of(EMPTY_ZONE), Optional.of(table), Optional.empty());
    }

    /** {@code match}, for errors over IPv4 that quote a packet (RFC 792): unreachable, time exceeded, parameter problem. */
    static List<Match> errors(Match match) {
        return Stream.of(3, 11, 12)
                .map(type -> match.ipProto(ICMP).with(Field.ICMPV4_TYPE, type))
                .toList();
    }

    /** {@code match}, for packets to an address in {@code destination}. */
    static Match to(Match match, Cidr destination) {
        return switch (destination.version()) {
            case V4 ->
                match.ethType(Match.IPV4)
                        .with(Field.IPV4_DST, destination.address().low(), mask(destination));
            case V6 -> within(match.ethType(Match.IPV6), destination, Field.IPV6_DST_HIGH, Field.IPV6_DST_LOW);
        };
    }

    /** {@code match}, with the IPv6 address of two fields in {@code cidr}. */
    static Match within(Match match, Cidr cidr, Field high, Field low) {
        int length = cidr.length();
        long highMask = length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
        long lowMask = length <= 64 ? 0 : -1L << (128 - length);
        return match.with(high, cidr.address().high(), highMask)
                .with(low, cidr.address().low(), lowMask);
    }

    /** The bits of an IPv4 address that count. */
    static long mask(Cidr cidr) {
        return 0xffff_ffffL << (IpVersion.V4.bits() - cidr.length()) & 0xffff_ffffL;
    }

    /** {@code match}, for packets from an address in {@code source}. */
    static Match from(Match match, Cidr source) {
        return switch (source.version()) {
            case V4 ->
                match.ethType(Match.IPV4).with(Field.IPV4_SRC, source.address().low(), mask(source));
            case V6 -> within(match.ethType(Match.IPV6), source, Field.IPV6_SRC_HIGH, Field.IPV6_SRC_LOW);
        };
    }
}
