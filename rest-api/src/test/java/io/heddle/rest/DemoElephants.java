package io.heddle.rest;

import io.heddle.rest.ElephantSnapshot.Elephant;
import io.heddle.rest.ElephantSnapshot.Reason;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Link;
import io.heddle.topology.Topology;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Large flows for tests to look at, between pods of a fat-tree: one steered, one pinned, one left to the hash. */
public final class DemoElephants {

    /** The flow that is steered. */
    public static final FlowKey STEERED = flow("10.0.0.2", "10.2.0.2", 40_000);

    /** The flow that is pinned. */
    public static final FlowKey PINNED = flow("10.0.0.3", "10.3.0.3", 40_001);

    /** The VNI of the network that the steered flow carries. */
    public static final int VNI = 1;

    private static final FlowKey HASHED = flow("10.1.0.2", "10.3.1.2", 40_002);

    private DemoElephants() {}

    private static FlowKey flow(String source, String destination, int port) {
        return new FlowKey(Ipv4Address.parse(source), Ipv4Address.parse(destination), FlowKey.TCP, port, 5001);
    }

    /** The fabric with large flows. */
    public static FabricSnapshot in(FabricSnapshot fabric) {
        List<Elephant> flows = List.of(
                elephant(fabric, STEERED, Reason.GAIN, 9_400_000, 4_700_000),
                elephant(fabric, PINNED, Reason.PINNED, 9_400_000, 9_400_000),
                elephant(fabric, HASHED, Reason.HASH, 4_000_000, 4_000_000));
        SortedMap<FlowKey, DatapathId> pins = new TreeMap<>();
        pins.put(PINNED, turnOf(fabric, PINNED));
        return fabric.withElephants(
                new ElephantSnapshot(SchedulerName.HEDDLE, flows, pins, 22_800_000, 18_100_000, 4, 2, 1000, 1));
    }

    private static DatapathId turnOf(FabricSnapshot fabric, FlowKey flow) {
        return fabric.topology()
                .linkFrom(ways(fabric, flow, 0).getLast())
                .orElseThrow()
                .to()
                .dpid();
    }

    private static Elephant elephant(FabricSnapshot fabric, FlowKey flow, Reason reason, long expected, long hashed) {
        return new Elephant(
                flow,
                flow.equals(STEERED) ? Optional.of(VNI) : Optional.empty(),
                expected - 300_000,
                0.12,
                DemoFabric.NOW,
                ways(fabric, flow, reason == Reason.GAIN ? 1 : 0),
                ways(fabric, flow, 0),
                reason != Reason.HASH,
                reason,
                Optional.of(expected),
                Optional.of(hashed));
    }

    private static List<ConnectPoint> ways(FabricSnapshot fabric, FlowKey flow, int which) {
        Topology topology = fabric.topology();
        DatapathId at = Optional.ofNullable(topology.hosts().get(flow.source()))
                .orElseThrow()
                .location()
                .dpid();
        List<ConnectPoint> ways = new ArrayList<>();
        for (int hop = 0; hop < 2; hop++) {
            List<Link> ups = ups(fabric, at);
            Link up = ups.get(which % ups.size());
            ways.add(up.from());
            at = up.to().dpid();
        }
        return ways;
    }

    private static List<Link> ups(FabricSnapshot fabric, DatapathId dpid) {
        return fabric.topology().liveLinks().stream()
                .filter(link -> link.from().dpid().equals(dpid))
                .filter(link -> tier(fabric, link.to().dpid()).compareTo(tier(fabric, dpid)) > 0)
                .toList();
    }

    private static Tier tier(FabricSnapshot fabric, DatapathId dpid) {
        return Optional.ofNullable(fabric.recognition().blueprint().positions().get(dpid))
                .map(Position::tier)
                .orElse(Tier.EDGE);
    }
}
