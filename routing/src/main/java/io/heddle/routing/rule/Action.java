package io.heddle.routing.rule;

import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Optional;

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
     * Open vSwitch extension {@code NXAST_CLONE}: do these actions with a copy of the packet, so that what becomes of the copy, a meter that
     * drops it above all, does not concern the packet itself (ovs-actions(7)).
     */
    record Cloned(List<Action> actions) implements Action {
        public Cloned {
            actions = List.copyOf(actions);
        }
    }

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

    /**
     * Open vSwitch extension {@code NXAST_CT}: look the packet's connection up (ovs-actions(7)).
     *
     * <p>With {@code next}, a copy of the packet goes on in that table, whichever it is, and knows {@link Field#CT_STATE} and {@link
     * Field#CT_ZONE}; the packet itself goes on behind this action and knows neither. Several such actions in a list are so many copies.
     * The rule must match either IPv4 or IPv6.
     *
     * @param commit whether to keep the connection, if it is new
     * @param zone which connections to look among
     * @param next the table in which the copy goes on
     * @param nat how to translate addresses
     */
    record Track(boolean commit, Zone zone, Optional<TableId> next, Optional<Nat> nat) implements Action {

        /** Which connections are looked among: each zone has its own. */
        public sealed interface Zone {

            /** The zone of that number, of 16 bits. */
            record Of(int number) implements Zone {
                public Of {
                    require16Bits("zone", number);
                }
            }

            /** The one whose number is in the low 16 bits of a field. */
            record In(Field field) implements Zone {
                public In {
                    if (field.bits() < Field.CT_ZONE.bits()) {
                        throw new IllegalArgumentException(field + " is too narrow for the number of a zone");
                    }
                }
            }
        }

        /** Translation of addresses; it is taken back for replies. */
        public sealed interface Nat {

            /** As the connection was translated when it was committed; nothing if it was not. */
            record AsCommitted() implements Nat {}

            /** Let it come from that IPv4 address, from a port of its own or another that is free. */
            record Source(Ipv4Address address) implements Nat {}

            /** Let it go to that IPv4 address, and to that port unless it is 0. */
            record Destination(Ipv4Address address, int port) implements Nat {
                public Destination {
                    require16Bits("port", port);
                }
            }
        }

        private static void require16Bits(String what, int number) {
            if (number < 0 || number > 0xffff) {
                throw new IllegalArgumentException("a " + what + " is 0 to 65535, not " + number);
            }
        }
    }

    /**
     * Open vSwitch extension {@code NXAST_CHECK_PKT_LARGER} (ovs-actions(7)): set a bit of a field to whether the packet, with its
     * Ethernet header and without a tag, is larger than that.
     *
     * @param octets the largest size for which the bit is 0
     * @param to the field
     * @param bit which bit of it, 0 the lowest
     */
    record CheckLarger(int octets, Field to, int bit) implements Action {
        public CheckLarger {
            if (octets < 0 || octets > 0xffff || bit < 0 || bit >= to.bits()) {
                throw new IllegalArgumentException(
                        "no check of a size: %d octets, bit %d of %s".formatted(octets, bit, to));
            }
        }
    }

    /**
     * Open vSwitch extension {@code NXAST_CONJUNCTION}: this is a clause of a conjunction. When rules of one priority match with all
     * clauses of a conjunction, the rule that matches its id in {@link Field#CONJUNCTION} matches, which must have the same priority. A
     * rule with such actions has no others.
     *
     * @param id which conjunction of the table, from 1
     * @param clause which clause, from 0
     * @param clauses how many it has, 2 to 64
     */
    record Conjunction(int id, int clause, int clauses) implements Action {
        public Conjunction {
            if (id < 1 || clauses < 2 || clauses > 64 || clause < 0 || clause >= clauses) {
                throw new IllegalArgumentException(
                        "no clause of a conjunction: %d of %d, id %d".formatted(clause, clauses, id));
            }
        }
    }
}
