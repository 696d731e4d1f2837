package io.heddle.topology.clos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Topology;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import io.heddle.topology.design.PatchPanel;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FabricMetricsTest {

    private static final long TEN_GIGABIT = FabricGenerator.BITS_PER_SECOND;

    @ParameterizedTest(name = "k={0}")
    @ValueSource(ints = {4, 8, 16, 44})
    void aFatTreeHasItsTextbookFigures(int k) {
        FabricMetrics metrics = metrics(FabricGenerator.fatTree(k));
        long half = k / 2;
        assertThat(metrics.diameter()).isEqualTo(4);
        assertThat(metrics.bisectionLinks()).isEqualTo((long) k * k * k / 8);
        assertThat(metrics.bisectionBitsPerSecond()).isEqualTo((long) k * k * k / 8 * TEN_GIGABIT);
        assertThat(metrics.pathsInPod()).isEqualTo(new PathCounts(half, half));
        assertThat(metrics.pathsBetweenPods()).isEqualTo(new PathCounts(half * half, half * half));
        assertThat(metrics.oversubscription()).hasValue(1.0);
        assertThat(metrics.isExact()).isTrue();
    }

    @Test
    void aLeafSpineHasAPathForEverySpine() {
        FabricMetrics metrics = metrics(FabricGenerator.leafSpine(3, 4, 6, 1));
        assertThat(metrics.diameter()).isEqualTo(2);
        assertThat(metrics.bisectionLinks()).isEqualTo(6);
        assertThat(metrics.pathsBetweenPods()).isEqualTo(new PathCounts(3, 3));
        assertThat(metrics.pathsInPod()).isEqualTo(new PathCounts(0, 0));
        assertThat(metrics.oversubscription()).hasValue(2.0);
        assertThat(metrics(FabricGenerator.leafSpine(2, 4, 6, 2)).pathsBetweenPods())
                .isEqualTo(new PathCounts(8, 8));
        assertThat(metrics(FabricGenerator.leafSpine(2, 3, 6, 2)).isExact()).isFalse();
    }

    @Test
    void anOversubscribedClosIsAsNarrowAsItsNarrowestTier() {
        FabricMetrics metrics =
                metrics(FabricGenerator.foldedClos(ClosShape.uniform(4, new ClosShape.PodShape(2, 2, 2, 1), 1)));
        assertThat(metrics.oversubscription()).hasValue(2.0);
        assertThat(metrics.bisectionLinks()).isEqualTo(4);
        assertThat(metrics.isExact()).isTrue();
    }

    @Test
    void aDeadCableShowsInPathsAndBisection() {
        GeneratedFabric fabric = FabricGenerator.fatTree(4);
        Cable uplink = fabric.blueprint().cables().last();
        Topology degraded =
                new PatchPanel(fabric.topology()).pull(uplink.first()).topology();
        FabricMetrics metrics = FabricMetrics.of(fabric.design(), fabric.blueprint(), degraded);
        assertThat(metrics.pathsBetweenPods()).isEqualTo(new PathCounts(3, 4));
        assertThat(metrics.bisectionLinks()).isEqualTo(7);
        assertThat(metrics.isExact()).isFalse();
    }

    @Test
    void aLargeDegradedFabricShowsTheFiguresOfItsDesignAndSaysSo() {
        GeneratedFabric fabric = FabricGenerator.fatTree(44);
        Cable cable = fabric.blueprint().cables().first();
        Topology degraded =
                new PatchPanel(fabric.topology()).pull(cable.first()).topology();
        FabricMetrics metrics = FabricMetrics.of(fabric.design(), fabric.blueprint(), degraded);
        assertThat(metrics.pathsBetweenPods()).isEqualTo(new PathCounts(484, 484));
        assertThat(metrics.isExact()).isFalse();
    }

    @Test
    void figuresOfDesignsAreThoseOfTheirMeasuredFabrics() {
        GeneratedFabric leafSpine = FabricGenerator.leafSpine(3, 4, 1, 2);
        assertThat(ShortestPaths.ofDesign(leafSpine.design()))
                .isEqualTo(ShortestPaths.measured(
                        leafSpine.blueprint(),
                        leafSpine.blueprint().cables().stream().toList()));
        assertThat(ShortestPaths.ofDesign(new FabricDesign.FoldedClos(2, 1, 2, 2, 1))
                        .diameter())
                .isEqualTo(4);
        assertThat(ShortestPaths.ofDesign(new FabricDesign.Irregular("it is round"))
                        .diameter())
                .isZero();
    }

    @Test
    void rowsAndRingsAreCutWhereTheyAreNarrowest() {
        FabricMetrics ring = metrics(FabricGenerator.ring(6, 1));
        assertThat(ring.diameter()).isEqualTo(3);
        assertThat(ring.bisectionLinks()).isEqualTo(2);
        assertThat(ring.pathsBetweenPods()).isEqualTo(new PathCounts(1, 2));
        assertThat(ring.oversubscription()).isEmpty();
        assertThat(ring.isExact()).isTrue();
        assertThat(metrics(FabricGenerator.linear(4, 1)).bisectionLinks()).isEqualTo(1);
        assertThat(metrics(FabricGenerator.linear(1, 1)).bisectionLinks()).isZero();
        assertThat(metrics(FabricGenerator.linear(20, 1)).isExact()).isFalse();
    }

    @Test
    void switchesThatCannotReachEachOtherHaveNoPath() {
        GeneratedFabric row = FabricGenerator.linear(3, 1);
        Cable cable = row.blueprint().cables().first();
        Topology cut = new PatchPanel(row.topology()).pull(cable.first()).topology();
        FabricMetrics metrics = FabricMetrics.of(row.design(), row.blueprint(), cut);
        assertThat(metrics.pathsBetweenPods().fewest()).isZero();
        assertThat(metrics.diameter()).isEqualTo(1);
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PathCounts(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PathCounts(2, 1));
    }

    @Test
    void aCableOfASwitchWithoutAPlaceIsABrokenBlueprint() {
        TreeSet<Cable> cables = new TreeSet<>();
        cables.add(new Cable(ConnectPoint.of(1, 1), ConnectPoint.of(2, 1)));
        Blueprint broken = new Blueprint(new TreeMap<>(), cables, new TreeMap<>());
        assertThatThrownBy(() -> FabricMetrics.tier(broken, new DatapathId(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0000000000000001");
    }

    private static FabricMetrics metrics(GeneratedFabric fabric) {
        return FabricMetrics.of(fabric.design(), fabric.blueprint(), fabric.topology());
    }
}
