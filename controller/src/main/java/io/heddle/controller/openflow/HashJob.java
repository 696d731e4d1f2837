package io.heddle.controller.openflow;

import io.heddle.controller.openflow.codec.MessageEncoder;
import io.heddle.controller.openflow.codec.SwitchMessage;
import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Udp;
import io.heddle.controller.state.Effect.Departure;
import io.heddle.controller.state.FabricEvent;
import io.heddle.routing.plan.Change;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.rule.Group;
import io.heddle.routing.verify.HashProbe;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.MacAddress;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;

/**
 * Finds out by {@link HashProbe} which hash a switch has.
 *
 * <p>Everything is sent at once: the group is removed, in case an earlier session left it, added, given its packets, asked for its
 * counters and removed again. Only the answer about the counters is waited for; a refusal of it, or counters that say nothing, mean that
 * the hash is not known.
 */
final class HashJob implements Job {
    private static final MacAddress MADE_UP = new MacAddress(0x0200_0000_0001L);
    private static final int TTL = 64;

    private final DatapathId dpid;
    private int counters;

    HashJob(DatapathId dpid) {
        this.dpid = dpid;
    }

    @Override
    public boolean begin(Conversation conversation) {
        Group group = HashProbe.group();
        change(conversation, new Change.RemoveGroup(group.id()));
        change(conversation, new Change.AddGroup(group));
        Departure toGroup = new Departure.ByActions(List.of(new Action.ToGroup(group.id())));
        HashProbe.flows()
                .forEach(flow ->
                        conversation.ask((encoder, out, xid) -> encoder.packetOut(out, xid, toGroup, frame(flow))));
        counters = conversation.ask((encoder, out, xid) -> encoder.groupCountersRequest(out, xid, group.id()));
        change(conversation, new Change.RemoveGroup(group.id()));
        return false;
    }

    private static void change(Conversation conversation, Change change) {
        conversation.ask((MessageEncoder encoder, ByteBuf out, int xid) -> encoder.change(out, xid, change));
    }

    private static byte[] frame(FlowKey flow) {
        Ipv4 envelope = Ipv4.of(TTL, Ipv4.UDP, flow.source(), flow.destination(), new byte[0]);
        Ipv4 packet = new Udp(flow.sourcePort(), flow.destinationPort(), new byte[0]).in(envelope);
        return new Ethernet(MADE_UP, MADE_UP, Ethernet.IPV4, packet.bytes()).bytes();
    }

    @Override
    public boolean on(SwitchMessage message, Conversation conversation) {
        if (message.xid() != counters) {
            return false;
        }
        Optional<HashVariant> hash = message instanceof SwitchMessage.GroupCounted counted
                ? HashProbe.judge(counted.packets())
                : Optional.empty();
        conversation.report(new FabricEvent.HashLearned(dpid, hash));
        return true;
    }

    @Override
    public String toString() {
        return "the question which hash it has";
    }
}
