package io.heddle.rest.live;

import io.heddle.rest.view.FabricView;
import io.heddle.rest.view.HostRepresentation;
import io.heddle.rest.view.LinkRepresentation;
import io.heddle.rest.view.ProblemsRepresentation;
import io.heddle.rest.view.SwitchSummary;
import java.util.ArrayList;
import java.util.List;

/** The events that take a client from one view to a later one. */
final class Step {

    private Step() {}

    /** For a client that knows nothing: everything. */
    static List<StreamEvent> to(FabricView after) {
        return List.of(new StreamEvent("snapshot", LiveSnapshot.of(after)));
    }

    /** For a client that knows {@code before}: the fabric as a whole, always, and then whatever else differs. */
    static List<StreamEvent> between(FabricView before, FabricView after) {
        List<StreamEvent> events = new ArrayList<>();
        events.add(new StreamEvent("fabric", after.fabric()));
        add(events, "switches", Changes.between(before.summaries(), after.summaries(), SwitchSummary::dpid));
        add(events, "links", links(before, after));
        add(events, "hosts", hosts(before, after));
        ProblemsRepresentation problems = after.problems();
        if (!problems.equals(before.problems())) {
            events.add(new StreamEvent("problems", problems));
        }
        if (!after.elephants().equals(before.elephants())) {
            events.add(new StreamEvent("elephants", after.elephants()));
        }
        LiveLoads loads = loads(before, after);
        if (!loads.isEmpty()) {
            events.add(new StreamEvent("loads", loads));
        }
        return events;
    }

    private static void add(List<StreamEvent> events, String name, Changes<?> changes) {
        if (!changes.isEmpty()) {
            events.add(new StreamEvent(name, changes));
        }
    }

    private static Changes<LinkRepresentation> links(FabricView before, FabricView after) {
        return Changes.between(idle(before.links()), idle(after.links()), LinkRepresentation::id);
    }

    private static Changes<HostRepresentation> hosts(FabricView before, FabricView after) {
        return Changes.between(
                before.hosts().stream().map(HostRepresentation::withoutLoad).toList(),
                after.hosts().stream().map(HostRepresentation::withoutLoad).toList(),
                HostRepresentation::ip);
    }

    private static List<LinkRepresentation> idle(List<LinkRepresentation> links) {
        return links.stream().map(LinkRepresentation::withoutLoad).toList();
    }

    private static LiveLoads loads(FabricView before, FabricView after) {
        return new LiveLoads(
                Changes.between(
                                before.links().stream()
                                        .map(LiveLoads.LinkLoad::of)
                                        .toList(),
                                after.links().stream()
                                        .map(LiveLoads.LinkLoad::of)
                                        .toList(),
                                LiveLoads.LinkLoad::id)
                        .changed(),
                Changes.between(
                                before.hosts().stream()
                                        .map(LiveLoads.HostLoad::of)
                                        .toList(),
                                after.hosts().stream()
                                        .map(LiveLoads.HostLoad::of)
                                        .toList(),
                                LiveLoads.HostLoad::ip)
                        .changed());
    }
}
