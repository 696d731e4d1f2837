package io.heddle.routing.rule;

import io.heddle.topology.PortNumber;

/** What is done to a packet, in the order of an action list (OpenFlow 1.5.1 §5.6, §5.8). */
public sealed interface Action {

    /** Send out of {@code port}; never the port it came in by (see {@link OutputToIngress}). */
    record Output(PortNumber port) implements Action {}

    /** Send out of the port it came in by ({@code OFPP_IN_PORT}). */
    record OutputToIngress() implements Action {}

    /**
     * Send to the controller.
     *
     * @param maxLength how many bytes of the packet at most; {@link #WHOLE} for all
     */
    record OutputToController(int maxLength) implements Action {
        /** {@code OFPCML_NO_BUFFER}: the whole packet. */
        public static final int WHOLE = 0xffff;
    }

    /** Hand to a group. */
    record ToGroup(GroupId group) implements Action {}

    /** Drop if over the rate of {@code meter}; an action from OpenFlow 1.5 on, an instruction before, and then first of its rule. */
    record Metered(MeterId meter) implements Action {}

    /**
     * Write a field.
     *
     * @param value right-aligned in the field's width
     */
    record SetField(Field field, long value) implements Action {
        public SetField {
            if ((value & ~field.allBits()) != 0) {
                throw new IllegalArgumentException(
                        field + " has " + field.bits() + " bits, not value 0x" + Long.toHexString(value));
            }
        }
    }

    /** Copy all of {@code from}, bit 0 on, into the low bits of {@code to}, which is at least as wide. */
    record CopyField(Field from, Field to) implements Action {
        public CopyField {
            if (from.bits() > to.bits()) {
                throw new IllegalArgumentException("cannot copy " + from + " into the narrower " + to);
            }
        }
    }

    /** Put an IEEE 802.1Q tag of VLAN 0 in front; its VLAN is set afterwards. */
    record PushVlan() implements Action {}

    /** Take the outermost tag away. */
    record PopVlan() implements Action {}

    /** Decrement the IPv4 TTL; a packet whose TTL would reach 0 goes to the controller instead (reason invalid TTL). */
    record DecrementTtl() implements Action {}
}
