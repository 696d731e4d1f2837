package io.heddle.routing.tenant.isolation;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Tables in which one rule of one bridge is not as it was.
 *
 * @param text what was done to which rule
 * @param tables all tables afterwards
 */
record Mutation(String text, SortedMap<DatapathId, SwitchPlan> tables) {

    /** One by chance; empty if the rule that was hit cannot be changed in the way that was drawn. */
    static Optional<Mutation> of(SortedMap<DatapathId, SwitchPlan> tables, SplittableRandom random) {
        List<DatapathId> bridges = List.copyOf(tables.keySet());
        DatapathId bridge = bridges.get(random.nextInt(bridges.size()));
        SwitchPlan plan = Optional.ofNullable(tables.get(bridge)).orElseThrow();
        List<ForwardingRule> rules = List.copyOf(plan.rules().values());
        ForwardingRule rule = rules.get(random.nextInt(rules.size()));
        String name = bridge + " " + rule;
        return switch (random.nextInt(4)) {
            case 0, 1 -> Optional.of(new Mutation("without " + name, with(tables, bridge, rule, Optional.empty())));
            case 2 ->
                widened(rule, random)
                        .filter(other -> !plan.rules().containsKey(other.key()))
                        .map(other -> new Mutation("wider " + name, with(tables, bridge, rule, Optional.of(other))));
            default ->
                redirected(rule, random)
                        .map(other -> new Mutation(
                                "otherwise " + name + " as " + other.actions(),
                                with(tables, bridge, rule, Optional.of(other))));
        };
    }

    private static SortedMap<DatapathId, SwitchPlan> with(
            SortedMap<DatapathId, SwitchPlan> tables,
            DatapathId bridge,
            ForwardingRule old,
            Optional<ForwardingRule> other) {
        SwitchPlan plan = Optional.ofNullable(tables.get(bridge)).orElseThrow();
        SortedMap<ForwardingRule.Key, ForwardingRule> rules = new TreeMap<>(plan.rules());
        rules.remove(old.key());
        other.ifPresent(rule -> rules.put(rule.key(), rule));
        SortedMap<DatapathId, SwitchPlan> changed = new TreeMap<>(tables);
        changed.put(bridge, new SwitchPlan(plan.meters(), plan.groups(), rules));
        return changed;
    }

    /** The rule without one of the fields it asks for that no other field needs. */
    private static Optional<ForwardingRule> widened(ForwardingRule rule, SplittableRandom random) {
        List<Field> fields = rule.key().match().fields().keySet().stream()
                .filter(field -> field != Field.ETH_TYPE && field != Field.IP_PROTO && field != Field.CONJUNCTION)
                .toList();
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<Field, Match.Masked> fewer = new TreeMap<>(rule.key().match().fields());
        fewer.remove(fields.get(random.nextInt(fields.size())));
        ForwardingRule.Key key =
                new ForwardingRule.Key(rule.key().table(), rule.key().priority(), new Match(fewer));
        return Optional.of(new ForwardingRule(key, rule.actions(), rule.next(), rule.cookie(), 0));
    }

    /** The rule with another number in one of its actions. */
    private static Optional<ForwardingRule> redirected(ForwardingRule rule, SplittableRandom random) {
        if (rule.actions().isEmpty()) {
            return Optional.empty();
        }
        List<Action> actions = new ArrayList<>(rule.actions());
        int which = random.nextInt(actions.size());
        Optional<Action> other = switch (actions.get(which)) {
            case Action.Output(PortNumber port) -> Optional.of(new Action.Output(new PortNumber(1 + port.value() % 3)));
            case Action.SetField(Field field, long value) -> Optional.of(new Action.SetField(field, value ^ 1));
            case Action.Conjunction(int id, int clause, int clauses) ->
                Optional.of(new Action.Conjunction(id + 1, clause, clauses));
            default -> Optional.empty();
        };
        return other.map(action -> {
            actions.set(which, action);
            return new ForwardingRule(rule.key(), actions, rule.next(), rule.cookie(), 0);
        });
    }
}
