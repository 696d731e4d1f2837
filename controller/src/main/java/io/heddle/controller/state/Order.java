package io.heddle.controller.state;

import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.DatapathId;

/** Something an operator wants. */
public sealed interface Order {

    /** Large flows are to be placed by another scheduler from now on. */
    record ChooseScheduler(SchedulerName scheduler) implements Order {}

    /** A flow is to go through that switch, a core, spine or aggregation switch, until it is released. */
    record PinFlow(FlowKey flow, DatapathId through) implements Order {}

    /** A flow that was pinned is to be placed like any other. */
    record ReleaseFlow(FlowKey flow) implements Order {}

    /** Where the answer to an order goes; called once, by the loop, when what was accepted is durable. */
    @FunctionalInterface
    interface Receipt {
        void answer(Verdict verdict);
    }

    /** What becomes of an order. */
    sealed interface Verdict {}

    /** It is remembered, and will be done. */
    record Accepted() implements Verdict {}

    /** Nothing was changed. */
    record Refused(Reason reason, String sentence) implements Verdict {}

    /** What kind of reason there is. */
    enum Reason {
        /** The fabric is still forming. */
        TOO_EARLY,
        /** What it is about is not known. */
        UNKNOWN,
        /** It cannot be done in this fabric as it is now. */
        IMPOSSIBLE
    }
}
