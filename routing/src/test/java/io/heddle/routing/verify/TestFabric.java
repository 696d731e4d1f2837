package io.heddle.routing.verify;

import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.Planner;
import io.heddle.routing.plan.Steering;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Recognition;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A generated fabric as it is at one moment: with hosts, and with some cables cut. A value. */
public record TestFabric(GeneratedFabric drawn, Topology topology) {

    private static final int BASE = 10;

    /** The fabric with a host of the planned address at every host port. */
    public static TestFabric full(GeneratedFabric drawn) {
        AddressPlan addresses = AddressPlan.of(drawn.design(), drawn.blueprint(), BASE);
        SortedMap<Ipv4Address, Host> hosts = new TreeMap<>();
        for (ConnectPoint port : drawn.blueprint().hostNumbers().keySet()) {
            Ipv4Address ip = addresses.hostAddress(port).orElseThrow();
            hosts.put(ip, new Host(ip, macOf(ip), port));
        }
        Topology bare = drawn.topology();
        return new TestFabric(drawn, new Topology(bare.switches(), bare.links(), hosts));
    }

    /** The fabric with one such host at every edge switch. */
    public static TestFabric sparse(GeneratedFabric drawn) {
        TestFabric full = full(drawn);
        TreeSet<DatapathId> seen = new TreeSet<>();
        SortedMap<Ipv4Address, Host> first = new TreeMap<>(full.topology.hosts());
        first.values().removeIf(host -> !seen.add(host.location().dpid()));
        Topology bare = drawn.topology();
        return new TestFabric(drawn, new Topology(bare.switches(), bare.links(), first));
    }

    /** The MAC address that the host with that address has here. */
    public static MacAddress macOf(Ipv4Address ip) {
        return new MacAddress(0x0200_0000_0000L | ip.unsigned());
    }

    public TestFabric with(Topology changed) {
        return new TestFabric(drawn, changed);
    }

    /** One more host. */
    public TestFabric withHost(String ip, ConnectPoint location) {
        Ipv4Address address = Ipv4Address.parse(ip);
        return with(topology.withHost(new Host(address, macOf(address), location)));
    }

    /** Both ports of the cable down, and its links gone. */
    public TestFabric cut(Cable cable) {
        return with(port(port(unconfirmed(topology, cable), cable.first(), false), cable.second(), false));
    }

    /** One port of the cable down, and its links gone: what is known when the first end has told. */
    public TestFabric cutAt(Cable cable, ConnectPoint end) {
        return with(port(unconfirmed(topology, cable), end, false));
    }

    /** Both ports of the cable up, and its links confirmed. */
    public TestFabric healed(Cable cable) {
        return with(port(port(topology, cable.first(), true), cable.second(), true)
                .withLink(cable.forward())
                .withLink(cable.backward()));
    }

    /** Both ports stay up, and yet nothing passes. */
    public TestFabric silenced(Cable cable) {
        return with(unconfirmed(topology, cable));
    }

    /** The peers' ports down, the switch no longer connected. */
    public TestFabric withoutSwitch(DatapathId dpid) {
        TestFabric cut = this;
        for (Cable cable : cablesOf(dpid)) {
            ConnectPoint peer = cable.first().dpid().equals(dpid) ? cable.second() : cable.first();
            cut = cut.with(port(unconfirmed(cut.topology, cable), peer, false));
        }
        FabricSwitch gone = topology.fabricSwitch(dpid).orElseThrow();
        return cut.with(cut.topology.withSwitch(gone.withConnected(false)));
    }

    public TestFabric withSwitch(DatapathId dpid) {
        TestFabric healed = this;
        for (Cable cable : cablesOf(dpid)) {
            healed = healed.healed(cable);
        }
        FabricSwitch back = healed.topology.fabricSwitch(dpid).orElseThrow();
        return healed.with(healed.topology.withSwitch(back.withConnected(true)));
    }

    public FabricModel model() {
        AddressPlan addresses = AddressPlan.of(drawn.design(), drawn.blueprint(), BASE);
        Recognition recognition = new Recognition(drawn.design(), drawn.blueprint(), List.of(), List.of());
        PlanOptions options =
                PlanOptions.defaults().withHashedSelection(topology.switches().keySet());
        return new FabricModel(topology, recognition, addresses, options);
    }

    /** The same, with flows to steer. */
    public FabricModel model(List<Steering> steerings) {
        FabricModel plain = model();
        return new FabricModel(plain.topology(), plain.recognition(), plain.addresses(), plain.options(), steerings);
    }

    public ForwardingPlan plan() {
        return Planner.plan(model());
    }

    public SimulatedFabric holding(ForwardingPlan plan) {
        return SimulatedFabric.of(plan, topology);
    }

    public Collection<Host> hosts() {
        return topology.hosts().values();
    }

    public Host host(String ip) {
        return Objects.requireNonNull(topology.hosts().get(Ipv4Address.parse(ip)));
    }

    public SortedSet<Cable> cables() {
        return drawn.blueprint().cables();
    }

    public List<Cable> cablesOf(DatapathId dpid) {
        return cables().stream()
                .filter(cable -> cable.first().dpid().equals(dpid)
                        || cable.second().dpid().equals(dpid))
                .toList();
    }

    /** The cables between two tiers. */
    public List<Cable> cables(Tier one, Tier other) {
        return cables().stream()
                .filter(cable -> {
                    TreeSet<Tier> tiers = new TreeSet<>(List.of(tier(cable.first()), tier(cable.second())));
                    return tiers.equals(new TreeSet<>(List.of(one, other)));
                })
                .toList();
    }

    public DatapathId at(Tier tier, int pod, int index) {
        Position place = new Position(tier, pod, index);
        return drawn.blueprint().positions().entrySet().stream()
                .filter(entry -> entry.getValue().equals(place))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    public Cable cable(DatapathId one, DatapathId other) {
        return cablesOf(one).stream()
                .filter(cable -> cablesOf(other).contains(cable))
                .findFirst()
                .orElseThrow();
    }

    public List<DatapathId> in(Tier tier) {
        List<DatapathId> dpids = new ArrayList<>();
        drawn.blueprint().positions().forEach((dpid, place) -> {
            if (place.tier() == tier) {
                dpids.add(dpid);
            }
        });
        return dpids;
    }

    public Tier tierOf(DatapathId dpid) {
        return placeOf(dpid).tier();
    }

    public int podOf(DatapathId dpid) {
        return placeOf(dpid).pod();
    }

    private Position placeOf(DatapathId dpid) {
        return Objects.requireNonNull(drawn.blueprint().positions().get(dpid));
    }

    private Tier tier(ConnectPoint point) {
        return tierOf(point.dpid());
    }

    private static Topology unconfirmed(Topology topology, Cable cable) {
        Link forward = cable.forward();
        return topology.withoutLink(forward).withoutLink(forward.reversed());
    }

    private static Topology port(Topology topology, ConnectPoint point, boolean up) {
        FabricSwitch owner = topology.fabricSwitch(point.dpid()).orElseThrow();
        Port port = owner.port(point.port()).orElseThrow();
        return topology.withSwitch(owner.withPort(port.withUp(up)));
    }
}
