package io.heddle.controller.state;

import io.heddle.routing.plan.VlanMember;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.VlanId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the fabric says of the VLANs that it carries, for those who asked for it.
 *
 * @param confirmed the members whose rules switches confirmed since they were asked for
 * @param troubles why a VLAN is not carried, or not to all its members
 */
public record VlanReport(SortedSet<VlanMember> confirmed, SortedMap<VlanId, String> troubles) {

    /** A fabric that carries none. */
    public static final VlanReport NOTHING = new VlanReport(new TreeSet<>(), new TreeMap<>());

    public VlanReport {
        confirmed = Collections.unmodifiableSortedSet(new TreeSet<>(confirmed));
        troubles = Collections.unmodifiableSortedMap(new TreeMap<>(troubles));
    }

    /** The report after this one: what was confirmed stays so until it is no longer asked for. */
    public VlanReport next(FabricState state) {
        if (state.understanding().isEmpty() || state.formation().planDue()) {
            return this;
        }
        SortedSet<VlanMember> members = new TreeSet<>(state.vlans().members());
        Understanding known = state.understanding().get();
        boolean isConfirmed = known.planned().vlanRules().keySet().stream().allMatch(dpid -> isIdle(state, dpid));
        if (!isConfirmed) {
            members.retainAll(confirmed);
        }
        VlanReport next = new VlanReport(members, known.planned().vlanTroubles());
        return next.equals(this) ? this : next;
    }

    private static boolean isIdle(FabricState state, DatapathId dpid) {
        return state.sessions().find(dpid).map(Session::isIdle).orElse(true);
    }
}
