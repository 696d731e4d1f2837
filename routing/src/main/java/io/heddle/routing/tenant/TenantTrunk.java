package io.heddle.routing.tenant;

import io.heddle.topology.address.VlanId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One interface that is several ports: untagged frames are its parent port's, and those of a VLAN (IEEE 802.1Q) the subport's of that
 * VLAN id, which means nothing beyond the interface.
 *
 * @param id its identifier
 * @param project its owner
 * @param name the owner's name for it, not unique
 * @param port the parent port
 * @param adminUp whether its subports are to carry frames
 * @param subports its subports, by VLAN id; none of them twice
 * @param standard description, tags, revision, times
 */
public record TenantTrunk(
        TrunkId id,
        ProjectId project,
        String name,
        PortId port,
        boolean adminUp,
        SortedMap<VlanId, PortId> subports,
        StandardAttributes standard)
        implements TenantResource {

    /** The device owner of a subport; the device is the trunk. */
    public static final String SUBPORT = "trunk:subport";

    public TenantTrunk {
        subports = Collections.unmodifiableSortedMap(new TreeMap<>(subports));
    }

    /** The VLAN id of a subport; none of what is no subport of this trunk. */
    public Optional<VlanId> vlanOf(PortId subport) {
        return subports.entrySet().stream()
                .filter(entry -> entry.getValue().equals(subport))
                .map(entry -> entry.getKey())
                .findFirst();
    }

    /** This trunk with other subports. */
    public TenantTrunk withSubports(SortedMap<VlanId, PortId> others, StandardAttributes attributes) {
        return new TenantTrunk(id, project, name, port, adminUp, others, attributes);
    }

    @Override
    public TenantTrunk withStandard(StandardAttributes attributes) {
        return new TenantTrunk(id, project, name, port, adminUp, subports, attributes);
    }
}
