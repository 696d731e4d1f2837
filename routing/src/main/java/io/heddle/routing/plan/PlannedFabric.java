package io.heddle.routing.plan;

import io.heddle.routing.plan.Repairs.Repair;
import io.heddle.routing.plan.RouteTable.Route;
import io.heddle.routing.plan.SteeredHops.SteeredHop;
import io.heddle.routing.plan.VlanSketch.Place;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.Topology;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.VlanId;
import io.heddle.topology.clos.Recognition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A plan together with what it was made from, so that the next one can keep what has not changed.
 *
 * <p>{@link #next} gives the same plan as {@link #of}; it only keeps the very instances of {@link SwitchPlan} whose switches are not
 * concerned, which makes it cheap to compute and cheap to compare.
 */
public final class PlannedFabric {

    private final FabricModel model;
    private final Groundwork groundwork;
    private final List<Inputs> inputs;
    private final SteeredHops steered;
    private final Tenants tenants;
    private final ForwardingPlan plan;

    private PlannedFabric(
            FabricModel model,
            Groundwork groundwork,
            List<Inputs> inputs,
            SteeredHops steered,
            Tenants tenants,
            ForwardingPlan plan) {
        this.model = model;
        this.groundwork = groundwork;
        this.inputs = inputs;
        this.steered = steered;
        this.tenants = tenants;
        this.plan = plan;
    }

    /** What depends on the design and its blueprint alone. */
    private record Groundwork(Wiring wiring, BaseRoutes base, List<RouteTable> up, List<RouteTable> down) {

        static Groundwork of(FabricModel model) {
            Recognition recognition = model.recognition();
            Wiring wiring =
                    Wiring.of(model.topology(), recognition.design(), recognition.blueprint(), model.addresses());
            BaseRoutes base = new BaseRoutes(wiring, model.addresses());
            if (wiring.isFlat()) {
                List<RouteTable> none =
                        wiring.nodes().stream().map(node -> RouteTable.empty()).toList();
                List<RouteTable> flat = new FlatRoutes(wiring).all();
                return new Groundwork(wiring, base, withRouted(wiring, flat, model), none);
            }
            List<RouteTable> up = wiring.nodes().stream().map(base::up).toList();
            return new Groundwork(
                    wiring,
                    base,
                    withRouted(wiring, up, model),
                    wiring.nodes().stream().map(base::down).toList());
        }

        /** All that is routed for tenants leads up, as far as nothing says where it is. */
        private static List<RouteTable> withRouted(Wiring wiring, List<RouteTable> up, FabricModel model) {
            List<RouteTable> tables = new ArrayList<>();
            for (Node node : wiring.nodes()) {
                RouteTable table = up.get(node.number());
                Optional<Route> upward = Optional.ofNullable(
                                table.routes().get(model.addresses().fabricPrefix()))
                        .or(() -> node.prefix().map(own -> new Route(new Target.Nowhere(), Purpose.MISS)));
                SortedMap<IpPrefix, Route> more = new TreeMap<>();
                upward.ifPresent(
                        route -> model.options().routed().prefixes().forEach(prefix -> more.put(prefix, route)));
                tables.add(table.with(more));
            }
            return tables;
        }

        RouteTable routes(Node node, boolean isFromAbove) {
            return (isFromAbove ? down : up).get(node.number());
        }
    }

    /** What else the plan of one switch depends on. */
    record Inputs(
            List<Host> hosts,
            List<Host> strays,
            List<Repair> fromBelow,
            List<Repair> fromAbove,
            boolean isHashed,
            List<SteeredHop> steered,
            VlanShare vlans,
            RoutedShare routed) {}

    /** What carries for tenants, and what that was planned from. */
    private record Tenants(List<Object> basis, VlanPlan vlans, RoutedPlan routed) {}

    /** The plan for {@code model}, from nothing. */
    public static PlannedFabric of(FabricModel model) {
        return build(model, Groundwork.of(model), null);
    }

    /** The plan for {@code changed}, keeping whatever it can of this one. */
    public PlannedFabric next(FabricModel changed) {
        boolean isSameGround = isSameFabric(changed)
                && changed.topology().switches().keySet().stream()
                        .allMatch(dpid -> groundwork.wiring().node(dpid).isPresent());
        boolean isSamePlan = isSameGround
                && changed.options().gatewayMac().equals(model.options().gatewayMac())
                && changed.options().rates().equals(model.options().rates())
                && changed.options().steering().equals(model.options().steering())
                && changed.options().vlanRules() == model.options().vlanRules()
                && changed.options().routed().rules()
                        == model.options().routed().rules();
        return build(changed, isSameGround ? groundwork : Groundwork.of(changed), isSamePlan ? this : null);
    }

    /** The flows that the plan steers, by flow. */
    public List<Steering> steerings() {
        return steered.accepted();
    }

    /** The flows that it was asked to steer and does not, by flow. */
    public List<RefusedSteering> refusedSteerings() {
        return steered.refused();
    }

    /** How many rules each switch that has any holds for steered flows. */
    public SortedMap<DatapathId, Integer> steeringRules() {
        SortedMap<DatapathId, Integer> counts = new TreeMap<>();
        for (Node node : groundwork.wiring().nodes()) {
            if (!steered.at(node).isEmpty()) {
                counts.put(node.dpid(), steered.at(node).size());
            }
        }
        return counts;
    }

    /** Why a VLAN is not carried, or not to all its members. */
    public SortedMap<VlanId, String> vlanTroubles() {
        return Collections.unmodifiableSortedMap(tenants.vlans().troubles());
    }

    /** How many rules each switch that has any holds for VLANs. */
    public SortedMap<DatapathId, Integer> vlanRules() {
        return counts(tenants.vlans().shares(), VlanShare::size);
    }

    /** Why a routed address of a tenant is not routed. */
    public SortedMap<Ipv4Address, String> routedTroubles() {
        return Collections.unmodifiableSortedMap(tenants.routed().troubles());
    }

    /** How many rules each switch that has any holds for the routed addresses of tenants. */
    public SortedMap<DatapathId, Integer> routedRules() {
        return counts(tenants.routed().shares(), RoutedShare::size);
    }

    private <S> SortedMap<DatapathId, Integer> counts(SortedMap<Integer, S> shares, ToIntFunction<S> size) {
        SortedMap<DatapathId, Integer> counts = new TreeMap<>();
        shares.forEach((number, share) ->
                counts.put(groundwork.wiring().nodes().get(number).dpid(), size.applyAsInt(share)));
        return counts;
    }

    /** What every switch should hold. */
    public ForwardingPlan plan() {
        return plan;
    }

    @SuppressWarnings(
            "ReferenceEquality") // most changes leave the blueprint's instance as it is, and comparing it is not free
    private boolean isSameFabric(FabricModel changed) {
        return changed.recognition().design().equals(model.recognition().design())
                && changed.addresses().fabricPrefix().equals(model.addresses().fabricPrefix())
                && changed.options()
                        .routed()
                        .prefixes()
                        .equals(model.options().routed().prefixes())
                && (changed.recognition().blueprint() == model.recognition().blueprint()
                        || changed.recognition()
                                .blueprint()
                                .equals(model.recognition().blueprint()));
    }

    private static PlannedFabric build(FabricModel model, Groundwork groundwork, @Nullable PlannedFabric before) {
        Wiring wiring = groundwork.wiring();
        Liveness liveness = Liveness.of(wiring, model.topology());
        Repairs repairs = Repairs.of(wiring, groundwork.base(), liveness);
        Map<DatapathId, List<Host>> hosts = hostsByEdge(wiring, model.topology());
        List<Host> strays = strays(wiring, hosts);
        SwitchRoutes routes = new SwitchRoutes(wiring, model.addresses());
        Function<Node, RouteTable> fromBelow =
                node -> routes.of(node, groundwork.up().get(node.number()), repairs.fromBelow(node), strays);
        Tenants tenants = tenants(model, groundwork, new Living(repairs, liveness, routes), before);
        SteeredHops steered = SteeredHops.of(
                model.steerings(),
                wiring,
                liveness,
                new Residents(
                        model.topology(),
                        model.interfaces().without(tenants.routed().troubles().keySet())),
                node -> fromBelow.apply(node).with(tenants.routed().share(node).up()),
                model.options().steering().rulesPerSwitch());
        List<Inputs> inputs = new ArrayList<>();
        SortedMap<DatapathId, SwitchPlan> plans = new TreeMap<>();
        for (Node node : wiring.nodes()) {
            Inputs now = new Inputs(
                    hosts.getOrDefault(node.dpid(), List.of()),
                    strays,
                    repairs.fromBelow(node),
                    repairs.fromAbove(node),
                    model.options().hashedSelection().contains(node.dpid()),
                    steered.at(node),
                    tenants.vlans().share(node),
                    tenants.routed().share(node));
            inputs.add(now);
            plans.put(
                    node.dpid(),
                    before != null && before.inputs.get(node.number()).equals(now)
                            ? before.plan.forSwitch(node.dpid())
                            : plan(model, groundwork, node, now, routes));
        }
        return new PlannedFabric(model, groundwork, inputs, steered, tenants, new ForwardingPlan(plans));
    }

    /** How the fabric is now, and what routes follow from that. */
    private record Living(Repairs repairs, Liveness liveness, SwitchRoutes routes) {

        RouteTable routes(Groundwork groundwork, Node node, boolean isFromAbove) {
            return routes.of(
                    node,
                    groundwork.routes(node, isFromAbove),
                    isFromAbove ? repairs.fromAbove(node) : repairs.fromBelow(node),
                    List.of());
        }

        boolean isSound(Node node) {
            return repairs.fromAbove(node).isEmpty() && repairs.fromBelow(node).isEmpty();
        }
    }

    private static Tenants tenants(
            FabricModel model, Groundwork groundwork, Living living, @Nullable PlannedFabric before) {
        if (model.interfaces().equals(TenantInterfaces.NONE)) {
            return new Tenants(List.of(), VlanPlan.NOTHING, RoutedPlan.NOTHING);
        }
        Wiring wiring = groundwork.wiring();
        List<Place> places = VlanPlan.places(model.interfaces().vlans(), wiring, model.topology());
        List<RoutedBlock> blocks = RoutedBlock.of(model.interfaces().routed(), wiring, model.topology());
        List<Object> basis = List.of(
                model.interfaces(),
                places,
                blocks,
                living.repairs().all(),
                living.liveness().bits());
        if (before != null && before.tenants.basis().equals(basis)) {
            return before.tenants;
        }
        VlanGround ground = new VlanGround(
                wiring,
                living.liveness(),
                groundwork::routes,
                (node, isFromAbove) -> living.routes(groundwork, node, isFromAbove));
        int most = model.options().vlanRules();
        return new Tenants(
                basis,
                VlanPlan.of(model.interfaces().vlans(), places, ground, most),
                RoutedPlan.of(
                        model.interfaces().routed(),
                        blocks,
                        wiring,
                        new RoutedGround(groundwork, living, new HashMap<>()),
                        model.options().routed()));
    }

    /** The routes that those of tenants rest on, each table made once. */
    private record RoutedGround(Groundwork groundwork, Living living, Map<List<Object>, RouteTable> known)
            implements RoutedPlan.Ground {

        @Override
        public RouteTable routes(Node node, boolean isFromAbove) {
            return isSound(node)
                    ? groundwork.routes(node, isFromAbove)
                    : known.computeIfAbsent(
                            List.of(node.number(), isFromAbove), key -> living.routes(groundwork, node, isFromAbove));
        }

        @Override
        public boolean isSound(Node node) {
            return living.isSound(node);
        }
    }

    private static SwitchPlan plan(
            FabricModel model, Groundwork groundwork, Node node, Inputs inputs, SwitchRoutes routes) {
        RouteTable up = routes.of(node, groundwork.up().get(node.number()), inputs.fromBelow(), inputs.strays())
                .with(inputs.routed().up());
        RouteTable down = routes.of(node, groundwork.down().get(node.number()), inputs.fromAbove(), inputs.strays())
                .with(inputs.routed().down());
        return SwitchPlanner.plan(
                node, model.options(), up, down, model.addresses().gateway(node.dpid()), inputs);
    }

    /** The hosts at the host ports of edge switches, by address. */
    private static Map<DatapathId, List<Host>> hostsByEdge(Wiring wiring, Topology topology) {
        Map<DatapathId, List<Host>> hosts = new HashMap<>();
        for (Host host : topology.hosts().values()) {
            wiring.node(host.location().dpid())
                    .filter(node ->
                            node.isEdge() && !node.isCabled(host.location().port()))
                    .ifPresent(node -> hosts.computeIfAbsent(node.dpid(), dpid -> new ArrayList<>())
                            .add(host));
        }
        return hosts;
    }

    /** The hosts whose addresses are not in the prefix of their edge switch, by address. */
    private static List<Host> strays(Wiring wiring, Map<DatapathId, List<Host>> hosts) {
        List<Host> strays = new ArrayList<>();
        for (Node edge : wiring.edges()) {
            IpPrefix own = edge.prefix().orElseThrow();
            hosts.getOrDefault(edge.dpid(), List.of()).stream()
                    .filter(host -> !own.contains(host.ip()))
                    .forEach(strays::add);
        }
        strays.sort((one, other) -> one.ip().compareTo(other.ip()));
        return strays;
    }
}
