package io.heddle.routing.plan;

import io.heddle.routing.plan.RouteTable.Route;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one switch does for the routed addresses of tenants.
 *
 * @param up the routes for packets that came from below
 * @param down the routes for packets that came from above
 * @param locals the addresses on servers at its own ports
 */
record RoutedShare(SortedMap<IpPrefix, Route> up, SortedMap<IpPrefix, Route> down, List<Local> locals) {

    static final RoutedShare NOTHING = new RoutedShare(new TreeMap<>(), new TreeMap<>(), List.of());

    /** Rules of an address at a port of the switch: what it may send, and delivery. */
    private static final int RULES_OF_LOCAL = 2;

    RoutedShare {
        locals = List.copyOf(locals);
    }

    /** A routed address, and the port that its server is at. */
    record Local(RoutedMember member, PortNumber port) {}

    /** How many rules that is. */
    int size() {
        return up.size() + down.size() + RULES_OF_LOCAL * locals.size();
    }

    RoutedShare with(RoutedShare more) {
        SortedMap<IpPrefix, Route> allUp = new TreeMap<>(up);
        SortedMap<IpPrefix, Route> allDown = new TreeMap<>(down);
        List<Local> allLocals = new ArrayList<>(locals);
        allUp.putAll(more.up);
        allDown.putAll(more.down);
        allLocals.addAll(more.locals);
        return new RoutedShare(allUp, allDown, allLocals);
    }
}
