package io.heddle.routing.tenant.explain;

import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import java.util.Optional;

/** What the security groups of a port let through: the meaning of their rules, without any regard to how it is brought about. */
final class Filter {

    private final TenantState state;

    Filter(TenantState state) {
        this.state = state;
    }

    /** The first rule of the port's groups that lets a connection begin in that direction with {@code peer} at the other end. */
    Optional<SecurityRule> letting(TenantPort port, Direction direction, IpAddress peer, Service service) {
        return port.securityGroups().stream()
                .flatMap(group -> state.rulesOf(group).stream())
                .filter(rule -> rule.direction() == direction && lets(rule, peer, service))
                .findFirst();
    }

    private boolean lets(SecurityRule rule, IpAddress peer, Service service) {
        int protocol = service.protocol(peer.version());
        return rule.version() == peer.version()
                && rule.protocol().filter(number -> number != protocol).isEmpty()
                && rule.ports()
                        .filter(span -> !service.isWithin(span, peer.version()))
                        .isEmpty()
                && rule.peer().filter(wanted -> !isOf(wanted, peer)).isEmpty();
    }

    private boolean isOf(Peer wanted, IpAddress peer) {
        return switch (wanted) {
            case Peer.Block(Cidr cidr) -> cidr.contains(peer);
            case Peer.Group(SecurityGroupId group) ->
                state.membersOf(group).stream().anyMatch(member -> has(member, peer));
            case Peer.Addresses(AddressGroupId group) ->
                state.addressGroups().find(group).orElseThrow().addresses().stream()
                        .anyMatch(cidr -> cidr.contains(peer));
        };
    }

    private static boolean has(TenantPort port, IpAddress address) {
        return port.fixedIps().stream().anyMatch(ip -> ip.address().equals(address))
                || port.allowedPairs().stream()
                        .anyMatch(pair -> pair.addresses().contains(address));
    }
}
