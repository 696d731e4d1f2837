package io.heddle.routing.path;

import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.HashVariant;
import io.heddle.routing.verify.Hop.Ingress;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.Trace;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.AddressPlan;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows single packets through one state of a fabric, exactly as its switches would forward them.
 *
 * <p>A sender that was never seen has a MAC address that no rule knows, as it would have for its switch.
 */
public final class Tracer {

    private static final MacAddress UNSEEN = new MacAddress(0x0200_0000_0001L);

    private final SimulatedFabric fabric;
    private final HostPorts ports;
    private final BucketChoice choice;
    private final Set<DatapathId> calibrated;

    /** A tracer for switches that hold {@code plan}, are cabled as {@code topology} says, and hash as {@code variants} says. */
    public Tracer(
            ForwardingPlan plan, Topology topology, AddressPlan addresses, Map<DatapathId, HashVariant> variants) {
        this.fabric = SimulatedFabric.of(plan, topology);
        this.ports = new HostPorts(topology, addresses, plan);
        this.choice = BucketChoice.openVSwitch(variants);
        this.calibrated = Set.copyOf(variants.keySet());
    }

    /**
     * What becomes of {@code packet} when the host with its source address sends it to its gateway; its Ethernet addresses are filled in.
     *
     * @throws UnknownAddress when one of the packet's addresses has no place
     */
    public Trace trace(Packet packet) {
        ConnectPoint from = ports.locate(packet.source());
        ConnectPoint to = ports.locate(packet.destination());
        MacAddress sender = ports.host(packet.source()).map(Host::mac).orElse(UNSEEN);
        Packet sent = packet.between(sender, PlanOptions.GATEWAY_MAC);
        return new Trace(to, fabric.walk(new Ingress.AtPort(from), sent, choice), calibrated);
    }

    /**
     * What becomes of a tagged frame that the host with the address {@code source} sends. It is taken to be for whoever gets it, so it is
     * never astray.
     *
     * @throws UnknownAddress when that address has no place
     */
    public Trace traceFrame(Ipv4Address source, Packet frame) {
        ConnectPoint from = ports.locate(source);
        Walk walk = fabric.walk(new Ingress.AtPort(from), frame, choice);
        ConnectPoint to = walk.outcome() instanceof Walk.Delivered delivered ? delivered.point() : from;
        return new Trace(to, walk, calibrated);
    }

    /** Whether the host with that address is behind that port. */
    public boolean isAt(Ipv4Address address, ConnectPoint point) {
        return Optional.ofNullable(ports.topology().hosts().get(address))
                .map(Host::location)
                .filter(point::equals)
                .isPresent();
    }

    /** What a switch is called. */
    public String name(DatapathId dpid) {
        return fabric.topology().fabricSwitch(dpid).map(FabricSwitch::name).orElseGet(dpid::toString);
    }
}
