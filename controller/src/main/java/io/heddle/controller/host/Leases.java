package io.heddle.controller.host;

import io.heddle.controller.state.Effect.ForgetLease;
import io.heddle.controller.state.Effect.SaveLease;
import io.heddle.controller.state.Lease;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which address a DHCP client gets, and who has which.
 *
 * <p>The first client behind a port gets the port's planned address. Further ones (virtual machines on a bridge, macvlan) get a number
 * of the edge switch's own /24 that is planned for no port, from 254 downwards. A client that has a lease from that port keeps
 * its address. An address is free for a client when no other client holds it, is being offered it, or is a known host with it, and
 * when nobody declined it lately; a lease whose client is not there any more does not stand in the way.
 */
final class Leases {

    private static final Duration OFFERED_FOR = Duration.ofSeconds(30);
    private static final Duration DECLINED_FOR = Duration.ofMinutes(10);
    private static final int LAST_NUMBER = 254;
    private static final int FIRST_NUMBER = 2;
    private static final int MOST_OFFERS = 4096;

    private record Offer(MacAddress mac, Instant until) {}

    private final HostSettings settings;
    private final Locations locations;
    private final Map<Ipv4Address, Lease> leases = new TreeMap<>();
    private final Map<MacAddress, Ipv4Address> byClient = new HashMap<>();
    private final Map<Ipv4Address, Offer> offers = new TreeMap<>();
    private final Map<Ipv4Address, Instant> declinedUntil = new TreeMap<>();

    Leases(HostSettings settings, Locations locations, Collection<Lease> known) {
        this.settings = settings;
        this.locations = locations;
        known.forEach(this::put);
    }

    /** The address for {@code client} at {@code point}, if there is one. */
    Optional<Ipv4Address> choose(MacAddress client, ConnectPoint point, Round round) {
        Optional<IpPrefix> prefix = round.facts().addresses().edgePrefix(point.dpid());
        Optional<Lease> own = of(client)
                .filter(lease -> lease.location().equals(point))
                .filter(lease ->
                        prefix.filter(here -> here.contains(lease.ip())).isPresent());
        if (own.isPresent() && isFree(own.get().ip(), client, round)) {
            return Optional.of(own.get().ip());
        }
        Optional<Ipv4Address> planned = round.facts().addresses().hostAddress(point);
        if (planned.isEmpty() || isFree(planned.get(), client, round)) {
            return planned;
        }
        long atPoint = leases.values().stream()
                .filter(lease -> lease.location().equals(point) && !lease.isExpired(round.now()))
                .count();
        return atPoint < settings.hostsPerPort() ? spare(client, point.dpid(), round) : Optional.empty();
    }

    /** Keeps {@code ip} for {@code client} until it asks for it. */
    void offer(Ipv4Address ip, MacAddress client, Instant now) {
        if (offers.size() < MOST_OFFERS) {
            offers.put(ip, new Offer(client, now.plus(OFFERED_FOR)));
        }
    }

    /** Forgets what was offered to {@code client}, which took another server's offer. */
    void withdraw(MacAddress client) {
        offers.values().removeIf(offer -> offer.mac().equals(client));
    }

    /** Lends {@code ip}; an address that the client had before is taken back. */
    Lease grant(Ipv4Address ip, MacAddress client, ConnectPoint point, Round round) {
        withdraw(client);
        of(client).filter(old -> !old.ip().equals(ip)).ifPresent(old -> end(old, round));
        Optional.ofNullable(leases.get(ip))
                .filter(old -> !old.mac().equals(client))
                .ifPresent(this::remove);
        Lease lease = new Lease(ip, client, point, round.now().plus(settings.lease()));
        put(lease);
        round.act(new SaveLease(lease));
        return lease;
    }

    /** The lease that {@code client} has. */
    Optional<Lease> of(MacAddress client) {
        return Optional.ofNullable(byClient.get(client)).map(leases::get);
    }

    /** Takes the address back, because its client gave it up. */
    void release(Ipv4Address ip, MacAddress client, Round round) {
        of(client).filter(lease -> lease.ip().equals(ip)).ifPresent(lease -> end(lease, round));
    }

    /** Takes the address back and lends it to nobody for a while, because its client found it in use. */
    void decline(Ipv4Address ip, MacAddress client, Round round) {
        boolean isTheirs = of(client).filter(lease -> lease.ip().equals(ip)).isPresent()
                || Optional.ofNullable(offers.get(ip))
                        .filter(offer -> offer.mac().equals(client))
                        .isPresent();
        if (isTheirs) {
            declinedUntil.put(ip, round.now().plus(DECLINED_FOR));
            withdraw(client);
            release(ip, client, round);
        }
    }

    /** Whether some client behind {@code edge} has a lease. */
    boolean isAnyAt(DatapathId edge, Instant now) {
        return leases.values().stream()
                .anyMatch(lease -> lease.location().dpid().equals(edge) && !lease.isExpired(now));
    }

    /** Ends what ran out. */
    void tick(Round round) {
        Instant now = round.now();
        offers.values().removeIf(offer -> !now.isBefore(offer.until()));
        declinedUntil.values().removeIf(until -> !now.isBefore(until));
        List<Lease> expired = new ArrayList<>();
        for (Lease lease : leases.values()) {
            if (lease.isExpired(now)) {
                expired.add(lease);
            }
        }
        expired.forEach(lease -> end(lease, round));
    }

    private Optional<Ipv4Address> spare(MacAddress client, DatapathId edge, Round round) {
        Optional<IpPrefix> prefix = round.facts().addresses().edgePrefix(edge);
        if (prefix.isEmpty()) {
            return Optional.empty();
        }
        for (int number = LAST_NUMBER; number >= FIRST_NUMBER; number--) {
            Ipv4Address ip = new Ipv4Address(prefix.get().address().value() + number);
            if (round.facts().addresses().hostPortOf(ip).isEmpty() && isFree(ip, client, round)) {
                return Optional.of(ip);
            }
        }
        return Optional.empty();
    }

    private boolean isFree(Ipv4Address ip, MacAddress client, Round round) {
        Offer offer = offers.get(ip);
        Lease lease = leases.get(ip);
        Optional<Host> owner = locations.find(ip, round);
        boolean isLent = lease != null
                && !lease.mac().equals(client)
                && !lease.isExpired(round.now())
                && owner.filter(host -> host.mac().equals(lease.mac())).isPresent();
        boolean isOffered = offer != null && !offer.mac().equals(client);
        boolean isTaken = owner.filter(host -> !host.mac().equals(client)).isPresent();
        return !declinedUntil.containsKey(ip) && !isLent && !isOffered && !isTaken;
    }

    private void end(Lease lease, Round round) {
        remove(lease);
        round.act(new ForgetLease(lease.ip()));
        locations
                .find(lease.ip(), round)
                .filter(host -> host.mac().equals(lease.mac()))
                .ifPresent(host -> locations.lost(host.ip(), round));
    }

    private void put(Lease lease) {
        leases.put(lease.ip(), lease);
        byClient.put(lease.mac(), lease.ip());
    }

    private void remove(Lease lease) {
        leases.remove(lease.ip());
        byClient.remove(lease.mac(), lease.ip());
    }
}
