package io.heddle.routing.tenant;

import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpVersion;
import java.util.Optional;

/**
 * One kind of connection that ports of a security group may have; what no rule of a port's groups lets through is dropped. Replies
 * need no rule.
 *
 * @param id its identifier
 * @param group the group it is of
 * @param project its owner
 * @param direction to the ports of the group, or from them
 * @param version IPv4 or IPv6
 * @param protocol the IP protocol number; any if empty
 * @param ports the destination ports of TCP, UDP or SCTP, or for ICMP the type and, if not below 0, the code; any if empty
 * @param peer who is at the other end; anybody if empty
 * @param number its number among all rules, from 0: the lowest that was free when it was made, and its own until it is removed
 * @param standard description, tags, revision, times
 */
public record SecurityRule(
        SecurityRuleId id,
        SecurityGroupId group,
        ProjectId project,
        Direction direction,
        IpVersion version,
        Optional<Integer> protocol,
        Optional<Span> ports,
        Optional<Peer> peer,
        int number,
        StandardAttributes standard)
        implements TenantResource {

    /** Whose connections a rule is about. */
    public enum Direction {
        /** Those that others begin with a port of the group. */
        INGRESS,
        /** Those that a port of the group begins. */
        EGRESS
    }

    /** From and to, both included; for ICMP the type and the code, −1 for any code. */
    public record Span(int first, int last) {}

    /** The other end of a connection. */
    public sealed interface Peer {

        /** Whoever has one of these addresses. */
        record Block(Cidr cidr) implements Peer {}

        /** The ports of that group, by the addresses that are theirs. */
        record Group(SecurityGroupId group) implements Peer {}

        /** Whoever has an address of that address group. */
        record Addresses(AddressGroupId group) implements Peer {}
    }

    @Override
    public SecurityRule withStandard(StandardAttributes attributes) {
        return new SecurityRule(id, group, project, direction, version, protocol, ports, peer, number, attributes);
    }
}
