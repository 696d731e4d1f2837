package io.heddle.rest.tenant;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.networking.Networking;
import io.heddle.rest.tenant.JourneyRepresentation.EndStage;
import io.heddle.rest.tenant.JourneyRepresentation.StageRepresentation;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.trace.FirstPacket;
import io.heddle.routing.tenant.trace.FirstPacket.Service;
import io.heddle.routing.tenant.trace.Journey;
import io.heddle.routing.tenant.trace.JourneyTracer;
import io.heddle.routing.tenant.trace.Overlay;
import io.heddle.routing.tenant.trace.Underlay;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.clos.AddressPlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Traces packets of tenants' ports, for whoever owns these. */
public record TenantTrace(Networking networking) {

    /**
     * What is asked.
     *
     * @param source a port of the requester, by identifier or name
     * @param target an address, or another such port
     * @param service what the packet is for
     * @param isEstablished whether a packet of the same connection went before
     */
    public record Inquiry(String source, String target, Service service, boolean isEstablished) {}

    /** What is asked about is not there, or not the requester's; the message is a sentence. */
    public static final class UnknownPort extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        UnknownPort(String message) {
            super(message);
        }
    }

    /**
     * What becomes of the packet.
     *
     * @throws UnknownPort when the requester has no such port, or several
     */
    public JourneyRepresentation of(Requester by, Inquiry inquiry, FabricSnapshot fabric, AddressPlan addresses) {
        Overlay overlay = networking.sight().overlay();
        TenantPort source = port(by, inquiry.source(), overlay);
        IpAddress target =
                address(inquiry.target()).orElseGet(() -> address(source, port(by, inquiry.target(), overlay)));
        FirstPacket first = FirstPacket.of(source, target, inquiry.service(), overlay.tenants());
        JourneyTracer tracer =
                new JourneyTracer(overlay, new Underlay(fabric.plan(), fabric.topology(), addresses, fabric.hashes()));
        Journey journey = tracer.trace(source.id(), first);
        if (inquiry.isEstablished()) {
            journey = tracer.again(source.id(), first);
        }
        Optional<String> packet =
                first instanceof FirstPacket.Sent(var sent) ? Optional.of(sent.toString()) : Optional.empty();
        List<StageRepresentation> stages = new JourneyView(overlay, fabric, by).stages(journey);
        return new JourneyRepresentation(
                networking.clock().instant(),
                fabric.revision(),
                source.id().toString(),
                target.toString(),
                inquiry.isEstablished() ? "established" : "new",
                packet,
                stages,
                verdict(stages),
                journey.isExact(),
                JourneyText.of(packet, stages, journey.isExact()));
    }

    private static String verdict(List<StageRepresentation> stages) {
        return stages.stream()
                .filter(EndStage.class::isInstance)
                .map(stage -> ((EndStage) stage).sentence())
                .collect(Collectors.joining(" "));
    }

    private static Optional<IpAddress> address(String text) {
        try {
            return Optional.of(IpAddress.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Of the target's addresses, the first of a version that the source has too. */
    static IpAddress address(TenantPort source, TenantPort target) {
        return target.fixedIps().stream()
                .map(FixedIp::address)
                .filter(to ->
                        source.fixedIps().stream().anyMatch(own -> own.address().version() == to.version()))
                .findFirst()
                .orElseThrow(() -> new UnknownPort("The two ports have no addresses of one version of IP."));
    }

    /** The port of that identifier or name. */
    static TenantPort port(Requester by, String text, Overlay overlay) {
        List<TenantPort> found = overlay.tenants().ports().values().stream()
                .filter(by::owns)
                .filter(port -> port.name().equals(text) || port.id().toString().equals(text))
                .toList();
        if (found.isEmpty()) {
            throw new UnknownPort("There is no port '" + text + "' among yours.");
        }
        Optional<TenantPort> exactly =
                found.stream().filter(port -> port.id().toString().equals(text)).findFirst();
        if (exactly.isEmpty() && found.size() > 1) {
            throw new UnknownPort("There are " + found.size() + " ports of the name '" + text + "'.");
        }
        return exactly.orElseGet(found::getFirst);
    }
}
