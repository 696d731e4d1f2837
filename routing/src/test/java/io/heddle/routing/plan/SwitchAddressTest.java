package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.verify.Hop;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.SimulatedFabric;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Walk;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A packet for the address of any switch comes to the controller, which answers it. */
class SwitchAddressTest {

    static Stream<GeneratedFabric> fabrics() {
        return Stream.of(FabricGenerator.fatTree(4), FabricGenerator.fatTree(6), FabricGenerator.fatTree(8));
    }

    @ParameterizedTest
    @MethodSource("fabrics")
    void aPacketForTheAddressOfASwitchReachesTheControllerFromASwitchOfItsTierAndPod(GeneratedFabric design) {
        TestFabric fabric = TestFabric.full(design);
        SimulatedFabric holding = fabric.holding(fabric.plan());
        AddressPlan addresses = fabric.model().addresses();
        Host sender = fabric.host("10.0.0.2");
        for (Map.Entry<DatapathId, Position> entry :
                design.blueprint().positions().entrySet()) {
            Ipv4Address address = addresses.switchAddress(entry.getKey()).orElseThrow();
            for (int port = 1; port <= 4; port++) {
                Packet packet =
                        Packet.udp(sender.ip(), port, address, 33434).between(sender.mac(), PlanOptions.GATEWAY_MAC);
                Walk walk = holding.walk(new Hop.Ingress.AtPort(sender.location()), packet);
                assertThat(walk.outcome())
                        .as("%s at %s", address, entry.getValue())
                        .isInstanceOfSatisfying(
                                Walk.ToController.class,
                                asked -> assertThat(place(fabric, asked.dpid()))
                                        .isEqualTo(place(fabric, entry.getKey())));
            }
        }
    }

    private static String place(TestFabric fabric, DatapathId dpid) {
        Tier tier = fabric.tierOf(dpid);
        return tier == Tier.CORE ? "core" : tier + " of pod " + fabric.podOf(dpid);
    }
}
