package io.heddle.rest;

import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.DatapathId;
import java.util.concurrent.CompletableFuture;

/**
 * What the face asks the machine to do.
 *
 * <p>Every command returns at once, from any thread. Its result comes when what was accepted is durable, or when nothing was changed;
 * where the machine has ended it never comes, so who waits must do so for a limited time.
 */
public interface FabricCommands {

    /** Has large flows placed by {@code scheduler} from now on, also after a restart. */
    CompletableFuture<Result> chooseScheduler(SchedulerName scheduler);

    /** Has {@code flow} go through a core, spine or aggregation switch, also after a restart. */
    CompletableFuture<Result> pin(FlowKey flow, DatapathId through);

    /** Has {@code flow}, which was pinned, placed like any other. */
    CompletableFuture<Result> release(FlowKey flow);

    /** What becomes of a command. */
    sealed interface Result {

        /** It will be done, and is remembered. */
        record Accepted() implements Result {}

        /** Nothing was changed, because of {@code sentence}. */
        record Refused(Reason reason, String sentence) implements Result {}
    }

    /** What kind of reason there is to refuse. */
    enum Reason {
        /** The fabric is still forming. */
        TOO_EARLY,
        /** What the command is about is not known. */
        UNKNOWN,
        /** It cannot be done in this fabric as it is now. */
        IMPOSSIBLE
    }
}
