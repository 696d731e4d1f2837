package io.heddle.rest.view;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.view.TraceRepresentation.TraceHop;
import io.heddle.rest.view.TraceRepresentation.TraceStep;
import io.heddle.routing.path.Tracer;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.verify.Hop;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Step;
import io.heddle.routing.verify.StepText;
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
                hop.passage().steps().stream().map(TraceView::step).toList());
    }

    private static TraceStep step(Step step) {
        return switch (step) {
            case Step.Matched matched -> inTable("rule", matched.rule().key().table(), step);
            case Step.Missed missed -> inTable("no-match", missed.table(), step);
            case Step.Chosen chosen ->
                inGroup(
                        "bucket",
                        chosen.group(),
                        Optional.of(chosen.bucket().id()),
                        chosen.live().stream().map(Bucket::id).toList(),
                        step);
            case Step.Stuck stuck -> inGroup("no-bucket", stuck.group(), Optional.empty(), List.of(), step);
            case Step.Withheld ignored -> plain("not-sent", step);
            case Step.Expired ignored -> plain("ttl-expired", step);
        };
    }

    private static TraceStep inTable(String kind, TableId table, Step step) {
        return new TraceStep(
                kind,
                Optional.of(table.value()),
                Optional.of(PlanView.tableName(table)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                StepText.of(step));
    }

    private static TraceStep inGroup(
            String kind, Group group, Optional<Integer> bucket, List<Integer> usable, Step step) {
        return new TraceStep(
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Integer.toUnsignedLong(group.id().value())),
                bucket,
                usable,
                StepText.of(step));
    }

    private static TraceStep plain(String kind, Step step) {
        return new TraceStep(
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                StepText.of(step));
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
