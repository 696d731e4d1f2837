package io.heddle.rest.tenant;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.networking.Networking;
import io.heddle.rest.tenant.JourneyRepresentation.EndStage;
import io.heddle.rest.tenant.JourneyRepresentation.FabricStage;
import io.heddle.rest.tenant.JourneyRepresentation.ServerStage;
import io.heddle.rest.tenant.JourneyRepresentation.StageRepresentation;
import io.heddle.rest.tenant.ProbeRepresentation.ProbedPacket;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.plan.PathProbe;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.trace.FirstPacket;
import io.heddle.routing.tenant.trace.Journey;
import io.heddle.routing.tenant.trace.JourneyTracer;
import io.heddle.routing.tenant.trace.Overlay;
import io.heddle.routing.tenant.trace.Probe;
import io.heddle.routing.tenant.trace.Probe.Fate;
import io.heddle.routing.tenant.trace.Underlay;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.clos.AddressPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/** Finds out what passes between two ports of tenants, for whoever owns both. */
public record TenantProbe(Networking networking) {

    private static final int SMALL = 100;

    /** It cannot be found out; the message is a sentence. */
    public static final class Impossible extends RuntimeException {
        private static final long serialVersionUID = 1;

        Impossible(String message) {
            super(message);
        }
    }

    /**
     * A probe that is under way.
     *
     * @param answer what becomes of its packets
     * @param told tells of it when that is known
     */
    public record Begun(CompletableFuture<Optional<SortedMap<Integer, Fate>>> answer, Telling told) {}

    /** Says what became of packets. */
    @FunctionalInterface
    public interface Telling {
        ProbeRepresentation of(SortedMap<Integer, Fate> fates);
    }

    /**
     * Begins to find it out.
     *
     * @throws TenantTrace.UnknownPort when the requester has no such port, or several
     * @throws Impossible when nothing could be sent, or seen
     */
    public Begun begin(Requester by, String from, String to, FabricSnapshot fabric, AddressPlan addresses) {
        Overlay overlay = networking.sight().overlay();
        TenantState state = overlay.tenants();
        TenantPort source = TenantTrace.port(by, from, overlay);
        TenantPort target = TenantTrace.port(by, to, overlay);
        if (!target.portSecurity()) {
            throw new Impossible("The receiver has no port security, so its machine gets everything at once, and"
                    + " nothing can be seen before it does.");
        }
        IpAddress address = target.fixedIps().stream()
                .map(FixedIp::address)
                .filter(each -> each.version() == IpVersion.V4)
                .findFirst()
                .orElseThrow(() -> new Impossible("The receiver has no IPv4 address, and probes are IPv4."));
        FirstPacket first = FirstPacket.of(source, address, new FirstPacket.Service.Ping(), state);
        Packet packet = switch (first) {
            case FirstPacket.Unsent(String reason) -> throw new Impossible(reason);
            case FirstPacket.Sent(Packet ping) -> ping.with(Field.ICMPV4_TYPE, PathProbe.TYPE);
        };
        int expected = Math.min(
                state.networkOf(source.network()).mtu(),
                state.networkOf(target.network()).mtu());
        Probe probe = new Probe(
                networking.tenancy().newId(),
                source.id(),
                target.id(),
                packet,
                List.of(Math.min(SMALL, expected), expected, expected + 1).stream()
                        .distinct()
                        .toList());
        Journey journey = new JourneyTracer(
                        overlay, new Underlay(fabric.plan(), fabric.topology(), addresses, fabric.hashes()))
                .trace(source.id(), new FirstPacket.Sent(packet));
        List<StageRepresentation> stages = new JourneyView(overlay, fabric, by).stages(journey);
        return new Begun(networking.prober().probe(probe), fates -> told(probe, expected, fates, stages));
    }

    private ProbeRepresentation told(
            Probe probe, int expected, SortedMap<Integer, Fate> fates, List<StageRepresentation> stages) {
        List<ProbedPacket> packets = new ArrayList<>();
        fates.forEach((size, fate) -> packets.add(packet(size, fate)));
        boolean isFull = fates.get(expected) instanceof Fate.Arrived;
        return new ProbeRepresentation(
                networking.clock().instant(),
                probe.source().toString(),
                probe.target().toString(),
                expected,
                fates.entrySet().stream()
                        .filter(entry -> entry.getValue() instanceof Fate.Arrived)
                        .map(entry -> entry.getKey())
                        .reduce(Math::max),
                isFull,
                packets,
                way(stages),
                verdict(packets, isFull, stages));
    }

    private static ProbedPacket packet(int size, Fate fate) {
        return switch (fate) {
            case Fate.Arrived() -> new ProbedPacket(size, "passes", Optional.empty());
            case Fate.TooLarge(int mtu) -> new ProbedPacket(size, "too-large", Optional.of(mtu));
            case Fate.Lost() -> new ProbedPacket(size, "lost", Optional.empty());
        };
    }

    private static List<String> way(List<StageRepresentation> stages) {
        List<String> way = new ArrayList<>();
        for (StageRepresentation stage : stages) {
            switch (stage) {
                case ServerStage server -> way.add(server.server());
                case FabricStage fabric -> fabric.hops().forEach(hop -> way.add(hop.name()));
                case EndStage ignored -> {}
            }
        }
        return way;
    }

    private static String verdict(List<ProbedPacket> packets, boolean isFull, List<StageRepresentation> stages) {
        StringBuilder text = new StringBuilder();
        for (ProbedPacket packet : packets) {
            text.append(text.isEmpty() ? "" : " ").append(packet.size()).append(" octets ");
            text.append(
                    switch (packet.outcome()) {
                        case "passes" -> "pass.";
                        case "lost" -> "do not.";
                        default ->
                            "do not: a router says that the next network takes "
                                    + packet.mtu().orElse(0) + ".";
                    });
        }
        if (!isFull) {
            stages.stream()
                    .filter(EndStage.class::isInstance)
                    .map(EndStage.class::cast)
                    .findFirst()
                    .ifPresent(end -> text.append(
                            end.end().equals("to-controller")
                                    ? " By the rules they should; they are lost on the way."
                                    : " By the rules: " + end.sentence()));
        }
        return text.toString();
    }
}
