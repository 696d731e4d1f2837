package io.heddle.controller.openflow;

import io.heddle.controller.openflow.codec.MessageEncoder;
import io.heddle.controller.openflow.codec.SwitchMessage;
import io.heddle.controller.openflow.codec.TableContents;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FlowCount;
import io.heddle.routing.plan.HeldSteerings;
import io.heddle.routing.rule.FlowKey;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what the rules of a switch that steer flows have counted: one question at a time, so that a switch that answers slowly is not
 * asked more often than it answers.
 */
final class SteeringRead {
    private static final int NOT_ASKED = 0;

    private final SortedMap<FlowKey, FlowCount> counts = new TreeMap<>();
    private int xid = NOT_ASKED;

    /** Asks, unless an answer is still waited for. */
    void ask(Conversation conversation) {
        if (xid == NOT_ASKED) {
            counts.clear();
            xid = conversation.ask(MessageEncoder::steeringCountersRequest);
        }
    }

    /** Whether {@code part} is of the answer that is waited for. */
    boolean isFor(SwitchMessage.Contents part) {
        return xid != NOT_ASKED && part.xid() == xid;
    }

    /** The question of that number, if it is ours, was answered by something else. */
    void forget(int answered) {
        xid = answered == xid ? NOT_ASKED : xid;
    }

    /** Takes a part of the answer; with the last one, the controller is told. */
    void on(SwitchMessage.Contents part, Conversation conversation) {
        if (part.contents() instanceof TableContents.Rules read) {
            for (int i = 0; i < read.rules().size(); i++) {
                long octets = Math.max(0, read.octets().get(i));
                HeldSteerings.flow(read.rules().get(i).key())
                        .ifPresent(flow -> counts.put(flow, new FlowCount(flow, octets)));
            }
        }
        if (counts.size() > conversation.limits().entriesRead()) {
            conversation.end("it steers more than " + conversation.limits().entriesRead() + " flows");
        } else if (!part.more()) {
            xid = NOT_ASKED;
            conversation.report(
                    new FabricEvent.SteeringCountersRead(conversation.peer().dpid(), List.copyOf(counts.values())));
        }
    }
}
