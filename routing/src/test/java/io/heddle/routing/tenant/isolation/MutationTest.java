package io.heddle.routing.tenant.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.tenant.plan.Conversation;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.RandomTenants;
import io.heddle.topology.DatapathId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tables with one rule wrong: who talks to whom is another thing then, and the check says so. */
class MutationTest {

    private static final int CLOUDS = 5;
    private static final int MUTANTS = 40;
    /** Of the mutants that let others talk than before, at least so many in a hundred are found. */
    private static final int FOUND_AT_LEAST = 95;

    @Test
    void theCheckFindsNearlyEveryRuleThatIsTakenOutOrChangedAndMatters() {
        int changed = 0;
        int silent = 0;
        List<String> missed = new ArrayList<>();
        for (int seed = 1; seed <= CLOUDS; seed++) {
            RandomTenants tenants = new RandomTenants(seed, 2, 3);
            OverlayPlan plan = tenants.plan();
            Standing standing = Standing.of(tenants.state(), tenants.servers(), plan, tenants.neighbours());
            SortedSet<String> before = talks(tenants, plan, plan.switches());
            SplittableRandom random = new SplittableRandom(2_000 + seed);
            for (int i = 0; i < MUTANTS; i++) {
                Optional<Mutation> mutation = Mutation.of(plan.switches(), random);
                if (mutation.isPresent()) {
                    boolean isChanged =
                            !talks(tenants, plan, mutation.get().tables()).equals(before);
                    boolean isFound = !new IsolationCheck(
                                    standing, mutation.get().tables())
                            .check(IsolationCheck.Scope.everything(), () -> false)
                            .isClean();
                    changed += isChanged ? 1 : 0;
                    silent += isChanged || isFound ? 0 : 1;
                    if (isChanged && !isFound) {
                        missed.add(seed + ": " + mutation.get().text());
                    }
                }
            }
        }
        assertThat(changed).as("mutants that matter").isGreaterThan(8);
        assertThat(100 * (changed - missed.size()))
                .as("of %s that matter, missed %s; %s make no difference", changed, missed, silent)
                .isGreaterThanOrEqualTo(FOUND_AT_LEAST * changed);
    }

    private static SortedSet<String> talks(
            RandomTenants tenants, OverlayPlan plan, SortedMap<DatapathId, SwitchPlan> tables) {
        return new Conversation(tenants.state(), tenants.servers(), plan, tables).all(tenants.ports());
    }
}
