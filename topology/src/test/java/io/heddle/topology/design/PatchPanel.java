package io.heddle.topology.design;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Replug;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The cables of a fabric for tests to pull and plug, as a person in front of the racks would. */
public final class PatchPanel {

    private final Topology original;
    private final SortedMap<ConnectPoint, Optional<ConnectPoint>> changed = new TreeMap<>();
    private final SortedMap<DatapathId, FabricSwitch> added = new TreeMap<>();
    private final SortedSet<DatapathId> removed = new TreeSet<>();

    /** The fabric as it was built. */
    public PatchPanel(Topology topology) {
        this.original = topology;
    }

    /** The port that the cable in {@code end} leads to. */
    public Optional<ConnectPoint> across(ConnectPoint end) {
        Optional<ConnectPoint> change = changed.get(end);
        return change != null ? change : original.linkFrom(end).map(Link::to);
    }

    /** Every port that was ever pulled or plugged. */
    public SortedSet<ConnectPoint> touched() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(changed.keySet()));
    }

    /** The cables in touched ports. */
    public SortedSet<Cable> touchedCables() {
        SortedSet<Cable> cables = new TreeSet<>();
        changed.forEach((port, other) -> other.ifPresent(found -> cables.add(Cable.between(port, found))));
        return cables;
    }

    /** Takes a cable away. */
    public PatchPanel pull(ConnectPoint end) {
        ConnectPoint other = across(end).orElseThrow(() -> new IllegalStateException("no cable in " + end));
        changed.put(end, Optional.empty());
        changed.put(other, Optional.empty());
        return this;
    }

    /** Puts a cable between two free ports. */
    public PatchPanel plug(ConnectPoint one, ConnectPoint other) {
        if (across(one).isPresent() || across(other).isPresent()) {
            throw new IllegalStateException("a port is in use: " + one + " or " + other);
        }
        changed.put(one, Optional.of(other));
        changed.put(other, Optional.of(one));
        return this;
    }

    /** Exchanges the plugs in two ports of different cables: two re-plugs. */
    public PatchPanel exchange(ConnectPoint one, ConnectPoint other) {
        ConnectPoint acrossOne = across(one).orElseThrow();
        ConnectPoint acrossOther = across(other).orElseThrow();
        return pull(one).pull(other).plug(acrossOne, other).plug(one, acrossOther);
    }

    /** Takes a switch out, with its cables. */
    public PatchPanel remove(DatapathId dpid) {
        for (ConnectPoint end : ports(dpid)) {
            if (across(end).isPresent()) {
                pull(end);
            }
        }
        removed.add(dpid);
        return this;
    }

    /** Puts a new switch with as many ports where another one was: every cable goes into the port of the same number. */
    public PatchPanel replace(DatapathId old, DatapathId replacement) {
        FabricSwitch before = Objects.requireNonNull(original.switches().get(old));
        added.put(replacement, new FabricSwitch(replacement, "new", true, before.ports()));
        Map<ConnectPoint, ConnectPoint> far = new HashMap<>();
        for (ConnectPoint end : ports(old)) {
            across(end).ifPresent(other -> far.put(new ConnectPoint(replacement, end.port()), other));
        }
        remove(old);
        far.forEach(this::plug);
        return this;
    }

    private List<ConnectPoint> ports(DatapathId dpid) {
        List<ConnectPoint> ports = new ArrayList<>();
        for (PortNumber number :
                Objects.requireNonNull(original.switches().get(dpid)).ports().keySet()) {
            ports.add(new ConnectPoint(dpid, number));
        }
        return ports;
    }

    /** Does a whole repair: all plugs out first, then all in. */
    public void follow(List<Replug> repair) {
        SortedMap<ConnectPoint, Optional<ConnectPoint>> targets = new TreeMap<>();
        repair.forEach(replug -> targets.put(replug.from(), replug.to()));
        SortedSet<Cable> moved = new TreeSet<>();
        targets.keySet()
                .forEach(from -> moved.add(Cable.between(from, across(from).orElseThrow())));
        moved.forEach(cable -> pull(cable.first()));
        for (Cable cable : moved) {
            Optional<ConnectPoint> one = targets.getOrDefault(cable.first(), Optional.of(cable.first()));
            Optional<ConnectPoint> other = targets.getOrDefault(cable.second(), Optional.of(cable.second()));
            if (one.isPresent() && other.isPresent()) {
                plug(one.get(), other.get());
            }
        }
    }

    /** What discovery would report now: ports without a plug that had one are down. */
    public Topology topology() {
        SortedSet<Link> links = new TreeSet<>(original.links());
        SortedMap<DatapathId, FabricSwitch> switches = new TreeMap<>(original.switches());
        added.forEach((dpid, each) -> switches.put(dpid, each));
        for (ConnectPoint port : changed.keySet()) {
            original.linkFrom(port).ifPresent(link -> {
                links.remove(link);
                links.remove(link.reversed());
            });
        }
        changed.forEach((port, other) -> {
            FabricSwitch owner = Objects.requireNonNull(switches.get(port.dpid()));
            Port like = owner.ports().values().iterator().next();
            Port described = owner.port(port.port())
                    .orElseGet(() -> new Port(port.port(), "", like.mac(), true, like.bitsPerSecond()));
            switches.put(owner.dpid(), owner.withPort(described.withUp(other.isPresent())));
            other.ifPresent(found -> {
                links.add(new Link(port, found));
                links.add(new Link(found, port));
            });
        });
        removed.forEach(dpid -> switches.remove(dpid));
        return new Topology(switches, links, original.hosts());
    }
}
