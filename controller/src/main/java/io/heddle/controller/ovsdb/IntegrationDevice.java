package io.heddle.controller.ovsdb;

import io.heddle.controller.ovsdb.data.Row;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import java.util.Optional;

/**
 * What one interface of the integration bridge is for.
 *
 * @param number its OpenFlow port, if it works
 * @param carries what a tunnel port of ours encapsulates in; VLAN for the cable to the fabric
 * @param source the address that such a tunnel begins at
 * @param end its name, if it is an end of a cable of ours
 * @param plugged what it is to tenants
 * @param trunked the subport whose cable ends here at the trunk
 */
record IntegrationDevice(
        Optional<PortNumber> number,
        Optional<NetworkType> carries,
        Optional<Ipv4Address> source,
        Optional<String> end,
        Optional<PluggedInterface> plugged,
        Optional<PortId> trunked) {

    private static final Row.Reading<IntegrationDevice> READING = new Row.Reading<>(IntegrationDevice::read);

    /** What the interface is for that this row describes. */
    static IntegrationDevice of(Row row) {
        return READING.of(row);
    }

    /** Whether it is nothing of ours: somebody plugged it in, for tenants or not. */
    boolean isOfOthers() {
        return carries.isEmpty() && source.isEmpty() && end.isEmpty() && trunked.isEmpty();
    }

    private static IntegrationDevice read(Row row) {
        Optional<String> ours = ServerTables.isOurs(row) ? Optional.of(SwitchTables.name(row)) : Optional.empty();
        Optional<NetworkType> tunnel = ServerReconciler.TUNNELS.stream()
                .filter(type -> ours.equals(Optional.of(ServerTables.tunnelName(type))))
                .findFirst();
        Optional<NetworkType> cable =
                ours.filter(ServerTables.FABRIC_END::equals).map(end -> NetworkType.VLAN);
        return new IntegrationDevice(
                SwitchTables.port(row),
                tunnel.or(() -> cable),
                tunnel.flatMap(type -> tunnelSource(row)),
                ours,
                interfaceOf(row),
                SubportCable.at(row));
    }

    private static Optional<Ipv4Address> tunnelSource(Row tunnel) {
        return Optional.ofNullable(tunnel.texts("options").get("local_ip"))
                .flatMap(text -> SwitchTables.read(() -> Ipv4Address.parse(text)));
    }

    private static Optional<PluggedInterface> interfaceOf(Row row) {
        return Optional.ofNullable(row.texts("external_ids").get("iface-id"))
                .flatMap(text -> SwitchTables.read(() -> PortId.parse(text)))
                .map(iface -> new PluggedInterface(
                        SwitchTables.shown(row, "name"),
                        iface,
                        SwitchTables.port(row),
                        SwitchTables.isUp(row),
                        SwitchTables.shown(row, "error")));
    }
}
