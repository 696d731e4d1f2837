package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.TrunkId;
import java.util.List;
import java.util.Optional;

/**
 * A trunk as it is asked for.
 *
 * @param id its identifier, new
 * @param project its owner; none means whoever asks
 * @param name the owner's name for it
 * @param port the parent port
 * @param adminUp whether its subports are to carry frames
 * @param subports its first subports
 * @param description the owner's words
 */
public record TrunkDraft(
        TrunkId id,
        Optional<ProjectId> project,
        String name,
        PortId port,
        boolean adminUp,
        List<SubportRequest> subports,
        String description) {

    public TrunkDraft {
        subports = List.copyOf(subports);
    }
}
