package io.heddle.routing.tenant;

import java.util.UUID;

/** Identifies a resource that a project owns. */
public sealed interface ResourceId
        permits NetworkId,
                SubnetId,
                PortId,
                RouterId,
                FloatingIpId,
                SecurityGroupId,
                SecurityRuleId,
                TrunkId,
                QosPolicyId,
                LoadBalancerId,
                AddressGroupId {

    /** The identifier. */
    UUID value();
}
