package io.heddle.routing.plan;

import io.heddle.routing.plan.RouteTable.Route;
import io.heddle.routing.plan.SteeredHops.SteeredHop;
import io.heddle.routing.plan.VlanShare.Carried;
import io.heddle.routing.plan.VlanShare.Onto;
import io.heddle.routing.plan.Wiring.Adjacency;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Optional;

/** Writes the rules of one switch from its routes and hosts. */
final class SwitchPlanner {

    private static final int DISCOVERY = 1000;
    private static final int FROM_CONTROLLER = 900;
    private static final int TAGGED_FABRIC_PORT = 810;
    private static final int FABRIC_PORT = 800;
    private static final int VLAN_MEMBER = 760;
    private static final int TAGGED = 750;
    private static final long TAG = 0x1000;
    private static final long NOT_TURNED = 0;
    private static final long TURNED = 1;
    private static final long GROUP_BIT = 0x0100_0000_0000L;

    private final Node node;
    private final RuleList rules;
    private final GroupTable groups;

    private SwitchPlanner(Node node, RuleList rules, GroupTable groups) {
        this.node = node;
        this.rules = rules;
        this.groups = groups;
    }

    /**
     * What a switch holds.
     *
     * @param gateway the gateway address of its servers, if it is an edge switch
     * @param inputs its hosts, and the flows that it steers
     */
    static SwitchPlan plan(
            Node node,
            PlanOptions options,
            RouteTable up,
            RouteTable down,
            Optional<Ipv4Address> gateway,
            PlannedFabric.Inputs inputs) {
        RuleList rules = new RuleList(options.rates());
        GroupTable groups = new GroupTable(node, options.hashedSelection().contains(node.dpid()));
        SwitchPlanner planner = new SwitchPlanner(node, rules, groups);
        planner.classify(!up.routes().isEmpty(), !down.routes().isEmpty());
        planner.route(Pipeline.UP, up);
        planner.route(Pipeline.DOWN, down);
        gateway.ifPresent(address -> {
            new HostRules(options.gatewayMac(), rules).add(node, address, inputs.hosts());
            new RoutedRules(options.routed().prefixes(), options.gatewayMac(), rules)
                    .add(inputs.routed().locals());
        });
        planner.steer(inputs.steered(), options.steering().idleSeconds());
        planner.carry(inputs.vlans());
        return SwitchPlan.of(rules.meters().values(), groups.groups(), rules.rules());
    }

    /** Adds what every switch holds: LLDP to the controller, and nothing else let in. */
    static void discover(RuleList rules) {
        Match lldp = Match.any().ethType(Match.LLDP);
        rules.ask(Pipeline.CLASSIFY, DISCOVERY, lldp, Purpose.DISCOVERY, PacketInKind.LLDP);
        rules.miss(Pipeline.CLASSIFY);
    }

    private void classify(boolean hasUp, boolean hasDown) {
        discover(rules);
        if (!hasUp) {
            return;
        }
        Match controller = Match.any().with(Field.IN_PORT, Pipeline.CONTROLLER_PORT);
        rules.goTo(Pipeline.CLASSIFY, FROM_CONTROLLER, controller, Purpose.ADMISSION, Pipeline.UP);
        node.downs().forEach(down -> admit(down, Pipeline.STEER));
        node.flats().forEach(flat -> admit(flat, Pipeline.STEER));
        if (hasDown) {
            node.ups().forEach(up -> admit(up, Pipeline.DOWN));
        }
        rules.goTo(Pipeline.STEER, Pipeline.MISS, Match.any(), Purpose.ADMISSION, Pipeline.UP);
    }

    private void steer(List<SteeredHop> hops, int idleSeconds) {
        hops.forEach(hop -> rules.steer(hop.flow().match(), idleSeconds, hop(groups.groupFor(hop.target()))));
    }

    private void carry(VlanShare vlans) {
        if (vlans.size() == 0) {
            return;
        }
        Match tagged = Match.any().with(Field.VLAN_VID, TAG, TAG);
        rules.add(Pipeline.CLASSIFY, TAGGED, tagged, Purpose.VLAN, List.of());
        vlans.admitted()
                .forEach(member -> rules.goTo(
                        Pipeline.CLASSIFY,
                        VLAN_MEMBER,
                        Match.any()
                                .inPort(member.port())
                                .with(Field.VLAN_VID, member.vlan().tagged())
                                .ethSrc(member.mac()),
                        Purpose.VLAN,
                        Pipeline.VLAN_UP));
        carry(vlans, Pipeline.VLAN_UP, node.downs());
        carry(vlans, Pipeline.VLAN_DOWN, node.ups());
    }

    private void carry(VlanShare vlans, TableId table, List<Adjacency> from) {
        List<Carried> entries = vlans.carried().stream()
                .filter(entry -> entry.table().equals(table))
                .toList();
        List<VlanGround.Turn> turns = table.equals(Pipeline.VLAN_DOWN) ? vlans.turns() : List.of();
        if (entries.isEmpty() && turns.isEmpty()) {
            return;
        }
        from.forEach(each -> rules.goTo(
                Pipeline.CLASSIFY,
                TAGGED_FABRIC_PORT,
                Match.any().inPort(each.port()).with(Field.VLAN_VID, TAG, TAG),
                Purpose.VLAN,
                table));
        for (Carried entry : entries) {
            Match inside = Match.any().with(Field.VLAN_VID, entry.vlan().tagged());
            Match match = entry.mac().map(inside::ethDst).orElse(inside.with(Field.ETH_DST, GROUP_BIT, GROUP_BIT));
            rules.add(table, Pipeline.VLAN_KNOWN, match, Purpose.VLAN, actions(entry));
        }
        turns.forEach(this::turn);
        rules.add(table, Pipeline.MISS, Match.any(), Purpose.VLAN, List.of());
    }

    private void turn(VlanGround.Turn turn) {
        Match unturned = Match.any()
                .inPort(turn.port())
                .with(Field.VLAN_VID, TAG, TAG)
                .with(Field.VLAN_PCP, NOT_TURNED)
                .with(Field.ETH_DST, 0, GROUP_BIT);
        Action mark = new Action.SetField(Field.VLAN_PCP, TURNED);
        Action onward = new Action.ToGroup(groups.groupFor(turn.way()));
        rules.add(Pipeline.VLAN_DOWN, Pipeline.VLAN_TURN, unturned, Purpose.VLAN, List.of(mark, onward));
    }

    private List<Action> actions(Carried entry) {
        return switch (entry.onto()) {
            case Onto.Copies copies ->
                copies.ports().stream().<Action>map(Action.Output::new).toList();
            case Onto.Way way -> List.of(new Action.ToGroup(groups.groupFor(way.target())));
        };
    }

    private void admit(Adjacency adjacency, TableId next) {
        Match match = Match.any().inPort(adjacency.port());
        rules.goTo(Pipeline.CLASSIFY, FABRIC_PORT, match, Purpose.ADMISSION, next);
    }

    private void route(TableId table, RouteTable routes) {
        if (routes.routes().isEmpty()) {
            return;
        }
        routes.routes().forEach((prefix, route) -> route(table, prefix, route));
        rules.miss(table);
    }

    private void route(TableId table, IpPrefix prefix, Route route) {
        Match match = Match.any().ipv4Dst(prefix);
        int priority = Pipeline.ROUTE + prefix.length();
        switch (route.target()) {
            case Target.ToLocal ignored -> rules.goTo(table, priority, match, route.purpose(), Pipeline.LOCAL);
            case Target.Nowhere ignored -> rules.add(table, priority, match, route.purpose(), List.of());
            case Target.AskController ignored ->
                rules.ask(table, priority, match, route.purpose(), PacketInKind.UNKNOWN);
            case Target.Onward way -> rules.add(table, priority, match, route.purpose(), hop(groups.groupFor(way)));
            case Target.Detour ignored -> detour(table, priority, match, route.purpose());
        }
    }

    private void detour(TableId table, int priority, Match match, Purpose purpose) {
        for (Adjacency up : node.ups()) {
            BaseRoutes.detour(node, up)
                    .ifPresent(way ->
                            rules.add(table, priority, match.inPort(up.port()), purpose, hop(groups.groupFor(way))));
        }
    }

    private static List<Action> hop(GroupId group) {
        return List.of(new Action.DecrementTtl(), new Action.ToGroup(group));
    }
}
