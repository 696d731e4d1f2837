package io.heddle.rest.view;

import io.heddle.rest.FabricSnapshot;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.FabricMetrics;
import io.heddle.topology.clos.Recognition;
import java.util.Optional;

/**
 * The figures of a fabric, and what they were derived from: they take long enough in a large fabric not to be derived again for every
 * change of a load.
 */
record Figures(Topology topology, Recognition recognition, Optional<FabricMetrics> metrics) {

    static Figures of(FabricSnapshot snapshot) {
        Recognition recognition = snapshot.recognition();
        Optional<FabricMetrics> metrics = recognition.blueprint().positions().isEmpty()
                ? Optional.empty()
                : Optional.of(FabricMetrics.of(recognition.design(), recognition.blueprint(), snapshot.topology()));
        return new Figures(snapshot.topology(), recognition, metrics);
    }

    /** The figures of {@code snapshot}: these, if what they are derived from has not changed. */
    @SuppressWarnings("ReferenceEquality") // the controller keeps the instance of what did not change
    Figures next(FabricSnapshot snapshot) {
        boolean isSame = snapshot.topology() == topology && snapshot.recognition() == recognition;
        return isSame ? this : of(snapshot);
    }

    Optional<Integer> diameter() {
        return metrics.map(FabricMetrics::diameter);
    }

    Optional<BisectionRepresentation> bisection() {
        return metrics.map(
                known -> new BisectionRepresentation(known.bisectionLinks(), known.bisectionBitsPerSecond()));
    }

    Optional<PathCountsRepresentation> paths() {
        return metrics.map(known -> new PathCountsRepresentation(
                known.pathsInPod().fewest(),
                known.pathsInPod().most(),
                known.pathsBetweenPods().fewest(),
                known.pathsBetweenPods().most()));
    }

    Optional<Double> oversubscription() {
        return metrics.flatMap(known -> known.oversubscription().isPresent()
                ? Optional.of(known.oversubscription().getAsDouble())
                : Optional.empty());
    }

    boolean isExact() {
        return metrics.map(FabricMetrics::isExact).orElse(false);
    }
}
