package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.DhcpOption;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A port that is asked for.
 *
 * @param id its identifier, new
 * @param network the network it is on
 * @param project its owner; whoever asks if left out
 * @param name its name
 * @param mac its MAC address; made from its identifier if left out
 * @param adminUp whether it is to carry frames
 * @param fixedIps its addresses; one of each version if left out
 * @param deviceId who uses it
 * @param deviceOwner what kind of thing uses it
 * @param portSecurity whether it is guarded; as its network says if left out
 * @param allowedPairs further addresses it may send from
 * @param securityGroups the security groups it is in; if left out, its project's default group if it is guarded
 * @param dhcpOptions further options its host is told
 * @param binding what is said about where it is plugged
 * @param description the owner's words
 * @param qos which quality of service policy it is to have
 */
public record PortDraft(
        PortId id,
        NetworkId network,
        Optional<ProjectId> project,
        String name,
        Optional<MacAddress> mac,
        boolean adminUp,
        Optional<List<IpRequest>> fixedIps,
        String deviceId,
        String deviceOwner,
        Optional<Boolean> portSecurity,
        List<PairRequest> allowedPairs,
        Optional<SortedSet<SecurityGroupId>> securityGroups,
        List<DhcpOption> dhcpOptions,
        Binding binding,
        String description,
        QosChoice qos) {}
