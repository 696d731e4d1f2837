package io.heddle.routing.tenant;

/** Something that a project owns. */
public sealed interface TenantResource
        permits TenantNetwork,
                TenantSubnet,
                TenantPort,
                TenantRouter,
                FloatingIp,
                SecurityGroup,
                SecurityRule,
                TenantTrunk,
                QosPolicy,
                LoadBalancer,
                AddressGroup {

    /** Its identifier. */
    ResourceId id();

    /** Its owner. */
    ProjectId project();

    /** Description, tags, revision and times. */
    StandardAttributes standard();

    /** The same with other standard attributes. */
    TenantResource withStandard(StandardAttributes attributes);
}
