package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.FabricEvent.PacketInReason;
import io.heddle.controller.state.PortCounters;
import io.heddle.controller.state.SwitchDescription;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import java.util.List;
import java.util.Optional;

/** A message from a switch, as far as it means something here. */
public sealed interface SwitchMessage {

    /** The number that ties an answer to its request; of the switch's own choice in what it sends unasked. */
    int xid();

    /**
     * The first message of each side.
     *
     * @param bitmap the versions offered, bit n for header number n; made from the header's version where there is no bitmap
     */
    record Hello(int xid, int bitmap) implements SwitchMessage {}

    /** Something sent was refused; {@code error} names type and code. */
    record Refused(int xid, OpenFlowError error) implements SwitchMessage {}

    /** The switch asks whether we live. */
    @SuppressWarnings("ArrayRecordComponent") // returned as it came, never compared
    record EchoRequested(int xid, byte[] payload) implements SwitchMessage {}

    /** The switch lives. */
    record EchoAnswered(int xid) implements SwitchMessage {}

    /** Who the switch is; {@code auxiliary} is 0 on its main connection. */
    record Features(int xid, DatapathId dpid, int auxiliary) implements SwitchMessage {}

    /** Some or, with no {@code more} to come, the last of its physical ports. */
    record Ports(int xid, List<Port> ports, boolean more) implements SwitchMessage {}

    /** What it says of itself. */
    record Described(int xid, SwitchDescription description) implements SwitchMessage {}

    /** We have the role we asked for. */
    record RoleGranted(int xid) implements SwitchMessage {}

    /** Everything sent before that barrier was done. */
    record BarrierPassed(int xid) implements SwitchMessage {}

    /** A step of a bundle was done; {@code step} as on the wire (OpenFlow 1.5.1 §7.3.9.2). */
    record BundleAnswered(int xid, int bundle, int step) implements SwitchMessage {}

    /** Some or the last of its meters, groups or rules. */
    record Contents(int xid, TableContents contents, boolean more) implements SwitchMessage {}

    /** Some or the last of its ports' counters. */
    record Counters(int xid, List<PortCounters> counters, boolean more) implements SwitchMessage {}

    /** How many packets each bucket of the one group asked for has had, in the group's order; empty when there is no such group. */
    record GroupCounted(int xid, List<Long> packets) implements SwitchMessage {
        public GroupCounted {
            packets = List.copyOf(packets);
        }
    }

    /** A packet for the controller. */
    @SuppressWarnings("ArrayRecordComponent") // a frame is passed by reference along the hot path and never compared
    record PacketIn(int xid, PortNumber port, PacketInReason reason, Optional<Cookie> cookie, byte[] frame)
            implements SwitchMessage {}

    /** A port was added or changed. */
    record PortNews(int xid, Port port) implements SwitchMessage {}

    /** A port is gone. */
    record PortGone(int xid, PortNumber port) implements SwitchMessage {}

    /** A rule of ours ended because no packet matched it for its idle time. */
    record RuleExpired(int xid, ForwardingRule.Key key) implements SwitchMessage {}

    /** Rules were changed, by somebody else, or some news of changes were lost. */
    record RulesDisturbed(int xid) implements SwitchMessage {}

    /** A message that is right but says nothing to us, such as news of a reserved port. */
    record Ignored(int xid, int type) implements SwitchMessage {}

    /**
     * A message that could not be read.
     *
     * @param version the header's version
     * @param type the header's type
     * @param length the header's length
     * @param xid the header's xid
     * @param reason what was wrong with it
     */
    record Unparsed(int version, int type, int length, int xid, String reason) implements SwitchMessage {
        @Override
        public String toString() {
            return "version %d, type %d, length %d, xid 0x%08x: %s".formatted(version, type, length, xid, reason);
        }
    }
}
