package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlanPaceTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final PlanPace pace = new PlanPace(START);

    private static Instant at(int millis) {
        return START.plusMillis(millis);
    }

    /** As many changes as are said, one in every millisecond. */
    private void change(int from, int changes) {
        for (int i = 0; i < changes; i++) {
            pace.changed(at(from + i));
        }
    }

    @Test
    void whatIsDueAtTheStartIsPlannedAtOnce() {
        assertThat(pace.next()).isEqualTo(at(0));
    }

    @Test
    void fewChangesArePlannedTwoMillisecondsAfterTheFirst() {
        pace.changed(at(10));
        assertThat(pace.next()).isEqualTo(at(12));
        change(11, 7);
        assertThat(pace.next()).isEqualTo(at(12));
    }

    @Test
    void manyChangesArePlannedOnceTheyPause() {
        change(10, 17);
        assertThat(pace.next()).isEqualTo(at(26 + 5));
    }

    @Test
    void aPauseIsAQuarterOfTheTimeThatChangesHaveBeenComing() {
        change(10, 101);
        assertThat(pace.next()).isEqualTo(at(110 + 25));
        pace.changed(at(134));
        assertThat(pace.next()).isEqualTo(at(134 + 31));
    }

    @Test
    void changesThatNeverPauseArePlannedAfterASecond() {
        change(10, 2_000);
        assertThat(pace.next()).isEqualTo(at(1_010));
    }

    @Test
    void aPlanThatTookLongIsFollowedByAsLongARest() {
        change(0, 100);
        pace.planned(at(104), at(154));
        assertThat(pace.next()).isEqualTo(at(204));
        pace.changed(at(160));
        pace.changed(at(170));
        assertThat(pace.next()).isEqualTo(at(204));
        pace.planned(at(204), at(804));
        assertThat(pace.next()).isEqualTo(at(1_004));
    }

    @Test
    void aPlanThatTookLittleIsFollowedByNone() {
        pace.changed(at(0));
        pace.planned(at(4), at(14));
        pace.changed(at(15));
        assertThat(pace.next()).isEqualTo(at(17));
    }

    @Test
    void changesAreCountedAnewAfterEachPlan() {
        change(0, 100);
        pace.planned(at(104), at(104));
        pace.changed(at(110));
        assertThat(pace.next()).isEqualTo(at(112));
    }
}
