package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.MeterId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is on a network, where, and how their servers are reached.
 *
 * @param network the network
 * @param servers its ports that carry frames, by server
 * @param carriers how each of those servers is reached, and each of those from which routers send onto the network
 * @param locations where each plugged port is, whether or not it carries frames
 * @param troubles why a plugged port does not work, or not for everybody
 */
record Membership(
        TenantNetwork network,
        SortedMap<DatapathId, List<Member>> servers,
        SortedMap<DatapathId, Carrier> carriers,
        SortedMap<PortId, ConnectPoint> locations,
        SortedMap<PortId, String> troubles) {

    static Membership of(TenantNetwork network, TenantState state, ServerIndex index) {
        Membership membership =
                new Membership(network, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        for (TenantPort port : state.portsOf(network.id())) {
            PersistentMap<DatapathId, Plug> plugs = index.plugsOf(port.id());
            if (!plugs.isEmpty()) {
                membership.place(port, plugs, state, index);
            }
        }
        return membership;
    }

    /** Takes in servers without ports of the network, from which routers send onto it. */
    void welcome(Collection<Ways> guests) {
        guests.forEach(guest -> carriers.putIfAbsent(guest.bridge(), guest.carrier(network.segment())));
    }

    /** The servers that have ports which carry frames, and what decides how they are reached. */
    SortedMap<DatapathId, Ways> hosts(ServerIndex index) {
        SortedMap<DatapathId, Ways> hosts = new TreeMap<>();
        servers.keySet().forEach(bridge -> hosts.put(bridge, index.ways(bridge)));
        return hosts;
    }

    /** All ports that carry frames, by server. */
    List<Member> members() {
        return servers.values().stream().flatMap(List::stream).toList();
    }

    /** Whether frames can get from one of the servers to the other. */
    boolean isReached(DatapathId from, DatapathId to) {
        return from.equals(to) || (isCarried(from) && isCarried(to));
    }

    /** Whether frames get from and to that server at all. */
    boolean isCarried(DatapathId bridge) {
        Carrier carrier = carriers.get(bridge);
        return carrier != null && !(carrier instanceof Carrier.None);
    }

    private void place(TenantPort port, PersistentMap<DatapathId, Plug> plugs, TenantState state, ServerIndex index) {
        DatapathId bridge = plugs.firstKey();
        Plug plug = plugs.find(bridge).orElseThrow();
        locations.put(port.id(), new ConnectPoint(bridge, plug.number()));
        Attachment attachment = Attachment.of(port, bridge, state, index);
        if (port.isOfLayer3()) {
            troubles.put(
                    port.id(),
                    "The port is a router's, or holds a load balancer's address: it is in the rules of servers and in no interface.");
        } else if (attachment.trouble().isPresent()) {
            troubles.put(port.id(), attachment.trouble().get());
        } else if (!port.adminUp()) {
            troubles.put(port.id(), "The port is administratively down.");
        } else if (!network.adminUp()) {
            troubles.put(port.id(), "Network " + network.id() + " is administratively down.");
        } else if (!plug.isAlone()) {
            troubles.put(
                    port.id(),
                    "Something else on server " + bridge + " has the OpenFlow port number " + plug.number()
                            + " of its interface.");
        } else if (port.portSecurity() && plug.number().value() > SecurityRules.HIGHEST_PORT) {
            troubles.put(
                    port.id(),
                    "Its interface on server " + bridge + " has the OpenFlow port number " + plug.number()
                            + "; a port with port security needs one of at most " + SecurityRules.HIGHEST_PORT + ".");
        } else if (policy(port, state).isPresent() && plug.number().value() >= MeterId.LIMITED_AT_MOST) {
            troubles.put(
                    port.id(),
                    "Its interface on server " + bridge + " has the OpenFlow port number " + plug.number()
                            + "; a port with a QoS policy needs one of at most " + (MeterId.LIMITED_AT_MOST - 1) + ".");
        } else {
            Allowance allowance = policy(port, state)
                    .map(policy -> Allowance.ofPort(policy, plug.number()))
                    .orElse(Allowance.UNLIMITED);
            join(new Member(port, bridge, plug.number(), attachment.trunking(), allowance), plugs, index);
        }
    }

    private static Optional<QosPolicy> policy(TenantPort port, TenantState state) {
        return state.qosOf(port).flatMap(state.qosPolicies()::find);
    }

    private void join(Member member, PersistentMap<DatapathId, Plug> plugs, ServerIndex index) {
        PortId id = member.port().id();
        servers.computeIfAbsent(member.bridge(), bridge -> new ArrayList<>()).add(member);
        Carrier carrier = carriers.computeIfAbsent(
                member.bridge(), bridge -> index.ways(bridge).carrier(network.segment()));
        if (carrier instanceof Carrier.None none) {
            troubles.put(id, none.reason());
        } else if (plugs.size() > 1) {
            troubles.put(
                    id,
                    "It is plugged into servers " + plugs.keySet() + "; only that into " + member.bridge()
                            + " carries frames.");
        }
    }
}
