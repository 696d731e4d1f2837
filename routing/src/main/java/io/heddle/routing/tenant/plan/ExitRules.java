package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.CtState;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A router's way out of all networks of tenants: on the server that is chosen for it, on those that send there, and on those
 * that could have been chosen.
 *
 * <p>A floating address is put in the place of the host's by rule alone (RFC 3022 §2.1), which needs no memory, so its connections
 * outlive the server that is chosen. Hosts without one share the router's address (RFC 3022 §2.2), for which the server remembers each
 * connection, in a zone of the router's own. Over IPv6, and where that is not wanted, all keep their own ({@link PrefixRules}).
 */
final class ExitRules {

    private static final int FIRST_ZONE = 0x8000;

    /** What is against the direction in which a connection began. */
    private static final long ANSWER = CtState.TRACKED | CtState.ESTABLISHED | CtState.REPLY;

    private final WorkingRouter router;
    private final Exit exit;
    private final Narrowing narrowing;
    private final Match mine;
    private final Match outside;

    ExitRules(WorkingRouter router, Exit exit, Narrowing narrowing) {
        this.router = router;
        this.exit = exit;
        this.narrowing = narrowing;
        this.mine = Match.any().with(Field.REG1, router.router().number());
        this.outside = Match.any().with(Field.METADATA, exit.metadata());
    }

    private Action.Track.Zone.Of zone() {
        return zone(router);
    }

    /** Where the server remembers the connections that it translates for a router. */
    static Action.Track.Zone.Of zone(WorkingRouter router) {
        return new Action.Track.Zone.Of(FIRST_ZONE | router.router().number());
    }

    private Action routed() {
        return routed(router);
    }

    /** Notes whose a packet is. */
    static Action routed(WorkingRouter router) {
        return new Action.SetField(Field.REG1, router.router().number());
    }

    /** On another server: what no route leads to goes, as it is, on its own network to the chosen server. */
    void addToward(Rules rules, Ways here, RouterInterface door) {
        List<Action> across = Carriage.across(
                here.carrier(door.network().segment()),
                List.of(exit.server().carrier(door.network().segment())),
                door.network().segment());
        if (!across.isEmpty()) {
            List<Action> actions = new ArrayList<>();
            actions.add(new Action.SetField(Field.ETH_DST, door.mac().value()));
            actions.addAll(across);
            leading(mine.with(Field.METADATA, door.metadata())).forEach(match -> {
                refuseOut(rules, match);
                rules.end(OverlayPipeline.ROUTE, OverlayPipeline.OUT, match, Purpose.ROUTING, actions);
            });
        }
    }

    /** {@code match}, for packets of each version that the router leads out. */
    private List<Match> leading(Match match) {
        return exit.own().stream()
                .map(address -> match.ethType(address.version() == IpVersion.V4 ? Match.IPV4 : Match.IPV6))
                .toList();
    }

    /** What is too large for the external network is refused where it is sent. */
    private void refuseOut(Rules rules, Match match) {
        int mtu = exit.network().mtu();
        narrowing
                .tooLarge(match, mtu)
                .ifPresent(
                        large -> rules.add(Rules.tooLarge(OverlayPipeline.ROUTE, OverlayPipeline.OUT + 1, large, mtu)));
    }

    /** On a server that could have been chosen: where the router's addresses are. */
    void addBeside(Rules rules, Ways here) {
        List<Action> there = new ArrayList<>();
        there.add(new Action.SetField(Field.ETH_DST, exit.mac().value()));
        there.addAll(Carriage.across(
                here.carrier(exit.network().segment()),
                List.of(),
                exit.network().segment()));
        exit.addresses()
                .forEach(address -> rules.end(
                        OverlayPipeline.OUTSIDE, OverlayPipeline.SERVICE, to(address), Purpose.ROUTING, there));
    }

    /** On the chosen server. */
    void addTo(Rules rules) {
        leading(mine).forEach(match -> {
            refuseOut(rules, match);
            rules.goTo(OverlayPipeline.ROUTE, OverlayPipeline.OUT, match, Purpose.ROUTING, OverlayPipeline.EXIT);
        });
        for (RouterInterface door : router.interfaces()) {
            Match arrived = Match.any().with(Field.METADATA, door.metadata()).ethDst(door.mac());
            rules.add(Rules.going(
                    new ForwardingRule.Key(OverlayPipeline.ARRIVED, OverlayPipeline.KNOWN, arrived),
                    Purpose.ROUTING,
                    List.of(routed()),
                    OverlayPipeline.EXIT));
        }
        addFound(rules);
        addErrors(rules);
        exit.address().ifPresent(own -> addOwn(rules, own));
        new PrefixRules(router, exit, narrowing).addTo(rules);
        exit.floating().forEach(ip -> addFloating(rules, ip));
        new ForwardingRules(router, exit).addTo(rules);
    }

    /** How the router is found on its external network, from outside and from ports of tenants that are on it here. */
    private void addFound(Rules rules) {
        Match forRouter = outside.ethDst(exit.mac());
        exit.addresses().forEach(address -> {
            if (address.version() == IpVersion.V4) {
                addAsked(rules, address);
            }
            List<Action> again = new ArrayList<>();
            again.add(new Action.SetField(Field.ETH_DST, exit.mac().value()));
            again.addAll(Frames.again(OverlayPipeline.ENTER));
            rules.end(OverlayPipeline.OUTSIDE, OverlayPipeline.SERVICE, to(address), Purpose.ROUTING, again);
        });
        rules.goTo(OverlayPipeline.SERVE, OverlayPipeline.KNOWN, forRouter, Purpose.ROUTING, OverlayPipeline.ENTER);
        rules.drop(OverlayPipeline.ENTER, OverlayPipeline.KNOWN, forRouter, Purpose.ADMISSION);
        rules.add(Rules.asking(
                OverlayPipeline.ENTER,
                OverlayPipeline.SERVICE,
                forRouter.ethType(Match.ARP).with(Field.ARP_OP, Frames.ARP_REPLY),
                TenantPunt.RESOLUTION));
    }

    private void addAsked(Rules rules, IpAddress address) {
        for (TableId table : List.of(OverlayPipeline.SERVE, OverlayPipeline.ENTER)) {
            rules.end(
                    table,
                    OverlayPipeline.SERVICE,
                    Frames.asking(exit.metadata(), address),
                    Purpose.HOST_SERVICE,
                    Frames.answering(address, exit.mac()));
        }
    }

    /** What errors quote, no rule can translate; those about the router's own address are known to connection tracking. */
    private void addErrors(Rules rules) {
        if (!exit.floating().isEmpty()) {
            Frames.errors(outside.ethDst(exit.mac()))
                    .forEach(error -> rules.add(Rules.asking(
                            OverlayPipeline.ENTER, OverlayPipeline.SERVICE_EXCEPTION, error, TenantPunt.ERROR)));
        }
    }

    /** What the router's own address is for; what belongs to no connection, and so could not be translated, stays inside. */
    private void addOwn(Rules rules, Ipv4Address address) {
        Match own = to(IpAddress.of(address)).ethDst(exit.mac());
        rules.end(
                OverlayPipeline.ENTER,
                OverlayPipeline.EXCEPTION,
                Frames.ping(own),
                Purpose.HOST_SERVICE,
                pong(address));
        addAnswered(rules, address);
        rules.drop(
                OverlayPipeline.OUTSIDE,
                OverlayPipeline.EXCEPTION,
                outside.with(Field.CT_ZONE, zone().number()).with(Field.CT_STATE, CtState.INVALID, CtState.INVALID),
                Purpose.ROUTING);
        if (exit.isShared()) {
            addShared(rules, own, address);
        }
    }

    private void addShared(Rules rules, Match own, Ipv4Address address) {
        List<Action> in = new ArrayList<>(measured());
        in.add(routed());
        Optional<Match> large = narrowing.tooLargeForAny(own, exit.network().mtu());
        if (large.isPresent()) {
            rules.add(Rules.going(
                    new ForwardingRule.Key(OverlayPipeline.ENTER, OverlayPipeline.SERVICE_OWN, own),
                    Purpose.ROUTING,
                    in,
                    OverlayPipeline.RETURN));
            addMeasured(rules, own, large.get());
        } else {
            in.add(back(Optional.of(new Action.Track.Nat.AsCommitted())));
            rules.end(OverlayPipeline.ENTER, OverlayPipeline.SERVICE_OWN, own, Purpose.ROUTING, in);
        }
        List<Action> out = new ArrayList<>(onto());
        out.add(shared(router, address));
        rules.end(OverlayPipeline.EXIT, OverlayPipeline.KNOWN, mine.ethType(Match.IPV4), Purpose.ROUTING, out);
    }

    /** A ping that another router of this server would send out: the answer goes back to that one, and not to where the ping came in. */
    private void addAnswered(Rules rules, Ipv4Address address) {
        List<Action> actions = new ArrayList<>(
                List.of(new Action.SetField(Field.ETH_SRC, exit.mac().value()), new Action.SetField(Field.REG3, 0)));
        actions.addAll(Frames.echoed(address));
        actions.add(Frames.onward(OverlayPipeline.OUTSIDE));
        Match ping = Frames.ping(to(IpAddress.of(address)));
        rules.end(OverlayPipeline.OUTSIDE, OverlayPipeline.EXCEPTION, ping, Purpose.HOST_SERVICE, actions);
    }

    /** Lets a packet go on with the router's address, unless it is of a connection that was translated otherwise. */
    static Action shared(WorkingRouter router, Ipv4Address address) {
        return new Action.Track(
                true,
                zone(router),
                Optional.of(OverlayPipeline.OUTSIDE),
                Optional.of(new Action.Track.Nat.Source(address)));
    }

    /** Looks up to which host a packet from outside is an answer. */
    private Action back(Optional<Action.Track.Nat> nat) {
        return new Action.Track(false, zone(), Optional.of(OverlayPipeline.RETURN), nat);
    }

    private List<Action> measured() {
        return narrowing.checks(exit.network().mtu());
    }

    /**
     * What is for the router's own address: a large packet is looked up before it is translated, so that what is too large for its host's
     * network goes to the controller as its sender sent it; what is no answer to any host is dropped when it was looked up.
     */
    private void addMeasured(Rules rules, Match own, Match large) {
        Optional<Action.Track.Nat> translating = Optional.of(new Action.Track.Nat.AsCommitted());
        returning(rules, OverlayPipeline.KNOWN_TYPE, own, List.of(back(translating)));
        returning(rules, OverlayPipeline.DOUBT, large, List.of(back(Optional.empty())));
        returning(rules, OverlayPipeline.SERVICE, tracked(own), List.of());
        returning(
                rules,
                OverlayPipeline.EXCEPTION,
                tracked(large),
                List.of(new Action.SetField(Field.REG3, 0), back(translating)));
        for (RouterInterface door : router.interfaces()) {
            int mtu = door.network().mtu();
            Match answer = own.with(Field.CT_STATE, ANSWER, ANSWER | CtState.INVALID);
            for (TenantSubnet subnet : door.subnets()) {
                if (subnet.cidr().version() == IpVersion.V4) {
                    narrowing
                            .tooLarge(begunIn(answer, subnet.cidr()), mtu)
                            .ifPresent(match -> rules.add(
                                    Rules.tooLarge(OverlayPipeline.RETURN, OverlayPipeline.EXCEPTION + 1, match, mtu)));
                }
            }
        }
    }

    private static void returning(Rules rules, int priority, Match match, List<Action> actions) {
        rules.end(OverlayPipeline.RETURN, priority, match, Purpose.ROUTING, actions);
    }

    /** {@code match}, once it was looked up; what comes in again was, but elsewhere. */
    private Match tracked(Match match) {
        return match.with(Field.CT_ZONE, zone().number()).with(Field.CT_STATE, CtState.TRACKED, CtState.TRACKED);
    }

    private static Match begunIn(Match answer, Cidr subnet) {
        return answer.with(Field.CT_IPV4_SRC, subnet.address().low(), Frames.mask(subnet));
    }

    private List<Action> pong(Ipv4Address address) {
        List<Action> actions = new ArrayList<>(List.of(
                new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                new Action.SetField(Field.ETH_SRC, exit.mac().value())));
        actions.addAll(Frames.pong(address));
        return actions;
    }

    private List<Action> onto() {
        return onto(exit);
    }

    /** Onto the external network. */
    static List<Action> onto(Exit exit) {
        return List.of(
                new Action.DecrementTtl(),
                new Action.SetField(Field.METADATA, exit.metadata()),
                new Action.SetField(Field.ETH_SRC, exit.mac().value()));
    }

    private void addFloating(Rules rules, FloatingIp ip) {
        Optional<IpAddress> host = ip.target().map(FloatingIp.Target::address);
        Optional<RouterInterface> door = host.flatMap(router::doorTo);
        Optional<Ipv4Address> address = ip.address().asIpv4();
        if (host.isEmpty() || door.isEmpty() || address.isEmpty()) {
            return;
        }
        Allowance allowance = exit.allowance(ip);
        allowance.meters().forEach(rules::need);
        addReached(rules, to(ip.address()).ethDst(exit.mac()), allowance, host.get(), door.get());
        List<Action> out = new ArrayList<>(allowance.onSendingIp());
        out.addAll(onto());
        out.add(new Action.SetField(Field.IPV4_SRC, address.get().unsigned()));
        rules.add(Rules.going(
                new ForwardingRule.Key(
                        OverlayPipeline.EXIT,
                        OverlayPipeline.SERVICE,
                        mine.ethType(Match.IPV4).with(Field.IPV4_SRC, host.get().low())),
                Purpose.ROUTING,
                out,
                OverlayPipeline.OUTSIDE));
    }

    /** From outside to a floating address, which is the host's from then on; what is too large is refused before that. */
    private void addReached(Rules rules, Match match, Allowance allowance, IpAddress host, RouterInterface door) {
        List<Action> translate = new ArrayList<>(allowance.onReceiving());
        translate.add(routed());
        translate.add(new Action.SetField(Field.IPV4_DST, host.low()));
        int mtu = door.network().mtu();
        Optional<Match> large = mtu < exit.network().mtu() ? narrowing.tooLarge(match, mtu) : Optional.empty();
        ForwardingRule.Key in = new ForwardingRule.Key(OverlayPipeline.ENTER, OverlayPipeline.SERVICE, match);
        if (large.isEmpty()) {
            rules.add(Rules.going(in, Purpose.ROUTING, translate, OverlayPipeline.ROUTE));
            return;
        }
        rules.add(Rules.going(in, Purpose.ROUTING, measured(), OverlayPipeline.RETURN));
        rules.add(Rules.going(
                new ForwardingRule.Key(OverlayPipeline.RETURN, OverlayPipeline.SERVICE, match),
                Purpose.ROUTING,
                translate,
                OverlayPipeline.ROUTE));
        rules.add(Rules.tooLarge(OverlayPipeline.RETURN, OverlayPipeline.EXCEPTION, large.get(), mtu));
    }

    private Match to(IpAddress address) {
        return Frames.to(outside, Cidr.of(address));
    }
}
