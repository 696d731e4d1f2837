package io.heddle.rest.http;

import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.explain.Question;
import io.heddle.routing.tenant.explain.Question.Target;
import io.heddle.routing.tenant.explain.Service;
import io.heddle.topology.address.IpAddress;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code GET /api/v1/explain?src=PORT&dst=PORT_OR_IP&proto=tcp&dport=N}: why a tenant's connection is let through or not. */
record ExplainResource(TenantResource tenants) {

    private static final String REMEDY =
            "Ask as in /api/v1/explain?src=PORT&dst=PORT&proto=tcp&dport=22, where PORT is the"
                    + " identifier of a port; dst may be an address, and proto=icmp has no dport.";
    private static final List<IpProtocol> HAVE_PORTS = List.of(IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP);
    private static final List<Integer> PINGS = List.of(IpProtocol.ICMP.number(), IpProtocol.IPV6_ICMP.number());

    List<Route> routes() {
        return List.of(Route.of("/api/v1/explain", this::explain, "src", "dst", "proto", "dport"));
    }

    private void explain(Context ctx) {
        tenants.answer(
                ctx,
                (view, by) -> view.explanation(by, question(ctx))
                        .orElseThrow(() -> Refusal.notFound(
                                "There is no such port among yours.", "GET /api/v1/tenants/ports lists them.")));
    }

    private static Question question(Context ctx) {
        return new Question(
                required(ctx, "src", PortId::parse), required(ctx, "dst", ExplainResource::target), service(ctx));
    }

    /** Only an identifier has hyphens. */
    private static Target target(String text) {
        return text.contains("-") ? new Target.AtPort(PortId.parse(text)) : new Target.AtAddress(IpAddress.parse(text));
    }

    private static Service service(Context ctx) {
        Optional<Integer> dport = Parameters.transportPort(ctx, "dport", REMEDY);
        String name = Parameters.optional(ctx, "proto", REMEDY)
                .orElse(dport.isPresent() ? IpProtocol.TCP.apiName() : IpProtocol.ICMP.apiName());
        int number = IpProtocol.numberOf(name)
                .orElseThrow(() -> Refusal.badRequest(
                        "There is no proto '" + name + "': a name such as tcp, or 0 to 255.", REMEDY));
        Optional<IpProtocol> transport =
                HAVE_PORTS.stream().filter(each -> each.number() == number).findFirst();
        if (transport.isPresent()) {
            return new Service.Port(
                    transport.get(),
                    dport.orElseThrow(() -> Refusal.badRequest(
                            "The query parameter 'dport' is missing: rules are about ports.", REMEDY)));
        } else if (dport.isPresent()) {
            throw Refusal.badRequest("dport goes with tcp, udp or sctp, and not with '" + name + "'.", REMEDY);
        }
        return PINGS.contains(number) ? new Service.Ping() : new Service.Other(number);
    }

    private static <T> T required(Context ctx, String name, Function<String, T> reading) {
        String given = Parameters.optional(ctx, name, REMEDY)
                .orElseThrow(() -> Refusal.badRequest("The query parameter '" + name + "' is missing.", REMEDY));
        try {
            return reading.apply(given);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("Query parameter '" + name + "': " + e.getMessage() + ".", REMEDY);
        }
    }
}
