package io.heddle.routing.tenant.explain;

import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.PortStatuses;
import io.heddle.routing.tenant.ResourceId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.explain.Finding.Outcome;
import io.heddle.routing.tenant.explain.Finding.Stage;
import io.heddle.routing.tenant.explain.Question.Target;
import io.heddle.routing.tenant.policy.ManagedGroup;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains what becomes of connections, to one who asks. */
public final class Explainer {

    private final TenantState state;
    private final PortStatuses statuses;
    private final Requester by;
    private final Ways ways;
    private final Filter filter;

    /** Explains by what tenants asked for and what is known of ports, as far as {@code by} may know. */
    public Explainer(TenantState state, PortStatuses statuses, Requester by) {
        this.state = state;
        this.statuses = statuses;
        this.by = by;
        ways = new Ways(state);
        filter = new Filter(state);
    }

    /** The first packet of a connection: from whom, with which address, to which, for what. */
    private record First(TenantPort source, IpAddress from, IpAddress to, Service service) {}

    /** What becomes of the connection; empty when it is about a port that whoever asks does not own. */
    public Optional<Explanation> explain(Question question) {
        Optional<TenantPort> source = state.ports().find(question.source()).filter(by::owns);
        return switch (question.target()) {
            case Target.AtAddress at ->
                source.map(port -> toAddress(port, at.address(), question.service(), Optional.empty()));
            case Target.AtPort at ->
                source.flatMap(port -> state.ports()
                        .find(at.port())
                        .filter(by::owns)
                        .map(target -> toPort(port, target, question.service())));
        };
    }

    private Explanation toPort(TenantPort source, TenantPort target, Service service) {
        return target.fixedIps().stream()
                .map(FixedIp::address)
                .filter(to -> from(source, to).isPresent())
                .findFirst()
                .map(to -> toAddress(source, to, service, Optional.of(target)))
                .orElseGet(() -> new Explanation(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(
                                standing(Stage.SOURCE, source),
                                Finding.blocks(Stage.WAY, "The two ports have no addresses of one version of IP."),
                                standing(Stage.DESTINATION, target))));
    }

    private Explanation toAddress(TenantPort source, IpAddress to, Service service, Optional<TenantPort> target) {
        List<Finding> findings = new ArrayList<>();
        findings.add(standing(Stage.SOURCE, source));
        Optional<IpAddress> from = from(source, to);
        if (from.isEmpty()) {
            findings.add(Finding.blocks(
                    Stage.SOURCE, "The port has no IPv" + to.version().number() + " address.", source.id()));
        } else {
            First first = new First(source, from.get(), to, service);
            findings.add(filtered(Stage.EGRESS, source, to, service));
            findings.addAll(onTheWay(first, target));
        }
        return new Explanation(
                from, Optional.of(to), findings.stream().map(this::forEyes).toList());
    }

    private List<Finding> onTheWay(First first, Optional<TenantPort> target) {
        Way way = ways.from(first.source().network(), first.to());
        return switch (way) {
            case Way.None(String reason, Optional<ResourceId> decider) ->
                withTarget(new Finding(Stage.WAY, Outcome.BLOCKS, reason, decider), first, target);
            case Way.Direct(NetworkId network) ->
                arrival(Finding.passes(Stage.WAY, "Both are on one network.", network), first, network, target);
            case Way.ByFabric(NetworkId network) ->
                arrival(
                        Finding.passes(Stage.WAY, "The fabric itself routes between the networks of both.", network),
                        first,
                        network,
                        target);
            case Way.ToFabric(NetworkId network) -> List.of(answer(network, first.service()));
            case Way.Routed(TenantRouter router, NetworkId network) ->
                arrival(
                        Finding.passes(Stage.WAY, "A router joins the networks of both.", router.id()),
                        first,
                        network,
                        target);
            case Way.ToRouter(TenantRouter router) -> List.of(answer(router, first.service()));
            case Way.Onward(TenantRouter router, IpAddress hop) ->
                withTarget(
                        new Finding(
                                Stage.WAY,
                                Outcome.UNKNOWN,
                                "A static route of the router leads to " + hop + ", and on from there as that knows.",
                                Optional.of(router.id())),
                        first,
                        target);
            case Way.Outward(TenantRouter router, NetworkId external) -> outside(first, router, external, target);
        };
    }

    /** The same way, and what the target would do, if one was named and the way were there. */
    private List<Finding> withTarget(Finding way, First first, Optional<TenantPort> target) {
        List<Finding> findings = new ArrayList<>(List.of(way));
        target.ifPresent(port -> findings.addAll(received(port, first.from(), first.service())));
        return findings;
    }

    /** The arrival on a network: at the target that was named, or at whoever has the address there. */
    private List<Finding> arrival(Finding way, First first, NetworkId network, Optional<TenantPort> target) {
        if (target.filter(port -> !port.network().equals(network)).isPresent()) {
            String reason = "The address is on another network too, and that is the one it means where the source is.";
            return withTarget(Finding.blocks(Stage.WAY, reason, network), first, target);
        }
        Optional<TenantPort> holder = ways.holder(network, first.to());
        if (holder.filter(by::owns).isPresent()) {
            return withTarget(way, first, holder);
        }
        boolean isNobodys = holder.isEmpty() && by.owns(state.networkOf(network));
        return List.of(
                way,
                isNobodys
                        ? Finding.blocks(Stage.DESTINATION, "No port of the network has the address.", network)
                        : Finding.unknown(
                                Stage.DESTINATION, "Who has the address, if anybody, and lets what in, is not told."));
    }

    /** The way out, as somebody with a floating address or behind that of the router. */
    private List<Finding> outside(First first, TenantRouter router, NetworkId external, Optional<TenantPort> target) {
        Optional<IpAddress> seen = Translation.of(state, router, first.source(), first.from());
        if (seen.isEmpty()) {
            return withTarget(
                    Finding.blocks(
                            Stage.WAY,
                            "The router has no IPv" + first.to().version().number()
                                    + " address outside, so it leads none of that out.",
                            router.id()),
                    first,
                    target);
        }
        Finding way = Finding.passes(
                Stage.WAY, "The router leads out of all networks of tenants, as " + seen.get() + ".", router.id());
        if (target.isPresent()) {
            return withTarget(pastTarget(first, router, seen.get()), first, target);
        }
        List<Finding> findings = new ArrayList<>(List.of(way));
        ways.holder(external, first.to())
                .flatMap(port -> Translation.floating(state, port))
                .filter(by::owns)
                .ifPresent(ip -> findings.addAll(behind(ip, seen.get(), first.service())));
        return findings;
    }

    /** The way out, when the target is a port: only whoever is outside may know a way to its own address. */
    private static Finding pastTarget(First first, TenantRouter router, IpAddress seen) {
        return first.to().version() == IpVersion.V6
                ? Finding.unknown(
                        Stage.WAY,
                        "The router leads out of all networks of tenants, as " + seen
                                + "; whether a way leads from there to the target, they know outside.")
                : Finding.blocks(
                        Stage.WAY,
                        "The router leads out of all networks of tenants, and not to the target's.",
                        router.id());
    }

    /** What becomes of what is for a floating address: it is for whom that stands for, or for whom that port of it leads to. */
    private List<Finding> behind(FloatingIp ip, IpAddress peer, Service service) {
        Optional<Translation.Inside> inside = Translation.inside(ip, service);
        if (inside.isEmpty()) {
            return List.of(Finding.blocks(
                    Stage.DESTINATION, "The floating address leads " + service.text() + " to nobody.", ip.id()));
        }
        return state.ports().find(inside.get().port()).filter(by::owns).stream()
                .flatMap(port -> received(port, peer, inside.get().service()).stream())
                .toList();
    }

    private List<Finding> received(TenantPort target, IpAddress peer, Service service) {
        return Shared.balancer(state, target)
                .map(balancer -> shared(balancer, peer, service))
                .orElseGet(() -> taken(target, peer, service));
    }

    /** What becomes of what is for a load balancer: the first of its members that lets it in speaks for all. */
    private List<Finding> shared(LoadBalancer balancer, IpAddress peer, Service service) {
        if (!balancer.adminUp()) {
            return List.of(Finding.blocks(
                    Stage.DESTINATION, "The load balancer is switched off (admin_state_up is false).", balancer.id()));
        } else if (service instanceof Service.Ping) {
            return List.of(Finding.passes(
                    Stage.DESTINATION, "It is the load balancer's address, which answers.", balancer.id()));
        }
        Optional<List<Shared.Taker>> takers = Shared.takers(state, balancer, service);
        if (takers.isEmpty() || takers.get().isEmpty()) {
            String reason = takers.isEmpty()
                    ? "No listener of the load balancer takes " + service.text() + ", or it has no pool."
                    : "No member of the load balancer's pool gets connections.";
            return List.of(Finding.blocks(Stage.DESTINATION, reason, balancer.id()));
        }
        List<List<Finding>> each = takers.get().stream()
                .filter(taker -> by.owns(taker.port()))
                .map(taker -> taken(taker.port(), peer, taker.service()))
                .toList();
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.passes(
                Stage.WAY,
                "The load balancer leads it to one of " + takers.get().size() + " members.",
                balancer.id()));
        each.stream()
                .filter(some -> some.stream().allMatch(finding -> finding.outcome() == Outcome.PASSES))
                .findFirst()
                .or(() -> each.stream().findFirst())
                .ifPresentOrElse(
                        findings::addAll,
                        () -> findings.add(
                                Finding.unknown(Stage.DESTINATION, "Who gets it, and lets what in, is not told.")));
        return findings;
    }

    private List<Finding> taken(TenantPort target, IpAddress peer, Service service) {
        return List.of(filtered(Stage.INGRESS, target, peer, service), standing(Stage.DESTINATION, target));
    }

    private Finding filtered(Stage stage, TenantPort port, IpAddress peer, Service service) {
        if (!port.portSecurity()) {
            return Finding.passes(stage, "Port security is off, so nothing is filtered.", port.id());
        }
        Direction direction = stage == Stage.EGRESS ? Direction.EGRESS : Direction.INGRESS;
        Optional<SecurityRule> rule = filter.letting(port, direction, peer, service);
        String what = service.text() + (direction == Direction.EGRESS ? " out to " : " in from ") + peer;
        return rule.map(letting -> Finding.passes(
                        stage,
                        "A rule of its security groups lets " + what
                                + ManagedGroup.lineOf(letting, state)
                                        .map(line -> ", for " + line)
                                        .orElseGet(() -> addressesOf(letting))
                                + ".",
                        letting.id()))
                .orElseGet(() -> Finding.blocks(stage, refusal(port, what), port.id()));
    }

    /** The address group that a rule names, if it does. */
    private String addressesOf(SecurityRule rule) {
        return rule.peer().orElse(null) instanceof SecurityRule.Peer.Addresses(AddressGroupId group)
                ? ", for address group "
                        + state.addressGroups().find(group).orElseThrow().name() + " (" + group + ")"
                : "";
    }

    private String refusal(TenantPort port, String what) {
        if (port.securityGroups().isEmpty()) {
            return "The port is in no security group, so nothing but DHCP and neighbour discovery passes.";
        }
        boolean isOfPolicy = port.securityGroups().stream()
                .flatMap(group -> state.securityGroups().find(group).stream())
                .allMatch(ManagedGroup::isManaged);
        return isOfPolicy
                ? "No line of its project's policy lets " + what + "."
                : "No rule of its security groups (" + port.securityGroups().size() + ") lets " + what + ".";
    }

    private Finding standing(Stage stage, TenantPort port) {
        if (!port.adminUp()) {
            return Finding.blocks(stage, "The port is switched off (admin_state_up is false).", port.id());
        } else if (!state.networkOf(port.network()).adminUp()) {
            return Finding.blocks(stage, "Its network is switched off (admin_state_up is false).", port.network());
        }
        PortStatus status = statuses.of(port.id());
        // A reason may name servers, which are the operator's business.
        String reason = by.isAdmin() && !status.reason().isEmpty() ? " " + status.reason() : "";
        return switch (status.phase()) {
            case ACTIVE -> Finding.passes(stage, "The port is plugged in, and works." + reason, port.id());
            case BUILD -> Finding.blocks(stage, "The port is being set up." + reason, port.id());
            case DOWN -> Finding.blocks(stage, "The port is not plugged in, or does not work." + reason, port.id());
        };
    }

    private static Finding answer(TenantRouter router, Service service) {
        return answer("the router's own", router.id(), service);
    }

    private static Finding answer(NetworkId network, Service service) {
        return answer("the gateway's", network, service);
    }

    private static Finding answer(String whose, ResourceId id, Service service) {
        return service instanceof Service.Ping
                ? Finding.passes(Stage.DESTINATION, "It is " + whose + " address, which answers.", id)
                : Finding.blocks(Stage.DESTINATION, "It is " + whose + " address, which answers nothing but ping.", id);
    }

    /** The source's address that goes with {@code to}: of the same subnet if it has one. */
    private Optional<IpAddress> from(TenantPort source, IpAddress to) {
        List<FixedIp> fitting = source.fixedIps().stream()
                .filter(ip -> ip.address().version() == to.version())
                .toList();
        return fitting.stream()
                .filter(ip -> state.subnets()
                        .find(ip.subnet())
                        .filter(subnet -> subnet.cidr().contains(to))
                        .isPresent())
                .findFirst()
                .or(() -> fitting.stream().findFirst())
                .map(FixedIp::address);
    }

    private Finding forEyes(Finding finding) {
        boolean isSeen = finding.decider()
                .flatMap(id -> state.resource(id))
                .filter(resource -> by.sees(resource, state))
                .isPresent();
        return isSeen ? finding : finding.withoutDecider();
    }
}
