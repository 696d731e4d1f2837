package io.heddle.routing.tenant;

/** One resource is as it is now, or is gone: what a state is made of, what is kept durably, and what a planner is told. */
public sealed interface TenantChange {

    /** The network is new or changed. */
    record NetworkPut(TenantNetwork network) implements TenantChange {}

    /** The network is gone. */
    record NetworkRemoved(TenantNetwork network) implements TenantChange {}

    /** The subnet is new or changed. */
    record SubnetPut(TenantSubnet subnet) implements TenantChange {}

    /** The subnet is gone. */
    record SubnetRemoved(TenantSubnet subnet) implements TenantChange {}

    /** The port is new or changed. */
    record PortPut(TenantPort port) implements TenantChange {}

    /** The port is gone. */
    record PortRemoved(TenantPort port) implements TenantChange {}

    /** The project has a quota of its own. */
    record QuotaPut(ProjectId project, Quota quota) implements TenantChange {}

    /** The project has the usual quota again. */
    record QuotaRemoved(ProjectId project) implements TenantChange {}
}
