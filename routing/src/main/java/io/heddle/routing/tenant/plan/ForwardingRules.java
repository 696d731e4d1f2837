package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.PortSpan;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ports of floating addresses that lead to ports of hosts, on the server that is chosen as the way out of their router.
 *
 * <p>The server remembers each connection that comes in, in the zone of the router, beside those of hosts that share the router's address:
 * what goes out is looked up there anyway, and an answer gets the floating address and its port. Where nobody shares the router's address,
 * what is no answer goes out as it is.
 */
final class ForwardingRules {

    private final WorkingRouter router;
    private final Exit exit;
    private final Match mine;

    ForwardingRules(WorkingRouter router, Exit exit) {
        this.router = router;
        this.exit = exit;
        this.mine = Match.any().with(Field.REG1, router.router().number()).ethType(Match.IPV4);
    }

    void addTo(Rules rules) {
        boolean isAny = false;
        for (FloatingIp ip : exit.floating()) {
            Optional<Ipv4Address> address = ip.address().asIpv4();
            for (PortForwarding forwarding : ip.forwardings()) {
                if (address.isPresent()
                        && router.doorTo(forwarding.inside().address()).isPresent()) {
                    Allowance allowance = exit.allowance(ip);
                    allowance.meters().forEach(rules::need);
                    addInward(rules, address.get(), forwarding, allowance);
                    addOutward(rules, forwarding, allowance);
                    isAny = true;
                }
            }
        }
        if (isAny && !exit.isShared()) {
            addAnswers(rules);
        }
    }

    /** Ports that keep their numbers are matched as few masked parts, others one by one, as the translation names the port. */
    private void addInward(Rules rules, Ipv4Address address, PortForwarding forwarding, Allowance allowance) {
        if (forwarding.isStraight() && !forwarding.external().isSingle()) {
            parts(forwarding.external()).forEach(part -> addInward(rules, address, forwarding, allowance, part, 0));
            return;
        }
        for (int port = forwarding.external().first(); forwarding.external().contains(port); port++) {
            Services.Part exactly = new Services.Part(port, Services.HIGHEST);
            addInward(rules, address, forwarding, allowance, exactly, forwarding.inward(port));
        }
    }

    private static List<Services.Part> parts(PortSpan ports) {
        return Services.parts(new Span(ports.first(), ports.last()));
    }

    private void addInward(
            Rules rules,
            Ipv4Address address,
            PortForwarding forwarding,
            Allowance allowance,
            Services.Part ports,
            int inward) {
        List<Action> actions = new ArrayList<>(allowance.onReceiving());
        actions.add(ExitRules.routed(router));
        actions.add(new Track(
                true,
                ExitRules.zone(router),
                Optional.of(OverlayPipeline.ROUTE),
                Optional.of(new Track.Nat.Destination(
                        forwarding.inside().address().asIpv4().orElseThrow(), inward))));
        Match arriving = Frames.to(
                        Match.any().with(Field.METADATA, exit.metadata()).ethDst(exit.mac()),
                        Cidr.of(IpAddress.of(address)))
                .ipProto(forwarding.protocol().number())
                .with(isTcp(forwarding) ? Field.TCP_DST : Field.UDP_DST, ports.value(), ports.mask());
        rules.end(OverlayPipeline.ENTER, OverlayPipeline.EXCEPTION, arriving, Purpose.ROUTING, actions);
    }

    /** What a host says from the port that is forwarded to; nothing has to be said of it where all that goes out is looked up alike. */
    private void addOutward(Rules rules, PortForwarding forwarding, Allowance allowance) {
        List<Action> actions = new ArrayList<>(allowance.onSendingIp());
        if (exit.isShared() && actions.isEmpty()) {
            return;
        }
        if (exit.isShared()) {
            actions.addAll(ExitRules.onto(exit));
            actions.add(ExitRules.shared(router, exit.address().orElseThrow()));
        } else {
            actions.add(new Track(
                    false,
                    ExitRules.zone(router),
                    Optional.of(OverlayPipeline.EXIT),
                    Optional.of(new Track.Nat.AsCommitted())));
        }
        Match leaving = mine.with(Field.IPV4_SRC, forwarding.inside().address().low())
                .ipProto(forwarding.protocol().number());
        Field port = isTcp(forwarding) ? Field.TCP_SRC : Field.UDP_SRC;
        parts(forwarding.internal())
                .forEach(part -> rules.end(
                        OverlayPipeline.EXIT,
                        OverlayPipeline.DOUBT,
                        leaving.with(port, part.value(), part.mask()),
                        Purpose.ROUTING,
                        actions));
    }

    /** What has been looked up among the router's connections, and comes here a second time. */
    private void addAnswers(Rules rules) {
        Match seen = mine.with(Field.CT_ZONE, ExitRules.zone(router).number());
        rules.add(Rules.going(
                new ForwardingRule.Key(OverlayPipeline.EXIT, OverlayPipeline.EXCEPTION, seen),
                Purpose.ROUTING,
                ExitRules.onto(exit),
                OverlayPipeline.OUTSIDE));
    }

    private static boolean isTcp(PortForwarding forwarding) {
        return forwarding.protocol() == IpProtocol.TCP;
    }
}
