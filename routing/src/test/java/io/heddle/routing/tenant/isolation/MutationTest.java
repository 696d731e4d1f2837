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
import java.util.TreeSet;
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
                    SortedSet<String> changes =
                            changes(before, talks(tenants, plan, mutation.get().tables()));
                    boolean isChanged = !changes.isEmpty();
                    boolean isFound = !new IsolationCheck(
                                    standing, mutation.get().tables())
                            .check(IsolationCheck.Scope.everything(), () -> false)
                            .isClean();
                    changed += isChanged ? 1 : 0;
                    silent += isChanged || isFound ? 0 : 1;
                    if (isChanged && !isFound) {
                        missed.add(seed + ": " + mutation.get().text() + ": " + changes);
                    }
                }
            }
        }
        assertThat(changed).as("mutants that matter").isGreaterThan(8);
        assertThat(100 * (changed - missed.size()))
                .as("of %s that matter, missed %s; %s make no difference", changed, missed, silent)
                .isGreaterThanOrEqualTo(FOUND_AT_LEAST * changed);
    }

    /**
     * What begins now and did not, and what hosts do that mean it and no longer works: that a trick does not is nobody's loss, and that
     * answers come back by a way that no route promises is nobody's harm.
     */
    private static SortedSet<String> changes(SortedSet<String> before, SortedSet<String> after) {
        List<String> begun = before.stream().map(MutationTest::beginning).toList();
        List<String> kept = before.stream()
                .filter(talk -> after.contains(talk) || after.contains(talk.replace(" and on", " answered and on")))
                .toList();
        SortedSet<String> changes = new TreeSet<>();
        after.stream().filter(talk -> !begun.contains(beginning(talk))).forEach(talk -> changes.add(talk));
        before.stream()
                .filter(talk -> !kept.contains(talk) && !talk.contains("tricks"))
                .forEach(talk -> changes.add(talk));
        return changes;
    }

    private static String beginning(String talk) {
        return talk.replace(" answered", "").replace(" and on", "");
    }

    /** Of ports that are said to work: what others do at times is nobody's to promise. */
    private static SortedSet<String> talks(
            RandomTenants tenants, OverlayPlan plan, SortedMap<DatapathId, SwitchPlan> tables) {
        return new Conversation(tenants.state(), tenants.servers(), plan, tables)
                .all(tenants.ports().stream()
                        .filter(port -> !plan.troubles().containsKey(port.id()))
                        .toList());
    }
}
