package io.heddle.routing.elephant.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BipartiteColoringTest {

    /** Every vertex has as many edges as there are colours, so none may be wasted. */
    @ParameterizedTest
    @CsvSource({"4, 2, 1", "8, 4, 2", "128, 8, 3", "287, 24, 4", "5, 7, 5"})
    void aRegularMultigraphIsColouredWithAsManyColoursAsItsDegree(int vertices, int degree, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] left = new int[vertices * degree];
        int[] right = new int[left.length];
        for (int round = 0; round < degree; round++) {
            int shift = random.nextInt(vertices);
            for (int vertex = 0; vertex < vertices; vertex++) {
                left[round * vertices + vertex] = vertex;
                right[round * vertices + vertex] = (vertex * (vertices % 3 == 0 ? 1 : 3) + shift) % vertices;
            }
        }
        BipartiteColoring coloring = new BipartiteColoring(vertices, vertices, degree, left, right);
        for (int edge = left.length - 1; edge >= 0; edge--) {
            assertThat(coloring.insert(edge, Integer.MAX_VALUE)).isNotNegative();
        }

        Set<String> taken = new HashSet<>();
        for (int edge = 0; edge < left.length; edge++) {
            assertThat(coloring.colorOf(edge)).isBetween(0, degree - 1);
            assertThat(taken.add("l" + left[edge] + "c" + coloring.colorOf(edge)))
                    .isTrue();
            assertThat(taken.add("r" + right[edge] + "c" + coloring.colorOf(edge)))
                    .isTrue();
        }
    }

    @Test
    void aColourThatIsTakenAtOneEndIsNotFree() {
        BipartiteColoring coloring = new BipartiteColoring(2, 2, 2, new int[] {0, 0}, new int[] {0, 1});

        assertThat(coloring.take(0, 1)).isTrue();
        assertThat(coloring.take(1, 1)).isFalse();
        assertThat(coloring.take(1, 2)).isFalse();
        assertThat(coloring.take(1, BipartiteColoring.NONE)).isFalse();
        assertThat(coloring.insert(1, 0)).isZero();
        assertThat(coloring.colorOf(1)).isZero();
    }

    @Test
    void aClosedColourIsGivenToNobody() {
        // 0–0 and 1–1 in different colours leave 0–1 none in common, and the one it would free is closed.
        BipartiteColoring coloring = new BipartiteColoring(2, 2, 2, new int[] {0, 1, 0}, new int[] {0, 1, 1});
        coloring.take(0, 0);
        coloring.take(1, 1);
        coloring.closeRight(1, 0);

        assertThat(coloring.insert(2, 10)).isEqualTo(BipartiteColoring.NONE);
        assertThat(coloring.colorOf(2)).isEqualTo(BipartiteColoring.NONE);
    }

    @Test
    void aChainThroughAClosedColourFails() {
        BipartiteColoring coloring = new BipartiteColoring(2, 2, 2, new int[] {0, 1, 0}, new int[] {1, 0, 0});
        coloring.take(0, 0);
        coloring.take(1, 1);
        coloring.closeLeft(1, 0);

        assertThat(coloring.insert(2, 10)).isEqualTo(BipartiteColoring.NONE);
    }

    @Test
    void aChainIsSwappedOnlyIfItIsShortEnough() {
        // Edge 2 joins a left vertex with colour 0 taken and a right vertex with colour 1 taken.
        int[] left = {0, 1, 0};
        int[] right = {1, 0, 0};
        BipartiteColoring coloring = new BipartiteColoring(2, 2, 2, left, right);
        coloring.take(0, 0);
        coloring.take(1, 1);

        assertThat(coloring.insert(2, 0)).isEqualTo(BipartiteColoring.NONE);
        assertThat(coloring.insert(2, 1)).isEqualTo(1);
        assertThat(coloring.colorOf(1)).isZero();
        assertThat(coloring.colorOf(2)).isEqualTo(1);
    }
}
