package io.heddle.topology;

import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.sorted.PersistentMap;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything observed of a fabric, as one immutable value.
 *
 * <p>A change costs the logarithm of the fabric and the ports of the switches it concerns, not a copy.
 *
 * <p>Links are the directed facts that discovery confirmed, whether or not their ports are up at this moment: {@link
 * #liveLinks()} are those whose two ports are up. A link's switches and ports need not all be known yet (discovery may run ahead of
 * a port description); such a link is never live.
 *
 * @param switches every switch seen, connected or not
 * @param links the directed links discovery confirmed; at most one leaves and one arrives at a connect point
 * @param hosts the hosts, by address
 */
public record Topology(PersistentMap<DatapathId, FabricSwitch> switches, LinkSet links, HostMap hosts) {

    private static final Topology EMPTY = new Topology(PersistentMap.empty(), LinkSet.empty(), HostMap.empty());

    /** The topology of what any other sorted collections hold. */
    public Topology(
            SortedMap<DatapathId, FabricSwitch> switches, SortedSet<Link> links, SortedMap<Ipv4Address, Host> hosts) {
        this(PersistentMap.copyOf(switches), LinkSet.copyOf(links), HostMap.copyOf(hosts));
    }

    /** Nothing observed yet. */
    public static Topology empty() {
        return EMPTY;
    }

    /** The switch of that identity, if it was ever seen. */
    public Optional<FabricSwitch> fabricSwitch(DatapathId dpid) {
        return Optional.ofNullable(switches.get(dpid));
    }

    /** The port at {@code point}, if its switch is known and has it. */
    public Optional<Port> port(ConnectPoint point) {
        return fabricSwitch(point.dpid()).flatMap(found -> found.port(point.port()));
    }

    /** Whether {@code point} exists and is up. */
    public boolean isUp(ConnectPoint point) {
        return port(point).filter(Port::isUp).isPresent();
    }

    /** Whether both ends of {@code link} exist and are up. */
    public boolean isLive(Link link) {
        return isUp(link.from()) && isUp(link.to());
    }

    /** The links whose two ports are up, in order. */
    public SortedSet<Link> liveLinks() {
        SortedSet<Link> live = new TreeSet<>();
        for (Link link : links) {
            if (isLive(link)) {
                live.add(link);
            }
        }
        return Collections.unmodifiableSortedSet(live);
    }

    /** The link that leaves {@code from}, if there is one. */
    public Optional<Link> linkFrom(ConnectPoint from) {
        return links.from(from);
    }

    /** This topology with {@code added} in place of the switch of the same identity. */
    public Topology withSwitch(FabricSwitch added) {
        return with(switches.with(added.dpid(), added), links, hosts);
    }

    /** This topology without that switch, the links at it and the hosts behind it. */
    public Topology withoutSwitch(DatapathId dpid) {
        HostMap others = hosts;
        for (Host host : hosts.at(dpid)) {
            others = others.without(host.ip());
        }
        LinkSet.AtSwitch own = links.at(dpid);
        return switches.containsKey(dpid)
                ? with(switches.without(dpid), links, others)
                        .without(own.leaving())
                        .without(own.arriving())
                : this;
    }

    /** This topology with {@code link}, in place of whatever else left its first end or arrived at its second. */
    public Topology withLink(Link link) {
        if (links.contains(link)) {
            return this;
        }
        LinkSet changed = links;
        for (Link old : links.at(link.from())) {
            changed = old.from().equals(link.from()) ? changed.without(old) : changed;
        }
        for (Link old : links.at(link.to())) {
            changed = old.to().equals(link.to()) ? changed.without(old) : changed;
        }
        return with(switches, changed.with(link), hosts);
    }

    /** This topology without {@code link} (that direction only). */
    public Topology withoutLink(Link link) {
        return with(switches, links.without(link), hosts);
    }

    /** This topology without any of {@code gone} (those directions only). */
    public Topology without(Collection<Link> gone) {
        LinkSet changed = links;
        for (Link link : gone) {
            changed = changed.without(link);
        }
        return with(switches, changed, hosts);
    }

    /** This topology with {@code host} in place of the host of the same address. */
    public Topology withHost(Host host) {
        return with(switches, links, hosts.with(host));
    }

    /** This topology without the host of that address. */
    public Topology withoutHost(Ipv4Address ip) {
        return with(switches, links, hosts.without(ip));
    }

    @SuppressWarnings("ReferenceEquality") // the parts keep their instances when nothing changed
    private Topology with(PersistentMap<DatapathId, FabricSwitch> newSwitches, LinkSet newLinks, HostMap newHosts) {
        boolean isSame = newSwitches == switches && newLinks == links && newHosts == hosts;
        return isSame ? this : new Topology(newSwitches, newLinks, newHosts);
    }
}
