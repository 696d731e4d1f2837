package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/** What security groups let begin, as sets of packets: the meaning of their rules, and nothing of how it is brought about. */
final class GroupFilter {

    private final TenantState state;
    private final Headers headers;
    private final Map<List<Object>, PacketSet> known = new HashMap<>();

    GroupFilter(TenantState state, Headers headers) {
        this.state = state;
        this.headers = headers;
    }

    /** What a port may send over IP. */
    PacketSet out(TenantPort port) {
        return letting(port.securityGroups(), Direction.EGRESS, Optional.empty())
                .or(headers.udp(IpVersion.V4, 68, 67))
                .or(headers.udp(IpVersion.V6, 546, 547))
                .or(headers.icmpv6(Headers.ROUTER_SOLICITATION))
                .or(headers.icmpv6(Headers.SOLICITATION));
    }

    /**
     * What a port may be sent of all frames.
     *
     * @param from as whom the sender is seen, if not as who it is
     */
    PacketSet in(TenantPort port, Optional<IpAddress> from) {
        if (!port.portSecurity()) {
            return headers.space().everything();
        }
        return letting(port.securityGroups(), Direction.INGRESS, from)
                .or(headers.arp())
                .or(headers.udp(IpVersion.V4, 67, 68))
                .or(headers.udp(IpVersion.V6, 547, 546))
                .or(headers.icmpv6(Headers.ROUTER_SOLICITATION))
                .or(headers.icmpv6(Headers.ROUTER_ADVERTISEMENT))
                .or(headers.icmpv6(Headers.SOLICITATION))
                .or(headers.icmpv6(Headers.ADVERTISEMENT));
    }

    private PacketSet letting(SortedSet<SecurityGroupId> groups, Direction direction, Optional<IpAddress> from) {
        List<Object> key = List.of(groups, direction, from);
        PacketSet set = known.get(key);
        if (set == null) {
            set = headers.nothing();
            for (SecurityGroupId group : groups) {
                for (SecurityRule rule : state.rulesOf(group)) {
                    if (rule.direction() == direction) {
                        set = set.or(let(rule, from));
                    }
                }
            }
            set = set.and(headers.beginnings());
            known.put(key, set);
        }
        return set;
    }

    private PacketSet let(SecurityRule rule, Optional<IpAddress> from) {
        PacketSet packets = headers.of(rule.version());
        if (rule.protocol().isPresent()) {
            int protocol = rule.protocol().get();
            packets = packets.and(headers.over(rule.version(), protocol));
            if (rule.ports().isPresent()) {
                packets = packets.and(
                        within(rule.version(), protocol, rule.ports().get()));
            }
        }
        return rule.peer().isPresent() ? packets.and(peer(rule, rule.peer().get(), from)) : packets;
    }

    private PacketSet within(IpVersion version, int protocol, Span span) {
        return switch (protocol) {
            case Headers.TCP -> headers.within(Field.TCP_DST, span.first(), span.last());
            case Headers.UDP -> headers.within(Field.UDP_DST, span.first(), span.last());
            case Headers.SCTP -> headers.within(Field.SCTP_DST, span.first(), span.last());
            case Headers.ICMP ->
                version == IpVersion.V4 ? message(Field.ICMPV4_TYPE, Field.ICMPV4_CODE, span) : headers.nothing();
            case Headers.ICMPV6 ->
                version == IpVersion.V6 ? message(Field.ICMPV6_TYPE, Field.ICMPV6_CODE, span) : headers.nothing();
            default -> headers.nothing();
        };
    }

    private PacketSet message(Field type, Field code, Span span) {
        PacketSet typed = headers.space().where(type, span.first());
        return span.last() < 0 ? typed : typed.and(headers.space().where(code, span.last()));
    }

    private PacketSet peer(SecurityRule rule, Peer peer, Optional<IpAddress> from) {
        PacketSet peers = headers.nothing();
        for (Cidr cidr : addresses(peer)) {
            if (cidr.version() == rule.version()) {
                peers = peers.or(peer(rule.direction(), cidr, from));
            }
        }
        return peers;
    }

    private PacketSet peer(Direction direction, Cidr cidr, Optional<IpAddress> from) {
        if (direction == Direction.EGRESS) {
            return headers.to(cidr);
        }
        if (from.isEmpty()) {
            return headers.from(cidr);
        }
        return cidr.contains(from.get()) ? headers.space().everything() : headers.nothing();
    }

    private List<Cidr> addresses(Peer peer) {
        return switch (peer) {
            case Peer.Block(Cidr cidr) -> List.of(cidr);
            case Peer.Addresses(AddressGroupId group) ->
                List.copyOf(state.addressGroups().find(group).orElseThrow().addresses());
            case Peer.Group(SecurityGroupId group) -> {
                List<Cidr> addresses = new ArrayList<>();
                for (TenantPort member : state.membersOf(group)) {
                    Stream.concat(
                                    member.fixedIps().stream()
                                            .map(FixedIp::address)
                                            .map(Cidr::of),
                                    member.allowedPairs().stream().map(AddressPair::addresses))
                            .forEach(addresses::add);
                }
                yield addresses;
            }
        };
    }
}
