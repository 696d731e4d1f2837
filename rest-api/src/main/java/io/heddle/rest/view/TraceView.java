package io.heddle.rest.view;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.view.TraceRepresentation.TraceHop;
import io.heddle.routing.path.Tracer;
import io.heddle.routing.rule.Field;
import io.heddle.routing.verify.Hop;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Trace;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.clos.AddressPlan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What becomes of a packet, as it is written. */
public final class TraceView {

    private static final Map<Long, String> PROTOCOLS =
            Map.of((long) Packet.ICMP, "icmp", (long) Packet.TCP, "tcp", (long) Packet.UDP, "udp");

    private final FabricSnapshot snapshot;
    private final Ends ends;
    private final Addresses addresses;

    private TraceView(FabricSnapshot snapshot) {
        this.snapshot = snapshot;
        this.ends = new Ends(snapshot.topology());
        this.addresses = Addresses.of(snapshot);
    }

    /**
     * The trace of {@code packet}, whose IPv4 addresses say who sends it to whom.
     *
     * @throws io.heddle.routing.path.UnknownAddress when one of the two has no place
     */
    public static TraceRepresentation of(FabricSnapshot snapshot, AddressPlan addresses, Packet packet) {
        Tracer tracer = new Tracer(snapshot.plan(), snapshot.topology(), addresses, snapshot.hashes());
        return new TraceView(snapshot).written(tracer.trace(packet));
    }

    /** The switches on the way of a packet over the fabric. */
    public static List<TraceHop> hops(FabricSnapshot snapshot, Trace trace) {
        TraceView view = new TraceView(snapshot);
        return trace.walk().hops().stream().map(view::hop).toList();
    }

    private TraceRepresentation written(Trace trace) {
        Packet packet = trace.packet();
        return new TraceRepresentation(
                snapshot.revision(),
                packet.source().toString(),
                packet.destination().toString(),
                PROTOCOLS.getOrDefault(packet.value(Field.IP_PROTO), ""),
                transportPort(packet, Field.TCP_SRC, Field.UDP_SRC),
                transportPort(packet, Field.TCP_DST, Field.UDP_DST),
                ends.of(trace.destination()),
                trace.walk().hops().stream().map(this::hop).toList(),
                word(trace.end()),
                trace.verdict(ends::name),
                trace.isExact(),
                trace.text(ends::name));
    }

    private TraceHop hop(Hop hop) {
        return new TraceHop(
                hop.ingress().dpid().toString(),
                ends.name(hop.ingress().dpid()),
                addresses.ofSwitch(hop.ingress().dpid()),
                (int) hop.packet().value(Field.IN_PORT),
                hop.egress().map(ConnectPoint::port).map(port -> port.value()),
                hop.packet().toString(),
                hop.passage().steps().stream()
                        .map(step -> TraceSteps.of(step, PlanView::tableName))
                        .toList());
    }

    private static Optional<Integer> transportPort(Packet packet, Field tcp, Field udp) {
        return List.of(tcp, udp).stream()
                .filter(packet::has)
                .map(field -> (int) packet.value(field))
                .findFirst();
    }

    private static String word(Trace.End end) {
        return end.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
