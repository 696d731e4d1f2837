package io.heddle.rest;

import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.Planner;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.Recognition;
import io.heddle.topology.design.GeneratedFabric;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Fabrics for tests to look at: generated, with hosts, sessions and seeded loads, and with whatever a test breaks in them. */
public final class DemoFabric {

    /** When every demo snapshot is taken. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final long FIRST_MAC = 0x02_00_00_00_00_00L;

    private DemoFabric() {}

    /** A fabric that works: every host has spoken, every switch is in step with its plan, nothing is loaded. */
    public static FabricSnapshot healthy(GeneratedFabric fabric) {
        AddressPlan addresses = AddressPlan.of(fabric.design(), fabric.blueprint(), 10);
        Topology topology = withHosts(fabric.topology(), fabric, addresses);
        boolean isClos = !(fabric.design() instanceof FabricDesign.Irregular);
        return new FabricSnapshot(
                1,
                NOW,
                isClos ? FabricPhase.COMPLETE : FabricPhase.NOT_CLOS,
                true,
                topology,
                new Recognition(fabric.design(), fabric.blueprint(), List.of(), List.of()),
                Optional.of(addresses),
                ForwardingPlan.empty(),
                sessions(topology),
                new TreeMap<>(),
                List.of(),
                new TreeMap<>(SortedMaps.of("packet_in", 120L, "packet_in_dropped", 3L)),
                ElephantSnapshot.none());
    }

    /** A fabric that works, with the rules it works by. */
    public static FabricSnapshot planned(GeneratedFabric fabric) {
        FabricSnapshot healthy = healthy(fabric);
        ForwardingPlan plan = Planner.plan(new FabricModel(
                healthy.topology(),
                healthy.recognition(),
                healthy.addresses().orElseThrow(),
                PlanOptions.defaults()
                        .withHashedSelection(healthy.topology().switches().keySet())));
        return new FabricSnapshot(
                healthy.revision(),
                healthy.instant(),
                healthy.phase(),
                healthy.isCablingUnderstood(),
                healthy.topology(),
                healthy.recognition(),
                healthy.addresses(),
                plan,
                healthy.sessions(),
                healthy.loads(),
                healthy.problems(),
                healthy.counters(),
                healthy.elephants());
    }

    /** The same with a rate on every port, between nothing and {@code most} of its capacity. */
    public static FabricSnapshot loaded(FabricSnapshot snapshot, double most, long seed) {
        Random random = new Random(seed);
        Topology topology = snapshot.topology();
        SortedMap<ConnectPoint, PortLoad> loads = new TreeMap<>();
        for (FabricSwitch each : topology.switches().values()) {
            for (Port port : each.ports().values()) {
                ConnectPoint point = new ConnectPoint(each.dpid(), port.number());
                long tx = port.isUp() ? (long) (port.bitsPerSecond() * most * random.nextDouble()) : 0;
                loads.put(point, new PortLoad(tx, 0, tx / 8, 0, tx > port.bitsPerSecond() * 0.9 ? 17 : 0, 0));
            }
        }
        topology.links().forEach(link -> {
            PortLoad sent = loads.getOrDefault(link.from(), PortLoad.idle());
            loads.computeIfPresent(
                    link.to(),
                    (point, load) -> new PortLoad(
                            load.txBitsPerSecond(),
                            sent.txBitsPerSecond(),
                            load.txBytes(),
                            sent.txBytes(),
                            load.txDropped(),
                            0));
        });
        return with(snapshot, topology, snapshot.recognition(), snapshot.phase(), loads);
    }

    /** The same with the cable cut: both ports down, its links gone, the fabric degraded. */
    public static FabricSnapshot cut(FabricSnapshot snapshot, Cable cable) {
        Topology topology = snapshot.topology();
        for (ConnectPoint end : List.of(cable.first(), cable.second())) {
            FabricSwitch owner = topology.fabricSwitch(end.dpid()).orElseThrow();
            topology = topology.withSwitch(
                    owner.withPort(owner.port(end.port()).orElseThrow().withUp(false)));
        }
        topology = topology.withoutLink(cable.forward()).withoutLink(cable.backward());
        return with(snapshot, topology, snapshot.recognition(), FabricPhase.DEGRADED, snapshot.loads());
    }

    /** The same with another recognition. */
    public static FabricSnapshot recognised(FabricSnapshot snapshot, Recognition recognition) {
        return with(snapshot, snapshot.topology(), recognition, FabricPhase.DEGRADED, snapshot.loads());
    }

    /** The same with another topology. */
    public static FabricSnapshot observed(FabricSnapshot snapshot, Topology topology) {
        return with(snapshot, topology, snapshot.recognition(), snapshot.phase(), snapshot.loads());
    }

    /** The same with other sessions. */
    public static FabricSnapshot connected(
            FabricSnapshot snapshot, SortedMap<DatapathId, SwitchSession> sessions, List<String> problems) {
        return new FabricSnapshot(
                snapshot.revision() + 1,
                snapshot.instant(),
                snapshot.phase(),
                snapshot.isCablingUnderstood(),
                snapshot.topology(),
                snapshot.recognition(),
                snapshot.addresses(),
                snapshot.plan(),
                sessions,
                snapshot.loads(),
                problems,
                snapshot.counters(),
                snapshot.elephants());
    }

    /** The same when a cable that nobody knew has just been seen. */
    public static FabricSnapshot recabled(FabricSnapshot snapshot) {
        return new FabricSnapshot(
                snapshot.revision() + 1,
                snapshot.instant(),
                snapshot.phase(),
                false,
                snapshot.topology(),
                snapshot.recognition(),
                snapshot.addresses(),
                snapshot.plan(),
                snapshot.sessions(),
                snapshot.loads(),
                snapshot.problems(),
                snapshot.counters(),
                snapshot.elephants());
    }

    private static FabricSnapshot with(
            FabricSnapshot snapshot,
            Topology topology,
            Recognition recognition,
            FabricPhase phase,
            SortedMap<ConnectPoint, PortLoad> loads) {
        return new FabricSnapshot(
                snapshot.revision() + 1,
                snapshot.instant(),
                phase,
                snapshot.isCablingUnderstood(),
                topology,
                recognition,
                snapshot.addresses(),
                snapshot.plan(),
                snapshot.sessions(),
                loads,
                snapshot.problems(),
                snapshot.counters(),
                snapshot.elephants());
    }

    private static Topology withHosts(Topology bare, GeneratedFabric fabric, AddressPlan addresses) {
        SortedMap<Ipv4Address, Host> hosts = new TreeMap<>();
        for (ConnectPoint port : fabric.blueprint().hostNumbers().keySet()) {
            Ipv4Address ip = addresses.hostAddress(port).orElseThrow();
            hosts.put(ip, new Host(ip, new MacAddress(FIRST_MAC + ip.unsigned()), port));
        }
        return new Topology(bare.switches(), bare.links(), hosts);
    }

    private static SortedMap<DatapathId, SwitchSession> sessions(Topology topology) {
        SortedMap<DatapathId, SwitchSession> sessions = new TreeMap<>();
        topology.switches().keySet().forEach(dpid -> sessions.put(dpid, session(true)));
        return sessions;
    }

    /** The session of a switch that is in step with its plan, or not yet. */
    public static SwitchSession session(boolean isSynced) {
        return new SwitchSession(
                "1.5",
                "Open vSwitch 3.1.0",
                "127.0.0.1:40000",
                NOW,
                isSynced,
                1,
                0,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(HashVariant.MURMUR));
    }

    private static final class SortedMaps {
        static SortedMap<String, Long> of(String one, long first, String two, long second) {
            SortedMap<String, Long> map = new TreeMap<>();
            map.put(one, first);
            map.put(two, second);
            return map;
        }
    }
}
