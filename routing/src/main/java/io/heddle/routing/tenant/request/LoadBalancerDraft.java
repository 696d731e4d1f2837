package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.topology.address.IpAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A load balancer that is asked for, without listeners and pools.
 *
 * @param id its identifier, new
 * @param port the identifier of the port that will hold its address, new
 * @param project its owner; whoever asks if left out
 * @param name the owner's name for it
 * @param adminUp whether it is to take connections
 * @param network the network of its address; that of the subnet if left out
 * @param subnet the subnet of its address; the oldest of IPv4 with a free address if left out
 * @param address which address; the lowest free one if left out
 * @param description the owner's words
 * @param tags the owner's labels
 */
public record LoadBalancerDraft(
        LoadBalancerId id,
        PortId port,
        Optional<ProjectId> project,
        String name,
        boolean adminUp,
        Optional<NetworkId> network,
        Optional<SubnetId> subnet,
        Optional<IpAddress> address,
        String description,
        SortedSet<String> tags) {

    public LoadBalancerDraft {
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }
}
