package io.heddle.rest.live;

import io.heddle.rest.view.ElephantsRepresentation;
import io.heddle.rest.view.FabricRepresentation;
import io.heddle.rest.view.FabricView;
import io.heddle.rest.view.HostRepresentation;
import io.heddle.rest.view.LinkRepresentation;
import io.heddle.rest.view.ProblemsRepresentation;
import io.heddle.rest.view.SwitchSummary;
import java.util.List;

/**
 * Everything a client that knows nothing needs.
 *
 * @param fabric the fabric as a whole
 * @param switches every switch, without its ports
 * @param links every cable
 * @param hosts every host
 * @param problems what is wrong
 * @param elephants the large flows
 */
public record LiveSnapshot(
        FabricRepresentation fabric,
        List<SwitchSummary> switches,
        List<LinkRepresentation> links,
        List<HostRepresentation> hosts,
        ProblemsRepresentation problems,
        ElephantsRepresentation elephants) {

    public LiveSnapshot {
        switches = List.copyOf(switches);
        links = List.copyOf(links);
        hosts = List.copyOf(hosts);
    }

    static LiveSnapshot of(FabricView view) {
        return new LiveSnapshot(
                view.fabric(), view.summaries(), view.links(), view.hosts(), view.problems(), view.elephants());
    }
}
