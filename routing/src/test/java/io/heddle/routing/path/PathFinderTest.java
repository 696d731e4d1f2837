package io.heddle.routing.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathFinderTest {

    private final TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(4));

    @Test
    void betweenPodsOfAFatTreeThereIsAPathForEveryCore() {
        PathSet paths = between(fabric, "10.0.0.2", "10.3.1.3", 100);
        assertThat(paths.count()).isEqualTo(4);
        assertThat(paths.paths())
                .hasSize(4)
                .doesNotHaveDuplicates()
                .allSatisfy(path -> assertThat(path.hops()).hasSize(5));
        Path first = paths.paths().getFirst();
        assertThat(new ConnectPoint(
                        first.hops().getFirst().dpid(), first.hops().getFirst().ingress()))
                .isEqualTo(fabric.host("10.0.0.2").location());
        assertThat(new ConnectPoint(
                        first.hops().getLast().dpid(), first.hops().getLast().egress()))
                .isEqualTo(fabric.host("10.3.1.3").location());
        assertThat(new HashSet<>(paths.paths().stream()
                        .map(path -> path.hops().get(2).dpid())
                        .toList()))
                .hasSize(4);
    }

    @Test
    void theCountIsCompleteWhenTheListIsNot() {
        TestFabric large = TestFabric.sparse(FabricGenerator.fatTree(16));
        PathSet paths = between(large, "10.0.0.2", "10.15.7.2", 3);
        assertThat(paths.count()).isEqualTo(64);
        assertThat(paths.paths()).hasSize(3);
    }

    @Test
    void insideAPodThereIsAPathForEveryAggregationAndOnAnEdgeJustOne() {
        assertThat(between(fabric, "10.0.0.2", "10.0.1.2", 10).count()).isEqualTo(2);
        assertThat(between(fabric, "10.0.0.2", "10.0.0.3", 10).paths())
                .singleElement()
                .satisfies(path -> assertThat(path.hops()).hasSize(1));
    }

    @Test
    void pathsAreThoseOfThePresentState() {
        TestFabric cut = fabric.cut(fabric.cable(fabric.at(Tier.AGGREGATION, 3, 0), fabric.at(Tier.CORE, 0, 0)));
        assertThat(between(cut, "10.0.0.2", "10.3.1.3", 10).count()).isEqualTo(3);
    }

    @Test
    void aDetourShowsBeforeItIsRepaired() {
        TestFabric cut = fabric.cut(fabric.cable(fabric.at(Tier.AGGREGATION, 3, 0), fabric.at(Tier.EDGE, 3, 1)));
        PathFinder finder =
                new PathFinder(fabric.plan(), cut.topology(), cut.model().addresses());
        PathSet paths = finder.between(Ipv4Address.parse("10.0.0.2"), Ipv4Address.parse("10.3.1.3"), 100);
        assertThat(paths.paths()).anySatisfy(path -> assertThat(path.hops()).hasSize(7));
    }

    @Test
    void anAddressThatIsOnlyPlannedStandsForItsPort() {
        TestFabric empty = new TestFabric(fabric.drawn(), fabric.drawn().topology());
        PathSet paths = between(empty, "10.0.0.2", "10.3.1.3", 10);
        assertThat(paths.count()).isEqualTo(4);
        assertThat(paths.destination()).isEqualTo(fabric.host("10.3.1.3").location());
    }

    @Test
    void anAddressOfNobodyIsRefused() {
        assertThatThrownBy(() -> between(fabric, "10.0.0.2", "192.0.2.1", 10))
                .isInstanceOf(UnknownAddress.class)
                .hasMessageContaining("192.0.2.1");
    }

    @Test
    void whatIsCutOffHasNoPath() {
        TestFabric row = TestFabric.full(FabricGenerator.linear(3, 1));
        TestFabric cut = row.cut(row.cables().first());
        assertThat(between(cut, "10.0.0.2", "10.0.2.2", 10).count()).isZero();
        assertThat(between(row, "10.0.0.2", "10.0.2.2", 10).count()).isEqualTo(1);
    }

    @Test
    void impossibleValuesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Path(List.of()));
        PathSet one = between(fabric, "10.0.0.2", "10.0.0.3", 10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PathSet(one.source(), one.destination(), 0, one.paths()));
    }

    private static PathSet between(TestFabric fabric, String source, String destination, int limit) {
        return new PathFinder(fabric.plan(), fabric.topology(), fabric.model().addresses())
                .between(Ipv4Address.parse(source), Ipv4Address.parse(destination), limit);
    }
}
