package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.QosPolicyId;
import java.util.Optional;

/**
 * A quality of service policy that is asked for.
 *
 * @param id its identifier, new
 * @param project its owner; whoever asks if left out
 * @param name its name
 * @param shared whether every project may use it
 * @param description the owner's words
 */
public record QosPolicyDraft(
        QosPolicyId id, Optional<ProjectId> project, String name, boolean shared, String description) {}
