package io.heddle.routing.elephant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.ClosShape.PodShape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathSpaceTest {
    private static final PathSpace FAT_TREE = PathSpace.fatTree(4);

    @Test
    void aFatTreeHasItsNumbers() {
        assertThat(FAT_TREE.hosts()).isEqualTo(16);
        assertThat(FAT_TREE.edges()).isEqualTo(8);
        assertThat(FAT_TREE.aggregations()).isEqualTo(8);
        assertThat(FAT_TREE.cores()).isEqualTo(4);
        assertThat(FAT_TREE.pods()).isEqualTo(4);
        assertThat(FAT_TREE.planes()).isEqualTo(2);
        assertThat(FAT_TREE.pathNumbers()).isEqualTo(4);
        // 16 cables below and 16 above, each in two directions, then 16 links from and 16 to hosts.
        assertThat(FAT_TREE.fabricLinks()).isEqualTo(64);
        assertThat(FAT_TREE.links()).isEqualTo(96);
    }

    @Test
    void pathsAcrossPodsAreFourLinksAndShareNoneWhereTheyDiffer() {
        int[] one = links(FAT_TREE, 0, 2, 0);
        int[] other = links(FAT_TREE, 0, 2, 3);

        assertThat(one).hasSize(4).doesNotContain(other[0], other[1], other[2], other[3]);
        assertThat(links(FAT_TREE, 0, 2, 1)).contains(one[0], one[3]).doesNotContain(one[1], one[2]);
    }

    @Test
    void pathsWithinAPodTurnAtTheAggregation() {
        assertThat(links(FAT_TREE, 0, 1, 0)).hasSize(2);
        assertThat(links(FAT_TREE, 0, 1, 2)).hasSize(2);
        assertThat(FAT_TREE.isUsable(0, 1, 1)).isFalse();
        assertThat(links(FAT_TREE, 0, 0, 0)).isEmpty();
    }

    @Test
    void noPathIsUsableThatDoesNotExist() {
        assertThat(FAT_TREE.isUsable(0, 2, 4)).isFalse();
        assertThat(FAT_TREE.isUsable(0, 2, Placement.HASHED)).isFalse();
        assertThat(FAT_TREE.isUsable(0, 2, 3)).isTrue();
    }

    @Test
    void aLeafSpineHasOnePathForEachCable() {
        PathSpace space = PathSpace.leafSpine(3, 4, 2, 2);

        assertThat(space.pathNumbers()).isEqualTo(6);
        assertThat(space.pods()).isEqualTo(1);
        assertThat(space.cores()).isZero();
        assertThat(links(space, 0, 1, 0)).hasSize(2);
        // The way down is over one of two cables, which count as one trunk.
        assertThat(links(space, 0, 1, 0)[1]).isEqualTo(links(space, 0, 1, 1)[1]);
        assertThat(space.capacity(links(space, 0, 1, 0)[1])).isEqualTo(2);
    }

    @Test
    void aPodWithoutAPlaneIsNotReachedOverIt() {
        PathSpace space =
                PathSpace.foldedClos(new ClosShape(List.of(new PodShape(2, 3, 2, 1), new PodShape(2, 2, 2, 1)), 2, 1));

        assertThat(space.planes()).isEqualTo(3);
        assertThat(space.isUsable(0, 2, 2 * space.width())).isFalse();
        assertThat(space.isUsable(0, 2, space.width())).isTrue();
        assertThat(space.isUsable(0, 1, 2 * space.width())).isTrue();
        assertThat(space.isUsable(2, 0, 2 * space.width())).isFalse();
    }

    @Test
    void aCapacityForEachLinkIsAskedFor() {
        assertThatIllegalArgumentException().isThrownBy(() -> FAT_TREE.withCapacities(new double[3]));
    }

    @Test
    void flowsAreAsManyAsTheirParts() {
        Flows flows = Flows.between(new int[] {0, 1}, new int[] {2, 3}, new int[] {0, 0});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Flows.between(new int[] {0}, new int[] {1, 2}, new int[] {0}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Flows.between(new int[] {0}, new int[] {1}, new int[] {0, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> flows.withDemands(new double[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> flows.withDemands(new double[] {1, -1}));
        assertThatIllegalArgumentException().isThrownBy(() -> flows.withFixed(new boolean[3]));
    }

    @Test
    void theLargestFlowComesFirstAndEqualOnesInOrder() {
        Flows flows = Flows.between(new int[4], new int[4], new int[4]).withDemands(new double[] {0.5, 0, 1, 0.5});

        assertThat(flows.largestFirst()).containsExactly(2, 0, 3, 1);
    }

    @Test
    void placementsAreValues() {
        Placement one = Placement.of(new int[] {1, Placement.HASHED});

        assertThat(one).isEqualTo(Placement.of(new int[] {1, -1})).hasToString("Placement[1, -1]");
        assertThat(one)
                .hasSameHashCodeAs(Placement.of(one.paths()))
                .isNotEqualTo(Placement.hashed(2))
                .isNotEqualTo("x");
        assertThat(one.size()).isEqualTo(2);
    }

    @Test
    void schedulersAreKnownByName() {
        assertThat(SchedulerName.of("global-first-fit")).contains(SchedulerName.GLOBAL_FIRST_FIT);
        assertThat(SchedulerName.of("GLOBAL_FIRST_FIT")).isEmpty();
        assertThat(SchedulerName.HEDDLE.text()).isEqualTo("heddle");
    }

    static int[] links(PathSpace space, int from, int to, int path) {
        int[] links = new int[PathSpace.LONGEST];
        int count = space.fabricLinks(from, to, path, links);
        return Arrays.copyOf(links, count);
    }
}
