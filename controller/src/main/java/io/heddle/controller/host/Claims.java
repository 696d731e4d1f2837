package io.heddle.controller.host;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.HostRefused;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides who has an address.
 *
 * <pre>
 * the address is            the claim is
 * nobody's                  accepted
 * planned for another port  accepted once that port, asked, kept silent
 * the claimant's, there     accepted, which is no news
 * another's (or elsewhere)  accepted at once if the owner's port is down; otherwise the owner is asked where it was:
 *                           it answers within 1 s → refused; it does not → accepted, the host has moved
 * a gateway in use          refused
 * </pre>
 *
 * <p>A gateway is in use if some host behind its switch has a lease, or all of them (and there is one) have the address of their
 * port. Otherwise the fabric carries addresses of somebody else's choosing, in which that number is a host's like any other.
 */
final class Claims {

    private static final Duration ANSWER_TIME = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofMillis(300);
    private static final Duration REFUSED_FOR = Duration.ofSeconds(5);
    private static final int MOST_PENDING = 1024;
    private static final int MOST_REFUSED = 4096;
    private static final int MOST_DEFERRED = 16;

    /** A question to whoever may have the address already. */
    private static final class Inquiry {
        private final Claim claim;
        private final ConnectPoint asked;
        private final Optional<MacAddress> owner;
        private final List<Effect> deferred = new ArrayList<>();
        private final Optional<Effect> defence;
        private final Instant deadline;
        private Instant askAgain;

        Inquiry(Claim claim, ConnectPoint asked, Optional<MacAddress> owner, Optional<Effect> defence, Instant now) {
            this.claim = claim;
            this.asked = asked;
            this.owner = owner;
            this.defence = defence;
            this.deadline = now.plus(ANSWER_TIME);
            this.askAgain = now.plus(ASK_AGAIN);
        }

        boolean isAnsweredBy(Claim other) {
            return other.point().equals(asked)
                    && owner.map(other.mac()::equals).orElse(true)
                    && (owner.isPresent() || !other.equals(claim));
        }

        void ask(Round round) {
            round.ask(asked, owner.orElse(MacAddress.BROADCAST), Ipv4Address.UNSPECIFIED, claim.ip());
        }
    }

    private final HostSettings settings;
    private final Locations locations;
    private final DhcpServer dhcp;
    private final PlannedHosts planned;
    private final HeldPackets held;
    private final Map<Ipv4Address, Inquiry> inquiries = new TreeMap<>();
    private final Map<Claim, Instant> refusedUntil = new HashMap<>();

    Claims(HostSettings settings, Locations locations, DhcpServer dhcp, PlannedHosts planned, HeldPackets held) {
        this.settings = settings;
        this.locations = locations;
        this.dhcp = dhcp;
        this.planned = planned;
        this.held = held;
    }

    /** Judges a claim; once it is accepted, now or later, {@code then} is done. */
    void consider(Claim claim, List<Effect> then, Round round) {
        if (!claim.isPlausible() || isRefused(claim, round.now())) {
            return;
        }
        Inquiry open = inquiries.get(claim.ip());
        if (open != null) {
            continueInquiry(open, claim, then, round);
            return;
        }
        Optional<Host> owner = locations.find(claim.ip(), round);
        if (owner.isPresent() && owner.get().equals(claim.host())) {
            then.forEach(round::act);
        } else if (owner.isPresent()) {
            dispute(claim, owner.get(), then, round);
        } else if (isGatewayInUse(claim.ip(), round)) {
            refuse(claim, "is the gateway of the servers behind its switch", round);
        } else if (locations.at(claim.point(), round).size() >= settings.hostsPerPort()) {
            refuse(claim, "would be one address more than the " + settings.hostsPerPort() + " a port may show", round);
        } else {
            considerNew(claim, then, round);
        }
    }

    /** Takes note that somebody wants to know whether {@code wanted} is free; {@code conflict} tells it that it is not. */
    void probe(Claim wanted, Effect conflict, Round round) {
        if (isGatewayInUse(wanted.ip(), round)) {
            round.act(conflict);
            return;
        }
        Optional<Host> owner = locations.find(wanted.ip(), round);
        if (owner.isEmpty() || owner.get().mac().equals(wanted.mac()) || inquiries.containsKey(wanted.ip())) {
            return;
        }
        if (round.facts().canReach(owner.get().location())) {
            open(
                    new Inquiry(
                            wanted,
                            owner.get().location(),
                            Optional.of(owner.get().mac()),
                            Optional.of(conflict),
                            round.now()),
                    round);
        }
    }

    /** Gives the address without further questions. */
    void accept(Claim claim, Round round) {
        inquiries.remove(claim.ip());
        if (!locations.find(claim.ip(), round).equals(Optional.of(claim.host()))) {
            locations.announce(claim.host(), round);
        }
    }

    /** Asks again where there is no answer yet, and decides where there is none any more. */
    void tick(Round round) {
        refusedUntil.values().removeIf(until -> !round.now().isBefore(until));
        for (Inquiry inquiry : List.copyOf(inquiries.values())) {
            if (!round.now().isBefore(inquiry.deadline)) {
                conclude(inquiry, round);
            } else if (!round.now().isBefore(inquiry.askAgain)) {
                inquiry.askAgain = inquiry.deadline;
                inquiry.ask(round);
            }
        }
    }

    /** Whether {@code claim} was refused a moment ago. */
    boolean isRefused(Claim claim, Instant now) {
        Instant until = refusedUntil.get(claim);
        return until != null && now.isBefore(until);
    }

    private void considerNew(Claim claim, List<Effect> then, Round round) {
        Optional<ConnectPoint> home = round.facts().addresses().hostPortOf(claim.ip());
        boolean mayBeElsewhere = home.isPresent()
                && !home.get().equals(claim.point())
                && round.facts().canReach(home.get())
                && !planned.isSilent(home.get(), round.now());
        if (!mayBeElsewhere) {
            accept(claim, round);
            then.forEach(round::act);
            return;
        }
        Inquiry inquiry = new Inquiry(claim, home.get(), Optional.empty(), Optional.empty(), round.now());
        inquiry.deferred.addAll(then);
        open(inquiry, round);
    }

    private void dispute(Claim claim, Host owner, List<Effect> then, Round round) {
        ConnectPoint where = owner.location();
        if (!round.facts().isConnected(where.dpid())) {
            if (hasLiveLink(where.dpid(), round)) {
                refuse(claim, ownedBy(owner) + ", whose switch cannot be asked now", round);
                return;
            }
        } else if (round.facts().canReach(where)) {
            Inquiry inquiry = new Inquiry(claim, where, Optional.of(owner.mac()), Optional.empty(), round.now());
            inquiry.deferred.addAll(then);
            open(inquiry, round);
            return;
        }
        accept(claim, round);
        then.forEach(round::act);
    }

    private void open(Inquiry inquiry, Round round) {
        if (inquiries.size() < MOST_PENDING) {
            inquiries.put(inquiry.claim.ip(), inquiry);
            inquiry.ask(round);
        }
    }

    private void continueInquiry(Inquiry open, Claim claim, List<Effect> then, Round round) {
        if (open.isAnsweredBy(claim)) {
            inquiries.remove(claim.ip());
            if (open.owner.isEmpty()) {
                accept(claim, round);
            }
            then.forEach(round::act);
            decideAgainst(open, claim.host(), round);
        } else if (open.claim.equals(claim) && open.deferred.size() + then.size() <= MOST_DEFERRED) {
            open.deferred.addAll(then);
        }
    }

    private void decideAgainst(Inquiry inquiry, Host owner, Round round) {
        if (inquiry.defence.isPresent()) {
            round.act(inquiry.defence.get());
        } else {
            refuse(inquiry.claim, ownedBy(owner), round);
        }
    }

    private void conclude(Inquiry inquiry, Round round) {
        inquiries.remove(inquiry.claim.ip());
        if (inquiry.defence.isEmpty() && round.facts().canReach(inquiry.claim.point())) {
            accept(inquiry.claim, round);
            inquiry.deferred.forEach(round::act);
        }
    }

    private void refuse(Claim claim, String why, Round round) {
        round.tally().claimsRefused++;
        if (refusedUntil.size() < MOST_REFUSED) {
            refusedUntil.put(claim, round.now().plus(REFUSED_FOR));
        }
        String sentence = "Host " + claim.mac() + " at " + claim.point() + " was refused the address " + claim.ip()
                + ", which " + why + ".";
        held.drop(claim, round);
        round.tell(new HostRefused(claim.ip(), claim.mac(), claim.point(), sentence));
    }

    private static String ownedBy(Host owner) {
        return "belongs to " + owner.mac() + " at " + owner.location();
    }

    private boolean isGatewayInUse(Ipv4Address ip, Round round) {
        Optional<DatapathId> edge = round.facts().addresses().switchOf(ip);
        if (edge.isEmpty() || round.facts().addresses().gateway(edge.get()).isEmpty()) {
            return false;
        }
        if (dhcp.hasLeaseAt(edge.get(), round.now())) {
            return true;
        }
        List<Host> behind = round.facts().topology().hosts().at(edge.get());
        return !behind.isEmpty() && behind.stream().allMatch(host -> isOnPlan(host, round));
    }

    private static boolean isOnPlan(Host host, Round round) {
        return round.facts()
                .addresses()
                .hostAddress(host.location())
                .filter(host.ip()::equals)
                .isPresent();
    }

    private static boolean hasLiveLink(DatapathId dpid, Round round) {
        return round.facts().topology().links().at(dpid).leaving().stream()
                .anyMatch(round.facts().topology()::isLive);
    }
}
