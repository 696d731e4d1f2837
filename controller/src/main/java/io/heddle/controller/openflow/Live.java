package io.heddle.controller.openflow;

import io.heddle.controller.openflow.codec.MessageEncoder;
import io.heddle.controller.openflow.codec.SwitchMessage;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.PortCounters;
import io.heddle.topology.ConnectPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/** The switch is announced: news go to the controller, effects to the switch, jobs one after the other. */
final class Live implements Phase {
    private static final int COUNTER_READS_AT_ONCE = 4;

    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Map<Integer, List<PortCounters>> counterReads = new HashMap<>();
    private final SteeringRead steering = new SteeringRead();
    private Optional<Running> running = Optional.empty();
    private boolean isDisturbed;

    private record Running(Job job, Future<?> deadline) {}

    /** Asks for news of what others change; a switch that has none to tell refuses, and is read back now and then all the same. */
    void begin(Conversation conversation) {
        if (conversation.peer().version().canMonitorRules()) {
            conversation.ask(MessageEncoder::newsOfRulesRequest);
        }
    }

    @Override
    public Phase on(SwitchMessage message, Conversation conversation) {
        switch (message) {
            case SwitchMessage.PacketIn packet -> packetIn(packet, conversation);
            case SwitchMessage.PortNews news -> {
                conversation.peer().ports().put(news.port().number(), news.port());
                conversation.report(
                        new FabricEvent.PortChanged(conversation.peer().dpid(), news.port()));
            }
            case SwitchMessage.PortGone gone -> {
                conversation.peer().ports().remove(gone.port());
                conversation.report(new FabricEvent.PortRemoved(
                        new ConnectPoint(conversation.peer().dpid(), gone.port())));
            }
            case SwitchMessage.RuleExpired expired ->
                conversation.report(
                        new FabricEvent.RuleExpired(conversation.peer().dpid(), expired.key()));
            case SwitchMessage.RulesDisturbed ignored -> disturbed(conversation);
            case SwitchMessage.Counters counters -> counters(counters, conversation);
            case SwitchMessage.Contents part when steering.isFor(part) -> steering.on(part, conversation);
            default -> {
                counterReads.remove(message.xid());
                steering.forget(message.xid());
                toJob(message, conversation);
            }
        }
        return this;
    }

    private static void packetIn(SwitchMessage.PacketIn packet, Conversation conversation) {
        if (conversation.isControllerBehind()) {
            conversation.tally().packetInsDropped.increment();
            return;
        }
        conversation.report(new FabricEvent.PacketReceived(
                new ConnectPoint(conversation.peer().dpid(), packet.port()),
                packet.reason(),
                packet.cookie(),
                packet.frame()));
    }

    /** Tells it once until the tables are read back, whatever else is changed until then. */
    private void disturbed(Conversation conversation) {
        if (!isDisturbed) {
            isDisturbed = true;
            conversation.report(
                    new FabricEvent.TablesDisturbed(conversation.peer().dpid()));
        }
    }

    private void counters(SwitchMessage.Counters part, Conversation conversation) {
        List<PortCounters> sum = counterReads.get(part.xid());
        if (sum == null) {
            return;
        }
        sum.addAll(part.counters());
        if (sum.size() > conversation.limits().entriesRead()) {
            conversation.end("it tells of more than " + conversation.limits().entriesRead() + " ports");
        } else if (!part.more()) {
            counterReads.remove(part.xid());
            conversation.report(
                    new FabricEvent.PortCountersRead(conversation.peer().dpid(), sum));
        }
    }

    private void toJob(SwitchMessage message, Conversation conversation) {
        running.ifPresent(current -> {
            if (current.job.on(message, conversation)) {
                current.deadline.cancel(false);
                running = Optional.empty();
                beginNext(conversation);
            }
        });
    }

    /** Does what is asked for, or ends the session when too much is. */
    void carryOut(Effect.SwitchEffect effect, Conversation conversation) {
        switch (effect) {
            case Effect.ApplyChanges batch -> enqueue(new ChangeJob(batch), conversation);
            case Effect.RereadTables reread -> {
                isDisturbed = false;
                enqueue(new Job.Reread(reread.dpid()), conversation);
            }
            case Effect.ProbeHash probe -> enqueue(new HashJob(probe.dpid()), conversation);
            case Effect.ForgetConnections forget -> enqueue(new Job.Forget(forget.zones()), conversation);
            case Effect.SendPacket packet -> send(packet, conversation);
            case Effect.ReadPortCounters ignored -> {
                if (counterReads.size() < COUNTER_READS_AT_ONCE) {
                    counterReads.put(conversation.ask(MessageEncoder::countersRequest), new ArrayList<>());
                }
            }
            case Effect.ReadSteeringCounters ignored -> steering.ask(conversation);
            case Effect.CloseSession close -> conversation.end(close.reason());
        }
    }

    private static void send(Effect.SendPacket packet, Conversation conversation) {
        if (conversation.isSwitchBehind()) {
            conversation.tally().packetOutsDropped.increment();
            return;
        }
        conversation.tally().packetOuts.increment();
        conversation.ask((encoder, out, xid) -> encoder.packetOut(out, xid, packet.departure(), packet.frame()));
    }

    private void enqueue(Job job, Conversation conversation) {
        if (waiting.size() >= conversation.limits().waitingJobs()) {
            conversation.end("it is too slow: " + waiting.size() + " batches of changes wait");
            return;
        }
        waiting.add(job);
        if (running.isEmpty()) {
            beginNext(conversation);
        }
    }

    private void beginNext(Conversation conversation) {
        while (running.isEmpty() && !waiting.isEmpty()) {
            Job job = waiting.removeFirst();
            if (!job.begin(conversation)) {
                running = Optional.of(new Running(
                        job, conversation.whenUnanswered(() -> conversation.end("it did not answer " + job))));
            }
        }
    }

    @Override
    public String waitsFor() {
        return "nothing";
    }
}
