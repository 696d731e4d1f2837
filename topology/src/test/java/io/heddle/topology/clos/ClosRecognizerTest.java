package io.heddle.topology.clos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fabrics in full health are recognised as what they were built to. */
class ClosRecognizerTest {

    @ParameterizedTest(name = "k={0}")
    @ValueSource(ints = {2, 4, 6, 8, 16})
    void aFatTreeIsRecognizedWithItsNaturalNumbering(int k) {
        assertIsItself(FabricGenerator.fatTree(k));
    }

    @Test
    void leafSpinesAreRecognized() {
        assertIsItself(FabricGenerator.leafSpine(2, 4, 2, 1));
        assertIsItself(FabricGenerator.leafSpine(2, 2, 2, 1));
        assertIsItself(FabricGenerator.leafSpine(1, 3, 1, 1));
        assertIsItself(FabricGenerator.leafSpine(4, 16, 8, 2));
    }

    @Test
    void foldedClosesAreRecognized() {
        assertIsItself(FabricGenerator.foldedClos(ClosShape.uniform(4, new ClosShape.PodShape(2, 2, 2, 1), 1)));
        assertIsItself(FabricGenerator.foldedClos(ClosShape.uniform(2, new ClosShape.PodShape(2, 2, 2, 1), 1)));
        assertIsItself(FabricGenerator.foldedClos(ClosShape.uniform(3, new ClosShape.PodShape(4, 2, 4, 2), 2)));
        assertIsItself(FabricGenerator.foldedClos(new ClosShape(
                List.of(
                        new ClosShape.PodShape(2, 2, 2, 1),
                        new ClosShape.PodShape(4, 2, 1, 1),
                        new ClosShape.PodShape(3, 2, 2, 2)),
                2,
                2)));
    }

    @Test
    void rowsAndRingsAreNone() {
        assertIsItself(FabricGenerator.linear(4, 1));
        assertIsItself(FabricGenerator.ring(4, 1));
        assertIsItself(FabricGenerator.ring(4, 2));
    }

    private static void assertIsItself(GeneratedFabric fabric) {
        Recognition recognition = ClosRecognizer.recognize(fabric.topology(), Blueprint.empty());
        assertThat(recognition.design()).isEqualTo(fabric.design());
        assertThat(recognition.problems()).isEmpty();
        assertThat(recognition.repair()).isEmpty();
        assertThat(recognition.blueprint()).isEqualTo(fabric.blueprint());
        Recognition again = ClosRecognizer.recognize(fabric.topology(), recognition.blueprint());
        assertThat(again).isEqualTo(recognition);
        assertThat(again.blueprint()).isSameAs(recognition.blueprint());
    }
}
