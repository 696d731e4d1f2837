package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.CtState;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.Group.HashSelection;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.plan.WorkingBalancer.Endpoint;
import io.heddle.routing.tenant.plan.WorkingBalancer.Reached;
import io.heddle.routing.tenant.plan.WorkingBalancer.Service;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a load balancer does on each server from where its network is reached: a connection is shared out where it is sent, or, if it is
 * from outside, where it comes in.
 *
 * <p>A server remembers each connection with the member that it got, in a zone of the load balancer's own, so it keeps its member when
 * others come and go. New ones go through the group of their pool, whose buckets are chosen alike on every server, so that a connection
 * which moves to another server finds its member there as long as the pool is the same. A connection whose member is gone from the pool
 * ends.
 */
record BalancerRules(WorkingBalancer working, FailedMembers failed) {

    private static final int FIRST_ZONE = 0xc000;
    private static final int FIRST_TTL = 64;
    private static final int ECHO_REPLY = 0;
    private static final int ICMP = 1;
    private static final int BUCKETS_OF_ONE = 256;
    private static final Set<Field> CLIENT = Set.copyOf(EnumSet.of(Field.ETH_TYPE, Field.IPV4_SRC));

    /** Where a server remembers the connections of a load balancer. */
    Track.Zone.Of zone() {
        return new Track.Zone.Of(FIRST_ZONE | working.balancer().number());
    }

    /** Whether every load balancer has one such rule as long as it works, and it alone looks connections up in its zone. */
    static boolean isFirst(ForwardingRule.Key key) {
        return key.table().equals(OverlayPipeline.BALANCE)
                && key.match()
                        .find(Field.IP_PROTO)
                        .filter(protocol -> protocol.value() == ICMP)
                        .isPresent();
    }

    private Ipv4Address vip() {
        return working.balancer().vip().address().asIpv4().orElseThrow();
    }

    private Match toVip() {
        return Frames.to(Match.any().with(Field.METADATA, working.metadata()), Cidr.of(IpAddress.of(vip())));
    }

    /** On a server that has ports of its network: how these find it. */
    void addFound(Rules rules) {
        IpAddress address = IpAddress.of(vip());
        rules.end(
                OverlayPipeline.SERVE,
                OverlayPipeline.SERVICE,
                Frames.asking(working.metadata(), address),
                Purpose.HOST_SERVICE,
                Frames.answering(address, working.mac()));
        rules.goTo(
                OverlayPipeline.SERVE,
                OverlayPipeline.KNOWN,
                toVip().ethDst(working.mac()),
                Purpose.BALANCING,
                OverlayPipeline.BALANCE);
        List<Action> pong = new ArrayList<>(List.of(
                new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                new Action.SetField(Field.ETH_SRC, working.mac().value())));
        pong.addAll(Frames.pong(vip()));
        rules.end(
                OverlayPipeline.SERVE,
                OverlayPipeline.SERVICE,
                Frames.ping(toVip().ethDst(working.mac())),
                Purpose.HOST_SERVICE,
                pong);
    }

    /** On any server from where its network is reached. */
    void addTo(Rules rules) {
        rules.drop(OverlayPipeline.BALANCE, OverlayPipeline.MISS, toVip(), Purpose.MISS);
        rules.drop(
                OverlayPipeline.BALANCED,
                OverlayPipeline.MISS,
                Match.any().with(Field.CT_ZONE, zone().number()),
                Purpose.MISS);
        rules.goTo(
                OverlayPipeline.NEIGHBOUR, OverlayPipeline.KNOWN, toVip(), Purpose.BALANCING, OverlayPipeline.BALANCE);
        rules.end(
                OverlayPipeline.NEIGHBOUR,
                OverlayPipeline.SERVICE,
                Frames.ping(toVip()),
                Purpose.HOST_SERVICE,
                pongByRouter());
        rules.end(
                OverlayPipeline.BALANCE,
                OverlayPipeline.KNOWN,
                toVip().ipProto(ICMP),
                Purpose.BALANCING,
                List.of(look(OverlayPipeline.BALANCED)));
        working.services().forEach(service -> addService(rules, service));
        working.endpoints().forEach((endpoint, reached) -> addKept(rules, endpoint, reached));
    }

    private void addService(Rules rules, Service service) {
        Match arriving = ported(
                toVip(), service.pool().protocol(), true, service.listener().port());
        rules.end(
                OverlayPipeline.BALANCE,
                OverlayPipeline.KNOWN,
                arriving,
                Purpose.BALANCING,
                List.of(look(OverlayPipeline.BALANCED)));
        Group group = group(service);
        if (!group.buckets().isEmpty()) {
            rules.need(group);
            rules.end(
                    OverlayPipeline.BALANCED,
                    OverlayPipeline.KNOWN,
                    found(arriving, CtState.NEW),
                    Purpose.BALANCING,
                    List.of(new Action.ToGroup(group.id())));
        }
    }

    /** What is of a connection goes to its member, and what tells of trouble with one. */
    private void addKept(Rules rules, Endpoint endpoint, Reached reached) {
        Match member = Frames.to(Match.any(), Cidr.of(endpoint.address()));
        List<Action> onward = new ArrayList<>(towards(reached));
        onward.add(Frames.onward(next(reached)));
        rules.end(
                OverlayPipeline.BALANCED,
                OverlayPipeline.KNOWN,
                found(ported(member, endpoint.protocol(), true, endpoint.port()), CtState.ESTABLISHED),
                Purpose.BALANCING,
                onward);
        rules.end(
                OverlayPipeline.BALANCED,
                OverlayPipeline.KNOWN,
                found(member, CtState.RELATED),
                Purpose.BALANCING,
                onward);
    }

    private Match found(Match match, long state) {
        long known = state | CtState.TRACKED;
        return match.with(Field.CT_STATE, known, known | CtState.INVALID).with(Field.CT_ZONE, zone().number());
    }

    private Action look(TableId next) {
        return new Track(false, zone(), Optional.of(next), Optional.of(new Track.Nat.AsCommitted()));
    }

    /** The answer to a ping that a router sent here goes back by the router. */
    private List<Action> pongByRouter() {
        List<Action> actions = new ArrayList<>(List.of(
                new Action.CopyField(Field.IPV4_SRC, Field.IPV4_DST),
                new Action.SetField(Field.IPV4_SRC, vip().unsigned()),
                new Action.SetField(Field.ICMPV4_TYPE, ECHO_REPLY),
                new Action.SetField(Field.IP_TTL, FIRST_TTL)));
        actions.addAll(Frames.again(OverlayPipeline.ROUTE));
        return actions;
    }

    private Group group(Service service) {
        Pool pool = service.pool();
        Shares shares =
                Shares.of(service.members().stream().map(Reached::member).toList());
        List<Bucket> buckets = new ArrayList<>();
        for (Reached reached : service.members()) {
            PoolMember member = reached.member();
            int count = failed.contains(member.id()) ? 0 : shares.buckets(member);
            for (int i = 0; i < count; i++) {
                buckets.add(new Bucket(member.number() * BUCKETS_OF_ONE + i, 1, Optional.empty(), choosing(reached)));
            }
        }
        HashSelection selection = new HashSelection(
                pool.id().getLeastSignificantBits(), pool.isByClient() ? CLIENT : HashSelection.FIVE_TUPLE);
        return new Group(
                GroupId.ours(working.balancer().number() * Pool.AT_MOST + pool.number()),
                Group.Type.SELECT,
                Optional.of(selection),
                buckets);
    }

    private List<Action> choosing(Reached reached) {
        List<Action> actions = new ArrayList<>(towards(reached));
        actions.add(new Track(
                true,
                zone(),
                Optional.of(next(reached)),
                Optional.of(new Track.Nat.Destination(
                        reached.address(), reached.member().port()))));
        return actions;
    }

    private static List<Action> towards(Reached reached) {
        return reached.router().stream()
                .<Action>map(number -> new Action.SetField(Field.REG1, number))
                .toList();
    }

    private static TableId next(Reached reached) {
        return reached.router().isPresent() ? OverlayPipeline.ROUTE : OverlayPipeline.NEIGHBOUR;
    }

    /**
     * What a member answers gets the load balancer's address again, in {@code table}, if it is of a connection of the load balancer, and
     * else goes on as it is.
     *
     * @param from what members send there
     * @param before how many other load balancers have the same port of the same member, and look first
     */
    void addBack(Rules rules, TableId table, Match from, Endpoint endpoint, int before) {
        Match answers = ported(
                        Frames.from(from, Cidr.of(endpoint.address())), endpoint.protocol(), false, endpoint.port())
                .with(Field.REG4, before);
        rules.end(
                table,
                OverlayPipeline.BACK,
                answers,
                Purpose.BALANCING,
                List.of(new Action.SetField(Field.REG4, before + 1), look(table)));
    }

    /** What a member that is asked for its health answers to the load balancer's address is the controller's. */
    void addAnswers(Rules rules, Member port) {
        for (Service service : working.services()) {
            for (Reached reached : service.members()) {
                PoolMember member = reached.member();
                boolean isIts = reached.network().equals(port.port().network())
                        && port.port().fixedIps().stream()
                                .anyMatch(ip -> ip.address().equals(member.address()));
                if (isIts) {
                    service.pool()
                            .monitor()
                            .filter(HealthMonitor::adminUp)
                            .ifPresent(monitor -> rules.add(Rules.asking(
                                    OverlayPipeline.GUARD,
                                    OverlayPipeline.BACK,
                                    answer(port, member, monitor.kind()),
                                    TenantPunt.HEALTH)));
                }
            }
        }
    }

    private Match answer(Member port, PoolMember member, HealthMonitor.Kind kind) {
        Match toVip = Frames.to(
                Frames.from(Match.any().inPort(port.number()), Cidr.of(member.address())),
                Cidr.of(IpAddress.of(vip())));
        return switch (kind) {
            case TCP -> ported(toVip, IpProtocol.TCP, false, member.port());
            case PING -> toVip.ipProto(ICMP).with(Field.ICMPV4_TYPE, ECHO_REPLY);
        };
    }

    private static Match ported(Match match, IpProtocol protocol, boolean isDestination, int port) {
        boolean isTcp = protocol == IpProtocol.TCP;
        Field field = isDestination ? (isTcp ? Field.TCP_DST : Field.UDP_DST) : (isTcp ? Field.TCP_SRC : Field.UDP_SRC);
        return match.ipProto(protocol.number()).with(field, port);
    }
}
