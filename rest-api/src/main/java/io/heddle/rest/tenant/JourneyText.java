package io.heddle.rest.tenant;

import io.heddle.rest.tenant.JourneyRepresentation.EndStage;
import io.heddle.rest.tenant.JourneyRepresentation.FabricStage;
import io.heddle.rest.tenant.JourneyRepresentation.ServerStage;
import io.heddle.rest.tenant.JourneyRepresentation.StageRepresentation;
import io.heddle.rest.view.TraceRepresentation.TraceHop;
import io.heddle.rest.view.TraceRepresentation.TraceStep;
import java.util.List;
import java.util.Optional;

/** A journey as lines for a person, rules and groups in the syntax of {@code ovs-ofctl}. */
final class JourneyText {

    private JourneyText() {}

    static String of(Optional<String> packet, List<StageRepresentation> stages, boolean isExact) {
        StringBuilder text = new StringBuilder();
        packet.ifPresent(sent -> text.append(sent).append('\n'));
        for (StageRepresentation stage : stages) {
            text.append('\n');
            switch (stage) {
                case ServerStage server -> add(text, server);
                case FabricStage fabric -> add(text, fabric);
                case EndStage end -> text.append(end.sentence()).append('\n');
            }
        }
        if (!isExact) {
            text.append("Not certain: the way over the fabric is not known exactly.\n");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, ServerStage stage) {
        text.append("server ").append(stage.server()).append(", in by port ").append(stage.inPort());
        text.append('\n');
        stage.steps().forEach(step -> line(text, step));
        if (stage.hidden()) {
            text.append("  (what the port of another project does is not told)\n");
        }
    }

    private static void line(StringBuilder text, TraceStep step) {
        text.append("  ");
        step.tableName().ifPresent(name -> text.append("%-10s".formatted(name)));
        text.append(step.text()).append('\n');
    }

    private static void add(StringBuilder text, FabricStage stage) {
        text.append("fabric, by ")
                .append(stage.type())
                .append(": ")
                .append(stage.packet())
                .append('\n');
        stage.reason().ifPresent(reason -> text.append("  ").append(reason).append('\n'));
        stage.ways()
                .forEach(
                        way -> text.append("  ").append(String.join(" → ", way)).append('\n'));
        if (stage.count() > stage.ways().size() && !stage.ways().isEmpty()) {
            text.append("  and more, ").append(stage.count()).append(" in all\n");
        }
        for (TraceHop hop : stage.hops()) {
            text.append("  ").append(hop.name()).append(", in by port ").append(hop.inPort());
            hop.outPort().ifPresent(port -> text.append(", out by port ").append(port));
            text.append('\n');
            hop.steps().forEach(step -> text.append("    ").append(step.text()).append('\n'));
        }
    }
}
