package io.heddle.controller.tenant;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.plan.FailedMembers;
import io.heddle.topology.DatapathId;
import io.heddle.topology.sorted.PersistentMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds out which members of load balancers work, where a monitor of their pool asks for that; immutable.
 *
 * <pre>
 * works    asked every delay; no answer within the timeout, or a refusal, as often as max_retries_down says, in a row    failed
 * failed   asked every delay; answers as often as max_retries says, in a row                                             works
 * any      its server is not connected: it is not asked, and stays what it is
 * any      its interface is nowhere: as if it did not answer
 * </pre>
 *
 * <p>What is not known works: a controller that has just started declares nobody dead before it asked as often as the monitor says.
 *
 * @param watches what is known of each member that is asked
 * @param failed those that do not work
 */
record Health(PersistentMap<UUID, Watch> watches, FailedMembers failed) {

    static final Health UNKNOWN = new Health(PersistentMap.empty(), FailedMembers.NONE);

    /**
     * What is known of a member.
     *
     * @param next when to ask next
     * @param number of the last question
     * @param open the last question, and until when it may be answered, if it still may
     * @param inRow how many answers in a row, or, less than 0, how many questions without one
     * @param monitor how it is asked
     * @param balancer the load balancer it is of
     */
    record Watch(
            Instant next, int number, Optional<Open> open, int inRow, HealthMonitor monitor, LoadBalancerId balancer) {

        Watch answered(boolean isGood) {
            int more = isGood ? Math.max(0, inRow) + 1 : Math.min(0, inRow) - 1;
            return new Watch(next, number, Optional.empty(), Math.clamp(more, -100, 100), monitor, balancer);
        }
    }

    /** A question that may still be answered. */
    record Open(Inquiry inquiry, Instant deadline) {}

    /** A member that is to be asked. */
    private record Asked(LoadBalancer balancer, PoolMember member, HealthMonitor monitor) {}

    /** Whether a packet is handed over for this. */
    static boolean concerns(PacketReceived packet) {
        return packet.cookie()
                .filter(cookie -> cookie.isFor(Purpose.TENANT_HEALTH))
                .isPresent();
    }

    /** Asks what is to be asked now; forgets whom nobody wants to be asked any more. */
    Health asked(OverlayState state, Instant now, List<Effect> effects) {
        PersistentMap<UUID, Asked> asked = members(state);
        Health next = this;
        for (UUID member : watches.keySet()) {
            next = asked.containsKey(member) ? next : next.without(member);
        }
        for (Asked each : asked.values()) {
            next = next.asked(each, state, now, effects);
        }
        return next;
    }

    private static PersistentMap<UUID, Asked> members(OverlayState state) {
        PersistentMap<UUID, Asked> members = PersistentMap.empty();
        for (LoadBalancer balancer : state.tenants().loadBalancers().values()) {
            for (Pool pool : balancer.pools()) {
                Optional<HealthMonitor> monitor = pool.monitor()
                        .filter(HealthMonitor::adminUp)
                        .filter(each -> balancer.adminUp()
                                && pool.adminUp()
                                && !balancer.listenersOf(pool).isEmpty());
                for (PoolMember member : monitor.isPresent() ? pool.members() : List.<PoolMember>of()) {
                    members = member.adminUp()
                            ? members.with(member.id(), new Asked(balancer, member, monitor.get()))
                            : members;
                }
            }
        }
        return members;
    }

    private Health asked(Asked asked, OverlayState state, Instant now, List<Effect> effects) {
        UUID member = asked.member().id();
        Watch before = watches.find(member)
                .filter(watch -> watch.monitor().equals(asked.monitor()))
                .orElseGet(() -> new Watch(
                        now,
                        member.hashCode() & 0xff_ffff,
                        Optional.empty(),
                        0,
                        asked.monitor(),
                        asked.balancer().id()));
        boolean isUnanswered =
                before.open().filter(open -> !open.deadline().isAfter(now)).isPresent();
        Watch watch = isUnanswered ? before.answered(false) : before;
        if (watch.open().isEmpty() && !watch.next().isAfter(now)) {
            watch = asked(
                    watch,
                    Inquiry.of(asked.balancer(), asked.member(), asked.monitor().kind(), state),
                    state,
                    now,
                    effects);
        }
        return with(member, watch);
    }

    private static Watch asked(
            Watch watch, Optional<Inquiry> inquiry, OverlayState state, Instant now, List<Effect> effects) {
        HealthMonitor monitor = watch.monitor();
        int number = watch.number() + 1;
        Watch later = new Watch(
                now.plus(Duration.ofSeconds(monitor.delay())),
                number,
                Optional.empty(),
                watch.inRow(),
                monitor,
                watch.balancer());
        if (inquiry.isEmpty()) {
            return later.answered(false);
        }
        boolean isReached =
                state.channels().sessions().containsKey(inquiry.get().at().dpid());
        if (!isReached) {
            return later;
        }
        effects.add(inquiry.get().question(number));
        Open open = new Open(inquiry.get(), now.plus(Duration.ofSeconds(monitor.timeout())));
        return new Watch(later.next(), number, Optional.of(open), watch.inRow(), monitor, watch.balancer());
    }

    /** After a bridge handed over what a member says. */
    Health answered(PacketReceived packet, List<Effect> effects) {
        return Ethernet.parse(packet.frame())
                .filter(frame -> frame.type() == Ethernet.IPV4)
                .flatMap(frame -> Ipv4.parse(frame.payload()))
                .map(ip -> answered(packet.dpid(), ip, effects))
                .orElse(this);
    }

    private Health answered(DatapathId by, Ipv4 ip, List<Effect> effects) {
        for (Map.Entry<UUID, Watch> entry : watches.entrySet()) {
            Watch watch = entry.getValue();
            Optional<Inquiry> inquiry = watch.open().map(Open::inquiry);
            Optional<Inquiry.Answer> answer = inquiry.flatMap(each -> each.answer(by, ip, watch.number()));
            if (answer.isPresent()) {
                boolean isGood = answer.get() == Inquiry.Answer.WORKS;
                if (isGood) {
                    inquiry.flatMap(each -> each.farewell(watch.number())).ifPresent(effects::add);
                }
                return with(entry.getKey(), watch.answered(isGood));
            }
        }
        return this;
    }

    private Health with(UUID member, Watch watch) {
        PersistentMap<UUID, LoadBalancerId> now = failed.balancers();
        if (watch.inRow() <= -watch.monitor().retriesDown()) {
            now = now.with(member, watch.balancer());
        } else if (watch.inRow() >= watch.monitor().retries()) {
            now = now.without(member);
        }
        return new Health(watches.with(member, watch), new FailedMembers(now));
    }

    private Health without(UUID member) {
        return new Health(
                watches.without(member), new FailedMembers(failed.balancers().without(member)));
    }
}
