package io.heddle.routing.tenant.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.RandomTenants;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the planner compiles, held against what was asked for, for all packets. */
class IsolationCheckTest {

    private static final int TENANTS = 3;
    private static final int PORTS_EACH = 3;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTablesLetExactlyThoseTalkWhoMayInCloudsOfThatSeed(long seed) {
        RandomTenants tenants = new RandomTenants(seed, TENANTS, PORTS_EACH);
        OverlayPlan plan = tenants.plan();
        Standing standing = Standing.of(tenants.state(), tenants.servers(), plan, tenants.neighbours());
        Verdict verdict =
                new IsolationCheck(standing, plan.switches()).check(IsolationCheck.Scope.everything(), () -> false);
        assertThat(verdict.differences())
                .as(() -> verdict.differences().stream()
                        .map(IsolationCheckTest::told)
                        .collect(Collectors.joining("\n")))
                .isEmpty();
        assertThat(verdict.isComplete()).isTrue();
        assertThat(verdict.pairs()).isPositive();
    }

    private static String told(Difference difference) {
        return difference.text() + "\n"
                + difference.passed().stream()
                        .map(passed -> "    " + passed.bridge() + " " + passed.rule())
                        .collect(Collectors.joining("\n"));
    }
}
