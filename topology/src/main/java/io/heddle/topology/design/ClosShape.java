package io.heddle.topology.design;

import java.util.Collections;
import java.util.List;

/**
 * The sizes of a three-tier folded Clos: every spine with number i of any pod has {@code coreParallel} cables to each of the
 * {@code coresPerPlane} super-spines of plane i.
 *
 * @param pods left to right, at least one; they may differ
 * @param coresPerPlane at least 1
 * @param coreParallel cables between a spine and each of its super-spines, at least 1
 */
public record ClosShape(List<PodShape> pods, int coresPerPlane, int coreParallel) {

    /**
     * The sizes of one pod.
     *
     * @param edges leaves, at least 1
     * @param aggregations spines, at least 1
     * @param hosts hosts on each leaf
     * @param parallel cables between each leaf and each spine of the pod, at least 1
     */
    public record PodShape(int edges, int aggregations, int hosts, int parallel) {
        public PodShape {
            if (edges < 1 || aggregations < 1 || hosts < 0 || parallel < 1) {
                throw new IllegalArgumentException("a pod cannot have " + edges + " leaves, " + aggregations
                        + " spines, " + hosts + " hosts a leaf and " + parallel + " parallel cables");
            }
        }
    }

    public ClosShape {
        pods = List.copyOf(pods);
        if (pods.isEmpty() || coresPerPlane < 1 || coreParallel < 1) {
            throw new IllegalArgumentException("a folded Clos cannot have " + pods.size() + " pods, " + coresPerPlane
                    + " super-spines a plane and " + coreParallel + " parallel cables");
        }
    }

    /** A Clos whose {@code count} pods are all alike, without parallel cables to the super-spines. */
    public static ClosShape uniform(int count, PodShape pod, int coresPerPlane) {
        return new ClosShape(Collections.nCopies(count, pod), coresPerPlane, 1);
    }

    /** The number of planes: as many as the widest pod has spines. */
    public int planes() {
        return pods.stream().mapToInt(PodShape::aggregations).max().orElseThrow();
    }
}
