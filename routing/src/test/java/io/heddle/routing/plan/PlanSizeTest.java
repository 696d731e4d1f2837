package io.heddle.routing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.DatapathId;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a switch must hold: a few rules for each of its k ports, and nothing for hosts elsewhere. */
class PlanSizeTest {

    private static final int CONSTANT = 40;

    @ParameterizedTest(name = "k={0}")
    @ValueSource(ints = {4, 8, 16, 48})
    void rulesGrowWithThePortsOfASwitchAndNotWithTheFabric(int k) {
        TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(k));
        ForwardingPlan plan = fabric.plan();
        int total = plan.switches().values().stream()
                .mapToInt(each -> each.rules().size())
                .sum();
        System.out.printf(
                "k=%d: %d switches, %d hosts, %d rules; rules (groups) of an edge %s, an aggregation %s, a core %s; 4k+%d=%d%n",
                k,
                plan.switches().size(),
                fabric.hosts().size(),
                total,
                size(plan, fabric.at(Tier.EDGE, 0, 0)),
                size(plan, fabric.at(Tier.AGGREGATION, 0, 0)),
                size(plan, fabric.at(Tier.CORE, 0, 0)),
                CONSTANT,
                4 * k + CONSTANT);
        assertThat(plan.switches().values())
                .allSatisfy(each -> assertThat(each.rules().size()).isLessThan(4 * k + CONSTANT));
    }

    @Test
    void aHostElsewhereCostsNothing() {
        TestFabric full = TestFabric.full(FabricGenerator.fatTree(4));
        DatapathId edge = full.at(Tier.EDGE, 0, 0);
        TestFabric fewer =
                full.with(full.topology().withoutHost(full.host("10.3.1.3").ip()));
        ForwardingPlan plan = full.plan();
        fewer.plan().switches().forEach((dpid, held) -> {
            if (!dpid.equals(full.at(Tier.EDGE, 3, 1))) {
                assertThat(held).isEqualTo(plan.forSwitch(dpid));
            }
        });
        assertThat(plan.forSwitch(edge).rules()).isNotEmpty();
    }

    private static String size(ForwardingPlan plan, DatapathId dpid) {
        SwitchPlan held = plan.forSwitch(dpid);
        return held.rules().size() + " (" + held.groups().size() + ")";
    }
}
