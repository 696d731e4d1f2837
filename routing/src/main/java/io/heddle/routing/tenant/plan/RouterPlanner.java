package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Plans one router: its rules on every server that has a port of a network that it joins, so that a packet is routed where it is sent.
 *
 * <p>Routes are the same everywhere; how the router is spoken to is known where its network is.
 */
final class RouterPlanner {

    private final WorkingRouter router;
    private final TenantState state;
    private final Narrowing narrowing;
    private final Rules routes = new Rules();

    private RouterPlanner(WorkingRouter router, TenantState state) {
        this.router = router;
        this.state = state;
        this.narrowing = Narrowing.of(router);
    }

    /** The plan of a router; {@code hosts} are the servers of a network. */
    static RouterPlan plan(
            WorkingRouter router, TenantState state, Function<NetworkId, SortedMap<DatapathId, Ways>> hosts) {
        RouterPlanner planner = new RouterPlanner(router, state);
        planner.addRoutes();
        SortedMap<DatapathId, Rules> slices = new TreeMap<>();
        Optional<ExitRules> out = router.exit().map(exit -> new ExitRules(router, exit, planner.narrowing));
        for (RouterInterface door : router.interfaces()) {
            hosts.apply(door.network().id()).forEach((host, ways) -> {
                Rules slice = slices.computeIfAbsent(host, key -> planner.everywhere());
                planner.addDoor(slice, door);
                out.filter(rules -> !door.exit().equals(Optional.of(host)))
                        .ifPresent(rules -> rules.addToward(slice, ways, door));
            });
        }
        router.exit().ifPresent(exit -> {
            ExitRules rules = out.orElseThrow();
            Rules chosen = slices.computeIfAbsent(exit.server().bridge(), key -> planner.everywhere());
            rules.addTo(chosen);
            Balancers.addOutward(chosen, router, state);
            exit.others()
                    .forEach(other ->
                            rules.addBeside(slices.computeIfAbsent(other.bridge(), key -> new Rules()), other));
        });
        SortedMap<DatapathId, Slice> rules = new TreeMap<>();
        slices.forEach((host, slice) -> rules.put(host, slice.slice()));
        return new RouterPlan(rules, router.exit().flatMap(Exit::place));
    }

    private Rules everywhere() {
        Rules rules = new Rules();
        rules.addAll(routes.byKey().values());
        return rules;
    }

    private void addRoutes() {
        for (RouterInterface door : router.interfaces()) {
            door.addresses(IpVersion.V4)
                    .flatMap(address -> address.asIpv4().stream())
                    .forEach(this::addEcho);
            door.addresses(IpVersion.V6).forEach(this::askAboutEcho);
            for (TenantSubnet subnet : door.subnets()) {
                route(subnet.cidr(), onto(door), Optional.of(OverlayPipeline.NEIGHBOUR));
                refuse(subnet.cidr(), door);
            }
        }
        router.router().routes().forEach(this::addStatic);
        router.exit().ifPresent(exit -> {
            exit.address().ifPresent(this::addEcho);
            exit.own(IpVersion.V6).ifPresent(this::askAboutEcho);
        });
    }

    /** Through a host of a network that the router joins; while there is no such host, what the route is for is dropped. */
    private void addStatic(HostRoute route) {
        for (RouterInterface door : router.interfaces()) {
            Optional<MacAddress> hop = hop(door, route.nextHop());
            if (hop.isPresent()) {
                List<Action> actions = new ArrayList<>(onto(door));
                actions.add(new Action.SetField(Field.ETH_DST, hop.get().value()));
                route(route.destination(), actions, Optional.of(OverlayPipeline.DELIVER));
                refuse(route.destination(), door);
            }
        }
        route(route.destination(), List.of(), Optional.empty());
    }

    private Optional<MacAddress> hop(RouterInterface door, IpAddress address) {
        return door.subnets().stream()
                .filter(subnet -> subnet.cidr().contains(address))
                .flatMap(subnet -> state.portsByAddress(subnet.id()).find(address).stream())
                .flatMap(id -> state.ports().find(id).stream())
                .map(TenantPort::mac)
                .findFirst();
    }

    private void route(Cidr destination, List<Action> actions, Optional<TableId> next) {
        ForwardingRule.Key key = new ForwardingRule.Key(
                OverlayPipeline.ROUTE, OverlayPipeline.route(destination), Frames.to(mine(), destination));
        routes.add(
                next.isPresent()
                        ? Rules.going(key, Purpose.ROUTING, actions, next.get())
                        : Rules.ending(key.table(), key.priority(), key.match(), Purpose.ROUTING, actions));
    }

    /** What is larger than the network takes that a route leads to. */
    private void refuse(Cidr destination, RouterInterface door) {
        int mtu = door.network().mtu();
        narrowing
                .tooLarge(Frames.to(mine(), destination), mtu)
                .ifPresent(match -> routes.add(
                        Rules.tooLarge(OverlayPipeline.ROUTE, OverlayPipeline.route(destination) + 1, match, mtu)));
    }

    private static List<Action> onto(RouterInterface door) {
        return List.of(
                new Action.DecrementTtl(),
                new Action.SetField(Field.METADATA, door.metadata()),
                new Action.SetField(Field.ETH_SRC, door.mac().value()));
    }

    /** A ping of that address of the router, whose Ethernet addresses are turned already, becomes its answer. */
    private void addEcho(Ipv4Address address) {
        Match echo = Frames.ping(Frames.to(mine(), Cidr.of(IpAddress.of(address))));
        routes.end(OverlayPipeline.ROUTE, OverlayPipeline.OWN, echo, Purpose.HOST_SERVICE, Frames.pong(address));
    }

    private void askAboutEcho(IpAddress address) {
        Match echo = Frames.pingV6(Frames.to(mine(), Cidr.of(address)));
        routes.add(Rules.asking(OverlayPipeline.ROUTE, OverlayPipeline.OWN, echo, TenantPunt.ROUTER));
    }

    private Match mine() {
        return Match.any().with(Field.REG1, router.router().number());
    }

    /** How the router is found and spoken to on one network. */
    private void addDoor(Rules rules, RouterInterface door) {
        Match inside = Match.any().with(Field.METADATA, door.metadata());
        List<Action> turned = new ArrayList<>(List.of(
                new Action.CopyField(Field.ETH_SRC, Field.ETH_DST),
                new Action.SetField(Field.ETH_SRC, door.mac().value()),
                new Action.SetField(Field.REG1, router.router().number())));
        turned.addAll(narrowing.checks(door.network().mtu()));
        rules.add(Rules.going(
                new ForwardingRule.Key(OverlayPipeline.SERVE, OverlayPipeline.KNOWN, inside.ethDst(door.mac())),
                Purpose.ROUTING,
                turned,
                OverlayPipeline.ROUTE));
        door.addresses(IpVersion.V4)
                .forEach(address -> rules.end(
                        OverlayPipeline.SERVE,
                        OverlayPipeline.SERVICE,
                        Frames.asking(door.metadata(), address),
                        Purpose.HOST_SERVICE,
                        Frames.answering(address, door.mac())));
        if (door.addresses(IpVersion.V6).findAny().isPresent()) {
            askAboutDiscovery(rules, door, IpAddress.linkLocal(door.mac()));
            door.addresses(IpVersion.V6).forEach(address -> askAboutDiscovery(rules, door, address));
        }
    }

    private static void askAboutDiscovery(Rules rules, RouterInterface door, IpAddress address) {
        Match solicitation = Frames.solicitation(door.metadata(), address);
        rules.add(Rules.asking(OverlayPipeline.SERVE, OverlayPipeline.SERVICE, solicitation, TenantPunt.ROUTER));
    }
}
