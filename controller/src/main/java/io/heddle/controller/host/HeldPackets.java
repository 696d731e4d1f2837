package io.heddle.controller.host;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Ipv4;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Keeps packets whose sender or receiver is not known yet, and looks for that host meanwhile.
 *
 * <p>A sender is asked at the port where its packet came in. A receiver is asked at the port that its address is planned for, a
 * quarter of a second later at every host port where no host is known, then at all of them, twice. What was not found after 3 s
 * is reported to the sender as unreachable, and packets for it are not held again for a while. At most {@value #PER_HOST} packets
 * are held for one host and packets for {@value #HOSTS} hosts in all; searches of all ports are limited in rate.
 */
final class HeldPackets {

    static final int PER_HOST = 16;
    static final int HOSTS = 256;

    private static final Duration EXPIRY = Duration.ofSeconds(3);
    private static final Duration NOT_AGAIN = Duration.ofSeconds(3);
    private static final Duration NEXT_STAGE = Duration.ofMillis(250);
    private static final Duration LAST_STAGE = Duration.ofMillis(800);
    private static final double SEARCHES_PER_SECOND = 20;
    private static final int MOST_MISSING = 4096;

    /** A packet, and where it came in. */
    record Held(ConnectPoint point, Ethernet frame, Ipv4 packet) {}

    /** Where to look next; each stage is one step wider. */
    private enum Stage {
        AT_THE_SENDERS_PORT,
        WHERE_PLANNED,
        WHERE_NOBODY_IS,
        EVERYWHERE,
        EVERYWHERE_AGAIN,
        DONE
    }

    private static final class Search {
        private final List<Held> packets = new ArrayList<>();
        private final Instant until;
        private Stage stage;
        private Instant next;
        private Optional<ConnectPoint> sendersPort = Optional.empty();

        Search(Stage stage, Instant now) {
            this.stage = stage;
            this.next = now;
            this.until = now.plus(EXPIRY);
        }
    }

    private final Locations locations;
    private final IcmpResponder icmp;
    private final TokenBucket searches = new TokenBucket(SEARCHES_PER_SECOND, 2 * SEARCHES_PER_SECOND, Instant.EPOCH);
    private final Map<Ipv4Address, Search> open = new TreeMap<>();
    private final Map<Ipv4Address, Instant> missingUntil = new TreeMap<>();

    HeldPackets(Locations locations, IcmpResponder icmp) {
        this.locations = locations;
        this.icmp = icmp;
    }

    /** Holds a packet until its sender is known at the port where it came in. */
    void awaitSender(Held held, Round round) {
        Ipv4Address sender = held.packet().source();
        search(sender, Stage.AT_THE_SENDERS_PORT, round).ifPresent(search -> {
            search.sendersPort = Optional.of(held.point());
            hold(search, held, round);
            advance(sender, search, round);
        });
    }

    /** Holds a packet until its receiver is known. */
    void awaitReceiver(Held held, Round round) {
        Ipv4Address receiver = held.packet().destination();
        if (missingUntil.containsKey(receiver)) {
            round.tally().heldDropped++;
            icmp.hostUnreachable(held.point().dpid(), held.frame(), held.packet(), round);
            return;
        }
        search(receiver, Stage.WHERE_PLANNED, round).ifPresent(search -> {
            if (search.stage == Stage.AT_THE_SENDERS_PORT) {
                search.stage = Stage.WHERE_PLANNED;
                search.next = round.now();
            }
            hold(search, held, round);
            advance(receiver, search, round);
        });
    }

    /** What was held for {@code ip}, which is known from now on. */
    List<Held> release(Ipv4Address ip) {
        missingUntil.remove(ip);
        Search search = open.remove(ip);
        return search == null ? List.of() : search.packets;
    }

    /** Drops what a station sent whose claim was refused. */
    void drop(Claim refused, Round round) {
        Search search = open.get(refused.ip());
        if (search != null) {
            int before = search.packets.size();
            search.packets.removeIf(held -> held.point().equals(refused.point())
                    && held.packet().source().equals(refused.ip()));
            round.tally().heldDropped += before - search.packets.size();
        }
    }

    /** Asks where it is time to ask, and gives up where it is time for that. */
    void tick(Round round) {
        missingUntil.values().removeIf(until -> !round.now().isBefore(until));
        for (Map.Entry<Ipv4Address, Search> entry : List.copyOf(open.entrySet())) {
            Search search = entry.getValue();
            boolean isFound = locations.find(entry.getKey(), round).isPresent();
            if (round.now().isBefore(search.until)) {
                advance(entry.getKey(), search, round);
            } else if (!isFound || search.stage == Stage.AT_THE_SENDERS_PORT) {
                giveUp(entry.getKey(), search, round);
            }
        }
    }

    private Optional<Search> search(Ipv4Address ip, Stage first, Round round) {
        Search search = open.get(ip);
        if (search == null && open.size() >= HOSTS) {
            round.tally().heldDropped++;
            return Optional.empty();
        }
        return Optional.of(open.computeIfAbsent(ip, ignored -> new Search(first, round.now())));
    }

    private static void hold(Search search, Held held, Round round) {
        if (search.packets.size() < PER_HOST) {
            round.tally().held++;
            search.packets.add(held);
        } else {
            round.tally().heldDropped++;
        }
    }

    private void giveUp(Ipv4Address ip, Search search, Round round) {
        open.remove(ip);
        for (Held held : search.packets) {
            round.tally().heldDropped++;
            if (held.packet().destination().equals(ip)) {
                icmp.hostUnreachable(held.point().dpid(), held.frame(), held.packet(), round);
            }
        }
        if (search.stage == Stage.DONE && missingUntil.size() < MOST_MISSING) {
            missingUntil.put(ip, round.now().plus(NOT_AGAIN));
        }
    }

    private void advance(Ipv4Address ip, Search search, Round round) {
        Optional<ConnectPoint> known = locations.find(ip, round).map(Host::location);
        boolean isSought =
                search.stage == Stage.AT_THE_SENDERS_PORT ? !known.equals(search.sendersPort) : known.isEmpty();
        while (isSought && search.stage != Stage.DONE && !round.now().isBefore(search.next)) {
            if (!step(ip, search, round)) {
                return;
            }
        }
    }

    /** One stage; false when it has to wait for the rate limit. */
    private boolean step(Ipv4Address ip, Search search, Round round) {
        return switch (search.stage) {
            case AT_THE_SENDERS_PORT -> {
                search.sendersPort.ifPresent(port -> round.ask(port, Ipv4Address.UNSPECIFIED, ip));
                search.next = round.now().plus(LAST_STAGE);
                yield true;
            }
            case WHERE_PLANNED -> {
                boolean isAsked = askWherePlanned(ip, round);
                search.stage = Stage.WHERE_NOBODY_IS;
                search.next = isAsked ? round.now().plus(NEXT_STAGE) : round.now();
                yield true;
            }
            case WHERE_NOBODY_IS -> {
                Set<ConnectPoint> taken = locations.points(round);
                yield widen(ip, search, Stage.EVERYWHERE, round, point -> !taken.contains(point));
            }
            case EVERYWHERE -> widen(ip, search, Stage.EVERYWHERE_AGAIN, round, point -> true);
            case EVERYWHERE_AGAIN -> widen(ip, search, Stage.DONE, round, point -> true);
            case DONE -> true;
        };
    }

    private boolean askWherePlanned(Ipv4Address ip, Round round) {
        Optional<ConnectPoint> planned = round.facts().addresses().hostPortOf(ip);
        if (planned.isEmpty() || !round.facts().canReach(planned.get())) {
            return false;
        }
        round.ask(planned.get(), asker(planned.get(), round), ip);
        return true;
    }

    private boolean widen(
            Ipv4Address ip, Search search, Stage following, Round round, Predicate<ConnectPoint> isAsked) {
        if (!searches.take(round.now())) {
            return false;
        }
        for (ConnectPoint point : round.facts().liveHostPorts()) {
            if (isAsked.test(point)) {
                round.ask(point, following == Stage.DONE ? asker(point, round) : Ipv4Address.UNSPECIFIED, ip);
            }
        }
        search.stage = following;
        search.next = round.now().plus(following == Stage.EVERYWHERE ? NEXT_STAGE : LAST_STAGE);
        return true;
    }

    /** The gateway where nobody claims its address; a host does not answer somebody who has its own. */
    private Ipv4Address asker(ConnectPoint point, Round round) {
        return round.facts()
                .addresses()
                .gateway(point.dpid())
                .filter(gateway -> locations.find(gateway, round).isEmpty())
                .orElse(Ipv4Address.UNSPECIFIED);
    }
}
