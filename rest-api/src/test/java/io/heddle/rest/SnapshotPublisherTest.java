package io.heddle.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SnapshotPublisherTest {
    private static final FabricSnapshot FIRST = FabricSnapshot.forming(Instant.EPOCH);

    private final SnapshotPublisher publisher = new SnapshotPublisher(FIRST);

    @Test
    void theFirstSnapshotIsThereBeforeAnythingIsPublished() {
        assertThat(publisher.snapshot()).isEqualTo(FIRST);
        assertThat(FIRST.phase()).hasToString("forming");
    }

    @Test
    void whatIsPublishedReachesReadersAndListeners() {
        List<Long> seen = new ArrayList<>();
        publisher.watch(snapshot -> seen.add(snapshot.revision()));

        publisher.publish(FIRST.withRevision(3, Instant.EPOCH));

        assertThat(publisher.snapshot().revision()).isEqualTo(3);
        assertThat(seen).containsExactly(3L);
    }

    @Test
    void aClosedWatchHearsNothingAndItsTwinGoesOn() {
        List<Long> seen = new ArrayList<>();
        Consumer<FabricSnapshot> listener = snapshot -> seen.add(snapshot.revision());
        FabricQueries.Watch one = publisher.watch(listener);
        publisher.watch(listener);

        one.close();
        one.close();
        publisher.publish(FIRST.withRevision(1, Instant.EPOCH));

        assertThat(seen).containsExactly(1L);
    }

    @Test
    void aRevisionThatDoesNotGrowIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> publisher.publish(FIRST))
                .withMessage("revision 0 cannot follow 0");
    }
}
