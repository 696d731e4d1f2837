package io.heddle.routing.tenant;

import io.heddle.topology.address.Cidr;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Blocks of addresses that rules of security groups name together as the other end.
 *
 * @param id its identifier
 * @param project its owner
 * @param name the owner's name for it, not unique
 * @param addresses the blocks, of either version; they may overlap
 * @param standard description, tags, revision, times
 */
public record AddressGroup(
        AddressGroupId id, ProjectId project, String name, SortedSet<Cidr> addresses, StandardAttributes standard)
        implements TenantResource {

    public AddressGroup {
        addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
    }

    /** This group with other addresses. */
    public AddressGroup withAddresses(SortedSet<Cidr> others, StandardAttributes attributes) {
        return new AddressGroup(id, project, name, others, attributes);
    }

    @Override
    public AddressGroup withStandard(StandardAttributes attributes) {
        return withAddresses(addresses, attributes);
    }
}
