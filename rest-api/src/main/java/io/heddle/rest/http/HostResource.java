package io.heddle.rest.http;

import io.heddle.rest.view.FabricView;
import io.heddle.rest.view.HostRepresentation;
import io.heddle.rest.view.LatestView;
import java.util.List;

/** {@code GET /api/v1/hosts}: every host that was seen. */
record HostResource(LatestView views) {

    /** The reply. */
    record HostList(long revision, List<HostRepresentation> hosts) {
        HostList {
            hosts = List.copyOf(hosts);
        }

        static HostList of(FabricView view) {
            return new HostList(view.snapshot().revision(), view.hosts());
        }
    }

    List<Route> routes() {
        return List.of(Route.of("/api/v1/hosts", ctx -> ctx.json(HostList.of(views.latest()))));
    }
}
