package io.heddle.routing.tenant.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.plan.OverlayPipeline;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.RandomTenants;
import io.heddle.topology.DatapathId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Answers from outside, where the rules that bring them back are there and where they are not. */
class ReturnsTest {

    private static final int CLOUDS = 12;

    /** What is found in clouds at random whose tables lack those rules. */
    private static List<Difference> found(Predicate<ForwardingRule> isMissing) {
        List<Difference> found = new ArrayList<>();
        for (int seed = 1; seed <= CLOUDS; seed++) {
            RandomTenants tenants = new RandomTenants(seed, 3, 3);
            OverlayPlan plan = tenants.plan();
            SortedMap<DatapathId, SwitchPlan> tables = new TreeMap<>();
            plan.switches().forEach((bridge, held) -> {
                SortedMap<ForwardingRule.Key, ForwardingRule> rules = new TreeMap<>(held.rules());
                rules.values().removeIf(isMissing);
                tables.put(bridge, new SwitchPlan(held.meters(), held.groups(), rules));
            });
            Standing standing = Standing.of(tenants.state(), tenants.servers(), plan, tenants.neighbours());
            found.addAll(new IsolationCheck(standing, tables)
                    .check(IsolationCheck.Scope.everything(), () -> false)
                    .differences());
        }
        return found;
    }

    private static boolean isIn(TableId table, ForwardingRule rule) {
        return rule.key().table().equals(table);
    }

    private static boolean isRestoring(Action action) {
        return action instanceof Track track
                && track.nat().filter(Track.Nat.AsCommitted.class::isInstance).isPresent();
    }

    private static boolean isForFloating(Action action) {
        return action instanceof Action.SetField(Field field, long value) && field == Field.IPV4_DST;
    }

    private static boolean isAnswerFromOutside(Difference difference) {
        return difference.kind() == Difference.Kind.REPLY_LOST
                && difference.source() instanceof End.AtPort
                && difference.target() instanceof End.Outside;
    }

    @Test
    void answersToASharedAddressThatNobodyTakesBackAreMissed() {
        List<Difference> found = found(rule -> rule.actions().stream().anyMatch(ReturnsTest::isRestoring));
        assertThat(found).anyMatch(ReturnsTest::isAnswerFromOutside);
    }

    @Test
    void answersToAFloatingAddressThatNobodyTakesBackAreMissed() {
        List<Difference> found = found(rule ->
                isIn(OverlayPipeline.ENTER, rule) && rule.actions().stream().anyMatch(ReturnsTest::isForFloating));
        assertThat(found).anyMatch(ReturnsTest::isAnswerFromOutside);
    }

    @Test
    void answersThatDoNotGetOutAsTheFloatingAddressThatWasAskedAreMissed() {
        List<Difference> found = found(rule ->
                isIn(OverlayPipeline.EXIT, rule) && rule.actions().stream().anyMatch(ReturnsTest::isAsFloating));
        assertThat(found)
                .anyMatch(difference -> difference.kind() == Difference.Kind.REPLY_LOST
                        && difference.source() instanceof End.Outside
                        && difference.target() instanceof End.AtPort);
    }

    private static boolean isAsFloating(Action action) {
        return action instanceof Action.SetField(Field field, long value) && field == Field.IPV4_SRC;
    }

    @Test
    void withoutTheTableOfAnswersNothingButAnswersIsMissed() {
        List<Difference> found = found(rule -> isIn(OverlayPipeline.RETURN, rule));
        assertThat(found).allMatch(difference -> difference.kind() == Difference.Kind.REPLY_LOST);
        assertThat(found(rule -> false)).isEmpty();
    }
}
