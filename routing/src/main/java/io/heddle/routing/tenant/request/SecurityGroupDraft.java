package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroupId;
import java.util.Optional;

/**
 * A security group that is asked for.
 *
 * @param id its identifier, new
 * @param project its owner; whoever asks if left out
 * @param name its name
 * @param description the owner's words
 */
public record SecurityGroupDraft(SecurityGroupId id, Optional<ProjectId> project, String name, String description) {}
