package io.heddle.routing.tenant;

/**
 * What may be said to and by the ports that are in it; its rules are resources of their own.
 *
 * @param id its identifier
 * @param project its owner
 * @param name the owner's name for it; {@link #DEFAULT} is that of the one which every project has
 * @param standard description, tags, revision, times
 */
public record SecurityGroup(SecurityGroupId id, ProjectId project, String name, StandardAttributes standard)
        implements TenantResource {

    /** The name of the group that ports are in unless they say otherwise. */
    public static final String DEFAULT = "default";

    /** Whether it is the one which every project has. */
    public boolean isDefault() {
        return name.equals(DEFAULT);
    }

    @Override
    public SecurityGroup withStandard(StandardAttributes attributes) {
        return new SecurityGroup(id, project, name, attributes);
    }
}
