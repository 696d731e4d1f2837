package io.heddle.rest.http;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.view.LatestView;
import io.heddle.rest.view.PathView;
import io.heddle.routing.path.UnknownAddress;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.AddressPlan;
import io.javalin.http.Context;
import java.util.List;

/** {@code GET /api/v1/paths?src=IP&dst=IP}: the ways between two addresses at this moment. */
record PathResource(LatestView views) {

    List<Route> routes() {
        return List.of(Route.of("/api/v1/paths", this::paths, "src", "dst"));
    }

    private void paths(Context ctx) {
        Ipv4Address source = Parameters.ipv4(ctx, "src");
        Ipv4Address destination = Parameters.ipv4(ctx, "dst");
        FabricSnapshot snapshot = views.latest().snapshot();
        AddressPlan addresses = snapshot.addresses().orElseThrow(PathResource::tooEarly);
        try {
            ctx.json(PathView.between(snapshot, addresses, source, destination));
        } catch (UnknownAddress e) {
            throw unknown(e);
        }
    }

    static Refusal unknown(UnknownAddress e) {
        return Refusal.notFound(
                e.getMessage() + ".", "GET /api/v1/hosts lists the hosts, /api/v1/switches the planned addresses.");
    }

    static Refusal tooEarly() {
        return new Refusal(
                503, "There is no address plan yet: the fabric is still forming.", "Ask again when /readyz is 200.");
    }
}
