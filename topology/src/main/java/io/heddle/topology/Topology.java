package io.heddle.topology;

import io.heddle.topology.address.Ipv4Address;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything observed of a fabric, as one immutable value.
 *
 * <p>Links are the directed facts that discovery confirmed, whether or not their ports are up at this moment: {@link
 * #liveLinks()} are those whose two ports are up. A link's switches and ports need not all be known yet (discovery may run ahead of
 * a port description); such a link is never live.
 *
 * @param switches every switch seen, connected or not
 * @param links the directed links discovery confirmed; at most one leaves and one arrives at a connect point
 * @param hosts the hosts, by address
 */
public record Topology(
        SortedMap<DatapathId, FabricSwitch> switches, SortedSet<Link> links, SortedMap<Ipv4Address, Host> hosts) {

    private static final ConnectPoint LOWEST = new ConnectPoint(new DatapathId(0), new PortNumber(1));
    private static final Topology EMPTY = new Topology(new TreeMap<>(), new TreeSet<>(), new TreeMap<>());

    public Topology {
        switches = Collections.unmodifiableSortedMap(new TreeMap<>(switches));
        links = Collections.unmodifiableSortedSet(new TreeSet<>(links));
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
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
        SortedSet<Link> tail = from.equals(LOWEST) ? links : links.tailSet(new Link(from, LOWEST));
        return tail.isEmpty() || !tail.first().from().equals(from) ? Optional.empty() : Optional.of(tail.first());
    }

    /** This topology with {@code added} in place of the switch of the same identity. */
    public Topology withSwitch(FabricSwitch added) {
        if (added.equals(switches.get(added.dpid()))) {
            return this;
        }
        SortedMap<DatapathId, FabricSwitch> changed = new TreeMap<>(switches);
        changed.put(added.dpid(), added);
        return new Topology(changed, links, hosts);
    }

    /** This topology without that switch, the links at it and the hosts behind it. */
    public Topology withoutSwitch(DatapathId dpid) {
        if (!switches.containsKey(dpid)) {
            return this;
        }
        SortedMap<DatapathId, FabricSwitch> changed = new TreeMap<>(switches);
        changed.remove(dpid);
        SortedSet<Link> remaining = new TreeSet<>(links);
        remaining.removeIf(
                link -> link.from().dpid().equals(dpid) || link.to().dpid().equals(dpid));
        SortedMap<Ipv4Address, Host> others = new TreeMap<>(hosts);
        others.values().removeIf(host -> host.location().dpid().equals(dpid));
        return new Topology(changed, remaining, others);
    }

    /** This topology with {@code link}, in place of whatever else left its first end or arrived at its second. */
    public Topology withLink(Link link) {
        if (links.contains(link)) {
            return this;
        }
        SortedSet<Link> changed = new TreeSet<>(links);
        changed.removeIf(old -> old.from().equals(link.from()) || old.to().equals(link.to()));
        changed.add(link);
        return new Topology(switches, changed, hosts);
    }

    /** This topology without {@code link} (that direction only). */
    public Topology withoutLink(Link link) {
        if (!links.contains(link)) {
            return this;
        }
        SortedSet<Link> changed = new TreeSet<>(links);
        changed.remove(link);
        return new Topology(switches, changed, hosts);
    }

    /** This topology with {@code host} in place of the host of the same address. */
    public Topology withHost(Host host) {
        if (host.equals(hosts.get(host.ip()))) {
            return this;
        }
        SortedMap<Ipv4Address, Host> changed = new TreeMap<>(hosts);
        changed.put(host.ip(), host);
        return new Topology(switches, links, changed);
    }

    /** This topology without the host of that address. */
    public Topology withoutHost(Ipv4Address ip) {
        if (!hosts.containsKey(ip)) {
            return this;
        }
        SortedMap<Ipv4Address, Host> changed = new TreeMap<>(hosts);
        changed.remove(ip);
        return new Topology(switches, links, changed);
    }
}
