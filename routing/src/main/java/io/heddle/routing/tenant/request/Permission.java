package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.topology.address.IpVersion;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule of a security group lets through, in one form: equal for two rules of which one is too many.
 *
 * @param direction to the ports of the group, or from them
 * @param version IPv4 or IPv6
 * @param protocol the IP protocol number
 * @param ports the ports, or the type and the code
 * @param peer who is at the other end; empty also if that is a block of all addresses
 */
record Permission(
        Direction direction, IpVersion version, Optional<Integer> protocol, Optional<Span> ports, Optional<Peer> peer) {

    private static final int ANY_CODE = -1;
    private static final int HIGHEST_OF_ICMP = 255;

    /** The protocols whose ports Open vSwitch matches. */
    private static final Set<Integer> HAVE_PORTS =
            Set.of(IpProtocol.TCP.number(), IpProtocol.UDP.number(), IpProtocol.SCTP.number());

    private static final Set<Integer> ONLY_IN_IPV6 = Set.of(
            IpProtocol.IPV6_ENCAP.number(),
            IpProtocol.IPV6_FRAG.number(),
            IpProtocol.IPV6_ICMP.number(),
            IpProtocol.IPV6_NONXT.number(),
            IpProtocol.IPV6_OPTS.number(),
            IpProtocol.IPV6_ROUTE.number());

    /** Whether no IPv4 packet has the protocol. */
    static boolean isOnlyInIpv6(int protocol) {
        return ONLY_IN_IPV6.contains(protocol);
    }

    /** What that rule lets through. */
    static Permission of(SecurityRule rule) {
        return new Permission(
                rule.direction(),
                rule.version(),
                rule.protocol(),
                rule.ports(),
                rule.peer().filter(Permission::isNarrow));
    }

    /** What is asked for; refused when it makes no sense. */
    static Permission asked(SecurityRuleDraft draft) {
        Optional<Integer> protocol = draft.protocol().map(number -> canonical(number, draft.version()));
        Optional<Span> ports = ports(draft.ports(), protocol);
        draft.block().filter(block -> block.version() != draft.version()).ifPresent(block -> {
            throw TenantRefusal.badRequest(
                    "SecurityGroupRuleParameterConflict",
                    "Conflicting value ethertype " + name(draft.version()) + " for CIDR " + block);
        });
        if (draft.version() == IpVersion.V4) {
            protocol.filter(ONLY_IN_IPV6::contains).ifPresent(number -> {
                throw TenantRefusal.badRequest(
                        "SecurityGroupEthertypeConflictWithProtocol",
                        "Invalid ethertype " + name(draft.version()) + " for protocol " + IpProtocol.nameOf(number)
                                + ".");
            });
        }
        checkOnePeer(draft);
        return new Permission(
                draft.direction(), draft.version(), protocol, ports, peer(draft).filter(Permission::isNarrow));
    }

    private static void checkOnePeer(SecurityRuleDraft draft) {
        if (draft.block().isPresent() && draft.remoteGroup().isPresent()) {
            throw TenantRefusal.badRequest(
                    "SecurityGroupRemoteGroupAndRemoteIpPrefix",
                    "Only remote_ip_prefix or remote_group_id may be provided.");
        }
        if (draft.remoteAddresses().isPresent()
                && (draft.block().isPresent() || draft.remoteGroup().isPresent())) {
            throw TenantRefusal.badRequest(
                    "SecurityGroupMoreThanOneRemote",
                    "Only one of remote_ip_prefix, remote_group_id and remote_address_group_id may be provided.");
        }
    }

    /** Who is to be at the other end. */
    static Optional<Peer> peer(SecurityRuleDraft draft) {
        return draft.block()
                .<Peer>map(Peer.Block::new)
                .or(() -> draft.remoteGroup().map(Peer.Group::new))
                .or(() -> draft.remoteAddresses().map(Peer.Addresses::new));
    }

    /** The ICMP of IPv4 means that of IPv6 there, as in the Networking API. */
    private static int canonical(int protocol, IpVersion version) {
        boolean isOtherIcmp = version == IpVersion.V6 && protocol == IpProtocol.ICMP.number();
        return isOtherIcmp ? IpProtocol.IPV6_ICMP.number() : protocol;
    }

    private static Optional<Span> ports(SecurityRuleDraft.PortRange asked, Optional<Integer> protocol) {
        if (asked.min().isEmpty() && asked.max().isEmpty()) {
            return Optional.empty();
        }
        int number = protocol.orElseThrow(() -> TenantRefusal.badRequest(
                "SecurityGroupProtocolRequiredWithPorts", "Must also specify protocol if port range is given."));
        if (HAVE_PORTS.contains(number)) {
            return Optional.of(destinations(asked));
        } else if (number == IpProtocol.ICMP.number() || number == IpProtocol.IPV6_ICMP.number()) {
            return Optional.of(messages(asked));
        }
        throw TenantRefusal.badRequest(
                "SecurityGroupInvalidProtocolForPort",
                "Invalid protocol " + number + " for port range, only supported for SCTP, TCP, UDP.");
    }

    private static Span destinations(SecurityRuleDraft.PortRange asked) {
        if (asked.min().equals(Optional.of(0)) || asked.max().equals(Optional.of(0))) {
            throw TenantRefusal.badRequest("SecurityGroupInvalidPortValue", "Invalid value for port 0");
        }
        if (asked.min().isEmpty()
                || asked.max().isEmpty()
                || asked.min().get() > asked.max().get()) {
            throw TenantRefusal.badRequest(
                    "SecurityGroupInvalidPortRange", "For TCP/UDP protocols, port_range_min must be <= port_range_max");
        }
        return new Span(asked.min().get(), asked.max().get());
    }

    private static Span messages(SecurityRuleDraft.PortRange asked) {
        asked.min().ifPresent(type -> checkIcmp("type", "port_range_min", type));
        asked.max().ifPresent(code -> checkIcmp("code", "port_range_max", code));
        int type = asked.min()
                .orElseThrow(() -> TenantRefusal.badRequest(
                        "SecurityGroupMissingIcmpType",
                        "ICMP code (port-range-max) " + asked.max().orElseThrow()
                                + " is provided but ICMP type (port-range-min) is missing."));
        return new Span(type, asked.max().orElse(ANY_CODE));
    }

    private static void checkIcmp(String field, String attribute, int value) {
        if (value > HIGHEST_OF_ICMP) {
            throw TenantRefusal.badRequest(
                    "SecurityGroupInvalidIcmpValue",
                    "Invalid value for ICMP " + field + " (" + attribute + ") " + value + ". It must be 0 to 255.");
        }
    }

    private static boolean isNarrow(Peer peer) {
        return switch (peer) {
            case Peer.Block(var cidr) -> cidr.length() > 0;
            case Peer.Group ignored -> true;
            case Peer.Addresses ignored -> true;
        };
    }

    private static String name(IpVersion version) {
        return "IPv" + version.number();
    }
}
