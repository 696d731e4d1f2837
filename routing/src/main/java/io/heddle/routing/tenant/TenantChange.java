package io.heddle.routing.tenant;

/** One resource is as it is now, or is gone: what a state is made of, what is kept durably, and what a planner is told. */
public sealed interface TenantChange {

    /** The resource is new or changed. */
    record Put(TenantResource resource) implements TenantChange {}

    /** The resource is gone. */
    record Removed(TenantResource resource) implements TenantChange {}

    /** The project has a quota of its own. */
    record QuotaPut(ProjectId project, Quota quota) implements TenantChange {}

    /** The project has the usual quota again. */
    record QuotaRemoved(ProjectId project) implements TenantChange {}
}
