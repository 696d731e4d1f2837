package io.heddle.topology.clos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Link;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClosValuesTest {

    private static final ConnectPoint ONE = ConnectPoint.of(1, 1);
    private static final ConnectPoint TWO = ConnectPoint.of(2, 1);

    @Test
    void aCableKeepsItsEndsInOrder() {
        Cable cable = Cable.between(TWO, ONE);
        assertThat(cable).isEqualTo(Cable.of(new Link(ONE, TWO))).isEqualTo(new Cable(ONE, TWO));
        assertThat(cable.opposite(ONE)).isEqualTo(TWO);
        assertThat(cable.opposite(TWO)).isEqualTo(ONE);
        assertThat(cable.forward()).isEqualTo(cable.backward().reversed());
        assertThat(cable).hasToString("0000000000000001/1 ↔ 0000000000000002/1");
        assertThat(cable).isLessThan(new Cable(ONE, ConnectPoint.of(2, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cable(TWO, ONE));
        assertThatIllegalArgumentException().isThrownBy(() -> cable.opposite(ConnectPoint.of(3, 1)));
    }

    @Test
    void aReplugChangesSomething() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Replug(ONE, Optional.of(ONE)));
        assertThat(new Replug(ONE, Optional.of(TWO)).to()).contains(TWO);
    }

    @Test
    void placesAreNumberedFromZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(Tier.EDGE, -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(Tier.EDGE, 0, -1));
    }

    @Test
    void designsSayWhatTheyAre() {
        assertThat(new FabricDesign.FatTree(4).title()).isEqualTo("fat-tree k=4");
        assertThat(new FabricDesign.LeafSpine(2, 4, 1).title()).isEqualTo("leaf-spine with 2 spines and 4 leaves");
        assertThat(new FabricDesign.LeafSpine(2, 4, 2).title()).endsWith(", 2 parallel cables");
        assertThat(new FabricDesign.FoldedClos(2, 2, 4, 4, 2).title()).contains("2 super-spines");
        assertThat(new FabricDesign.Irregular("it is round").title()).isEqualTo("not a Clos because it is round");
        assertThat(new FabricDesign.FatTree(4).role(Tier.AGGREGATION)).isEqualTo("aggregation");
        assertThat(new FabricDesign.FatTree(4).role(Tier.CORE)).isEqualTo("core");
        assertThat(new FabricDesign.FoldedClos(2, 2, 4, 4, 2).role(Tier.EDGE)).isEqualTo("leaf");
        assertThat(new FabricDesign.FoldedClos(2, 2, 4, 4, 2).role(Tier.AGGREGATION))
                .isEqualTo("spine");
        assertThat(new FabricDesign.Irregular("it is round").role(Tier.EDGE)).isEqualTo("switch");
        assertThatIllegalArgumentException().isThrownBy(() -> new FabricDesign.FatTree(3));
        assertThatIllegalArgumentException().isThrownBy(() -> new FabricDesign.FatTree(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FabricDesign.LeafSpine(0, 1, 1));
    }
}
