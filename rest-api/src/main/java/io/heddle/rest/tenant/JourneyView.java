package io.heddle.rest.tenant;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.tenant.JourneyRepresentation.EndStage;
import io.heddle.rest.tenant.JourneyRepresentation.FabricStage;
import io.heddle.rest.tenant.JourneyRepresentation.ServerStage;
import io.heddle.rest.tenant.JourneyRepresentation.StageRepresentation;
import io.heddle.rest.view.TraceSteps;
import io.heddle.rest.view.TraceView;
import io.heddle.routing.path.PathSet;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.trace.Journey;
import io.heddle.routing.tenant.trace.Overlay;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Step;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.PortNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A journey as it is written for one requester: what another project's port does with a packet is left out.
 */
final class JourneyView {

    private final Overlay overlay;
    private final FabricSnapshot fabric;
    private final Requester by;
    private final JourneySentences sentences;

    JourneyView(Overlay overlay, FabricSnapshot fabric, Requester by) {
        this.overlay = overlay;
        this.fabric = fabric;
        this.by = by;
        this.sentences = new JourneySentences(overlay);
    }

    List<StageRepresentation> stages(Journey journey) {
        List<StageRepresentation> written = new ArrayList<>();
        Optional<Journey.AtServer> at = Optional.empty();
        for (Journey.Stage stage : journey.stages()) {
            switch (stage) {
                case Journey.AtServer server -> {
                    at = Optional.of(server);
                    written.add(server(server));
                }
                case Journey.Across across -> written.add(fabric(across));
                case Journey.End end -> written.add(end(end, at));
            }
        }
        return written;
    }

    private ServerStage server(Journey.AtServer stage) {
        boolean isHidden = isHidden(stage);
        return new ServerStage(
                "server",
                overlay.name(stage.bridge()),
                stage.bridge().toString(),
                stage.ingress().value(),
                stage.packet().toString(),
                stage.passage().steps().stream()
                        .filter(step -> !isHidden || !isAtReceiver(step))
                        .map(step -> TraceSteps.of(step, OverlayTables::name))
                        .toList(),
                isHidden);
    }

    /** Whether it comes to a port there that is somebody else's. */
    private boolean isHidden(Journey.AtServer stage) {
        return receiver(stage).filter(port -> !isOwn(port)).isPresent();
    }

    private boolean isOwn(PortId port) {
        return overlay.tenants().ports().find(port).filter(by::owns).isPresent();
    }

    /** The port that a packet comes to in a bridge, whether it is let in or not. */
    private Optional<PortId> receiver(Journey.AtServer stage) {
        return stage.passage().steps().stream()
                .filter(Step.Matched.class::isInstance)
                .flatMap(step -> ((Step.Matched) step).rule().actions().stream())
                .flatMap(action -> number(action).stream())
                .reduce((first, second) -> second)
                .flatMap(number -> overlay.portAt(new ConnectPoint(stage.bridge(), number)));
    }

    private static Optional<PortNumber> number(Action action) {
        return switch (action) {
            case Action.SetField(Field field, long value)
            when field == Field.REG0 -> Optional.of(new PortNumber((int) value));
            case Action.Output(PortNumber port) -> Optional.of(port);
            default -> Optional.empty();
        };
    }

    private static boolean isAtReceiver(Step step) {
        return switch (step) {
            case Step.Matched matched ->
                OverlayTables.isAtReceiver(matched.rule().key().table());
            case Step.Missed missed -> OverlayTables.isAtReceiver(missed.table());
            default -> true;
        };
    }

    private StageRepresentation end(Journey.End end, Optional<Journey.AtServer> at) {
        boolean isAtPort = end instanceof Journey.Delivered || end instanceof Journey.Dropped;
        if (isAtPort && at.filter(this::isHidden).isPresent()) {
            return new EndStage(
                    "end",
                    "untold",
                    Optional.empty(),
                    Optional.empty(),
                    "Comes to a port of another project, which decides.");
        }
        return new EndStage("end", JourneySentences.word(end), port(end), packet(end), sentences.of(end, at));
    }

    private static Optional<String> port(Journey.End end) {
        return switch (end) {
            case Journey.Delivered delivered -> Optional.of(delivered.port().toString());
            case Journey.Answered answered -> Optional.of(answered.port().toString());
            default -> Optional.empty();
        };
    }

    private static Optional<String> packet(Journey.End end) {
        return switch (end) {
            case Journey.Delivered delivered -> Optional.of(delivered.packet().toString());
            case Journey.Answered answered -> Optional.of(answered.packet().toString());
            case Journey.Left left -> Optional.of(left.packet().toString());
            case Journey.Asked asked -> Optional.of(asked.packet().toString());
            case Journey.Dropped ignored -> Optional.empty();
            case Journey.Lost ignored -> Optional.empty();
            case Journey.Unsent ignored -> Optional.empty();
        };
    }

    private FabricStage fabric(Journey.Across across) {
        Packet outer = across.outer();
        Optional<Integer> port = Optional.of(outer)
                .filter(packet -> packet.has(Field.UDP_SRC))
                .map(packet -> (int) packet.value(Field.UDP_SRC))
                .filter(number -> across.type() == NetworkType.VXLAN);
        String type = across.type().apiName();
        return switch (across.route()) {
            case Journey.Route.Exact(var trace) ->
                new FabricStage(
                        "fabric",
                        type,
                        outer.toString(),
                        port,
                        TraceView.hops(fabric, trace),
                        1,
                        List.of(),
                        Optional.of("A switch on this way takes no hash seed, or its hash is not known.")
                                .filter(text -> !trace.isExact()));
            case Journey.Route.OneOf(PathSet ways, String reason) ->
                new FabricStage(
                        "fabric",
                        type,
                        outer.toString(),
                        port,
                        List.of(),
                        ways.count(),
                        ways.paths().stream()
                                .map(path -> path.hops().stream()
                                        .map(hop -> name(hop.dpid()))
                                        .toList())
                                .toList(),
                        Optional.of(reason));
            case Journey.Route.Nowhere(String reason) ->
                new FabricStage("fabric", type, outer.toString(), port, List.of(), 0, List.of(), Optional.of(reason));
        };
    }

    private String name(DatapathId dpid) {
        return fabric.topology().fabricSwitch(dpid).map(FabricSwitch::name).orElseGet(dpid::toString);
    }
}
