package io.heddle.controller.host;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the host services must know of the fabric. Made again after a change of any part, and cheap to keep otherwise.
 *
 * <p>A host port is a port of a switch that hosts belong to, with no cable of the blueprint and no link seen at it.
 */
public final class FabricFacts {

    private final Topology topology;
    private final AddressPlan addresses;
    private final MacAddress gatewayMac;
    private final Blueprint blueprint;
    private final Set<ConnectPoint> cabled;

    private FabricFacts(
            Topology topology,
            Blueprint blueprint,
            AddressPlan addresses,
            MacAddress gatewayMac,
            Set<ConnectPoint> cabled) {
        this.topology = topology;
        this.blueprint = blueprint;
        this.addresses = addresses;
        this.gatewayMac = gatewayMac;
        this.cabled = cabled;
    }

    /** The facts of a recognised fabric. */
    public static FabricFacts of(Topology topology, Blueprint blueprint, AddressPlan addresses, MacAddress gatewayMac) {
        Set<ConnectPoint> cabled = new HashSet<>();
        for (Cable cable : blueprint.cables()) {
            cabled.add(cable.first());
            cabled.add(cable.second());
        }
        return new FabricFacts(topology, blueprint, addresses, gatewayMac, cabled);
    }

    /** These facts with another topology, the meaning of its cabling being the same. */
    @SuppressWarnings("ReferenceEquality") // a topology keeps its instance when nothing changed
    public FabricFacts with(Topology changed) {
        return changed == topology ? this : new FabricFacts(changed, blueprint, addresses, gatewayMac, cabled);
    }

    /** What is observed. */
    public Topology topology() {
        return topology;
    }

    /** Where every address belongs. */
    public AddressPlan addresses() {
        return addresses;
    }

    /** The MAC address that every edge switch answers with as the gateway. */
    public MacAddress gatewayMac() {
        return gatewayMac;
    }

    /** Whether hosts may be attached at {@code point}. */
    public boolean isHostPort(ConnectPoint point) {
        return !cabled.contains(point)
                && topology.links().at(point).isEmpty()
                && addresses.edgePrefix(point.dpid()).isPresent();
    }

    /** The host ports that are up on switches that can be reached, in order. */
    public List<ConnectPoint> liveHostPorts() {
        List<ConnectPoint> found = new ArrayList<>();
        for (FabricSwitch each : topology.switches().values()) {
            if (each.isConnected() && addresses.edgePrefix(each.dpid()).isPresent()) {
                addLiveHostPorts(each, found);
            }
        }
        return found;
    }

    /** Whether frames can be sent out of {@code point} now: its switch is connected and the port is up. */
    public boolean canReach(ConnectPoint point) {
        return isConnected(point.dpid()) && topology.isUp(point);
    }

    /** Whether that switch has a live control channel. */
    public boolean isConnected(DatapathId dpid) {
        return topology.fabricSwitch(dpid).filter(FabricSwitch::isConnected).isPresent();
    }

    private void addLiveHostPorts(FabricSwitch each, List<ConnectPoint> found) {
        for (Port port : each.ports().values()) {
            ConnectPoint point = new ConnectPoint(each.dpid(), port.number());
            if (port.isUp() && isHostPort(point)) {
                found.add(point);
            }
        }
    }
}
