package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.plan.VlanMember;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the integration bridges of all servers should hold, together with what it was made from, so that the next plan keeps what has
 * not changed.
 *
 * <p>{@link #next} gives the same plan as {@link #of}, but plans only the networks and routers for which something changed, and security
 * groups only on the servers for which they mean something else, and keeps the very instances of {@link SwitchPlan} of servers that are
 * not concerned. It is cheapest when the maps it is given were made of those
 * before, as {@link PersistentMap} does.
 */
public final class OverlayPlan {

    private final RoutedSpace routed;
    private final OverlayScope.Input input;
    private final PeerIndex peers;
    private final OverlayContents contents;
    private final Effort effort;

    private OverlayPlan(
            RoutedSpace routed, OverlayScope.Input input, PeerIndex peers, OverlayContents contents, Effort effort) {
        this.routed = routed;
        this.input = input;
        this.peers = peers;
        this.contents = contents;
        this.effort = effort;
    }

    /** How many networks, routers and servers' bridges were planned. */
    private record Effort(int networks, int routers, int servers) {}

    /** The plan for what tenants asked for, on these servers. */
    public static OverlayPlan of(
            TenantState state, SortedMap<DatapathId, TenantServer> servers, OverlayOptions options) {
        OverlayContents bare = OverlayContents.bare(BridgeRules.of(options));
        OverlayScope.Input nothing = new OverlayScope.Input(
                TenantState.empty(), ServerIndex.EMPTY, ExternalNeighbours.NONE, FailedMembers.NONE);
        return new OverlayPlan(options.routed(), nothing, PeerIndex.EMPTY, bare, new Effort(0, 0, 0))
                .next(state, servers);
    }

    /** The plan for what tenants ask for later, on the servers of then, with the same options and neighbours. */
    public OverlayPlan next(TenantState later, SortedMap<DatapathId, TenantServer> servers) {
        return next(later, servers, input.neighbours());
    }

    /** The same, with those that were found on external networks until then. */
    public OverlayPlan next(
            TenantState later, SortedMap<DatapathId, TenantServer> servers, ExternalNeighbours neighbours) {
        return next(later, servers, neighbours, input.failed());
    }

    /** The same, with those members of load balancers failed. */
    public OverlayPlan next(
            TenantState later,
            SortedMap<DatapathId, TenantServer> servers,
            ExternalNeighbours neighbours,
            FailedMembers failed) {
        ServerIndex.Step step = input.index().next(PersistentMap.copyOf(servers));
        SortedSet<PortId> ports = new TreeSet<>(step.ports());
        TenantState state = input.state();
        state.ports().forEachDifference(later.ports(), port -> ports.add(port));
        OverlayScope.Input now = new OverlayScope.Input(later, step.index(), neighbours, failed);
        OverlayScope scope = new OverlayScope(input, now, ports, contents.networks(), routed);
        SortedMap<NetworkId, NetworkPlan> networks = scope.planNetworks();
        PeerIndex.Step peering = peers.next(state, later, ports);
        SecurityScope security = new SecurityScope(
                state, later, step.index(), contents.networks(), networks, peering, contents.security());
        OverlayContents.Planned planned = new OverlayContents.Planned(networks, scope.planRouters(), security.plan());
        SortedMap<PortId, String> strangers = strangers(later, step.index(), ports);
        OverlayContents.Step drawn = contents.next(planned, strangers, ports, step);
        Effort spent = new Effort(planned.networks().size(), planned.routers().size(), drawn.serversPlanned());
        return new OverlayPlan(routed, now, peering.index(), drawn.contents(), spent);
    }

    private static SortedMap<PortId, String> strangers(TenantState later, ServerIndex index, SortedSet<PortId> ports) {
        SortedMap<PortId, String> strangers = new TreeMap<>();
        for (PortId id : ports) {
            PersistentMap<DatapathId, Plug> plugs = index.plugsOf(id);
            if (!plugs.isEmpty() && !later.ports().containsKey(id)) {
                strangers.put(
                        id, "Server " + plugs.firstKey() + " has an interface for it, but there is no such port.");
            }
        }
        return strangers;
    }

    /** What each integration bridge should hold; one entry for every server. */
    public SortedMap<DatapathId, SwitchPlan> switches() {
        return contents.switches();
    }

    /** Where the interface of each plugged port is, whether or not it works. */
    public SortedMap<PortId, ConnectPoint> locations() {
        return contents.locations();
    }

    /** Why a plugged port does not work, or not for everybody: a sentence for each such port. */
    public SortedMap<PortId, String> troubles() {
        return contents.troubles();
    }

    /** Where routers are on external networks, of those that have a way out. */
    public PersistentMap<RouterId, RouterExit> exits() {
        return contents.exits();
    }

    /** What the networks have in common that the fabric itself routes. */
    public RoutedSpace space() {
        return routed;
    }

    /** The interfaces that the fabric itself has to know. */
    public TenantInterfaces interfaces() {
        List<VlanMember> vlans = new ArrayList<>();
        List<RoutedMember> routed = new ArrayList<>();
        for (TenantInterfaces network : contents.carried().values()) {
            vlans.addAll(network.vlans());
            routed.addAll(network.routed());
        }
        return new TenantInterfaces(vlans, routed);
    }

    /** Those of one network. */
    public TenantInterfaces interfaces(NetworkId network) {
        return contents.carried().getOrDefault(network, TenantInterfaces.NONE);
    }

    /** How many networks were planned to make this plan of the one before. */
    public int networksPlanned() {
        return effort.networks();
    }

    /** How many routers were planned to make this plan of the one before. */
    public int routersPlanned() {
        return effort.routers();
    }

    /** How many servers' bridges were put together to make this plan of the one before. */
    public int serversPlanned() {
        return effort.servers();
    }
}
