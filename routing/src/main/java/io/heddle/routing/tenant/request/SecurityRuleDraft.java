package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpVersion;
import java.util.Optional;

/**
 * A rule of a security group that is asked for.
 *
 * @param id its identifier, new
 * @param group the group it is of
 * @param project its owner; the group's if left out, and it can be no other
 * @param direction to the ports of the group, or from them
 * @param version IPv4 or IPv6
 * @param protocol the IP protocol number; any if left out
 * @param ports which ports or types
 * @param block the addresses at the other end
 * @param remoteGroup the group at the other end
 * @param remoteAddresses the address group at the other end
 * @param description the owner's words
 */
public record SecurityRuleDraft(
        SecurityRuleId id,
        SecurityGroupId group,
        Optional<ProjectId> project,
        Direction direction,
        IpVersion version,
        Optional<Integer> protocol,
        PortRange ports,
        Optional<Cidr> block,
        Optional<SecurityGroupId> remoteGroup,
        Optional<AddressGroupId> remoteAddresses,
        String description) {

    /**
     * The Networking API's {@code port_range_min} and {@code port_range_max}, each 0 to 65535: the ends of a range of destination
     * ports, or the type and the code of ICMP.
     */
    public record PortRange(Optional<Integer> min, Optional<Integer> max) {}
}
