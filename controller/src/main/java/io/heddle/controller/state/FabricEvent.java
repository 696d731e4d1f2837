package io.heddle.controller.state;

import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Something that happened; the only way anything enters the state. */
public sealed interface FabricEvent {

    /** What a switch, or our session with it, reports. */
    sealed interface SwitchEvent extends FabricEvent {
        /** The switch that reports it. */
        DatapathId dpid();
    }

    /**
     * A switch finished the handshake; its tables were read back.
     *
     * @param dpid the switch
     * @param version what was negotiated
     * @param description what it says of itself
     * @param ports its physical ports, reserved ones excluded
     * @param installed what it holds
     * @param remote the address of its end of the channel, for people
     */
    record SwitchConnected(
            DatapathId dpid,
            ProtocolVersion version,
            SwitchDescription description,
            List<Port> ports,
            Installed installed,
            String remote)
            implements SwitchEvent {
        public SwitchConnected {
            ports = List.copyOf(ports);
        }
    }

    /** The control channel of a switch ended; it goes on forwarding as it was told. */
    record SwitchDisconnected(DatapathId dpid, String reason) implements SwitchEvent {}

    /** The tables of a connected switch were read back again. */
    record TablesReread(DatapathId dpid, Installed installed) implements SwitchEvent {}

    /** Somebody else changed rules of a connected switch. */
    record TablesDisturbed(DatapathId dpid) implements SwitchEvent {}

    /** A port was added or changed. */
    record PortChanged(DatapathId dpid, Port port) implements SwitchEvent {}

    /** A port is gone. */
    record PortRemoved(ConnectPoint point) implements SwitchEvent {
        @Override
        public DatapathId dpid() {
            return point.dpid();
        }
    }

    /** Why a packet came to the controller (OpenFlow 1.5.1 §7.4.1). */
    enum PacketInReason {
        TABLE_MISS,
        ACTION,
        INVALID_TTL,
        OTHER
    }

    /**
     * A switch sent us a packet.
     *
     * @param point where it came in
     * @param reason why we have it
     * @param cookie the cookie of the rule that sent it, if there was one
     * @param frame the Ethernet frame, whole unless the rule cut it; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // a frame is passed by reference along the hot path and never compared
    record PacketReceived(ConnectPoint point, PacketInReason reason, Optional<Cookie> cookie, byte[] frame)
            implements SwitchEvent {
        @Override
        public DatapathId dpid() {
            return point.dpid();
        }
    }

    /** A rule of ours ended by itself, because no packet matched it for its idle time. */
    record RuleExpired(DatapathId dpid, ForwardingRule.Key key) implements SwitchEvent {}

    /** Every change of that revision is in force: the barrier was answered and no error came. */
    record ChangesConfirmed(DatapathId dpid, long revision) implements SwitchEvent {}

    /**
     * A switch refused changes of that revision.
     *
     * @param culprit the change the error names, if its xid told
     * @param error the OpenFlow error's type and code by name, and what the switch added
     * @param nothingApplied whether the whole revision was left undone (a refused bundle)
     */
    record ChangesRefused(
            DatapathId dpid, long revision, Optional<Change> culprit, String error, boolean nothingApplied)
            implements SwitchEvent {}

    /** The counters of all ports of a switch, as asked for. */
    record PortCountersRead(DatapathId dpid, List<PortCounters> counters) implements SwitchEvent {
        public PortCountersRead {
            counters = List.copyOf(counters);
        }
    }

    /** What the rules of a switch that steer flows have counted, as asked for: every such rule once. */
    record SteeringCountersRead(DatapathId dpid, List<FlowCount> counts) implements SwitchEvent {
        public SteeringCountersRead {
            counts = List.copyOf(counts);
        }
    }

    /** What was found out of the hash of a switch's select groups; empty when it is none that is known. */
    record HashLearned(DatapathId dpid, Optional<HashVariant> hash) implements SwitchEvent {}

    /** An authentic LLDP frame of ours came through a cable: that direction works. */
    record LinkSeen(Link link) implements FabricEvent {}

    /** No authentic LLDP frame came through for too long while both ends were able to send and report one. */
    record LinkTimedOut(Link link) implements FabricEvent {}

    /** An LLDP frame that is not ours, is too old, or came back where it must not: it made no link. */
    record LldpRefused(ConnectPoint point, String reason) implements FabricEvent {}

    /** An authentic LLDP frame crossed a port where hosts are remembered: they relay frames, or a cable took their place. */
    record CableSuspected(ConnectPoint point) implements FabricEvent {}

    /** A host showed its address at a port, and no live host disputes it. */
    record HostLocated(Ipv4Address ip, MacAddress mac, ConnectPoint point) implements FabricEvent {}

    /** A host is no longer there: its lease ended, or it did not answer. */
    record HostLost(Ipv4Address ip) implements FabricEvent {}

    /** A host claimed an address that another live host has; it did not get it. */
    record HostRefused(Ipv4Address ip, MacAddress mac, ConnectPoint point, String reason) implements FabricEvent {}

    /** What an Open vSwitch database, or our session with it, reports. */
    sealed interface DatabaseEvent extends FabricEvent {
        /** The database that reports it. */
        DatabaseId database();
    }

    /**
     * A database was read for the first time in this session.
     *
     * @param database its identity
     * @param remote the address of its end of the connection, for people
     * @param openVSwitch the version of Open vSwitch that it says runs there; may be empty
     */
    record DatabaseConnected(DatabaseId database, String remote, String openVSwitch) implements DatabaseEvent {}

    /** The session with a database ended; what it configures stays as it is. */
    record DatabaseDisconnected(DatabaseId database, String reason) implements DatabaseEvent {}

    /** The bridges of a database that have a datapath id, all of them, when one comes, goes or gets another. */
    record BridgesSeen(DatabaseId database, SortedSet<DatapathId> bridges) implements DatabaseEvent {
        public BridgesSeen {
            bridges = Collections.unmodifiableSortedSet(new TreeSet<>(bridges));
        }
    }

    /** What a database says of its machine as a server of tenants, whenever any of it changed. */
    record ServerSeen(DatabaseId database, ServerFacts server) implements DatabaseEvent {}

    /** A machine has what it is to have for tenants, according to its database. */
    record ServerConfigured(DatabaseId database, ServerWish wish) implements DatabaseEvent {}

    /** A machine cannot be given what it is to have for tenants; repeated while that is so. */
    record ServerRefused(DatabaseId database, String reason) implements DatabaseEvent {}

    /** A switch is configured to sample as it should, according to its database. */
    record SamplingConfigured(DatabaseId database, DatapathId dpid, Sampling sampling) implements DatabaseEvent {}

    /** A switch cannot be made to sample; repeated while that is so. */
    record SamplingRefused(DatabaseId database, DatapathId dpid, String reason) implements DatabaseEvent {}

    /**
     * The flows that are large now, all of them; those of the last such event that are not here are large no more.
     *
     * @param flows in order, each once
     */
    record ElephantsObserved(List<ObservedFlow> flows) implements FabricEvent {
        public ElephantsObserved {
            flows = List.copyOf(flows);
        }
    }

    /** What servers have the fabric carry for tenants is now this; {@code isWhole} says whether that is all. */
    record TenantDemandChanged(TenantInterfaces interfaces, boolean isWhole) implements FabricEvent {}

    /** An operator wants something; {@code receipt} is told what becomes of it. */
    record OrderGiven(Order order, Order.Receipt receipt) implements FabricEvent {}

    /** Time passed; the loop sends this several times a second. */
    record Ticked() implements FabricEvent {}
}
