package io.heddle.routing.tenant;

/** A network, a subnet or a port: something that a project owns. */
public sealed interface TenantResource permits TenantNetwork, TenantSubnet, TenantPort {

    /** Its identifier. */
    ResourceId id();

    /** Its owner. */
    ProjectId project();

    /** Description, tags, revision and times. */
    StandardAttributes standard();
}
