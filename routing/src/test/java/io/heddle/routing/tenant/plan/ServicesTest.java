package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.plan.Services.Part;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans of ports as values under masks. */
class ServicesTest {

    @Test
    void aSpanIsItsFewestParts() {
        assertThat(Services.parts(new Span(80, 80))).containsExactly(new Part(80, 0xffff));
        assertThat(Services.parts(new Span(0, 65535))).containsExactly(new Part(0, 0));
        assertThat(Services.parts(new Span(8000, 8007))).containsExactly(new Part(8000, 0xfff8));
        assertThat(Services.parts(new Span(1, 4)))
                .containsExactly(new Part(1, 0xffff), new Part(2, 0xfffe), new Part(4, 0xffff));
        assertThat(Services.parts(new Span(1, 65534))).hasSize(30);
        assertThat(Services.parts(new Span(65535, 65535))).containsExactly(new Part(65535, 0xffff));
        assertThat(Services.parts(new Span(5, 4))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void thePartsOfASpanCoverItAndNothingElseForSpansOfThatSeed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50; i++) {
            int first = random.nextInt(65536);
            int last = first + random.nextInt(65536 - first);
            List<Part> parts = Services.parts(new Span(first, last));
            assertThat(IntStream.range(0, 65536)
                            .filter(port -> (first <= port && port <= last)
                                    != (parts.stream()
                                                    .filter(part -> (port & part.mask()) == part.value())
                                                    .count()
                                            == 1)))
                    .isEmpty();
        }
    }
}
