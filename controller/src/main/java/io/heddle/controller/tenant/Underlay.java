package io.heddle.controller.tenant;

import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What servers need to know of the fabric that carries their tunnels.
 *
 * @param hosts the fabric address of each host, the lowest where one has several
 * @param reached those of the hosts whose ports are up
 * @param switches the switches of the fabric
 * @param edges at which switch each fabric address is
 */
record Underlay(
        SortedMap<MacAddress, Ipv4Address> hosts,
        SortedSet<MacAddress> reached,
        SortedSet<DatapathId> switches,
        SortedMap<Ipv4Address, DatapathId> edges) {

    static final Underlay UNKNOWN = new Underlay(new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), new TreeMap<>());

    Underlay {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        reached = Collections.unmodifiableSortedSet(new TreeSet<>(reached));
        switches = Collections.unmodifiableSortedSet(new TreeSet<>(switches));
        edges = Collections.unmodifiableSortedMap(new TreeMap<>(edges));
    }

    static Underlay of(Topology topology) {
        SortedMap<MacAddress, Ipv4Address> hosts = new TreeMap<>();
        SortedSet<MacAddress> reached = new TreeSet<>();
        SortedMap<Ipv4Address, DatapathId> edges = new TreeMap<>();
        for (Host host : topology.hosts().values()) {
            hosts.putIfAbsent(host.mac(), host.ip());
            edges.put(host.ip(), host.location().dpid());
            if (topology.isUp(host.location())) {
                reached.add(host.mac());
            }
        }
        return new Underlay(hosts, reached, new TreeSet<>(topology.switches().keySet()), edges);
    }

    /** The address of the host that has one of these MAC addresses. */
    Optional<Ipv4Address> addressOf(SortedSet<MacAddress> macs) {
        return macs.stream()
                .flatMap(mac -> Optional.ofNullable(hosts.get(mac)).stream())
                .findFirst();
    }
}
