package io.heddle.rest.view;

import io.heddle.rest.view.TraceRepresentation.TraceStep;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.verify.Step;
import io.heddle.routing.verify.StepText;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What happens to a packet inside a switch, as it is written. */
public final class TraceSteps {

    private TraceSteps() {}

    /** One step; {@code names} tells what a table is for, in a word. */
    public static TraceStep of(Step step, Function<TableId, String> names) {
        return switch (step) {
            case Step.Matched matched -> inTable("rule", matched.rule().key().table(), step, names);
            case Step.Missed missed -> inTable("no-match", missed.table(), step, names);
            case Step.Chosen chosen ->
                inGroup(
                        "bucket",
                        chosen.group(),
                        Optional.of(chosen.bucket().id()),
                        chosen.live().stream().map(Bucket::id).toList(),
                        step);
            case Step.Stuck stuck -> inGroup("no-bucket", stuck.group(), Optional.empty(), List.of(), step);
            case Step.Withheld ignored -> plain("not-sent", step);
            case Step.Expired ignored -> plain("ttl-expired", step);
        };
    }

    private static TraceStep inTable(String kind, TableId table, Step step, Function<TableId, String> names) {
        return new TraceStep(
                kind,
                Optional.of(table.value()),
                Optional.of(names.apply(table)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                StepText.of(step));
    }

    private static TraceStep inGroup(
            String kind, Group group, Optional<Integer> bucket, List<Integer> usable, Step step) {
        return new TraceStep(
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Integer.toUnsignedLong(group.id().value())),
                bucket,
                usable,
                StepText.of(step));
    }

    private static TraceStep plain(String kind, Step step) {
        return new TraceStep(
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                StepText.of(step));
    }
}
