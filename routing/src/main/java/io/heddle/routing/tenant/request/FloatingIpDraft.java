package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.topology.address.IpAddress;
import java.util.Optional;

/**
 * A floating address that is asked for.
 *
 * @param id its identifier, new
 * @param port the identifier of the port that will hold it, new
 * @param project its owner; whoever asks if left out
 * @param network the external network
 * @param subnet from which subnet there; the oldest with a free address if left out
 * @param address which address; the lowest free one if left out
 * @param target whom it is to stand for
 * @param description the owner's words
 * @param qos which quality of service policy it is to have
 */
public record FloatingIpDraft(
        FloatingIpId id,
        PortId port,
        Optional<ProjectId> project,
        NetworkId network,
        Optional<SubnetId> subnet,
        Optional<IpAddress> address,
        FloatingTarget target,
        String description,
        QosChoice qos) {}
