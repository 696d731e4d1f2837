package io.heddle.controller;

import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.Order;
import io.heddle.rest.FabricCommands;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.DatapathId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Hands what an operator wants to the loop, and the loop's verdict back. */
record OrderDesk(Consumer<FabricEvent> loop) implements FabricCommands {

    @Override
    public CompletableFuture<Result> chooseScheduler(SchedulerName scheduler) {
        return give(new Order.ChooseScheduler(scheduler));
    }

    @Override
    public CompletableFuture<Result> pin(FlowKey flow, DatapathId through) {
        return give(new Order.PinFlow(flow, through));
    }

    @Override
    public CompletableFuture<Result> release(FlowKey flow) {
        return give(new Order.ReleaseFlow(flow));
    }

    private CompletableFuture<Result> give(Order order) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        loop.accept(new FabricEvent.OrderGiven(order, verdict -> result.complete(result(verdict))));
        return result;
    }

    private static Result result(Order.Verdict verdict) {
        return switch (verdict) {
            case Order.Accepted ignored -> new Result.Accepted();
            case Order.Refused refused -> new Result.Refused(reason(refused.reason()), refused.sentence());
        };
    }

    private static Reason reason(Order.Reason reason) {
        return switch (reason) {
            case TOO_EARLY -> Reason.TOO_EARLY;
            case UNKNOWN -> Reason.UNKNOWN;
            case IMPOSSIBLE -> Reason.IMPOSSIBLE;
        };
    }
}
