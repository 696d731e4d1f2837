package io.heddle.rest.http;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.view.LatestView;
import io.heddle.rest.view.TraceRepresentation;
import io.heddle.rest.view.TraceView;
import io.heddle.routing.path.UnknownAddress;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.AddressPlan;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/v1/trace?src=IP&dst=IP&proto=tcp&sport=N&dport=N}: what becomes of one packet, as JSON or, for people, as text. */
record TraceResource(LatestView views) {

    private static final String REMEDY =
            "Ask as in /api/v1/trace?src=10.0.0.2&dst=10.1.0.2&proto=tcp&sport=40000&dport=5001, or with proto=icmp and no"
                    + " ports.";
    private static final int ECHO_REQUEST = 8;

    List<Route> routes() {
        return List.of(Route.of("/api/v1/trace", this::trace, "src", "dst", "proto", "sport", "dport", "format"));
    }

    private void trace(Context ctx) {
        Packet packet = packet(ctx);
        boolean isText = Parameters.isTextWanted(ctx);
        FabricSnapshot snapshot = views.latest().snapshot();
        AddressPlan addresses = snapshot.addresses().orElseThrow(PathResource::tooEarly);
        TraceRepresentation trace;
        try {
            trace = TraceView.of(snapshot, addresses, packet);
        } catch (UnknownAddress e) {
            throw PathResource.unknown(e);
        }
        if (isText) {
            ctx.result(trace.text());
            ctx.contentType("text/plain;charset=utf-8");
        } else {
            ctx.json(trace);
        }
    }

    /** An echo request where nothing else is asked for: it has no ports, so the addresses alone decide its way. */
    private static Packet packet(Context ctx) {
        Ipv4Address source = Parameters.ipv4(ctx, "src");
        Ipv4Address destination = Parameters.ipv4(ctx, "dst");
        Optional<Integer> sport = Parameters.transportPort(ctx, "sport", REMEDY);
        Optional<Integer> dport = Parameters.transportPort(ctx, "dport", REMEDY);
        String protocol = Parameters.optional(ctx, "proto", REMEDY).orElse("icmp");
        return switch (protocol) {
            case "tcp" -> Packet.tcp(source, required(sport, "sport"), destination, required(dport, "dport"));
            case "udp" -> Packet.udp(source, required(sport, "sport"), destination, required(dport, "dport"));
            case "icmp" -> {
                if (sport.isPresent() || dport.isPresent()) {
                    throw Refusal.badRequest(
                            "ICMP has no ports; sport and dport go with proto=tcp or proto=udp.", REMEDY);
                }
                yield Packet.icmp(source, destination, ECHO_REQUEST, 0);
            }
            default -> throw Refusal.badRequest("There is no proto '" + protocol + "': tcp, udp or icmp.", REMEDY);
        };
    }

    private static int required(Optional<Integer> port, String name) {
        return port.orElseThrow(() -> Refusal.badRequest(
                "The query parameter '" + name + "' is missing: the way of a flow depends on its ports.", REMEDY));
    }
}
