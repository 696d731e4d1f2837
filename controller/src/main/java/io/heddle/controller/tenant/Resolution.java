package io.heddle.controller.tenant;

import io.heddle.controller.packet.Arp;
import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmpv6;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.packet.Ipv6;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.plan.ExternalNeighbours;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.RouterExit;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds who is where on external networks, for routers that send there (RFC 826, RFC 4861 §7.2); immutable.
 *
 * <pre>
 * not asked  the gateway of a network that a router has its way out by, or the receiver of a packet      asked
 * asked      an answer                                                                                  found
 * asked      no answer for {@value #PATIENCE} questions, a second apart                                  not asked
 * found      every half minute                                                                          asked again, and found meanwhile
 * </pre>
 *
 * <p>Nothing is learned that was not asked for, and no more than {@value #AT_MOST} are asked for at a time, so that whoever scans an
 * external network costs others nothing but that.
 *
 * @param questions what was asked
 * @param neighbours who was found
 */
record Resolution(PersistentMap<Hop, Question> questions, ExternalNeighbours neighbours) {

    static final Resolution NOTHING = new Resolution(PersistentMap.empty(), ExternalNeighbours.NONE);

    private static final int PATIENCE = 3;
    private static final int AT_MOST = 1024;
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    /** Somebody on an external network. */
    record Hop(NetworkId network, IpAddress address) implements Comparable<Hop> {

        private static final Comparator<Hop> ORDER =
                Comparator.comparing(Hop::network).thenComparing(Hop::address);

        @Override
        public int compareTo(Hop other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What was asked about somebody.
     *
     * @param unanswered how often, since the last answer
     * @param next when to ask again
     */
    record Question(int unanswered, Instant next) {}

    /** Whether a packet is handed over for this. */
    static boolean concerns(PacketReceived packet) {
        return packet.cookie()
                .filter(cookie -> cookie.isFor(Purpose.TENANT_RESOLUTION))
                .isPresent();
    }

    /** After a bridge handed over a packet whose receiver is to be found, or an answer. */
    Resolution answered(PacketReceived packet, OverlayPlan plan, Instant now) {
        Optional<Ethernet> frame = concerns(packet) ? Ethernet.parse(packet.frame()) : Optional.empty();
        if (frame.isEmpty()) {
            return this;
        }
        return switch (frame.get().type()) {
            case Ethernet.ARP ->
                Arp.parse(frame.get().payload())
                        .filter(arp -> arp.operation() == Arp.Operation.REPLY)
                        .flatMap(arp -> exit(packet, frame.get().destination(), plan)
                                .map(exit -> found(
                                        new Hop(exit.network(), IpAddress.of(arp.senderIp())), arp.senderMac(), now)))
                        .orElse(this);
            case Ethernet.IPV4 ->
                Ipv4.parse(frame.get().payload())
                        .flatMap(wanted -> exit(packet, frame.get().source(), plan)
                                .map(exit -> wanted(new Hop(exit.network(), IpAddress.of(wanted.destination())), now)))
                        .orElse(this);
            case Ethernet.IPV6 ->
                Ipv6.parse(frame.get().payload())
                        .flatMap(each -> answeredV6(packet, frame.get(), each, plan, now))
                        .orElse(this);
            default -> this;
        };
    }

    private Optional<Resolution> answeredV6(
            PacketReceived packet, Ethernet frame, Ipv6 content, OverlayPlan plan, Instant now) {
        Optional<Icmpv6.Neighbour> neighbour = content.hopLimit() == Icmpv6.ON_LINK
                ? Icmpv6.parse(content).flatMap(Icmpv6::advertised)
                : Optional.empty();
        return neighbour.isPresent()
                ? exit(packet, frame.destination(), plan)
                        .map(exit -> found(
                                new Hop(exit.network(), neighbour.get().address()),
                                neighbour.get().mac(),
                                now))
                : exit(packet, frame.source(), plan)
                        .map(exit -> wanted(new Hop(exit.network(), content.destination()), now));
    }

    private static Optional<RouterExit> exit(PacketReceived packet, MacAddress mac, OverlayPlan plan) {
        return plan.exits().values().stream()
                .filter(exit ->
                        exit.bridge().equals(packet.dpid()) && exit.mac().equals(mac))
                .findFirst();
    }

    private Resolution found(Hop hop, MacAddress mac, Instant now) {
        if (!questions.containsKey(hop) || mac.isGroup()) {
            return this;
        }
        return new Resolution(
                questions.with(hop, new Question(0, now.plus(BELIEVED))),
                neighbours.with(hop.network(), hop.address(), mac));
    }

    private Resolution wanted(Hop hop, Instant now) {
        return questions.containsKey(hop) || questions.size() >= AT_MOST
                ? this
                : new Resolution(questions.with(hop, new Question(0, now)), neighbours);
    }

    /** Asks what is to be asked now. */
    Resolution asked(OverlayState state, Instant now, List<Effect> effects) {
        SortedMap<NetworkId, RouterExit> askers = new TreeMap<>();
        state.planned().plan().exits().values().forEach(exit -> askers.putIfAbsent(exit.network(), exit));
        Resolution next = this;
        for (NetworkId network : askers.keySet()) {
            for (IpAddress gateway : gateways(network, state.tenants())) {
                next = next.wanted(new Hop(network, gateway), now);
            }
        }
        for (Hop hop : next.questions.keySet()) {
            Question question = next.questions.find(hop).orElseThrow();
            Optional<RouterExit> asker =
                    Optional.ofNullable(askers.get(hop.network())).filter(exit -> isOn(hop, state.tenants()));
            if (asker.isEmpty()
                    || (question.unanswered() >= PATIENCE && !question.next().isAfter(now))) {
                next = next.without(hop);
            } else if (!question.next().isAfter(now)) {
                next = next.asking(hop, question, now);
                question(asker.get(), hop.address()).ifPresent(effects::add);
            }
        }
        return next;
    }

    private static List<IpAddress> gateways(NetworkId network, TenantState tenants) {
        return tenants.subnetsOf(network).stream()
                .flatMap(subnet -> subnet.gateway().stream())
                .toList();
    }

    private static boolean isOn(Hop hop, TenantState tenants) {
        return tenants.networks().containsKey(hop.network())
                && tenants.subnetsOf(hop.network()).stream()
                        .anyMatch(subnet -> subnet.cidr().contains(hop.address())
                                || subnet.gateway().equals(Optional.of(hop.address())));
    }

    private Resolution without(Hop hop) {
        return new Resolution(questions.without(hop), neighbours.without(hop.network(), hop.address()));
    }

    private Resolution asking(Hop hop, Question question, Instant now) {
        return new Resolution(
                questions.with(hop, new Question(question.unanswered() + 1, now.plus(BETWEEN_QUESTIONS))), neighbours);
    }

    /** Nobody asks who has no address of that version. */
    private static Optional<Effect.SwitchEffect> question(RouterExit exit, IpAddress address) {
        return exit.own(address.version())
                .map(own -> address.asIpv4()
                        .map(target -> Arp.request(exit.mac(), own.asIpv4().orElseThrow(), target)
                                .frameTo(MacAddress.BROADCAST))
                        .orElseGet(() -> Icmpv6.solicitation(address, exit.mac())
                                .onLink(exit.mac(), own, Icmpv6.solicitedNode(address))
                                .bytes()))
                .map(frame -> Announcements.sent(exit, frame));
    }
}
