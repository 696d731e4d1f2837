package io.heddle.rest;

import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.DatapathId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Takes commands, writes them down, and answers each with the result that a test set. */
public final class Obedient implements FabricCommands {

    private final List<String> taken = new ArrayList<>();
    private CompletableFuture<Result> answer = CompletableFuture.completedFuture(new Result.Accepted());

    /** Answers with {@code result} from now on. */
    public void answering(Result result) {
        answer = CompletableFuture.completedFuture(result);
    }

    /** What was asked for, in order. */
    public synchronized List<String> taken() {
        return List.copyOf(taken);
    }

    @Override
    public CompletableFuture<Result> chooseScheduler(SchedulerName scheduler) {
        return take("scheduler " + scheduler.text());
    }

    @Override
    public CompletableFuture<Result> pin(FlowKey flow, DatapathId through) {
        return take("pin " + flow + " through " + through);
    }

    @Override
    public CompletableFuture<Result> release(FlowKey flow) {
        return take("release " + flow);
    }

    private synchronized CompletableFuture<Result> take(String command) {
        taken.add(command);
        return answer;
    }
}
