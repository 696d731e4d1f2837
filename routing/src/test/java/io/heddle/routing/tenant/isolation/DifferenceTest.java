package io.heddle.routing.tenant.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.CtState;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.plan.ExternalNeighbours;
import io.heddle.routing.tenant.plan.OverlayPipeline;
import io.heddle.routing.tenant.plan.OverlayPlan;
import io.heddle.routing.tenant.plan.UniformTenants;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is said of tables that are wrong in one way or another. */
class DifferenceTest {

    private final UniformTenants tenants = new UniformTenants(2, 2, 1);
    private final OverlayPlan plan = tenants.plan();

    /** What is found when each rule of a table is what {@code change} makes of it, if anything. */
    private Verdict verdict(int table, UnaryOperator<Optional<ForwardingRule>> change) {
        SortedMap<DatapathId, SwitchPlan> tables = new TreeMap<>();
        plan.switches().forEach((bridge, held) -> {
            SortedMap<ForwardingRule.Key, ForwardingRule> rules = new TreeMap<>();
            held.rules().values().forEach(rule -> {
                boolean isThere = rule.key().table().value() == table;
                Optional<ForwardingRule> now = isThere ? change.apply(Optional.of(rule)) : Optional.of(rule);
                now.ifPresent(kept -> rules.putIfAbsent(kept.key(), kept));
            });
            tables.put(bridge, new SwitchPlan(held.meters(), held.groups(), rules));
        });
        Standing standing = Standing.of(tenants.state(), tenants.servers(), plan, ExternalNeighbours.NONE);
        return new IsolationCheck(standing, tables)
                .check(new IsolationCheck.Scope(port -> true, true, true), () -> false);
    }

    private static List<Difference.Kind> kinds(Verdict verdict) {
        return verdict.differences().stream()
                .map(Difference::kind)
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<ForwardingRule> asPlanned(Optional<ForwardingRule> rule) {
        return rule;
    }

    @Test
    void whatMayBeginIsToldWithAWitnessAndTheRulesItPasses() {
        Verdict verdict = verdict(0, DifferenceTest::asPlanned);
        assertThat(verdict.isClean()).isTrue();
        assertThat(verdict.connections()).hasSize(4);
        Connection connection = verdict.connections().getFirst();
        assertThat(connection.services()).containsExactly("ping", "tcp", "udp", "other");
        assertThat(connection.passed().getFirst().rule().key().table()).isEqualTo(OverlayPipeline.CLASSIFY);
        assertThat(connection.passed().getLast().rule().key().table()).isEqualTo(OverlayPipeline.PORT);
        assertThat(connection.witness().value(Field.ETH_TYPE)).isEqualTo(Match.IPV4);
    }

    @Test
    void aPortOnTheNetworkOfAnotherReachesWhoItMayNotAndNotWhoItMay() {
        Verdict verdict = verdict(
                0,
                rule -> rule.map(each -> each.key().match().fields().containsKey(Field.IN_PORT)
                        ? new ForwardingRule(
                                each.key(),
                                List.of(new Action.SetField(Field.METADATA, 0x1_0000_0001L)),
                                each.next(),
                                each.cookie(),
                                0)
                        : each));
        assertThat(kinds(verdict))
                .containsExactly(Difference.Kind.POSSIBLE_BUT_NOT_ALLOWED, Difference.Kind.ALLOWED_BUT_NOT_POSSIBLE);
        Difference first = verdict.differences().stream()
                .filter(difference -> difference.kind() == Difference.Kind.POSSIBLE_BUT_NOT_ALLOWED)
                .findFirst()
                .orElseThrow();
        assertThat(first.passed()).isNotEmpty();
        assertThat(first.text()).startsWith("From port ").endsWith("is possible but not allowed.");
    }

    @Test
    void anAnswerThatIsNotLetBackAndAConnectionThatDoesNotGoOnAreFound() {
        assertThat(kinds(droppingEstablished(OverlayPipeline.INBOUND))).containsExactly(Difference.Kind.REPLY_LOST);
        assertThat(kinds(droppingEstablished(OverlayPipeline.COMMIT_INBOUND)))
                .containsExactly(Difference.Kind.CONTINUATION_LOST);
    }

    private Verdict droppingEstablished(TableId table) {
        return verdict(
                table.value(),
                rule -> rule.map(each -> each.key()
                        .match()
                        .find(Field.CT_STATE)
                        .filter(state -> (state.value() & CtState.ESTABLISHED) != 0)
                        .map(state -> new ForwardingRule(each.key(), List.of(), Optional.empty(), each.cookie(), 0))
                        .orElse(each)));
    }

    @Test
    void anAnswerThatNamesAnotherIsFound() {
        Verdict verdict = verdict(
                OverlayPipeline.SERVE.value(),
                rule -> rule.map(each -> new ForwardingRule(
                        each.key(),
                        each.actions().stream()
                                .map(action -> action instanceof Action.SetField(Field field, long mac)
                                                && field == Field.ARP_SHA
                                        ? new Action.SetField(field, mac ^ 0x10)
                                        : action)
                                .toList(),
                        each.next(),
                        each.cookie(),
                        0)));
        assertThat(kinds(verdict)).containsExactly(Difference.Kind.NOT_ANSWERED, Difference.Kind.ANSWERED_WRONGLY);
    }

    @Test
    void whatComesOutWhereNobodyIsIsAstray() {
        Verdict verdict = verdict(
                OverlayPipeline.PORT.value(),
                rule -> rule.map(each -> each.actions().isEmpty()
                        ? each
                        : new ForwardingRule(
                                each.key(),
                                List.of(new Action.Output(new PortNumber(77))),
                                each.next(),
                                each.cookie(),
                                0)));
        assertThat(verdict.differences())
                .anySatisfy(difference -> assertThat(difference.text())
                        .contains("port 77 of bridge")
                        .contains("nobody's"));
    }
}
