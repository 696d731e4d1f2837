package io.heddle.controller.host;

import io.heddle.topology.address.Ipv4Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What hosts are offered, and how much they may ask for.
 *
 * @param lease how long an address is lent; renewed at half of it
 * @param mtu the MTU that DHCP hands out, in bytes; none leaves it to the host
 * @param nameServers the name servers that DHCP hands out, best first
 * @param domain the domain name that DHCP hands out
 * @param packetsPerSecond how many packets a second of one port are looked at; bursts of twice as many
 * @param hostsPerPort how many addresses one port may show
 * @param lossGrace how long a port must be down before the hosts behind it are taken for gone
 */
public record HostSettings(
        Duration lease,
        Optional<Integer> mtu,
        List<Ipv4Address> nameServers,
        Optional<String> domain,
        int packetsPerSecond,
        int hostsPerPort,
        Duration lossGrace) {

    public HostSettings {
        nameServers = List.copyOf(nameServers);
        if (lease.compareTo(Duration.ofSeconds(10)) < 0) {
            throw new IllegalArgumentException("a lease lasts at least 10 s, not " + lease);
        }
        mtu.filter(value -> value < 576 || value > 65535).ifPresent(value -> {
            throw new IllegalArgumentException("an MTU is 576 to 65535 bytes, not " + value);
        });
        if (packetsPerSecond < 1 || hostsPerPort < 1) {
            throw new IllegalArgumentException(
                    "packetsPerSecond and hostsPerPort are at least 1, not " + packetsPerSecond + ", " + hostsPerPort);
        }
        if (lossGrace.isNegative()) {
            throw new IllegalArgumentException("lossGrace must not be negative, and is " + lossGrace);
        }
    }

    /** One hour, 1,500 bytes, no name server; 100 packets/s and 64 hosts a port; 3 s. */
    public static HostSettings defaults() {
        return new HostSettings(
                Duration.ofHours(1), Optional.of(1500), List.of(), Optional.empty(), 100, 64, Duration.ofSeconds(3));
    }
}
