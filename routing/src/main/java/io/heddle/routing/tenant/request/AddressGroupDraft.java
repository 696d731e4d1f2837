package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.topology.address.Cidr;
import java.util.List;
import java.util.Optional;

/**
 * An address group that is asked for.
 *
 * @param id its identifier, new
 * @param project its owner; whoever asks if left out
 * @param name its name
 * @param addresses its blocks of addresses
 * @param description the owner's words
 */
public record AddressGroupDraft(
        AddressGroupId id, Optional<ProjectId> project, String name, List<Cidr> addresses, String description) {

    public AddressGroupDraft {
        addresses = List.copyOf(addresses);
    }
}
