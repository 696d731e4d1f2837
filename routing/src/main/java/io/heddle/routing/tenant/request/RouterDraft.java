package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.RouterId;
import java.util.Optional;

/**
 * A router that is asked for.
 *
 * @param id its identifier, new
 * @param project its owner; whoever asks if left out
 * @param name its name
 * @param adminUp whether it is to forward
 * @param wayOut its way out of all networks of tenants
 * @param description the owner's words
 */
public record RouterDraft(
        RouterId id, Optional<ProjectId> project, String name, boolean adminUp, WayOut wayOut, String description) {}
