package io.heddle.routing.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import io.heddle.routing.rule.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rules and meters of one switch while its plan is made. */
final class RuleList {

    private final PacketInRates rates;
    private final List<ForwardingRule> rules = new ArrayList<>();
    private final SortedMap<MeterId, Meter> meters = new TreeMap<>();

    RuleList(PacketInRates rates) {
        this.rates = rates;
    }

    /** Adds a rule that ends the pipeline with {@code actions}; with none it drops. */
    void add(TableId table, int priority, Match match, Purpose purpose, List<Action> actions) {
        rules.add(new ForwardingRule(
                new ForwardingRule.Key(table, priority, match), actions, Optional.empty(), Cookie.of(purpose), 0));
    }

    /** Adds a rule that goes on in {@code next}. */
    void goTo(TableId table, int priority, Match match, Purpose purpose, TableId next) {
        rules.add(new ForwardingRule(
                new ForwardingRule.Key(table, priority, match), List.of(), Optional.of(next), Cookie.of(purpose), 0));
    }

    /** Adds a rule that sends to the controller, as often as the meter of {@code kind} lets it. */
    void ask(TableId table, int priority, Match match, Purpose purpose, PacketInKind kind) {
        long rate = rates.of(kind);
        meters.put(kind.meter(), Meter.ofPackets(kind.meter(), rate, rate));
        add(
                table,
                priority,
                match,
                purpose,
                List.of(
                        new Action.Metered(kind.meter()),
                        new Action.OutputToController(Action.OutputToController.WHOLE)));
    }

    /** Adds the rule of a steered flow, which goes by itself when the flow has ended. */
    void steer(Match match, int idleSeconds, List<Action> actions) {
        rules.add(new ForwardingRule(
                new ForwardingRule.Key(Pipeline.STEER, Pipeline.STEERED, match),
                actions,
                Optional.empty(),
                Cookie.of(Purpose.STEERING),
                idleSeconds));
    }

    /** Adds the rule that drops, and counts, what nothing else in {@code table} matches. */
    void miss(TableId table) {
        add(table, Pipeline.MISS, Match.any(), Purpose.MISS, List.of());
    }

    List<ForwardingRule> rules() {
        return rules;
    }

    SortedMap<MeterId, Meter> meters() {
        return meters;
    }
}
