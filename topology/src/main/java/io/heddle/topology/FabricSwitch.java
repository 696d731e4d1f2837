package io.heddle.topology;

import io.heddle.topology.sorted.SortedArrayMap;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A switch that has been seen, with its ports; it stays known while it is disconnected from the controller.
 *
 * @param dpid its identity
 * @param name what to call it to a person: its own description where it gave one, otherwise the datapath id
 * @param isConnected whether it has a live control channel
 * @param ports its ports by number, unmodifiable
 */
public record FabricSwitch(DatapathId dpid, String name, boolean isConnected, SortedMap<PortNumber, Port> ports) {

    public FabricSwitch {
        ports.forEach((number, port) -> {
            if (!port.number().equals(number)) {
                throw new IllegalArgumentException("port " + port.number() + " is filed under " + number);
            }
        });
        ports = SortedArrayMap.copyOf(ports);
    }

    /** A switch with the given ports. */
    public static FabricSwitch of(DatapathId dpid, String name, boolean isConnected, Collection<Port> ports) {
        SortedMap<PortNumber, Port> byNumber = new TreeMap<>();
        ports.forEach(port -> byNumber.put(port.number(), port));
        return new FabricSwitch(dpid, name, isConnected, byNumber);
    }

    /** The port of that number, if the switch has it. */
    public Optional<Port> port(PortNumber number) {
        return Optional.ofNullable(ports.get(number));
    }

    /** This switch with {@code port} added or replaced. */
    public FabricSwitch withPort(Port port) {
        if (port.equals(ports.get(port.number()))) {
            return this;
        }
        SortedMap<PortNumber, Port> changed = new TreeMap<>(ports);
        changed.put(port.number(), port);
        return new FabricSwitch(dpid, name, isConnected, changed);
    }

    /** This switch without the port of that number. */
    public FabricSwitch withoutPort(PortNumber number) {
        if (!ports.containsKey(number)) {
            return this;
        }
        SortedMap<PortNumber, Port> changed = new TreeMap<>(ports);
        changed.remove(number);
        return new FabricSwitch(dpid, name, isConnected, changed);
    }

    /** This switch with its control channel up or down. */
    public FabricSwitch withConnected(boolean connected) {
        return connected == isConnected ? this : new FabricSwitch(dpid, name, connected, ports);
    }
}
