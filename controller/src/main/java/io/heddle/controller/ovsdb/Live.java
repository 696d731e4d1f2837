package io.heddle.controller.ovsdb;

import io.heddle.controller.ovsdb.SamplingReconciler.Comparison;
import io.heddle.controller.ovsdb.data.MonitorMethod;
import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.ovsdb.data.RpcMessage.Answer;
import io.heddle.controller.ovsdb.data.RpcMessage.Notice;
import io.heddle.controller.ovsdb.data.Transaction.Outcome;
import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.Effect.ConfigureSampling;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.Sampling;
import io.heddle.controller.state.ServerWish;
import io.heddle.topology.DatapathId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Future;

/**
 * A database that was announced: keeps its replica, reports what changes, and makes it what is wanted, one transaction at a time.
 *
 * <p>After a transaction the replica may or may not show it already. So the next one is computed when the replica has moved on, or a
 * little later; computed too early it would repeat the last one, whose {@code wait} then fails and nothing happens.
 */
final class Live implements Phase {

    /** How often one bridge is put right between two audits; more often, and somebody else keeps changing it. */
    static final int REPAIRS_AT_MOST = 20;

    private final Replica replica;
    private final DatabaseId database;
    private final ServerReader reader;
    private SortedSet<DatapathId> reported = new TreeSet<>();
    private Optional<ServerWish> serverWish = Optional.empty();
    private Optional<ServerWish> serverInPlace = Optional.empty();
    private Optional<Pending> pending = Optional.empty();
    private Optional<Future<?>> alarm = Optional.empty();
    private boolean mayRetry = true;
    private boolean hasNews;
    private boolean isAsWanted;
    private final Map<UUID, Integer> repairs = new HashMap<>();
    private final Map<Concern, String> problems = new HashMap<>();
    private final SortedMap<DatapathId, Sampling> inPlace = new TreeMap<>();

    private record Pending(long id, Task task, long revision) {}

    private Live(Replica replica, DatabaseId database) {
        this.replica = replica;
        this.database = database;
        reader = new ServerReader(replica);
    }

    static Live begin(Replica replica, DatabaseId database, Conversation conversation) {
        conversation.report(
                new FabricEvent.DatabaseConnected(database, conversation.remote(), SwitchTables.version(replica)));
        Live live = new Live(replica, database);
        live.describe(conversation);
        live.reconcile(conversation);
        return live;
    }

    DatabaseId database() {
        return database;
    }

    @Override
    public Phase on(Notice notice, Conversation conversation) {
        if (MonitorMethod.apply(replica, notice)) {
            conversation.tally().updates.increment();
            mayRetry = true;
            hasNews = true;
            if (!SwitchTables.identity(replica).equals(Optional.of(database))) {
                return Phase.end(conversation, "it is no longer the database that it was");
            }
        }
        return this;
    }

    /** Looks at the replica once for all updates that came together. */
    @Override
    public void caughtUp(Conversation conversation) {
        if (hasNews) {
            hasNews = false;
            boolean isOtherwiseSame = describe(conversation);
            if (!isOtherwiseSame || !isAsWanted) {
                reconcile(conversation);
            }
        }
    }

    @Override
    public Phase on(Answer answer, Conversation conversation) {
        if (hasNews) {
            hasNews = false;
            describe(conversation);
        }
        Pending answered = pending.filter(each -> each.id == answer.id()).orElseThrow();
        pending = Optional.empty();
        Outcome outcome = answer.error()
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> answered.task.transaction().outcome(answer.result()));
        boolean hasMovedOn = replica.revision() > answered.revision;
        switch (outcome) {
            case Outcome.Committed ignored -> {
                conversation.tally().committed.increment();
                mayRetry = hasMovedOn;
            }
            case Outcome.TryAgain ignored -> {
                conversation.tally().overtaken.increment();
                mayRetry = false;
            }
            case Outcome.Refused refused -> {
                conversation.tally().refused.increment();
                Concern concern = answered.task.concern();
                repairs.put(answered.task.row(), REPAIRS_AT_MOST);
                problem(concern, concern.refusal(refused.error()), conversation);
            }
        }
        reconcile(conversation);
        return this;
    }

    @Override
    public void wished(Conversation conversation) {
        repairs.clear();
        reconcile(conversation);
    }

    @Override
    public void wished(ServerWish wish, Conversation conversation) {
        serverWish = Optional.of(wish);
        serverInPlace = Optional.empty();
        problems.remove(new Concern.OfServer());
        wished(conversation);
    }

    /** Either a transaction may be tried again, or it is time to look at everything again. */
    @Override
    public void alarmed(Conversation conversation) {
        if (mayRetry) {
            repairs.clear();
            problems.clear();
        }
        mayRetry = true;
        reconcile(conversation);
    }

    @Override
    public String waitsFor() {
        return "news";
    }

    /** Whether nothing can have changed but what others plugged into the integration bridge. */
    private boolean describe(Conversation conversation) {
        ServerReader.News news = reader.read();
        if (!news.isOtherwiseSame()) {
            describeBridges(conversation);
        }
        if (news.isNew()) {
            conversation.report(new FabricEvent.ServerSeen(database, news.facts()));
        }
        return news.isOtherwiseSame();
    }

    private void describeBridges(Conversation conversation) {
        SortedSet<DatapathId> bridges = SwitchTables.bridges(replica);
        if (!bridges.equals(reported)) {
            reported = bridges;
            conversation.report(new FabricEvent.BridgesSeen(database, bridges));
        }
    }

    private void reconcile(Conversation conversation) {
        if (conversation.sampling().isEmpty() && serverWish.isEmpty()) {
            isAsWanted = true;
            return;
        }
        List<Task> tasks = new ArrayList<>();
        serverWish.ifPresent(wish -> compareServer(wish, tasks, conversation));
        conversation.sampling().ifPresent(wish -> compareSampling(wish, tasks, conversation));
        isAsWanted = tasks.isEmpty();
        if (pending.isPresent()) {
            return;
        }
        if (mayRetry) {
            next(tasks, conversation).ifPresent(task -> send(task, conversation));
        }
        alarm.ifPresent(set -> set.cancel(false));
        OvsdbSettings.Timing timing = conversation.settings().timing();
        alarm = Optional.of(conversation.alarmAfter(mayRetry ? timing.audit() : timing.again()));
    }

    private void compareServer(ServerWish wish, List<Task> tasks, Conversation conversation) {
        ServerReconciler.Comparison comparison = ServerReconciler.compare(replica, wish, conversation.reach(replica));
        comparison.task().ifPresent(tasks::add);
        comparison.problem().ifPresent(why -> problem(new Concern.OfServer(), why, conversation));
        if (comparison.isSame() && serverInPlace.isEmpty()) {
            serverInPlace = serverWish;
            problems.remove(new Concern.OfServer());
            conversation.report(new FabricEvent.ServerConfigured(database, wish));
        }
    }

    private void compareSampling(ConfigureSampling wish, List<Task> tasks, Conversation conversation) {
        Comparison comparison = SamplingReconciler.compare(replica, wish, conversation.samplesTarget());
        tasks.addAll(comparison.tasks());
        comparison.problems().forEach((dpid, why) -> problem(new Concern.OfSampling(dpid), why, conversation));
        say(comparison.inPlace(), conversation);
    }

    private Optional<Task> next(List<Task> tasks, Conversation conversation) {
        for (Task task : tasks) {
            int before = repairs.merge(task.row(), 1, Integer::sum);
            if (before <= REPAIRS_AT_MOST) {
                return Optional.of(task);
            }
            if (!problems.containsKey(task.concern())) {
                problem(task.concern(), task.concern().disturbance(), conversation);
            }
        }
        return Optional.empty();
    }

    private void send(Task task, Conversation conversation) {
        long id = conversation.ask("transact", task.transaction().toJson(SwitchTables.DATABASE));
        pending = Optional.of(new Pending(id, task, replica.revision()));
    }

    /** Says what stands in the way, unless that was just said. */
    private void problem(Concern concern, String why, Conversation conversation) {
        if (!why.equals(problems.put(concern, why))) {
            conversation.report(concern.refused(database, why));
        }
    }

    private void say(SortedMap<DatapathId, Sampling> now, Conversation conversation) {
        now.forEach((dpid, sampling) -> {
            if (!sampling.equals(inPlace.get(dpid))) {
                conversation.report(new FabricEvent.SamplingConfigured(database, dpid, sampling));
            }
        });
        inPlace.clear();
        inPlace.putAll(now);
    }
}
