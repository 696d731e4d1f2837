package io.heddle.controller.store;

import io.heddle.controller.store.TenantRecords.Standard;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.routing.tenant.TrunkId;
import io.heddle.topology.address.VlanId;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trunk as JSON.
 *
 * @param subports ports by VLAN id
 */
record TrunkRecord(
        String id,
        String project,
        String name,
        String port,
        boolean adminUp,
        SortedMap<Integer, String> subports,
        Standard standard) {

    static TrunkRecord of(TenantTrunk trunk) {
        SortedMap<Integer, String> subports = new TreeMap<>();
        trunk.subports().forEach((vlan, port) -> subports.put(vlan.value(), port.toString()));
        return new TrunkRecord(
                trunk.id().toString(),
                trunk.project().value(),
                trunk.name(),
                trunk.port().toString(),
                trunk.adminUp(),
                subports,
                Standard.of(trunk.standard()));
    }

    TenantTrunk trunk() {
        SortedMap<VlanId, PortId> ports = new TreeMap<>();
        subports.forEach((vlan, port) -> ports.put(new VlanId(vlan), PortId.parse(port)));
        return new TenantTrunk(
                TrunkId.parse(id),
                new ProjectId(project),
                name,
                PortId.parse(port),
                adminUp,
                ports,
                standard.attributes());
    }
}
