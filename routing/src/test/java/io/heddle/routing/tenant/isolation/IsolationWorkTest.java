package io.heddle.routing.tenant.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.plan.ExternalNeighbours;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.UniformTenants;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a check costs, in what does not depend on the machine. */
class IsolationWorkTest {

    private static final int MEMBERS = 10;

    private static IsolationCheck check(UniformTenants tenants) {
        OverlayPlan plan = tenants.plan();
        Standing standing = Standing.of(tenants.state(), tenants.servers(), plan, ExternalNeighbours.NONE);
        return new IsolationCheck(standing, plan.switches());
    }

    /** Of one network in the cloud. */
    private static Verdict ofOne(UniformTenants tenants) {
        NetworkId network = tenants.state().networks().lastKey();
        return check(tenants)
                .check(new IsolationCheck.Scope(port -> port.network().equals(network), false, false), () -> false);
    }

    @Test
    void aPortCostsTheSameInACloudOfAThousandPortsOnAHundredServersAsInOneOfTwenty() {
        Verdict few = ofOne(new UniformTenants(2, MEMBERS, 10));
        Verdict many = ofOne(new UniformTenants(100, MEMBERS, 100));
        assertThat(few.isClean()).isTrue();
        assertThat(many.isClean()).isTrue();
        assertThat(many.ports()).isEqualTo(MEMBERS);
        assertThat(many.pairs()).isEqualTo(MEMBERS * (MEMBERS - 1));
        assertThat(many.work().rulesPassed()).isEqualTo(few.work().rulesPassed());
        assertThat(many.work().nodes()).isLessThan(few.work().nodes() * 11 / 10);
        assertThat(many.work().rulesPassed() / MEMBERS).isLessThan(120L * MEMBERS);
        assertThat(many.work().nodes() / MEMBERS).isLessThan(8_000L * MEMBERS);
    }

    @Test
    void theWorkGrowsWithMembersAndNotWithTheirSquareForEachPort() {
        long small = ofOne(new UniformTenants(1, 5, 5)).work().rulesPassed() / 5;
        long large = ofOne(new UniformTenants(1, 20, 5)).work().rulesPassed() / 20;
        assertThat(large).isLessThan(5 * small);
    }

    @Test
    void whoGivesUpGetsWhatWasFoundUntilThenAndIsToldThatItIsNotAll() {
        AtomicInteger asked = new AtomicInteger();
        Verdict verdict = check(new UniformTenants(3, 4, 2))
                .check(IsolationCheck.Scope.everything(), () -> asked.incrementAndGet() > 5);
        assertThat(verdict.isComplete()).isFalse();
        assertThat(verdict.ports()).isEqualTo(5);
        assertThat(verdict.differences()).isEmpty();
    }
}
