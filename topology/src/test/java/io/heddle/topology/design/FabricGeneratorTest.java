package io.heddle.topology.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.topology.DatapathId;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FabricGeneratorTest {

    @ParameterizedTest(name = "k={0}")
    @ValueSource(ints = {2, 4, 6, 8, 16})
    void aFatTreeHasTheCountsOfThePaper(int k) {
        GeneratedFabric fabric = FabricGenerator.fatTree(k);
        assertThat(fabric.topology().switches()).hasSize(5 * k * k / 4);
        assertThat(fabric.blueprint().cables()).hasSize(k * k * k / 2);
        assertThat(fabric.topology().liveLinks()).hasSize(k * k * k);
        assertThat(fabric.blueprint().hostNumbers()).hasSize(k * k * k / 4);
        fabric.blueprint()
                .positions()
                .forEach((dpid, position) -> assertThat(fabric.topology()
                                .fabricSwitch(dpid)
                                .orElseThrow()
                                .ports())
                        .hasSize(k));
    }

    @Test
    void aFoldedClosHasThePodsItWasAskedFor() {
        GeneratedFabric fabric = FabricGenerator.foldedClos(
                new ClosShape(List.of(new ClosShape.PodShape(2, 2, 3, 1), new ClosShape.PodShape(3, 1, 1, 2)), 2, 1));
        assertThat(fabric.design()).isEqualTo(new FabricDesign.FoldedClos(2, 2, 5, 3, 4));
        assertThat(fabric.blueprint().cables()).hasSize(4 + 6 + 6);
        assertThat(fabric.blueprint().hostNumbers()).hasSize(9);
    }

    @Test
    void rowsAndRingsAreCabledToTheirNeighbours() {
        assertThat(FabricGenerator.linear(4, 1).blueprint().cables()).hasSize(3);
        assertThat(FabricGenerator.ring(4, 2).blueprint().cables()).hasSize(4);
        assertThatIllegalArgumentException().isThrownBy(() -> FabricGenerator.ring(2, 1));
    }

    @Test
    void shufflingChangesNamesOnlyAndBySeed() {
        GeneratedFabric fabric = FabricGenerator.fatTree(4);
        GeneratedFabric shuffled = fabric.shuffled(7);
        assertThat(shuffled).isEqualTo(fabric.shuffled(7)).isNotEqualTo(fabric.shuffled(8));
        assertThat(shuffled.design()).isEqualTo(fabric.design());
        assertThat(shuffled.blueprint().positions().values())
                .containsExactlyInAnyOrderElementsOf(
                        fabric.blueprint().positions().values());
        assertThat(shuffled.blueprint().positions().keySet())
                .doesNotContainAnyElementsOf(fabric.blueprint().positions().keySet());
        assertThat(shuffled.topology().liveLinks()).hasSize(64);
        shuffled.blueprint()
                .cables()
                .forEach(cable ->
                        assertThat(shuffled.topology().isLive(cable.forward())).isTrue());
        for (DatapathId dpid : shuffled.topology().switches().keySet()) {
            List<Integer> numbers =
                    List.copyOf(shuffled.blueprint().hostPortsOf(dpid).values());
            assertThat(numbers)
                    .isEqualTo(IntStream.range(0, numbers.size()).boxed().toList());
        }
    }

    @Test
    void impossibleShapesAreRefused() {
        ClosShape.PodShape pod = new ClosShape.PodShape(1, 1, 0, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new ClosShape.PodShape(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClosShape.PodShape(1, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClosShape.PodShape(1, 1, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClosShape.PodShape(1, 1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClosShape(List.of(), 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ClosShape.uniform(1, pod, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClosShape(List.of(pod), 1, 0));
    }

    @Test
    void aSketchKnowsOnlyItsOwnSwitches() {
        FabricSketch sketch = new FabricSketch();
        DatapathId known = sketch.addSwitch(new DatapathId(1), "s1", new Position(Tier.EDGE, 0, 0), 1);
        assertThatIllegalArgumentException().isThrownBy(() -> sketch.connect(known, new DatapathId(2), 1));
    }
}
