package io.heddle.routing.verify;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.util.function.Function;

/** A trace as a person reads it. */
final class TraceText {

    private TraceText() {}

    static String of(Trace trace, Function<DatapathId, String> names) {
        StringBuilder text = new StringBuilder();
        text.append(trace.packet()).append('\n');
        for (Hop hop : trace.walk().hops()) {
            text.append('\n')
                    .append(names.apply(hop.ingress().dpid()))
                    .append(in(hop))
                    .append('\n');
            hop.passage()
                    .steps()
                    .forEach(step -> text.append("  ").append(StepText.of(step)).append('\n'));
            hop.egress()
                    .ifPresent(point ->
                            text.append("  out by port ").append(point.port()).append('\n'));
        }
        text.append('\n').append(verdict(trace, names)).append('\n');
        if (!trace.isExact()) {
            text.append("Not certain: a switch on this way takes no hash seed, or its hash is not known.\n");
        }
        return text.toString();
    }

    static String verdict(Trace trace, Function<DatapathId, String> names) {
        return switch (trace.walk().outcome()) {
            case Walk.Delivered delivered ->
                trace.end() == Trace.End.DELIVERED
                        ? "Delivered by " + phrase(delivered.point(), names) + "."
                        : "Leaves by " + phrase(delivered.point(), names) + ", where its receiver is not; that is at "
                                + phrase(trace.destination(), names) + ".";
            case Walk.Dropped dropped ->
                "Dropped by " + names.apply(dropped.dpid()) + ": "
                        + StepText.reason(trace.lastSteps().getLast()) + ".";
            case Walk.ToController asked -> "Sent to the controller by " + names.apply(asked.dpid()) + why(trace) + ".";
            case Walk.Loop loop -> "Loops: it comes to " + names.apply(loop.dpid()) + " a second time in the same way.";
        };
    }

    private static String why(Trace trace) {
        return ": " + StepText.reason(trace.lastSteps().getLast());
    }

    private static String phrase(ConnectPoint point, Function<DatapathId, String> names) {
        return "port " + point.port() + " of " + names.apply(point.dpid());
    }

    private static String in(Hop hop) {
        return switch (hop.ingress()) {
            case Hop.Ingress.AtPort at -> ", in by port " + at.point().port();
            case Hop.Ingress.FromController ignored -> ", from the controller";
        };
    }
}
