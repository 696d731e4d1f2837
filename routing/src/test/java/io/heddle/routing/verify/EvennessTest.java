package io.heddle.routing.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.routing.plan.FabricModel;
import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.Planner;
import io.heddle.topology.Host;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How evenly flows fall on the core links, with Open vSwitch's own choice of buckets. */
class EvennessTest {

    private static final int FLOWS = 1000;

    @ParameterizedTest(name = "k={0}: maximum over mean at most {1}")
    @CsvSource({"4, 1.25", "8, 1.5"})
    void flowsBetweenPodsUseEveryCoreAlike(int k, double limit) {
        TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(k));
        Evenness evenness = ofCores(fabric, fabric.plan());
        System.out.printf("k=%d seeded: %s%n", k, text(evenness));
        assertThat(evenness.loads()).doesNotContainValue(0);
        assertThat(evenness.maximumOverMean()).isLessThanOrEqualTo(limit);
    }

    @Test
    void plainSelectGroupsPolarise() {
        TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(4));
        FabricModel seeded = fabric.model();
        ForwardingPlan plain = Planner.plan(
                new FabricModel(seeded.topology(), seeded.recognition(), seeded.addresses(), PlanOptions.defaults()));
        Evenness evenness = ofCores(fabric, plain);
        System.out.printf("k=4 plain: %s%n", text(evenness));
        assertThat(evenness.loads()).containsValue(0);
    }

    @Test
    void noFlowAtAllIsEvenAndNoSwitchAtAllIsRefused() {
        TestFabric fabric = TestFabric.sparse(FabricGenerator.fatTree(4));
        assertThat(Evenness.of(List.of(), fabric.in(Tier.CORE)).maximumOverMean())
                .isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> Evenness.of(List.of(), List.of()));
    }

    private static Evenness ofCores(TestFabric fabric, ForwardingPlan plan) {
        Random random = new Random(1);
        SimulatedFabric held = fabric.holding(plan);
        List<Host> hosts = List.copyOf(fabric.hosts());
        List<Walk> walks = new ArrayList<>();
        while (walks.size() < FLOWS) {
            Host from = hosts.get(random.nextInt(hosts.size()));
            Host to = hosts.get(random.nextInt(hosts.size()));
            int port = 1024 + random.nextInt(60000);
            if (fabric.podOf(from.location().dpid())
                    != fabric.podOf(to.location().dpid())) {
                Packet packet = Packet.udp(from.ip(), port, to.ip(), 9).between(from.mac(), PlanOptions.GATEWAY_MAC);
                walks.add(held.walk(new Hop.Ingress.AtPort(from.location()), packet));
            }
        }
        return Evenness.of(walks, fabric.in(Tier.CORE));
    }

    private static String text(Evenness evenness) {
        return "maximum over mean %.2f, flows by core %s"
                .formatted(evenness.maximumOverMean(), evenness.loads().values());
    }
}
