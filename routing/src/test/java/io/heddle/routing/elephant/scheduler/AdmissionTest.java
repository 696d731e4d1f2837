package io.heddle.routing.elephant.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {

    @Test
    void oneInMakesRoomForTwoOthers() {
        // 0–0 is in; 1–0 can come in where it was, and 0–1 instead of it.
        Admission admission =
                new Admission(new int[] {0, 1, 0}, new int[] {0, 0, 1}, new int[] {1, 1}, new int[] {1, 1});
        assertThat(admission.take(0)).isTrue();
        assertThat(admission.take(0)).isFalse();
        assertThat(admission.take(1)).isFalse();

        assertThat(admission.extend()).isEqualTo(1);

        assertThat(admission.isIn(0)).isFalse();
        assertThat(admission.isIn(1)).isTrue();
        assertThat(admission.isIn(2)).isTrue();
    }

    @Test
    void withoutRoomNobodyComesIn() {
        Admission admission = new Admission(new int[] {0}, new int[] {0}, new int[] {0}, new int[] {1});

        assertThat(admission.extend()).isZero();
        assertThat(admission.isIn(0)).isFalse();
    }

    /** A permutation of several rounds fits as a whole, whatever of it was in before. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void asManyAreInAsThereCanBeAndNoVertexHasTooMany(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int vertices = 40;
        int degree = 3;
        int[] left = IntStream.range(0, vertices * degree)
                .map(edge -> edge % vertices)
                .toArray();
        int[] right = IntStream.range(0, left.length)
                .map(edge -> (left[edge] * 7 + edge / vertices * 11) % vertices)
                .toArray();
        int[] extraLeft = random.ints(30, 0, vertices).toArray();
        int[] extraRight = random.ints(30, 0, vertices).toArray();
        int[] from =
                IntStream.concat(Arrays.stream(extraLeft), Arrays.stream(left)).toArray();
        int[] to = IntStream.concat(Arrays.stream(extraRight), Arrays.stream(right))
                .toArray();
        Admission admission = new Admission(from, to, filled(vertices, degree), filled(vertices, degree));
        int taken = (int) IntStream.range(0, 60).filter(admission::take).count();

        int added = admission.extend();

        assertThat(taken + added).isEqualTo(vertices * degree);
        int[] out = new int[vertices];
        int[] in = new int[vertices];
        IntStream.range(0, from.length).filter(admission::isIn).forEach(edge -> {
            out[from[edge]]++;
            in[to[edge]]++;
        });
        assertThat(out).containsOnly(degree);
        assertThat(in).containsOnly(degree);
    }

    private static int[] filled(int size, int value) {
        int[] array = new int[size];
        Arrays.fill(array, value);
        return array;
    }
}
