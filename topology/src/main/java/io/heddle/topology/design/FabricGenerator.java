package io.heddle.topology.design;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Builds fabrics to a design.
 *
 * <p>Datapath ids are {@code 0xE…} for edge switches, {@code 0xA…} for aggregation and {@code 0xC…} for core switches (an order that
 * recognition must not lean on: {@link GeneratedFabric#shuffled}); ports count from 1, hosts first, then left to right, downward
 * cables before upward ones. All ports are up and have {@value #BITS_PER_SECOND} bit/s.
 */
public final class FabricGenerator {

    /** The capacity of every port. */
    public static final long BITS_PER_SECOND = 10_000_000_000L;

    private static final int SWITCHES_PER_POD = 1 << 16;

    private FabricGenerator() {}

    /** A fat-tree of {@code k} pods with k/2 hosts on every edge switch; {@code k} is even and at least 2. */
    public static GeneratedFabric fatTree(int k) {
        FabricDesign.FatTree design = new FabricDesign.FatTree(k);
        int half = k / 2;
        return closOf(ClosShape.uniform(k, new ClosShape.PodShape(half, half, half, 1), half), design);
    }

    /** A three-tier folded Clos of the given shape. */
    public static GeneratedFabric foldedClos(ClosShape shape) {
        int edges = shape.pods().stream().mapToInt(ClosShape.PodShape::edges).sum();
        int aggregations =
                shape.pods().stream().mapToInt(ClosShape.PodShape::aggregations).sum();
        int cores = shape.planes() * shape.coresPerPlane();
        return closOf(
                shape, new FabricDesign.FoldedClos(shape.pods().size(), shape.planes(), edges, aggregations, cores));
    }

    /** A leaf-spine with {@code hosts} on every leaf and {@code parallel} cables between every leaf and every spine. */
    public static GeneratedFabric leafSpine(int spines, int leaves, int hosts, int parallel) {
        FabricSketch sketch = new FabricSketch();
        List<DatapathId> lower = new ArrayList<>();
        for (int leaf = 0; leaf < leaves; leaf++) {
            lower.add(sketch.addSwitch(id(0xE, 0, leaf), "leaf" + leaf, new Position(Tier.EDGE, 0, leaf), hosts));
        }
        for (int spine = 0; spine < spines; spine++) {
            DatapathId upper =
                    sketch.addSwitch(id(0xC, 0, spine), "spine" + spine, new Position(Tier.CORE, 0, spine), 0);
            for (DatapathId leaf : lower) {
                sketch.connect(leaf, upper, parallel);
            }
        }
        return sketch.fabric(new FabricDesign.LeafSpine(spines, leaves, parallel));
    }

    /** Switches in a row, each with {@code hosts} hosts, as {@code mn --topo linear} builds them. */
    public static GeneratedFabric linear(int switches, int hosts) {
        FabricSketch sketch = new FabricSketch();
        List<DatapathId> row = row(sketch, switches, hosts);
        for (int i = 1; i < switches; i++) {
            sketch.connect(row.get(i - 1), row.get(i), 1);
        }
        return sketch.fabric(
                new FabricDesign.Irregular("hosts are attached to switches that are cabled to each other"));
    }

    /** At least three switches in a ring, each with {@code hosts} hosts. */
    public static GeneratedFabric ring(int switches, int hosts) {
        if (switches < 3) {
            throw new IllegalArgumentException("a ring has at least 3 switches, not " + switches);
        }
        FabricSketch sketch = new FabricSketch();
        List<DatapathId> row = row(sketch, switches, hosts);
        for (int i = 0; i < switches; i++) {
            sketch.connect(row.get(i), row.get((i + 1) % switches), 1);
        }
        return sketch.fabric(
                new FabricDesign.Irregular("hosts are attached to switches that are cabled to each other"));
    }

    /** Host numbers in port order, from 0 on every switch. */
    static SortedMap<ConnectPoint, Integer> numbered(SortedSet<ConnectPoint> hostPorts) {
        SortedMap<ConnectPoint, Integer> numbers = new TreeMap<>();
        int next = 0;
        DatapathId last = new DatapathId(0);
        for (ConnectPoint port : hostPorts) {
            next = port.dpid().equals(last) ? next : 0;
            last = port.dpid();
            numbers.put(port, next);
            next++;
        }
        return numbers;
    }

    private static GeneratedFabric closOf(ClosShape shape, FabricDesign design) {
        FabricSketch sketch = new FabricSketch();
        List<List<DatapathId>> aggregationsOfPlane = new ArrayList<>();
        for (int plane = 0; plane < shape.planes(); plane++) {
            aggregationsOfPlane.add(new ArrayList<>());
        }
        for (int pod = 0; pod < shape.pods().size(); pod++) {
            addPod(sketch, pod, shape.pods().get(pod), aggregationsOfPlane);
        }
        for (int plane = 0; plane < shape.planes(); plane++) {
            for (int index = 0; index < shape.coresPerPlane(); index++) {
                DatapathId core = sketch.addSwitch(
                        id(0xC, plane, index), "c" + plane + "-" + index, new Position(Tier.CORE, plane, index), 0);
                for (DatapathId aggregation : aggregationsOfPlane.get(plane)) {
                    sketch.connect(aggregation, core, shape.coreParallel());
                }
            }
        }
        return sketch.fabric(design);
    }

    private static void addPod(
            FabricSketch sketch, int pod, ClosShape.PodShape shape, List<List<DatapathId>> aggregationsOfPlane) {
        List<DatapathId> edges = new ArrayList<>();
        for (int index = 0; index < shape.edges(); index++) {
            Position position = new Position(Tier.EDGE, pod, index);
            edges.add(sketch.addSwitch(id(0xE, pod, index), "e" + pod + "-" + index, position, shape.hosts()));
        }
        for (int index = 0; index < shape.aggregations(); index++) {
            Position position = new Position(Tier.AGGREGATION, pod, index);
            DatapathId aggregation = sketch.addSwitch(id(0xA, pod, index), "a" + pod + "-" + index, position, 0);
            for (DatapathId edge : edges) {
                sketch.connect(edge, aggregation, shape.parallel());
            }
            aggregationsOfPlane.get(index).add(aggregation);
        }
    }

    private static List<DatapathId> row(FabricSketch sketch, int switches, int hosts) {
        List<DatapathId> row = new ArrayList<>();
        for (int i = 0; i < switches; i++) {
            row.add(sketch.addSwitch(new DatapathId(i + 1), "s" + (i + 1), new Position(Tier.EDGE, 0, i), hosts));
        }
        return Collections.unmodifiableList(row);
    }

    private static DatapathId id(int kind, int group, int index) {
        return new DatapathId(((long) kind << 32) + (long) group * SWITCHES_PER_POD + index);
    }
}
