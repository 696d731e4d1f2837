package io.heddle.topology.clos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.design.ClosShape;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPlanTest {

    @Test
    void aFatTreeIsNumberedAsInThePaper() {
        GeneratedFabric fabric = FabricGenerator.fatTree(4);
        AddressPlan plan = plan(fabric);
        assertThat(plan.switchAddress(at(fabric, Tier.EDGE, 2, 1))).contains(address("10.2.1.1"));
        assertThat(plan.switchAddress(at(fabric, Tier.AGGREGATION, 2, 1))).contains(address("10.2.3.1"));
        assertThat(plan.switchAddress(at(fabric, Tier.CORE, 1, 0))).contains(address("10.4.2.1"));
        assertThat(plan.edgePrefix(at(fabric, Tier.EDGE, 2, 1))).contains(IpPrefix.parse("10.2.1.0/24"));
        assertThat(plan.gateway(at(fabric, Tier.EDGE, 3, 0))).contains(address("10.3.0.1"));
        assertThat(plan.gateway(at(fabric, Tier.CORE, 1, 0))).isEmpty();
        assertThat(plan.edgePrefix(at(fabric, Tier.AGGREGATION, 0, 0))).isEmpty();
        assertThat(plan.switchAddress(new DatapathId(1))).isEmpty();
        assertThat(plan.podPrefix(3)).contains(IpPrefix.parse("10.3.0.0/16"));
        assertThat(plan.podPrefix(4)).isEmpty();
        assertThat(plan.podPrefix(-1)).isEmpty();
        assertThat(plan.fabricPrefix()).isEqualTo(IpPrefix.parse("10.0.0.0/8"));
    }

    @ParameterizedTest(name = "k={0}")
    @ValueSource(ints = {2, 4, 8, 16})
    void everyHostAndSwitchHasAnAddressOfItsOwnThatLeadsBackToIt(int k) {
        GeneratedFabric fabric = FabricGenerator.fatTree(k).shuffled(k);
        AddressPlan plan = plan(fabric);
        Set<Ipv4Address> seen = new HashSet<>();
        for (ConnectPoint port : fabric.blueprint().hostNumbers().keySet()) {
            Ipv4Address address = plan.hostAddress(port).orElseThrow();
            seen.add(address);
            assertThat(plan.hostPortOf(address)).contains(port);
            assertThat(address.octet(3)).isBetween(2, k / 2 + 1);
            assertThat(plan.edgePrefix(port.dpid()).orElseThrow().contains(address))
                    .isTrue();
        }
        for (DatapathId dpid : fabric.blueprint().positions().keySet()) {
            Ipv4Address address = plan.switchAddress(dpid).orElseThrow();
            seen.add(address);
            assertThat(plan.switchOf(address)).contains(dpid);
        }
        assertThat(seen).hasSize(k * k * k / 4 + 5 * k * k / 4);
    }

    @Test
    void whatIsNobodysAddressLeadsNowhere() {
        GeneratedFabric fabric = FabricGenerator.fatTree(4);
        AddressPlan plan = plan(fabric);
        assertThat(plan.hostPortOf(address("10.0.0.1"))).isEmpty();
        assertThat(plan.hostPortOf(address("10.0.0.9"))).isEmpty();
        assertThat(plan.hostPortOf(address("10.0.2.2"))).isEmpty();
        assertThat(plan.hostPortOf(address("192.0.2.2"))).isEmpty();
        assertThat(plan.switchOf(address("10.0.0.2"))).isEmpty();
        assertThat(plan.hostAddress(ConnectPoint.of(9, 9))).isEmpty();
    }

    @Test
    void aLeafSpineRollsOverIntoThePodOctet() {
        GeneratedFabric fabric = FabricGenerator.leafSpine(2, 300, 1, 1);
        AddressPlan plan = AddressPlan.of(fabric.design(), fabric.blueprint(), 172);
        assertThat(plan.switchAddress(at(fabric, Tier.EDGE, 0, 255))).contains(address("172.0.255.1"));
        assertThat(plan.switchAddress(at(fabric, Tier.EDGE, 0, 299))).contains(address("172.1.43.1"));
        assertThat(plan.switchAddress(at(fabric, Tier.CORE, 0, 1))).contains(address("172.255.1.2"));
        assertThat(plan.podPrefix(0)).isEmpty();
    }

    @Test
    void aFoldedClosCountsItsSpinesFromTheTop() {
        GeneratedFabric fabric =
                FabricGenerator.foldedClos(ClosShape.uniform(3, new ClosShape.PodShape(4, 2, 3, 1), 2));
        AddressPlan plan = plan(fabric);
        assertThat(plan.switchAddress(at(fabric, Tier.EDGE, 1, 3))).contains(address("10.1.3.1"));
        assertThat(plan.switchAddress(at(fabric, Tier.AGGREGATION, 1, 1))).contains(address("10.1.254.1"));
        assertThat(plan.switchAddress(at(fabric, Tier.CORE, 1, 1))).contains(address("10.255.2.2"));
        assertThat(plan.podPrefix(1)).contains(IpPrefix.parse("10.1.0.0/16"));
    }

    @Test
    void aRowOfSwitchesIsAddressedLikeLeaves() {
        GeneratedFabric fabric = FabricGenerator.linear(3, 1);
        AddressPlan plan = plan(fabric);
        assertThat(plan.hostAddress(ConnectPoint.of(3, 1))).contains(address("10.0.2.2"));
        assertThat(plan.podPrefix(0)).isEmpty();
    }

    @Test
    void plansOfTheSameFabricAreEqual() {
        GeneratedFabric fabric = FabricGenerator.linear(3, 1);
        assertThat(plan(fabric)).isEqualTo(plan(fabric)).hasSameHashCodeAs(plan(fabric));
        assertThat(plan(fabric)).isNotEqualTo(AddressPlan.of(fabric.design(), fabric.blueprint(), 11));
        assertThat(plan(fabric)).isNotEqualTo(plan(FabricGenerator.linear(4, 1)));
        assertThat(plan(fabric)).isNotEqualTo(plan(FabricGenerator.leafSpine(1, 2, 1, 1)));
        assertThat(plan(fabric)).isNotEqualTo((Object) "a plan");
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheLimit() {
        assertRefused(new FabricDesign.FatTree(256), Blueprint.empty(), "k=256");
        FabricDesign clos = new FabricDesign.FoldedClos(1, 1, 1, 1, 1);
        FabricDesign leafSpine = new FabricDesign.LeafSpine(1, 1, 1);
        assertRefused(clos, only(new Position(Tier.EDGE, 255, 0)), "255 pods");
        assertRefused(clos, only(new Position(Tier.EDGE, 0, 256)), "256 leaf switches in a pod");
        assertRefused(clos, only(new Position(Tier.CORE, 255, 0)), "255 planes");
        assertRefused(leafSpine, only(new Position(Tier.CORE, 0, 254)), "254 spine switches in a plane");
        assertRefused(leafSpine, only(new Position(Tier.EDGE, 0, 255 * 256)), "65280 leaf switches");
        TreeMap<DatapathId, Position> both = new TreeMap<>();
        both.put(new DatapathId(1), new Position(Tier.EDGE, 0, 255));
        both.put(new DatapathId(2), new Position(Tier.AGGREGATION, 0, 0));
        assertRefused(clos, new Blueprint(both, new TreeSet<>(), new TreeMap<>()), "255 leaves and spines together");
        TreeMap<ConnectPoint, Integer> hosts = new TreeMap<>();
        hosts.put(ConnectPoint.of(1, 1), 253);
        assertRefused(leafSpine, new Blueprint(new TreeMap<>(), new TreeSet<>(), hosts), "253 hosts");
    }

    @ParameterizedTest(name = "base octet {0}")
    @ValueSource(ints = {0, 127, 224, -1, 300})
    void aBaseThatIsNoUnicastNetworkIsRefused(int octet) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressPlan.of(new FabricDesign.FatTree(4), Blueprint.empty(), octet))
                .withMessageContaining("not " + octet);
    }

    private static void assertRefused(FabricDesign design, Blueprint blueprint, String limit) {
        assertThatThrownBy(() -> AddressPlan.of(design, blueprint, 10))
                .isInstanceOf(AddressSpaceExceeded.class)
                .hasMessageContaining(limit);
    }

    private static Blueprint only(Position position) {
        TreeMap<DatapathId, Position> positions = new TreeMap<>();
        positions.put(new DatapathId(1), position);
        return new Blueprint(positions, new TreeSet<>(), new TreeMap<>());
    }

    private static DatapathId at(GeneratedFabric fabric, Tier tier, int pod, int index) {
        Position wanted = new Position(tier, pod, index);
        return fabric.blueprint().positions().entrySet().stream()
                .filter(entry -> entry.getValue().equals(wanted))
                .map(entry -> Objects.requireNonNull(entry.getKey()))
                .findFirst()
                .orElseThrow();
    }

    private static AddressPlan plan(GeneratedFabric fabric) {
        return AddressPlan.of(fabric.design(), fabric.blueprint(), 10);
    }

    private static Ipv4Address address(String text) {
        return Ipv4Address.parse(text);
    }
}
