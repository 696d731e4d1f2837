package io.heddle.rest.http;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.tenant.JourneyRepresentation;
import io.heddle.rest.tenant.TenantTrace;
import io.heddle.rest.view.LatestView;
import io.heddle.rest.view.TraceRepresentation;
import io.heddle.rest.view.TraceView;
import io.heddle.routing.path.UnknownAddress;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.tenant.trace.FirstPacket;
import io.heddle.routing.tenant.trace.FirstPacket.Service.Flow;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.AddressPlan;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code GET /api/v1/trace?src=IP&dst=IP&proto=tcp&sport=N&dport=N}: what becomes of one packet, as JSON or, for people, as text. With a
 * port of a tenant as {@code src}, of a packet that its machine sends, for who has a credential.
 */
record TraceResource(LatestView views, TenantResource tenants) {

    private static final String REMEDY =
            "Ask as in /api/v1/trace?src=10.0.0.2&dst=10.1.0.2&proto=tcp&sport=40000&dport=5001, or with proto=icmp and no"
                    + " ports; or with src=PORT, the identifier or name of a port of yours, dst=PORT or an address, and"
                    + " state=new or established.";
    private static final int ECHO_REQUEST = 8;
    private static final String TEXT = "text/plain;charset=utf-8";

    /** What is meant to be an address of the fabric, well-formed or not. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]*)+");

    List<Route> routes() {
        return List.of(
                Route.of("/api/v1/trace", this::trace, "src", "dst", "proto", "sport", "dport", "state", "format"));
    }

    private void trace(Context ctx) {
        String source = Parameters.optional(ctx, "src", REMEDY).orElse("");
        if (!source.isEmpty() && !ADDRESS.matcher(source).matches()) {
            journey(ctx, source);
        } else if (ctx.queryParam("state") != null) {
            throw Refusal.badRequest("The fabric keeps no connections; state goes with src=PORT.", REMEDY);
        } else {
            traceOnFabric(ctx);
        }
    }

    private void journey(Context ctx, String source) {
        boolean isText = Parameters.isTextWanted(ctx);
        String target = Parameters.optional(ctx, "dst", REMEDY)
                .orElseThrow(() -> Refusal.badRequest("The query parameter 'dst' is missing.", REMEDY));
        TenantTrace.Inquiry inquiry = new TenantTrace.Inquiry(source, target, service(ctx), isEstablished(ctx));
        FabricSnapshot snapshot = views.latest().snapshot();
        JourneyRepresentation journey = tenants.reply(ctx, (view, by) -> {
            try {
                return view.traces()
                        .of(by, inquiry, snapshot, snapshot.addresses().orElseThrow(PathResource::tooEarly));
            } catch (TenantTrace.UnknownPort e) {
                throw Refusal.notFound(String.valueOf(e.getMessage()), "GET /api/v1/tenants/ports lists them.");
            }
        });
        if (isText) {
            ctx.result(journey.text());
            ctx.contentType(TEXT);
        } else {
            ctx.json(journey);
        }
    }

    private static boolean isEstablished(Context ctx) {
        String state = Parameters.optional(ctx, "state", REMEDY).orElse("new");
        if (!List.of("new", "established").contains(state)) {
            throw Refusal.badRequest("There is no state '" + state + "': new or established.", REMEDY);
        }
        return state.equals("established");
    }

    private static FirstPacket.Service service(Context ctx) {
        Optional<Integer> sport = Parameters.transportPort(ctx, "sport", REMEDY);
        Optional<Integer> dport = Parameters.transportPort(ctx, "dport", REMEDY);
        String protocol = Parameters.optional(ctx, "proto", REMEDY).orElse("icmp");
        return switch (protocol) {
            case "tcp" -> new Flow(FlowKey.TCP, required(sport, "sport"), required(dport, "dport"));
            case "udp" -> new Flow(FlowKey.UDP, required(sport, "sport"), required(dport, "dport"));
            case "icmp" -> {
                refusePorts(sport, dport);
                yield new FirstPacket.Service.Ping();
            }
            default -> throw unknown(protocol);
        };
    }

    private void traceOnFabric(Context ctx) {
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
            ctx.contentType(TEXT);
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
                refusePorts(sport, dport);
                yield Packet.icmp(source, destination, ECHO_REQUEST, 0);
            }
            default -> throw unknown(protocol);
        };
    }

    private static void refusePorts(Optional<Integer> sport, Optional<Integer> dport) {
        if (sport.isPresent() || dport.isPresent()) {
            throw Refusal.badRequest("ICMP has no ports; sport and dport go with proto=tcp or proto=udp.", REMEDY);
        }
    }

    private static RuntimeException unknown(String protocol) {
        return Refusal.badRequest("There is no proto '" + protocol + "': tcp, udp or icmp.", REMEDY);
    }

    private static int required(Optional<Integer> port, String name) {
        return port.orElseThrow(() -> Refusal.badRequest(
                "The query parameter '" + name + "' is missing: the way of a flow depends on its ports.", REMEDY));
    }
}
