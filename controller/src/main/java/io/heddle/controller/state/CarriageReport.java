package io.heddle.controller.state;

import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.plan.VlanMember;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.VlanId;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the fabric says of what it carries for tenants, for those who asked for it.
 *
 * @param vlans the members of VLANs whose rules switches confirmed since they were asked for
 * @param routed the routed addresses whose rules switches confirmed since they were asked for
 * @param vlanTroubles why a VLAN is not carried, or not to all its members
 * @param routedTroubles why an address is not routed
 */
public record CarriageReport(
        SortedSet<VlanMember> vlans,
        SortedSet<RoutedMember> routed,
        SortedMap<VlanId, String> vlanTroubles,
        SortedMap<Ipv4Address, String> routedTroubles) {

    /** A fabric that carries nothing for tenants. */
    public static final CarriageReport NOTHING =
            new CarriageReport(new TreeSet<>(), new TreeSet<>(), new TreeMap<>(), new TreeMap<>());

    public CarriageReport {
        vlans = Collections.unmodifiableSortedSet(new TreeSet<>(vlans));
        routed = Collections.unmodifiableSortedSet(new TreeSet<>(routed));
        vlanTroubles = Collections.unmodifiableSortedMap(new TreeMap<>(vlanTroubles));
        routedTroubles = Collections.unmodifiableSortedMap(new TreeMap<>(routedTroubles));
    }

    /** The report after this one: what was confirmed stays so until it is no longer asked for. */
    public CarriageReport next(FabricState state) {
        if (state.understanding().isEmpty() || state.formation().planDue()) {
            return this;
        }
        TenantInterfaces asked = state.demand().interfaces();
        Understanding known = state.understanding().get();
        SortedSet<VlanMember> members = new TreeSet<>(asked.vlans());
        SortedSet<RoutedMember> addresses = new TreeSet<>(asked.routed());
        if (!areIdle(state, known.planned().vlanRules().keySet())) {
            members.retainAll(vlans);
        }
        if (!areIdle(state, known.planned().routedRules().keySet())) {
            addresses.retainAll(routed);
        }
        CarriageReport next = new CarriageReport(
                members,
                addresses,
                known.planned().vlanTroubles(),
                known.planned().routedTroubles());
        return next.equals(this) ? this : next;
    }

    private static boolean areIdle(FabricState state, Set<DatapathId> switches) {
        return switches.stream()
                .allMatch(
                        dpid -> state.sessions().find(dpid).map(Session::isIdle).orElse(true));
    }
}
