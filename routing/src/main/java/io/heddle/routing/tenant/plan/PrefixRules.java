package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes out of all networks of tenants without translation, on the server that is chosen for it: all of IPv6 and, where hosts do not
 * share the router's address, IPv4. The router leads out what comes from where it leads to, and in what is for there; whoever is outside
 * has to know that the way there is by the router's address.
 *
 * <p>What comes in has its Ethernet addresses turned to those of an answer before it is routed, as what hosts send.
 */
final class PrefixRules {

    private final WorkingRouter router;
    private final Exit exit;
    private final Narrowing narrowing;
    private final Match outside;

    PrefixRules(WorkingRouter router, Exit exit, Narrowing narrowing) {
        this.router = router;
        this.exit = exit;
        this.narrowing = narrowing;
        this.outside = Match.any().with(Field.METADATA, exit.metadata());
    }

    void addTo(Rules rules) {
        exit.prefixes().forEach(prefix -> addPrefix(rules, prefix));
        exit.own(IpVersion.V6).ifPresent(own -> {
            addDiscovery(rules, own);
            addEcho(rules, own);
        });
    }

    private void addPrefix(Rules rules, Cidr prefix) {
        List<Action> in = new ArrayList<>(turned());
        in.addAll(narrowing.checks(exit.network().mtu()));
        rules.add(Rules.going(
                new ForwardingRule.Key(
                        OverlayPipeline.ENTER,
                        OverlayPipeline.SERVICE_OWN,
                        Frames.to(outside, prefix).ethDst(exit.mac())),
                Purpose.ROUTING,
                in,
                OverlayPipeline.ROUTE));
        Match mine = Match.any().with(Field.REG1, router.router().number());
        rules.add(Rules.going(
                new ForwardingRule.Key(OverlayPipeline.EXIT, OverlayPipeline.KNOWN, Frames.from(mine, prefix)),
                Purpose.ROUTING,
                ExitRules.onto(exit),
                OverlayPipeline.OUTSIDE));
    }

    /** Neighbour discovery (RFC 4861 §7.2): who asks for the router is answered, and what the router asked for is heard. */
    private void addDiscovery(Rules rules, IpAddress own) {
        for (TableId table : List.of(OverlayPipeline.SERVE, OverlayPipeline.ENTER)) {
            for (IpAddress address : List.of(own, IpAddress.linkLocal(exit.mac()))) {
                rules.add(Rules.asking(
                        table,
                        OverlayPipeline.SERVICE,
                        Frames.solicitation(exit.metadata(), address),
                        TenantPunt.ROUTER,
                        RouterExit.detail(router.router().number())));
            }
        }
        rules.add(Rules.asking(
                OverlayPipeline.ENTER,
                OverlayPipeline.SERVICE,
                Frames.icmpv6(Frames.NEIGHBOUR_ADVERTISEMENT)
                        .with(Field.METADATA, exit.metadata())
                        .ethDst(exit.mac()),
                TenantPunt.RESOLUTION));
    }

    /** Pings of the router's address are for the controller to answer, from outside and from behind routers beside. */
    private void addEcho(Rules rules, IpAddress own) {
        Match echo = Frames.pingV6(Frames.to(outside, Cidr.of(own)));
        rules.add(Rules.going(
                new ForwardingRule.Key(OverlayPipeline.ENTER, OverlayPipeline.EXCEPTION, echo.ethDst(exit.mac())),
                Purpose.HOST_SERVICE,
                turned(),
                OverlayPipeline.ROUTE));
        List<Action> beside = new ArrayList<>(turned());
        beside.add(new Action.SetField(Field.REG3, 0));
        beside.add(Frames.onward(OverlayPipeline.ROUTE));
        rules.end(OverlayPipeline.OUTSIDE, OverlayPipeline.EXCEPTION, echo, Purpose.HOST_SERVICE, beside);
    }

    private List<Action> turned() {
        return List.of(
                new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                new Action.SetField(Field.ETH_SRC, exit.mac().value()),
                ExitRules.routed(router));
    }
}
