package io.heddle.rest.http;

import io.heddle.rest.view.FabricView;
import io.heddle.rest.view.LatestView;
import io.heddle.rest.view.LinkRepresentation;
import java.util.List;

/** {@code GET /api/v1/links}: every cable between switches that is there or ought to be, with what it carries. */
record LinkResource(LatestView views) {

    /** The reply. */
    record LinkList(long revision, List<LinkRepresentation> links) {
        LinkList {
            links = List.copyOf(links);
        }

        static LinkList of(FabricView view) {
            return new LinkList(view.snapshot().revision(), view.links());
        }
    }

    List<Route> routes() {
        return List.of(Route.of("/api/v1/links", ctx -> ctx.json(LinkList.of(views.latest()))));
    }
}
