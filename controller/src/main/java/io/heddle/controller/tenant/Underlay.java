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
 */
record Underlay(
        SortedMap<MacAddress, Ipv4Address> hosts, SortedSet<MacAddress> reached, SortedSet<DatapathId> switches) {

    static final Underlay UNKNOWN = new Underlay(new TreeMap<>(), new TreeSet<>(), new TreeSet<>());

    Underlay {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        reached = Collections.unmodifiableSortedSet(new TreeSet<>(reached));
        switches = Collections.unmodifiableSortedSet(new TreeSet<>(switches));
    }

    static Underlay of(Topology topology) {
        SortedMap<MacAddress, Ipv4Address> hosts = new TreeMap<>();
        SortedSet<MacAddress> reached = new TreeSet<>();
        for (Host host : topology.hosts().values()) {
            hosts.putIfAbsent(host.mac(), host.ip());
            if (topology.isUp(host.location())) {
                reached.add(host.mac());
            }
        }
        return new Underlay(hosts, reached, new TreeSet<>(topology.switches().keySet()));
    }

    /** The address of the host that has one of these MAC addresses. */
    Optional<Ipv4Address> addressOf(SortedSet<MacAddress> macs) {
        return macs.stream()
                .flatMap(mac -> Optional.ofNullable(hosts.get(mac)).stream())
                .findFirst();
    }
}
